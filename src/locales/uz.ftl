# Uzbek in Latin script: the default language, complete.
# Keys that begin with "js-" are handed to the page's scripts; "{ $n }" and the like reach them as {n}.

app-title = Live Chat
language-name = O'zbekcha

## Log in, set up
login-title = Kirish - Live Chat
login-welcome = Hisobingizga xush kelibsiz
login-hint = Admin tomonidan yaratilgan hisobingiz bilan kiring
login-username = Foydalanuvchi nomi
login-username-hint = Username kiriting
login-password = Parol
login-password-hint = Parolingizni kiriting
login-show-password = Parolni ko'rsatish
login-submit = Kirish
login-wrong = Foydalanuvchi nomi yoki parol noto'g'ri. Qayta urinib ko'ring.
login-throttled = Urinishlar juda ko'p. { $seconds } soniyadan keyin qayta urinib ko'ring.
login-busy = Server hozir band. Birozdan keyin qayta urinib ko'ring.
login-ended = Kirish muddati tugagan. Qaytadan kiring.
language-choose = Til
setup-title = Birinchi administrator
setup-hint = Bu serverda hali administrator yo'q. O'zingiz uchun hisob yarating.
setup-submit = Hisob yaratish
setup-rule = Kamida 8 ta belgi, oson topiladigan parol bo'lmasin
setup-closed-title = Server hali sozlanmagan
setup-closed-hint = Birinchi administratorni yaratish uchun server ishga tushganda konsolga chiqargan havolani oching.
setup-closed-again = Sahifani yangilash

## Shared
common-save = Saqlash
common-saved = Saqlandi
common-back = Orqaga
common-home = Bosh sahifa
common-more = Yana
common-add = Qo'shish
common-skip = Xabarlarga o'tish
common-next-page = Keyingilar

## The list of rooms
side-chats = Chatlar
side-list = Chatlar ro'yxati
side-new = Yangi Chat
side-logout = Chiqish
side-menu = Menu
side-search = Chatlarni qidirish...
side-none = Chat yo'q
side-not-found = Bunday nomli chat topilmadi
side-none-hint = Birinchi chatni yaratib boshlang!
side-no-messages = Hali xabar yo'q
side-mentioned = Sizni eslashdi
index-welcome = Live Chat ga xush kelibsiz!
index-hint = Chat boshlash uchun chap tarafdan xonani tanlang yoki yangi chat yarating
open-title = Ochiq xonalar
open-hint = Istalgan ochiq xonaga qo'shilishingiz mumkin
open-join = Qo'shilish
join-hint = Bu ochiq xona. Xabarlarni o'qish va yozish uchun qo'shiling.
members-count = { $n } a'zo

## Making a room
create-title = Yangi Chat Yaratish
create-sub = Chat xonasi yaratib, real-time muloqot qiling
create-name = Chat Nomi
create-name-hint = Masalan: Do'stlar Guruhi, Ish Jamoasi...
create-note = Eslatma: Chat nomi kamida 3 ta belgidan iborat bo'lishi kerak
create-tip = Maslahat: Aniq va tushunarli nom tanlang. Bu sizga chatni oson topishga yordam beradi.
create-submit = Chat Yaratish
visibility-title = Kim ko'radi
visibility-open = Ochiq
visibility-open-hint = Hamma ko'radi va qo'shila oladi
visibility-private = Yopiq
visibility-private-hint = Faqat administratorlar qo'shgan a'zolar ko'radi

## The room
room-messages = Xabarlar
room-empty = Hali xabar yo'q
room-empty-hint = Birinchi xabarni yozing!
room-older = Oldingi xabarlar
room-newer = Keyingi xabarlar
room-newest = Eng yangi xabarlar
room-mark-read = O'qilgan deb belgilash
room-unread = Yangi xabarlar
room-info = Guruh haqida
room-settings = Xona sozlamalari
room-members = A'zolar
room-leave = Guruhdan chiqish
room-leave-confirm = Bu xonadan chiqishni xohlaysizmi?
room-leave-hint = Yopiq xonaga faqat administrator qaytadan qo'sha oladi.
room-leave-last = Siz oxirgi a'zosiz: chiqsangiz, xona va undagi barcha xabarlar butunlay o'chadi.
room-delete = Xonani o'chirish
room-delete-confirm = Bu xonani butunlay o'chirishni xohlaysizmi? Bu amalni bekor qilib bo'lmaydi!
input-hint = Xabar yozing...
input-label = Xabar
input-send = Yuborish
msg-edited = tahrirlangan
msg-photo = Rasm
msg-file = Fayl

