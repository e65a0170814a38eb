CREATE TRIGGER commissions_stay BEFORE UPDATE ON commissions
BEGIN SELECT RAISE(ABORT, 'A posted commission is immutable; another makes up for it.'); END;
CREATE TRIGGER commissions_remain BEFORE DELETE ON commissions
BEGIN SELECT RAISE(ABORT, 'A posted commission is immutable; another makes up for it.'); END;
CREATE TRIGGER commission_invoices_stay BEFORE UPDATE ON commission_invoices
BEGIN SELECT RAISE(ABORT, 'A posted commission is immutable; another makes up for it.'); END;
CREATE TRIGGER commission_invoices_remain BEFORE DELETE ON commission_invoices
BEGIN SELECT RAISE(ABORT, 'A posted commission is immutable; another makes up for it.'); END;
