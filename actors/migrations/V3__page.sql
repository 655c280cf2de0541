-- What the page remembers of a person: rooms marked as unread, where they came into a room, and what the Enter key does; and who was
-- the first to react with an emoji.
ALTER TABLE members ADD COLUMN marks INTEGER NOT NULL DEFAULT 0;
ALTER TABLE members ADD COLUMN joined_seq INTEGER NOT NULL DEFAULT 0;
-- Whose position still stands where they came in have read nothing since.
UPDATE members SET joined_seq = read_seq WHERE joined_at >= (
    SELECT b.created_at FROM messages b WHERE b.room_id = members.room_id AND b.seq = members.read_seq);
ALTER TABLE users ADD COLUMN enter TEXT NOT NULL DEFAULT 'send' CHECK (enter IN ('send', 'newline'));
CREATE INDEX reactions_first ON reactions (message_id, emoji, created_at, user_id);
