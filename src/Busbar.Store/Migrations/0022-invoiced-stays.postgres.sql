CREATE TRIGGER invoiced_commissions_stay BEFORE UPDATE OR DELETE ON invoiced_commissions
FOR EACH ROW EXECUTE FUNCTION refuse_change('What was invoiced is immutable; another makes up for it.');
CREATE TRIGGER invoiced_commissions_stand BEFORE TRUNCATE ON invoiced_commissions
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('What was invoiced is immutable; another makes up for it.');
