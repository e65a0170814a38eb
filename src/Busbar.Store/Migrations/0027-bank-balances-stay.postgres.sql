CREATE TRIGGER bank_statements_stay BEFORE UPDATE OR DELETE ON bank_statements
FOR EACH ROW EXECUTE FUNCTION refuse_change('A balance of a bank statement is immutable.');
CREATE TRIGGER bank_statements_stand BEFORE TRUNCATE ON bank_statements
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('A balance of a bank statement is immutable.');
