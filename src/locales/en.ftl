# English: complete.
# Keys that begin with "js-" are handed to the page's scripts; "{ $n }" and the like reach them as {n}.

app-title = Live Chat
language-name = English

## Log in, set up
login-title = Log in - Live Chat
login-welcome = Welcome to your account
login-hint = Log in with the account the admin made
login-username = Username
login-username-hint = Enter username
login-password = Password
login-password-hint = Enter your password
login-show-password = Show the password
login-submit = Log in
login-wrong = Wrong username or password. Please try again.
login-throttled = Too many attempts. Try again in { $seconds } { $seconds ->
    [one] second
   *[other] seconds
}.
login-busy = The server is busy. Try again in a moment.
login-ended = Your login has ended. Please log in again.
language-choose = Language
setup-title = The first administrator
setup-hint = This server has no administrator yet. Make an account for yourself.
setup-submit = Create account
setup-rule = At least 8 characters, and not easy to guess
setup-closed-title = This server is not set up yet
setup-closed-hint = To make the first administrator, open the link that the server printed on its console at start.
setup-closed-again = Reload the page

## Shared
common-save = Save
common-saved = Saved
common-back = Back
common-home = Home
common-more = More
common-add = Add
common-skip = Skip to messages
common-next-page = Next

## The list of rooms
side-chats = Chats
side-list = List of chats
side-new = New chat
side-logout = Log out
side-menu = Menu
side-search = Search chats...
side-none = No chats
side-not-found = No chat has such a name
side-none-hint = Start by creating the first chat!
side-no-messages = No messages yet
side-mentioned = You were mentioned
index-welcome = Welcome to Live Chat!
index-hint = To start, pick a room on the left or create a new chat
open-title = Open rooms
open-hint = You may join any of these
open-join = Join
join-hint = This is an open room. Join to read and write messages.
members-count = { $n ->
    [one] { $n } member
   *[other] { $n } members
}

## Making a room
create-title = Create a new chat
create-sub = Create a chat room and talk in real time
create-name = Chat name
create-name-hint = E.g. Friends group, Work team...
create-note = Note: the name must have at least 3 characters
create-tip = Tip: choose a clear name; it helps you find the chat
create-submit = Create chat
visibility-title = Who sees it
visibility-open = Open
visibility-open-hint = Everybody sees it and may join
visibility-private = Private
visibility-private-hint = Only members see it; administrators add them

## The room
room-messages = Messages
room-empty = No messages yet
room-empty-hint = Write the first message!
room-older = Older messages
room-newer = Newer messages
room-newest = Newest messages
room-mark-read = Mark as read
room-mark-unread = Mark as unread
room-unread = New messages
room-info = About the group
room-settings = Room settings
room-members = Members
room-leave = Leave group
room-leave-confirm = Leave this room?
room-leave-hint = Only an administrator can add you to a private room again.
room-leave-last = You are the last member: when you leave, the room and all its messages are deleted for good.
room-delete = Delete room
room-delete-confirm = Delete this room for good? This cannot be undone!
input-hint = Write a message...
input-label = Message
input-send = Send
input-emoji = Emoji
input-attach = Attach a file
msg-edited = edited
msg-reacted = { $names } and { $n } more
msg-photo = Photo
msg-file = File
msg-photos = { $n } photos
msg-picture = Photo: { $name }
msg-picture-of = Photo { $n } / { $of }: { $name }
msg-delete-text = Delete the text
msg-delete-files = Delete the files

## What happened in a room
system-created = { $user } created the room
system-joined = { $user } entered the room
system-left = { $user } left the room
system-added = { $user } added { $name }
system-removed = { $user } removed { $name }
system-made-admin = { $user } made { $name } an administrator
system-dropped-admin = { $user } took administrator rights from { $name }
system-new-owner = { $name } owns the room now
system-renamed = { $user } renamed the room to "{ $name }"
system-opened = { $user } opened the room to everybody
system-closed = { $user } made the room private

## Members
role-owner = owner
role-admin = admin
members-add = Add a member
members-remove = Remove
members-make-admin = Make administrator
members-drop-admin = Take administrator rights
members-make-owner = Make owner
members-actions = Actions

