# Russian: all but the error pages, which are shown in Uzbek until they are translated.

app-title = Live Chat
language-name = Русский

## Log in, set up
login-title = Вход - Live Chat
login-welcome = Добро пожаловать
login-hint = Войдите с учётной записью, которую создал администратор
login-username = Имя пользователя
login-username-hint = Введите имя пользователя
login-password = Пароль
login-password-hint = Введите пароль
login-show-password = Показать пароль
login-submit = Войти
login-wrong = Неверное имя пользователя или пароль. Попробуйте ещё раз.
login-throttled = Слишком много попыток. Попробуйте ещё раз через { $seconds } с.
login-busy = Сервер сейчас занят. Попробуйте чуть позже.
login-ended = Сеанс завершён. Войдите снова.
language-choose = Язык
setup-title = Первый администратор
setup-hint = На этом сервере ещё нет администратора. Создайте учётную запись для себя.
setup-submit = Создать учётную запись
setup-rule = Не меньше 8 символов, и чтобы нелегко было угадать
setup-closed-title = Сервер ещё не настроен
setup-closed-hint = Чтобы создать первого администратора, откройте ссылку, которую сервер вывел в консоль при запуске.
setup-closed-again = Обновить страницу

## Shared
common-save = Сохранить
common-saved = Сохранено
common-back = Назад
common-home = Главная
common-more = Ещё
common-add = Добавить
common-skip = Перейти к сообщениям
common-next-page = Дальше

## The list of rooms
side-chats = Чаты
side-list = Список чатов
side-new = Новый чат
side-logout = Выйти
side-menu = Меню
side-search = Поиск чатов...
side-none = Нет чатов
side-not-found = Чат с таким названием не найден
side-none-hint = Начните с создания первого чата!
side-no-messages = Сообщений ещё нет
side-mentioned = Вас упомянули
index-welcome = Добро пожаловать в Live Chat!
index-hint = Чтобы начать, выберите комнату слева или создайте новый чат
open-title = Открытые комнаты
open-hint = Вы можете вступить в любую из них
open-join = Вступить
join-hint = Это открытая комната. Вступите, чтобы читать и писать сообщения.
members-count = { $n ->
    [one] { $n } участник
    [few] { $n } участника
   *[many] { $n } участников
}

## Making a room
create-title = Создание чата
create-sub = Создайте комнату и общайтесь в реальном времени
create-name = Название чата
create-name-hint = Например: Друзья, Рабочая группа...
create-note = Примечание: в названии должно быть не меньше 3 символов
create-tip = Совет: выберите ясное название, так чат будет легче найти.
create-submit = Создать чат
visibility-title = Кто видит
visibility-open = Открытая
visibility-open-hint = Видят все, и каждый может вступить
visibility-private = Закрытая
visibility-private-hint = Видят только участники, которых добавили администраторы

## The room
room-messages = Сообщения
room-empty = Сообщений ещё нет
room-empty-hint = Напишите первое сообщение!
room-older = Предыдущие сообщения
room-newer = Следующие сообщения
room-newest = Самые новые сообщения
room-mark-read = Отметить прочитанным
room-unread = Новые сообщения
room-info = О группе
room-settings = Настройки комнаты
room-members = Участники
room-leave = Выйти из группы
room-leave-confirm = Выйти из этой комнаты?
room-leave-hint = В закрытую комнату вернуть вас сможет только администратор.
room-leave-last = Вы последний участник: если вы выйдете, комната и все её сообщения удалятся навсегда.
room-delete = Удалить комнату
room-delete-confirm = Удалить эту комнату навсегда? Это действие нельзя отменить!
input-hint = Написать сообщение...
input-label = Сообщение
input-send = Отправить
input-attach = Прикрепить файл
msg-edited = изменено
msg-reacted = { $names } и ещё { $n }
msg-photo = Фото
msg-file = Файл
msg-photos = { $n } фото
msg-picture = Фото: { $name }
msg-picture-of = Фото { $n } / { $of }: { $name }
msg-delete-text = Удалить текст
msg-delete-files = Удалить файлы