## What happened in a room
system-created = { $user } xonani yaratdi
system-joined = { $user } xonaga kirdi
system-left = { $user } xonadan chiqdi
system-added = { $user } { $name }ni qo'shdi
system-removed = { $user } { $name }ni chiqarib yubordi
system-made-admin = { $user } { $name }ni administrator qildi
system-dropped-admin = { $user } { $name }ning administrator huquqini oldi
system-new-owner = { $name } endi xona egasi
system-renamed = { $user } xona nomini "{ $name }" deb o'zgartirdi
system-opened = { $user } xonani hammaga ochdi
system-closed = { $user } xonani yopiq qildi

## Members
role-owner = egasi
role-admin = admin
members-add = A'zo qo'shish
members-remove = Chiqarib yuborish
members-make-admin = Administrator qilish
members-drop-admin = Administratorlikdan olish
members-make-owner = Xona egasi qilish
members-actions = Amallar

## My account
account-title = Mening hisobim
account-profile = Profil
account-display-name = Ko'rinadigan ism
account-language = Til
account-theme = Ko'rinish
account-theme-system = Tizim bo'yicha
account-theme-light = Yorug'
account-theme-dark = Qorong'i
account-password = Parolni o'zgartirish
account-password-old = Hozirgi parol
account-password-new = Yangi parol
account-password-again = Yangi parol yana bir marta
account-password-note = Boshqa qurilmalardagi kirishlaringiz tugatiladi.
account-password-saved = Parol o'zgartirildi. Boshqa kirishlaringiz tugatildi.
account-password-wrong = Hozirgi parol noto'g'ri.
account-password-mismatch = Yangi parollar bir xil emas.

## Error pages
status-400 = So'rov noto'g'ri
status-400-hint = Yuborilgan ma'lumotda xato bor. Orqaga qaytib, tekshirib ko'ring.
status-401 = Avval kiring
status-401-hint = Bu sahifa uchun hisobingizga kirishingiz kerak.
status-403 = Ruxsat yo'q
status-403-hint = Bu amal uchun huquqingiz yetarli emas.
status-404 = Sahifa topilmadi
status-404-hint = Manzil noto'g'ri, xona o'chirilgan yoki siz uning a'zosi emassiz.
status-405 = Bu usul qabul qilinmaydi
status-405-hint = Bu manzil bunday so'rovni qabul qilmaydi.
status-408 = Vaqt tugadi
status-408-hint = So'rov o'z vaqtida yetib kelmadi. Qayta urinib ko'ring.
status-409 = Amal bajarilmadi
status-409-hint = Ma'lumot shu orada o'zgargan. Sahifani yangilab, qayta urinib ko'ring.
status-413 = Juda katta
status-413-hint = Yuborilgan ma'lumot ruxsat etilgan hajmdan katta.
status-415 = Tur qabul qilinmaydi
status-415-hint = Yuborilgan ma'lumot turi bu yerda qabul qilinmaydi.
status-421 = Manzil noto'g'ri
status-421-hint = Bu server shu manzil orqali ochilmaydi. Administratordan to'g'ri manzilni so'rang.
status-429 = Juda tez
status-429-hint = So'rovlar juda ko'p. Birozdan keyin qayta urinib ko'ring.
status-500 = Xatolik yuz berdi
status-500-hint = Serverda kutilmagan xatolik yuz berdi. Birozdan keyin qayta urinib ko'ring.
status-503 = Server hozir band
status-503-hint = Birozdan keyin qayta urinib ko'ring.
status-507 = Joy tugagan
status-507-hint = Serverda joy qolmagan. Administratorga xabar bering.

