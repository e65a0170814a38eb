CREATE TRIGGER invoiced_commissions_stay BEFORE UPDATE ON invoiced_commissions
BEGIN SELECT RAISE(ABORT, 'What was invoiced is immutable; another makes up for it.'); END;
CREATE TRIGGER invoiced_commissions_remain BEFORE DELETE ON invoiced_commissions
BEGIN SELECT RAISE(ABORT, 'What was invoiced is immutable; another makes up for it.'); END;