## My account
account-title = My account
account-profile = Profile
account-display-name = Name shown to others
account-language = Language
account-theme = Appearance
account-theme-system = As the system
account-theme-light = Light
account-theme-dark = Dark
account-enter = Enter key
account-enter-send = Sends the message
account-enter-newline = Starts a new line
account-password = Change password
account-password-old = Current password
account-password-new = New password
account-password-again = New password again
account-password-note = Your logins on other devices will end.
account-password-saved = Password changed. Your other logins have ended.
account-password-wrong = The current password is wrong.
account-password-mismatch = The new passwords differ.

## The keyboard
help-title = Keyboard
help-everywhere = Everywhere
help-find-room = Find a chat
help-next-room = Next chat
help-escape = Close, go one step back
help-help = Help
help-writing = While writing
help-send = Send
help-newline = New line
help-always-send = Send always
help-edit-last = Edit my last message
help-mention = Mention a member
help-bold = Bold
help-italic = Italic
help-code = Code
help-messages = Among messages
help-walk = Next message
help-actions = What can be done with it

## Error pages
status-400 = Bad request
status-400-hint = Something in what was sent is wrong. Go back and check it.
status-401 = Please log in
status-401-hint = You need to be logged in for this page.
status-403 = Not permitted
status-403-hint = You do not have the right to do this.
status-404 = Page not found
status-404-hint = The address is wrong, the room was deleted, or you are not a member of it.
status-405 = Method not allowed
status-405-hint = This address does not take such a request.
status-408 = Timed out
status-408-hint = The request did not arrive in time. Please try again.
status-409 = Not done
status-409-hint = Something changed meanwhile. Reload the page and try again.
status-413 = Too large
status-413-hint = What was sent is larger than allowed.
status-415 = Type not taken
status-415-hint = What was sent is of a type that is not taken here.
status-421 = Wrong address
status-421-hint = This server is not opened through this address. Ask the administrator for the right one.
status-429 = Too fast
status-429-hint = Too many requests. Try again in a moment.
status-500 = An error occurred
status-500-hint = Something unexpected happened on the server. Try again in a moment.
status-503 = The server is busy
status-503-hint = Try again in a moment.
status-507 = No space left
status-507-hint = The server is out of space. Please tell the administrator.

## Refusals
error-bad_json = The message is not valid JSON.
error-unknown_type = Unknown command.
error-bad_field = This field is not filled in correctly.
error-file-too_long = A message may have 10 files at most.
error-empty = This field is required.
error-too_long = The text is too long.
error-bad_reply = The message being answered is not in this room.
error-not_found = Not found.
error-forbidden = Not permitted.
error-nothing_to_delete = There is nothing to delete.
error-client_id_reused = This request was already used for something else.
error-rate_limited = You are writing too fast. Wait a moment.
error-busy = The server is busy. Please try again.
error-storage = Could not be saved: the server has a problem with its disk.
error-stopping = The server is restarting.
error-taken = This name is taken.
error-login_ended = Your login has ended. Please log in again.
error-weak_password = Weak password: use 8–256 characters, not a common one and not the username.
error-not_signed_in = Please log in first.
error-wrong_login = Wrong username or password.
error-foreign_origin = The request came from another site.
error-foreign_host = The server is not opened through this address.
error-too_large = What was sent is too large.
error-limit-too_large = What was sent is too large: at most { $limit }.
error-unsupported = This type is not taken here.
error-timed_out = The request did not arrive in time.
error-disk_full = The server has no room for more files.
error-method = This method is not taken here.
error-bad_request = Bad request.
error-fault = Something unexpected happened on the server.
error-username-bad_field = A username has 3–32 letters, digits or . _ - and starts with a letter.
error-username-taken = This username, or one that looks like it, is taken.
error-username-not_found = There is no such user.
error-room_name-bad_field = The name needs at least 3 characters and no special ones.
error-room_name-too_long = The name may have at most 100 characters.
error-display_name-too_long = The name may have at most 64 characters.
error-message-too_long = The message is too long. Send it in parts.
error-message-empty = Enter the message text.
error-visibility-bad_field = Choose open or private.