## Refusals
error-bad_json = Xabar formati noto'g'ri.
error-unknown_type = Noma'lum buyruq.
error-bad_field = Maydon noto'g'ri to'ldirilgan.
error-empty = Bu maydon to'ldirilishi shart.
error-too_long = Matn juda uzun.
error-bad_reply = Javob berilayotgan xabar bu xonada yo'q.
error-not_found = Topilmadi.
error-forbidden = Ruxsat yo'q.
error-nothing_to_delete = O'chiriladigan narsa yo'q.
error-client_id_reused = Bu so'rov boshqa amal uchun ishlatilgan.
error-rate_limited = Juda tez yozyapsiz. Biroz kuting.
error-busy = Server hozir band. Qayta urinib ko'ring.
error-storage = Saqlab bo'lmadi. Serverda joy yoki disk bilan muammo bor.
error-stopping = Server qayta ishga tushmoqda.
error-taken = Bu nom band.
error-login_ended = Kirish muddati tugagan. Qaytadan kiring.
error-weak_password = Parol zaif: 8–256 ta belgi, ko'p uchraydigan yoki foydalanuvchi nomi bilan bir xil bo'lmasin.
error-not_signed_in = Avval hisobingizga kiring.
error-wrong_login = Foydalanuvchi nomi yoki parol noto'g'ri.
error-foreign_origin = So'rov boshqa saytdan kelgan.
error-foreign_host = Server bu manzil orqali ochilmaydi.
error-too_large = Yuborilgan ma'lumot juda katta.
error-unsupported = Ma'lumot turi qabul qilinmaydi.
error-timed_out = So'rov o'z vaqtida yetib kelmadi.
error-disk_full = Serverda yangi fayllar uchun joy qolmagan.
error-method = Bu usul qabul qilinmaydi.
error-bad_request = So'rov noto'g'ri.
error-fault = Serverda kutilmagan xatolik yuz berdi.
error-username-bad_field = Foydalanuvchi nomi 3–32 ta harf, raqam yoki . _ - belgilaridan iborat bo'lib, harf bilan boshlansin.
error-username-taken = Bu yoki shunga o'xshash foydalanuvchi nomi band.
error-username-not_found = Bunday foydalanuvchi yo'q.
error-room_name-bad_field = Nom kamida 3 ta belgidan iborat bo'lsin va maxsus belgilar bo'lmasin.
error-room_name-too_long = Nom 100 ta belgidan oshmasin.
error-display_name-too_long = Ism 64 ta belgidan oshmasin.
error-message-too_long = Xabar juda uzun. Uni bo'lib yuboring.
error-message-empty = Xabar matnini kiriting.
error-visibility-bad_field = Ochiq yoki yopiqni tanlang.

## Dates
js-today = Bugun
js-yesterday = Kecha
js-date = { $day }-{ $month }
js-date-year = { $year }-yil { $day }-{ $month }
js-month-1 = yanvar
js-month-2 = fevral
js-month-3 = mart
js-month-4 = aprel
js-month-5 = may
js-month-6 = iyun
js-month-7 = iyul
js-month-8 = avgust
js-month-9 = sentabr
js-month-10 = oktabr
js-month-11 = noyabr
js-month-12 = dekabr
js-weekday-1 = Du
js-weekday-2 = Se
js-weekday-3 = Ch
js-weekday-4 = Pa
js-weekday-5 = Ju
js-weekday-6 = Sh
js-weekday-0 = Ya

## Page scripts. With a number, "-one" and the like after a key are its plural forms where a language has them.
js-you = Siz
js-unread = O'qilmagan:
js-mentioned = Sizni eslashdi
js-members = { $n } a'zo
js-members-one = { $n } a'zo
js-online = { $n } onlayn
js-typing = { $user } yozmoqda…
js-typing-many = { $user } va yana { $n } kishi yozmoqda…
js-connecting = Ulanmoqda…
js-connecting-queued = Ulanmoqda… { $n } ta xabar navbatda
js-reconnect = Qayta ulanish
js-ended = Bu sahifa boshqa ulanmaydi.
js-reload = Sahifani yangilash
js-no-connection = Aloqa yo'q. Birozdan keyin qayta urinib ko'ring.
js-too-long = Xabar juda uzun. Uni bo'lib yuboring.
js-message-menu = Xabar amallari
js-reply = Javob berish
js-copy = Nusxa olish
js-edit = Tahrirlash
js-delete = O'chirish
js-delete-question = Xabarni o'chirishni xohlaysizmi?
js-cancel = Bekor qilish
js-copied = Matn nusxalandi!
js-copy-failed = Nusxalash amalga oshmadi
js-editing = Xabarni tahrirlash
js-leave-edit = Tahrirlashni bekor qilish
js-leave-reply = Javobni bekor qilish
js-gone = O'chirilgan xabar
js-pending = Navbatda
js-failed = Yuborilmadi
js-retry = Qayta yuborish
js-drop = Olib tashlash
js-to-bottom = Pastga
js-to-bottom-count = Pastga, { $n } ta yangi xabar