## What happened in a room
system-created = { $user } создаёт комнату
system-joined = { $user } входит в комнату
system-left = { $user } покидает комнату
system-added = { $user } добавляет { $name }
system-removed = { $user } исключает { $name }
system-made-admin = { $user } назначает администратором { $name }
system-dropped-admin = { $user } снимает права администратора с { $name }
system-new-owner = { $name } теперь владелец комнаты
system-renamed = { $user } меняет название комнаты на «{ $name }»
system-opened = { $user } открывает комнату для всех
system-closed = { $user } делает комнату закрытой

## Members
role-owner = владелец
role-admin = админ
members-add = Добавить участника
members-remove = Исключить
members-make-admin = Сделать администратором
members-drop-admin = Снять права администратора
members-make-owner = Сделать владельцем
members-actions = Действия

## My account
account-title = Моя учётная запись
account-profile = Профиль
account-display-name = Имя, которое видят другие
account-language = Язык
account-theme = Оформление
account-theme-system = Как в системе
account-theme-light = Светлое
account-theme-dark = Тёмное
account-enter = Клавиша Enter
account-enter-send = Отправляет сообщение
account-enter-newline = Начинает новую строку
account-password = Сменить пароль
account-password-old = Текущий пароль
account-password-new = Новый пароль
account-password-again = Новый пароль ещё раз
account-password-note = Сеансы на других устройствах завершатся.
account-password-saved = Пароль изменён. Другие сеансы завершены.
account-password-wrong = Текущий пароль неверен.
account-password-mismatch = Новые пароли не совпадают.

## Error pages
status-400 = Неверный запрос
status-400-hint = В отправленных данных ошибка. Вернитесь назад и проверьте их.
status-401 = Сначала войдите
status-401-hint = Для этой страницы нужно войти в свою учётную запись.
status-403 = Нет доступа
status-403-hint = У вас недостаточно прав для этого действия.
status-404 = Страница не найдена
status-404-hint = Адрес неверен, комната удалена или вы не её участник.
status-405 = Этот способ не принимается
status-405-hint = Этот адрес не принимает такой запрос.
status-408 = Время вышло
status-408-hint = Запрос не пришёл вовремя. Попробуйте ещё раз.
status-409 = Действие не выполнено
status-409-hint = Данные тем временем изменились. Обновите страницу и попробуйте ещё раз.
status-413 = Слишком большой размер
status-413-hint = Отправленные данные больше допустимого.
status-415 = Тип не принимается
status-415-hint = Данные такого типа здесь не принимаются.
status-421 = Неверный адрес
status-421-hint = Через этот адрес сервер не открывается. Узнайте правильный адрес у администратора.
status-429 = Слишком часто
status-429-hint = Слишком много запросов. Попробуйте немного позже.
status-500 = Произошла ошибка
status-500-hint = На сервере произошла непредвиденная ошибка. Попробуйте немного позже.
status-503 = Сервер сейчас занят
status-503-hint = Попробуйте немного позже.
status-507 = Место закончилось
status-507-hint = На сервере не осталось места. Сообщите администратору.

## Dates
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

## Page scripts
js-you = Вы
js-unread = Непрочитанные:
js-mentioned = Вас упомянули
js-marked = Отмечено как непрочитанное
js-stored = Сохранено
js-seen = Прочитано
js-members = { $n } участников
js-members-one = { $n } участник
js-members-few = { $n } участника
js-online = { $n } в сети
js-typing = { $user } печатает…
js-typing-many = { $user } и ещё { $n } печатают…
js-connecting = Соединение…
js-connecting-queued = Соединение… сообщений в очереди: { $n }
js-reconnect = Подключиться снова
js-ended = Эта страница больше не подключается.
js-reload = Обновить страницу
js-no-connection = Нет связи. Попробуйте чуть позже.
js-too-long = Сообщение слишком длинное. Отправьте его по частям.
js-message-menu = Действия с сообщением
js-reply = Ответить
js-copy = Копировать
js-edit = Изменить
js-delete = Удалить
js-delete-question = Удалить сообщение?
js-size-b = { $n } Б
js-size-kb = { $n } КБ
js-size-mb = { $n } МБ
js-size-gb = { $n } ГБ
js-download = Скачать
js-delete-which = Какую часть сообщения удалить?
js-delete-text = Только текст
js-delete-files = Только файлы
js-delete-all = Всё
js-viewer = Фотографии
js-viewer-close = Закрыть
js-viewer-zoom = Увеличить
js-viewer-previous = Предыдущее фото
js-viewer-next = Следующее фото
js-viewer-failed = Не удалось открыть фото
js-play = Воспроизвести: { $name }
js-pause = Приостановить: { $name }
js-seek = Позиция: { $name }
js-cancel = Отмена
js-copied = Текст скопирован!
js-copy-failed = Не удалось скопировать
js-editing = Изменение сообщения
js-leave-edit = Отменить изменение
js-leave-reply = Отменить ответ
js-gone = Удалённое сообщение
js-pending = В очереди
js-failed = Не отправлено
js-retry = Отправить снова
js-drop = Убрать
js-to-bottom = Вниз
js-to-bottom-count = Вниз, новых сообщений: { $n }