## Dates
js-today = Today
js-yesterday = Yesterday
js-date = { $day } { $month }
js-date-year = { $day } { $month } { $year }
js-month-1 = January
js-month-2 = February
js-month-3 = March
js-month-4 = April
js-month-5 = May
js-month-6 = June
js-month-7 = July
js-month-8 = August
js-month-9 = September
js-month-10 = October
js-month-11 = November
js-month-12 = December
js-weekday-1 = Mon
js-weekday-2 = Tue
js-weekday-3 = Wed
js-weekday-4 = Thu
js-weekday-5 = Fri
js-weekday-6 = Sat
js-weekday-0 = Sun

## Page scripts
js-you = You
js-unread = Unread:
js-mentioned = You were mentioned
js-marked = Marked as unread
js-stored = Stored
js-seen = Read
js-draft = Draft:
js-members = { $n } members
js-members-one = { $n } member
js-online = { $n } online
js-typing = { $user } is typing…
js-typing-many = { $user } and { $n } more are typing…
js-connecting = Connecting…
js-connecting-queued = Connecting… messages waiting: { $n }
js-reconnect = Reconnect
js-ended = This page has lost its connection for good.
js-reload = Reload the page
js-no-connection = No connection. Try again in a moment.
js-back = Back
js-loading = Loading…
js-open-failed = It could not be opened. Try again in a moment.
js-try-again = Try again
js-room-gone = This room is not open to you any more.
js-too-long = The message is too long. Send it in parts.
js-members-list = Members
js-chars-left = Characters left: { $n }
js-chars-over = Characters too many: { $n }
js-message-menu = Message actions
js-react = React
js-reaction-mine = { $label }, you too
js-close = Close
js-emoji-all = All emoji
js-emoji-search = Search emoji
js-emoji-groups = Groups of emoji
js-emoji-none = No such emoji
js-emoji-tone = Skin tone
js-emoji-group-recent = Recently used
js-emoji-group-found = Found
js-emoji-group-smileys = Faces and feelings
js-emoji-group-people = People and gestures
js-emoji-group-nature = Animals and nature
js-emoji-group-food = Food and drink
js-emoji-group-travel = Travel and places
js-emoji-group-activities = Activities
js-emoji-group-objects = Objects
js-emoji-group-symbols = Symbols
js-emoji-group-flags = Flags
js-reply = Reply
js-copy = Copy
js-edit = Edit
js-delete = Delete
js-delete-question = Delete the message?
js-size-b = { $n } B
js-size-kb = { $n } KB
js-size-mb = { $n } MB
js-size-gb = { $n } GB
js-download = Download
js-delete-which = Which part of the message should be deleted?
js-delete-text = Only the text
js-delete-files = Only the files
js-delete-all = Everything
js-viewer = Photos
js-viewer-close = Close
js-viewer-zoom = Zoom
js-viewer-previous = Previous photo
js-viewer-next = Next photo
js-viewer-failed = The photo could not be opened
js-play = Play: { $name }
js-pause = Pause: { $name }
js-seek = Position: { $name }
js-cancel = Cancel
js-copied = Text copied!
js-copy-failed = Copy failed
js-editing = Edit message
js-leave-edit = Leave the edit
js-leave-reply = Leave the reply
js-gone = Deleted message
js-pending = Waiting
js-failed = Not sent
js-retry = Send again
js-drop = Remove
js-to-bottom = To the end
js-to-bottom-count = To the end, new messages: { $n }

## Files of the next message
js-files = Attached files
js-files-total = { $n } files, { $size }
js-files-total-one = { $n } file, { $size }
js-as-files = Pictures as files
js-remove-file = Remove: { $name }
js-file-earlier = Move earlier: { $name }
js-file-later = Move later: { $name }
js-file-too-large = "{ $name }" is too large: a file may have { $size } at most.
js-too-many-files = A message may have { $most } files at most. Not added: { $n }.
js-folder = "{ $name }" is a folder. Folders cannot be sent: choose the files in it.
js-edit-first = Finish the edit first.
js-drop-here = Drop files here
js-drop-hint = Up to { $n } files, { $size } each
js-picture = picture
js-progress = { $sent } / { $all } KB · { $percent }%
js-cancel-upload = Cancel the upload
js-upload-failed = Upload failed.
js-file-unreadable = The file cannot be read: it was changed or deleted.
