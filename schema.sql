-- The schema as it is today. `actors/migrations/` brings an older file up to it; a test proves that both are the same.
-- Times are milliseconds since 1970 in UTC. Ids that may be remembered elsewhere are never given twice (AUTOINCREMENT).

-- People, and machines with an account. `folded` is what logins and mentions compare, `skeleton` what looks alike, `enter` what the
-- Enter key does while they write.
CREATE TABLE users (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    username      TEXT    NOT NULL,
    folded        TEXT    NOT NULL UNIQUE,
    skeleton      TEXT    NOT NULL UNIQUE,
    display_name  TEXT    NOT NULL,
    email         TEXT,
    kind          TEXT    NOT NULL DEFAULT 'person' CHECK (kind IN ('person', 'machine')),
    password_hash TEXT    NOT NULL,
    is_admin      INTEGER NOT NULL DEFAULT 0 CHECK (is_admin IN (0, 1)),
    is_active     INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
    language      TEXT,
    theme         TEXT    NOT NULL DEFAULT 'system',
    created_at    INTEGER NOT NULL,
    enter         TEXT    NOT NULL DEFAULT 'send' CHECK (enter IN ('send', 'newline'))
) STRICT;
CREATE INDEX users_admins ON users (id) WHERE is_admin = 1;

-- Logins by the SHA-256 of an opaque token. One lives while its user is active and `used_at` is less than a day ago.
CREATE TABLE logins (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    token_hash BLOB    NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    user_id    INTEGER NOT NULL REFERENCES users (id),
    created_at INTEGER NOT NULL,
    used_at    INTEGER NOT NULL,
    agent      TEXT    NOT NULL,
    address    TEXT    NOT NULL
) STRICT;
CREATE INDEX logins_user ON logins (user_id);
CREATE INDEX logins_used ON logins (used_at);

-- Rooms. `seq` is the last number given in the room, `last_birth` the last one given to a message, `members` their count. The
-- row of a deleted room stays, nameless, as long as its id may be remembered.
CREATE TABLE rooms (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    kind       TEXT    NOT NULL DEFAULT 'group' CHECK (kind IN ('group', 'direct', 'saved')),
    state      TEXT    NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'archived', 'deleted')),
    name       TEXT    NOT NULL COLLATE NOCASE,
    visibility TEXT    NOT NULL DEFAULT 'open' CHECK (visibility IN ('open', 'private')),
    seq        INTEGER NOT NULL DEFAULT 0,
    last_birth INTEGER NOT NULL DEFAULT 0,
    active_at  INTEGER NOT NULL,
    members    INTEGER NOT NULL DEFAULT 0,
    owner_id   INTEGER REFERENCES users (id),
    created_by INTEGER NOT NULL REFERENCES users (id),
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX rooms_created ON rooms (created_by, created_at);
CREATE INDEX rooms_open ON rooms (name, id) WHERE visibility = 'open' AND state = 'active' AND kind = 'group';

