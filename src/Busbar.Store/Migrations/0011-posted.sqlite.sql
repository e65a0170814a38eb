-- What is posted stays as it is, and balances: not even hand-written SQL may do otherwise.
CREATE TRIGGER entries_stay BEFORE UPDATE ON entries
BEGIN SELECT RAISE(ABORT, 'A posted entry is immutable; it can only be reversed.'); END;
CREATE TRIGGER entries_remain BEFORE DELETE ON entries
BEGIN SELECT RAISE(ABORT, 'A posted entry is immutable; it can only be reversed.'); END;
CREATE TRIGGER postings_stay BEFORE UPDATE ON postings
BEGIN SELECT RAISE(ABORT, 'A posted entry is immutable; it can only be reversed.'); END;
CREATE TRIGGER postings_remain BEFORE DELETE ON postings
BEGIN SELECT RAISE(ABORT, 'A posted entry is immutable; it can only be reversed.'); END;
CREATE TRIGGER postings_come_first BEFORE INSERT ON postings
WHEN EXISTS (SELECT 1 FROM entries WHERE id = NEW.entry)
BEGIN SELECT RAISE(ABORT, 'A posted entry is immutable; it can only be reversed.'); END;
CREATE TRIGGER entries_balance BEFORE INSERT ON entries
WHEN (SELECT coalesce(sum(amount), 1) FROM postings WHERE entry = NEW.id) <> 0
BEGIN SELECT RAISE(ABORT, 'The postings of an entry must add up to zero.'); END;
