# Uzbek in Cyrillic script, complete.

app-title = Live Chat
language-name = Ўзбекча

## Log in, set up
login-title = Кириш - Live Chat
login-welcome = Ҳисобингизга хуш келибсиз
login-hint = Админ томонидан яратилган ҳисобингиз билан киринг
login-username = Фойдаланувчи номи
login-username-hint = Username киритинг
login-password = Парол
login-password-hint = Паролингизни киритинг
login-show-password = Паролни кўрсатиш
login-submit = Кириш
login-wrong = Фойдаланувчи номи ёки парол нотўғри. Қайта уриниб кўринг.
login-throttled = Уринишлар жуда кўп. { $seconds } сониядан кейин қайта уриниб кўринг.
login-busy = Сервер ҳозир банд. Бироздан кейин қайта уриниб кўринг.
login-ended = Кириш муддати тугаган. Қайтадан киринг.
language-choose = Тил
setup-title = Биринчи администратор
setup-hint = Бу серверда ҳали администратор йўқ. Ўзингиз учун ҳисоб яратинг.
setup-submit = Ҳисоб яратиш
setup-rule = Камида 8 та белги, осон топиладиган парол бўлмасин
setup-closed-title = Сервер ҳали созланмаган
setup-closed-hint = Биринчи администраторни яратиш учун сервер ишга тушганда консолга чиқарган ҳаволани очинг.
setup-closed-again = Саҳифани янгилаш

## Shared
common-save = Сақлаш
common-saved = Сақланди
common-back = Орқага
common-home = Бош саҳифа
common-more = Яна
common-add = Қўшиш
common-skip = Хабарларга ўтиш
common-next-page = Кейингилар

## The list of rooms
side-chats = Чатлар
side-list = Чатлар рўйхати
side-new = Янги Чат
side-logout = Чиқиш
side-menu = Меню
side-search = Чатларни қидириш...
side-none = Чат йўқ
side-not-found = Бундай номли чат топилмади
side-none-hint = Биринчи чатни яратиб бошланг!
side-no-messages = Ҳали хабар йўқ
side-mentioned = Сизни эслашди
index-welcome = Live Chat га хуш келибсиз!
index-hint = Чат бошлаш учун чап тарафдан хонани танланг ёки янги чат яратинг
open-title = Очиқ хоналар
open-hint = Исталган очиқ хонага қўшилишингиз мумкин
open-join = Қўшилиш
join-hint = Бу очиқ хона. Хабарларни ўқиш ва ёзиш учун қўшилинг.
members-count = { $n } аъзо

## Making a room
create-title = Янги Чат Яратиш
create-sub = Чат хонаси яратиб, реал вақтда мулоқот қилинг
create-name = Чат Номи
create-name-hint = Масалан: Дўстлар Гуруҳи, Иш Жамоаси...
create-note = Эслатма: Чат номи камида 3 та белгидан иборат бўлиши керак
create-tip = Маслаҳат: Аниқ ва тушунарли ном танланг. Бу сизга чатни осон топишга ёрдам беради.
create-submit = Чат Яратиш
visibility-title = Ким кўради
visibility-open = Очиқ
visibility-open-hint = Ҳамма кўради ва қўшила олади
visibility-private = Ёпиқ
visibility-private-hint = Фақат администраторлар қўшган аъзолар кўради

## The room
room-messages = Хабарлар
room-empty = Ҳали хабар йўқ
room-empty-hint = Биринчи хабарни ёзинг!
room-older = Олдинги хабарлар
room-newer = Кейинги хабарлар
room-newest = Энг янги хабарлар
room-mark-read = Ўқилган деб белгилаш
room-unread = Янги хабарлар
room-info = Гуруҳ ҳақида
room-settings = Хона созламалари
room-members = Аъзолар
room-leave = Гуруҳдан чиқиш
room-leave-confirm = Бу хонадан чиқишни хоҳлайсизми?
room-leave-hint = Ёпиқ хонага фақат администратор қайтадан қўша олади.
room-leave-last = Сиз охирги аъзосиз: чиқсангиз, хона ва ундаги барча хабарлар бутунлай ўчади.
room-delete = Хонани ўчириш
room-delete-confirm = Бу хонани бутунлай ўчиришни хоҳлайсизми? Бу амални бекор қилиб бўлмайди!
input-hint = Хабар ёзинг...
input-label = Хабар
input-send = Юбориш
msg-edited = таҳрирланган
msg-photo = Расм
msg-file = Файл

