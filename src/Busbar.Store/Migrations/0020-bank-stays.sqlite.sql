-- What a bank said and what was sent stays as it is: by it a file that comes again is known, and nothing is sent twice.
CREATE TRIGGER bank_lines_stay BEFORE UPDATE ON bank_lines
BEGIN SELECT RAISE(ABORT, 'A line of a bank statement is immutable.'); END;
CREATE TRIGGER bank_lines_remain BEFORE DELETE ON bank_lines
BEGIN SELECT RAISE(ABORT, 'A line of a bank statement is immutable.'); END;
CREATE TRIGGER collections_stay BEFORE UPDATE ON collections
BEGIN SELECT RAISE(ABORT, 'A direct debit that was sent is immutable.'); END;
CREATE TRIGGER collections_remain BEFORE DELETE ON collections
BEGIN SELECT RAISE(ABORT, 'A direct debit that was sent is immutable.'); END;
CREATE TRIGGER rejected_collections_stay BEFORE UPDATE ON rejected_collections
BEGIN SELECT RAISE(ABORT, 'A direct debit that came back is immutable.'); END;
CREATE TRIGGER rejected_collections_remain BEFORE DELETE ON rejected_collections
BEGIN SELECT RAISE(ABORT, 'A direct debit that came back is immutable.'); END;
CREATE TRIGGER reminders_stay BEFORE UPDATE ON reminders
BEGIN SELECT RAISE(ABORT, 'A reminder that was sent is immutable.'); END;
CREATE TRIGGER reminders_remain BEFORE DELETE ON reminders
BEGIN SELECT RAISE(ABORT, 'A reminder that was sent is immutable.'); END;
