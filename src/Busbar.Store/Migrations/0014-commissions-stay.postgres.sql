CREATE TRIGGER commissions_stay BEFORE UPDATE OR DELETE ON commissions
FOR EACH ROW EXECUTE FUNCTION refuse_change('A posted commission is immutable; another makes up for it.');
CREATE TRIGGER commissions_stand BEFORE TRUNCATE ON commissions
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('A posted commission is immutable; another makes up for it.');
CREATE TRIGGER commission_invoices_stay BEFORE UPDATE OR DELETE ON commission_invoices
FOR EACH ROW EXECUTE FUNCTION refuse_change('A posted commission is immutable; another makes up for it.');
CREATE TRIGGER commission_invoices_stand BEFORE TRUNCATE ON commission_invoices
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('A posted commission is immutable; another makes up for it.');
