# Russian: a beginning; what is missing is shown in Uzbek.

language-name = Русский
login-title = Вход - Live Chat
login-welcome = Добро пожаловать
login-hint = Войдите с учётной записью, которую создал администратор
login-username = Имя пользователя
login-username-hint = Введите имя пользователя
login-password = Пароль
login-password-hint = Введите пароль
login-submit = Войти
login-wrong = Неверное имя пользователя или пароль. Попробуйте ещё раз.
language-choose = Язык
js-cancel = Отмена
common-save = Сохранить
common-back = Назад
common-home = Главная
js-you = Вы
side-chats = Чаты
side-new = Новый чат
side-logout = Выйти
side-search = Поиск чатов...
members-count = { $n ->
    [one] { $n } участник
    [few] { $n } участника
   *[many] { $n } участников
}
input-hint = Написать сообщение...
input-send = Отправить
msg-edited = изменено
js-gone = Удалённое сообщение
js-today = Сегодня
js-yesterday = Вчера
js-date = { $day } { $month }
js-date-year = { $day } { $month } { $year } г.
js-month-1 = января
js-month-2 = февраля
js-month-3 = марта
js-month-4 = апреля
js-month-5 = мая
js-month-6 = июня
js-month-7 = июля
js-month-8 = августа
js-month-9 = сентября
js-month-10 = октября
js-month-11 = ноября
js-month-12 = декабря
js-weekday-1 = Пн
js-weekday-2 = Вт
js-weekday-3 = Ср
js-weekday-4 = Чт
js-weekday-5 = Пт
js-weekday-6 = Сб
js-weekday-0 = Вс