## What happened in a room
system-created = { $user } хонани яратди
system-joined = { $user } хонага кирди
system-left = { $user } хонадан чиқди
system-added = { $user } { $name }ни қўшди
system-removed = { $user } { $name }ни чиқариб юборди
system-made-admin = { $user } { $name }ни администратор қилди
system-dropped-admin = { $user } { $name }нинг администратор ҳуқуқини олди
system-new-owner = { $name } энди хона эгаси
system-renamed = { $user } хона номини "{ $name }" деб ўзгартирди
system-opened = { $user } хонани ҳаммага очди
system-closed = { $user } хонани ёпиқ қилди

## Members
role-owner = эгаси
role-admin = админ
members-add = Аъзо қўшиш
members-remove = Чиқариб юбориш
members-make-admin = Администратор қилиш
members-drop-admin = Администраторликдан олиш
members-make-owner = Хона эгаси қилиш
members-actions = Амаллар

## My account
account-title = Менинг ҳисобим
account-profile = Профил
account-display-name = Кўринадиган исм
account-language = Тил
account-theme = Кўриниш
account-theme-system = Тизим бўйича
account-theme-light = Ёруғ
account-theme-dark = Қоронғи
account-password = Паролни ўзгартириш
account-password-old = Ҳозирги парол
account-password-new = Янги парол
account-password-again = Янги парол яна бир марта
account-password-note = Бошқа қурилмалардаги киришларингиз тугатилади.
account-password-saved = Парол ўзгартирилди. Бошқа киришларингиз тугатилди.
account-password-wrong = Ҳозирги парол нотўғри.
account-password-mismatch = Янги пароллар бир хил эмас.

## Error pages
status-400 = Сўров нотўғри
status-400-hint = Юборилган маълумотда хато бор. Орқага қайтиб, текшириб кўринг.
status-401 = Аввал киринг
status-401-hint = Бу саҳифа учун ҳисобингизга киришингиз керак.
status-403 = Рухсат йўқ
status-403-hint = Бу амал учун ҳуқуқингиз етарли эмас.
status-404 = Саҳифа топилмади
status-404-hint = Манзил нотўғри, хона ўчирилган ёки сиз унинг аъзоси эмассиз.
status-405 = Бу усул қабул қилинмайди
status-405-hint = Бу манзил бундай сўровни қабул қилмайди.
status-408 = Вақт тугади
status-408-hint = Сўров ўз вақтида етиб келмади. Қайта уриниб кўринг.
status-409 = Амал бажарилмади
status-409-hint = Маълумот шу орада ўзгарган. Саҳифани янгилаб, қайта уриниб кўринг.
status-413 = Жуда катта
status-413-hint = Юборилган маълумот рухсат этилган ҳажмдан катта.
status-415 = Тур қабул қилинмайди
status-415-hint = Юборилган маълумот тури бу ерда қабул қилинмайди.
status-421 = Манзил нотўғри
status-421-hint = Бу сервер шу манзил орқали очилмайди. Администратордан тўғри манзилни сўранг.
status-429 = Жуда тез
status-429-hint = Сўровлар жуда кўп. Бироздан кейин қайта уриниб кўринг.
status-500 = Хатолик юз берди
status-500-hint = Серверда кутилмаган хатолик юз берди. Бироздан кейин қайта уриниб кўринг.
status-503 = Сервер ҳозир банд
status-503-hint = Бироздан кейин қайта уриниб кўринг.
status-507 = Жой тугаган
status-507-hint = Серверда жой қолмаган. Администраторга хабар беринг.

