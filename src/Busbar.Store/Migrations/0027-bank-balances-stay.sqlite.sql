CREATE TRIGGER bank_statements_stay BEFORE UPDATE ON bank_statements
BEGIN SELECT RAISE(ABORT, 'A balance of a bank statement is immutable.'); END;
CREATE TRIGGER bank_statements_remain BEFORE DELETE ON bank_statements
BEGIN SELECT RAISE(ABORT, 'A balance of a bank statement is immutable.'); END;