## Files of the next message
js-files = Прикреплённые файлы
js-files-total = Файлов: { $n }, { $size }
js-files-total-one = { $n } файл, { $size }
js-files-total-few = { $n } файла, { $size }
js-files-total-many = { $n } файлов, { $size }
js-as-files = Изображения как файлы
js-remove-file = Убрать: { $name }
js-file-earlier = Переместить раньше: { $name }
js-file-later = Переместить позже: { $name }
js-file-too-large = «{ $name }» – слишком большой файл: можно не больше { $size }.
js-too-many-files = В одном сообщении может быть не больше { $most } файлов. Не добавлено: { $n }.
js-folder = «{ $name }» – папка. Папки не отправляются: выберите файлы в ней.
js-edit-first = Сначала закончите редактирование.
js-drop-here = Перетащите файлы сюда
js-drop-hint = До { $n } файлов, каждый до { $size }
js-picture = снимок
js-progress = { $sent } / { $all } КБ · { $percent }%
js-cancel-upload = Отменить загрузку
js-upload-failed = Не удалось загрузить.
js-file-unreadable = Не удалось прочитать файл: он изменён или удалён.

## Refusals
error-bad_json = Неверный формат сообщения.
error-unknown_type = Неизвестная команда.
error-bad_field = Поле заполнено неверно.
error-file-too_long = В одном сообщении может быть не больше 10 файлов.
error-empty = Это поле нужно заполнить.
error-too_long = Текст слишком длинный.
error-bad_reply = Сообщения, на которое вы отвечаете, нет в этой комнате.
error-not_found = Не найдено.
error-forbidden = Недостаточно прав.
error-nothing_to_delete = Удалять нечего.
error-client_id_reused = Этот запрос уже использован для другого действия.
error-rate_limited = Вы пишете слишком быстро. Подождите немного.
error-busy = Сервер сейчас занят. Попробуйте ещё раз.
error-storage = Не удалось сохранить: на сервере проблема с диском.
error-stopping = Сервер перезапускается.
error-taken = Это имя занято.
error-login_ended = Сеанс завершён. Войдите снова.
error-weak_password = Слабый пароль: нужно 8–256 символов, не самый частый и не совпадающий с именем пользователя.
error-not_signed_in = Сначала войдите.
error-wrong_login = Неверное имя пользователя или пароль.
error-foreign_origin = Запрос пришёл с другого сайта.
error-foreign_host = Сервер не открывается по этому адресу.
error-too_large = Слишком большой объём данных.
error-limit-too_large = Слишком большой объём данных: не больше { $limit }.
error-unsupported = Такой тип данных здесь не принимается.
error-timed_out = Запрос не пришёл вовремя.
error-disk_full = На сервере нет места для новых файлов.
error-method = Такой метод здесь не принимается.
error-bad_request = Неверный запрос.
error-fault = На сервере произошла непредвиденная ошибка.
error-username-bad_field = В имени пользователя 3–32 буквы, цифры или знаки . _ -, и начинается оно с буквы.
error-username-taken = Это или похожее имя пользователя занято.
error-username-not_found = Такого пользователя нет.
error-room_name-bad_field = В названии нужно не меньше 3 символов, без специальных.
error-room_name-too_long = В названии не больше 100 символов.
error-display_name-too_long = В имени не больше 64 символов.
error-message-too_long = Сообщение слишком длинное. Отправьте его по частям.
error-message-empty = Введите текст сообщения.
error-visibility-bad_field = Выберите, открытая комната или закрытая.
