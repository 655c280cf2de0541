-- Pictures that move, and the addresses under `media/` that no row names any more.
ALTER TABLE attachments ADD COLUMN animated INTEGER CHECK (animated IN (0, 1));

CREATE TABLE loose_files (
    hash BLOB PRIMARY KEY CHECK (length(hash) = 32)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER attachments_gone AFTER DELETE ON attachments
WHEN NOT EXISTS (SELECT 1 FROM attachments WHERE hash = OLD.hash)
BEGIN
    INSERT OR IGNORE INTO loose_files (hash) VALUES (OLD.hash);
END;
