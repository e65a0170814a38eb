-- What a bank said and what was sent stays as it is: by it a file that comes again is known, and nothing is sent twice.
CREATE TRIGGER bank_lines_stay BEFORE UPDATE OR DELETE ON bank_lines
FOR EACH ROW EXECUTE FUNCTION refuse_change('A line of a bank statement is immutable.');
CREATE TRIGGER bank_lines_stand BEFORE TRUNCATE ON bank_lines
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('A line of a bank statement is immutable.');
CREATE TRIGGER collections_stay BEFORE UPDATE OR DELETE ON collections
FOR EACH ROW EXECUTE FUNCTION refuse_change('A direct debit that was sent is immutable.');
CREATE TRIGGER collections_stand BEFORE TRUNCATE ON collections
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('A direct debit that was sent is immutable.');
CREATE TRIGGER rejected_collections_stay BEFORE UPDATE OR DELETE ON rejected_collections
FOR EACH ROW EXECUTE FUNCTION refuse_change('A direct debit that came back is immutable.');
CREATE TRIGGER rejected_collections_stand BEFORE TRUNCATE ON rejected_collections
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('A direct debit that came back is immutable.');
CREATE TRIGGER reminders_stay BEFORE UPDATE OR DELETE ON reminders
FOR EACH ROW EXECUTE FUNCTION refuse_change('A reminder that was sent is immutable.');
CREATE TRIGGER reminders_stand BEFORE TRUNCATE ON reminders
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('A reminder that was sent is immutable.');