-- Who belongs to a room, and up to which birth they have seen everything. `marks` counts how often they marked it as unread and
-- took that back: odd means marked. It only grows, so of two states the later is known. `joined_seq` is the last birth before they
-- came: what was written until then is not unread, and a position beyond it says that they have read. The owner
-- (`rooms.owner_id`) is an administrator too.
CREATE TABLE members (
    room_id   INTEGER NOT NULL REFERENCES rooms (id),
    user_id   INTEGER NOT NULL REFERENCES users (id),
    is_admin  INTEGER NOT NULL DEFAULT 0 CHECK (is_admin IN (0, 1)),
    joined_at INTEGER NOT NULL,
    read_seq  INTEGER NOT NULL DEFAULT 0,
    marks     INTEGER NOT NULL DEFAULT 0,
    joined_seq INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (room_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX members_user ON members (user_id);
CREATE INDEX members_admins ON members (room_id) WHERE is_admin = 1;

-- Who was removed from a room and may not come back by themselves.
CREATE TABLE bars (
    room_id    INTEGER NOT NULL REFERENCES rooms (id),
    user_id    INTEGER NOT NULL REFERENCES users (id),
    barred_by  INTEGER NOT NULL REFERENCES users (id),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (room_id, user_id)
) STRICT, WITHOUT ROWID;

-- Messages. `seq` orders the room and never changes, `changed_seq` is the number of the last change. A deleted message stays as a
-- row without content; `reply_to` goes on naming it. `system` is the JSON of what a system message says.
CREATE TABLE messages (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    room_id      INTEGER NOT NULL REFERENCES rooms (id),
    seq          INTEGER NOT NULL,
    changed_seq  INTEGER NOT NULL,
    user_id      INTEGER NOT NULL REFERENCES users (id),
    client_id    BLOB CHECK (length(client_id) = 16),
    reply_to     INTEGER,
    content      TEXT,
    message_type TEXT    NOT NULL CHECK (message_type IN ('text', 'image', 'file', 'system')),
    system       TEXT,
    created_at   INTEGER NOT NULL,
    edited_at    INTEGER,
    deleted_at   INTEGER,
    UNIQUE (room_id, seq)
) STRICT;
CREATE UNIQUE INDEX messages_client ON messages (user_id, client_id) WHERE client_id IS NOT NULL;
CREATE INDEX messages_changed ON messages (room_id, changed_seq);
-- Pages, the newest message of a room and unread counts walk this one.
CREATE INDEX messages_living ON messages (room_id, seq, user_id, message_type) WHERE deleted_at IS NULL;

-- Members whom a message names, resolved when its text was written. `room_id` and `seq` are the message's, for counting.
CREATE TABLE mentions (
    message_id INTEGER NOT NULL REFERENCES messages (id),
    user_id    INTEGER NOT NULL REFERENCES users (id),
    room_id    INTEGER NOT NULL,
    seq        INTEGER NOT NULL,
    PRIMARY KEY (message_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX mentions_user ON mentions (user_id, room_id, seq);

-- Files of a message, in order from 1. `hash` is the content address under `media/`; `mime` was found from the bytes. What has a
-- width, a height and `animated` is a picture with a thumbnail.
CREATE TABLE attachments (
    message_id INTEGER NOT NULL REFERENCES messages (id),
    n          INTEGER NOT NULL CHECK (n >= 1),
    name       TEXT    NOT NULL,
    size       INTEGER NOT NULL CHECK (size >= 0),
    mime       TEXT    NOT NULL,
    hash       BLOB    NOT NULL CHECK (length(hash) = 32),
    width      INTEGER,
    height     INTEGER,
    animated   INTEGER CHECK (animated IN (0, 1)),
    PRIMARY KEY (message_id, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX attachments_hash ON attachments (hash);

-- Content addresses that no row of `attachments` names any more: the sweeper looks once more and removes their bytes.
CREATE TABLE loose_files (
    hash BLOB PRIMARY KEY CHECK (length(hash) = 32)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER attachments_gone AFTER DELETE ON attachments
WHEN NOT EXISTS (SELECT 1 FROM attachments WHERE hash = OLD.hash)
BEGIN
    INSERT OR IGNORE INTO loose_files (hash) VALUES (OLD.hash);
END;

-- Who reacted to a message with what.
CREATE TABLE reactions (
    message_id INTEGER NOT NULL REFERENCES messages (id),
    emoji      TEXT    NOT NULL,
    user_id    INTEGER NOT NULL REFERENCES users (id),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (message_id, emoji, user_id)
) STRICT, WITHOUT ROWID;
-- The oldest use of an emoji and who was first.
CREATE INDEX reactions_first ON reactions (message_id, emoji, created_at, user_id);

-- Results of commands other than posts, by the name that their sender gave them, kept for seven days.
CREATE TABLE receipts (
    user_id    INTEGER NOT NULL REFERENCES users (id),
    client_id  BLOB    NOT NULL CHECK (length(client_id) = 16),
    kind       TEXT    NOT NULL,
    room_id    INTEGER NOT NULL,
    message_id INTEGER,
    seq        INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (user_id, client_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX receipts_created ON receipts (created_at);

-- What administrators did to what is not theirs. Rows are only ever added.
CREATE TABLE audit (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    at         INTEGER NOT NULL,
    user_id    INTEGER NOT NULL REFERENCES users (id),
    action     TEXT    NOT NULL,
    room_id    INTEGER,
    message_id INTEGER,
    detail     TEXT
) STRICT;

-- Work that goes on after its command was answered, in small pieces, over restarts.
CREATE TABLE jobs (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    kind       TEXT    NOT NULL,
    room_id    INTEGER,
    due_at     INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX jobs_due ON jobs (kind, due_at);

-- What search compares: the text of each living message, folded by the program, under the message's id. Nothing of it can be read back.
CREATE VIRTUAL TABLE message_search USING fts5 (
    content, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 0'
);
