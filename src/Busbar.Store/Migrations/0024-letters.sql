-- What stands in the letter of a reminder, so that it can be written again: the receipt up to which the book was known, the
-- document's day, what was open of it and what the reminder cost. Without a book nothing of it was kept.
ALTER TABLE reminders ADD COLUMN book BIGINT NOT NULL DEFAULT 0;
ALTER TABLE reminders ADD COLUMN due TEXT NOT NULL DEFAULT '';
ALTER TABLE reminders ADD COLUMN amount BIGINT NOT NULL DEFAULT 0;
ALTER TABLE reminders ADD COLUMN fee BIGINT NOT NULL DEFAULT 0;
ALTER TABLE reminders ADD COLUMN interest BIGINT NOT NULL DEFAULT 0;
ALTER TABLE reminders ADD COLUMN fee_document TEXT NOT NULL DEFAULT '';