## Refusals
error-bad_json = Хабар формати нотўғри.
error-unknown_type = Номаълум буйруқ.
error-bad_field = Майдон нотўғри тўлдирилган.
error-empty = Бу майдон тўлдирилиши шарт.
error-too_long = Матн жуда узун.
error-bad_reply = Жавоб берилаётган хабар бу хонада йўқ.
error-not_found = Топилмади.
error-forbidden = Рухсат йўқ.
error-nothing_to_delete = Ўчириладиган нарса йўқ.
error-client_id_reused = Бу сўров бошқа амал учун ишлатилган.
error-rate_limited = Жуда тез ёзяпсиз. Бироз кутинг.
error-busy = Сервер ҳозир банд. Қайта уриниб кўринг.
error-storage = Сақлаб бўлмади. Серверда жой ёки диск билан муаммо бор.
error-stopping = Сервер қайта ишга тушмоқда.
error-taken = Бу ном банд.
error-login_ended = Кириш муддати тугаган. Қайтадан киринг.
error-weak_password = Парол заиф: 8–256 та белги, кўп учрайдиган ёки фойдаланувчи номи билан бир хил бўлмасин.
error-not_signed_in = Аввал ҳисобингизга киринг.
error-wrong_login = Фойдаланувчи номи ёки парол нотўғри.
error-foreign_origin = Сўров бошқа сайтдан келган.
error-foreign_host = Сервер бу манзил орқали очилмайди.
error-too_large = Юборилган маълумот жуда катта.
error-unsupported = Маълумот тури қабул қилинмайди.
error-timed_out = Сўров ўз вақтида етиб келмади.
error-disk_full = Серверда янги файллар учун жой қолмаган.
error-method = Бу усул қабул қилинмайди.
error-bad_request = Сўров нотўғри.
error-fault = Серверда кутилмаган хатолик юз берди.
error-username-bad_field = Фойдаланувчи номи 3–32 та ҳарф, рақам ёки . _ - белгиларидан иборат бўлиб, ҳарф билан бошлансин.
error-username-taken = Бу ёки шунга ўхшаш фойдаланувчи номи банд.
error-username-not_found = Бундай фойдаланувчи йўқ.
error-room_name-bad_field = Ном камида 3 та белгидан иборат бўлсин ва махсус белгилар бўлмасин.
error-room_name-too_long = Ном 100 та белгидан ошмасин.
error-display_name-too_long = Исм 64 та белгидан ошмасин.
error-message-too_long = Хабар жуда узун. Уни бўлиб юборинг.
error-message-empty = Хабар матнини киритинг.
error-visibility-bad_field = Очиқ ёки ёпиқни танланг.

## Dates
js-today = Бугун
js-yesterday = Кеча
js-date = { $day }-{ $month }
js-date-year = { $year }-йил { $day }-{ $month }
js-month-1 = январь
js-month-2 = февраль
js-month-3 = март
js-month-4 = апрель
js-month-5 = май
js-month-6 = июнь
js-month-7 = июль
js-month-8 = август
js-month-9 = сентябрь
js-month-10 = октябрь
js-month-11 = ноябрь
js-month-12 = декабрь
js-weekday-1 = Ду
js-weekday-2 = Се
js-weekday-3 = Чо
js-weekday-4 = Па
js-weekday-5 = Жу
js-weekday-6 = Ша
js-weekday-0 = Як

## Page scripts. With a number, "-one" and the like after a key are its plural forms where a language has them.
js-you = Сиз
js-unread = Ўқилмаган:
js-mentioned = Сизни эслашди
js-members = { $n } аъзо
js-members-one = { $n } аъзо
js-online = { $n } онлайн
js-typing = { $user } ёзмоқда…
js-typing-many = { $user } ва яна { $n } киши ёзмоқда…
js-connecting = Уланмоқда…
js-connecting-queued = Уланмоқда… { $n } та хабар навбатда
js-reconnect = Қайта уланиш
js-ended = Бу саҳифа бошқа уланмайди.
js-reload = Саҳифани янгилаш
js-no-connection = Алоқа йўқ. Бироздан кейин қайта уриниб кўринг.
js-too-long = Хабар жуда узун. Уни бўлиб юборинг.
js-message-menu = Хабар амаллари
js-reply = Жавоб бериш
js-copy = Нусха олиш
js-edit = Таҳрирлаш
js-delete = Ўчириш
js-delete-question = Хабарни ўчиришни хоҳлайсизми?
js-cancel = Бекор қилиш
js-copied = Матн нусхаланди!
js-copy-failed = Нусхалаш амалга ошмади
js-editing = Хабарни таҳрирлаш
js-leave-edit = Таҳрирлашни бекор қилиш
js-leave-reply = Жавобни бекор қилиш
js-gone = Ўчирилган хабар
js-pending = Навбатда
js-failed = Юборилмади
js-retry = Қайта юбориш
js-drop = Олиб ташлаш
js-to-bottom = Пастга
js-to-bottom-count = Пастга, { $n } та янги хабар
