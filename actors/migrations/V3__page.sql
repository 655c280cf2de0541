-- What the page remembers of a person: rooms marked as unread, and what the Enter key does.
ALTER TABLE members ADD COLUMN marks INTEGER NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN enter TEXT NOT NULL DEFAULT 'send' CHECK (enter IN ('send', 'newline'));
