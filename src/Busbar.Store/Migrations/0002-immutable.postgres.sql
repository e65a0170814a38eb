-- What is issued stays as it is: not even hand-written SQL may change it. A charge may cease to be live, once.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END $$;

CREATE TRIGGER bills_stay BEFORE UPDATE OR DELETE ON bills
FOR EACH ROW EXECUTE FUNCTION refuse_change('An issued bill is immutable.');
CREATE TRIGGER bills_remain BEFORE TRUNCATE ON bills
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('An issued bill is immutable.');

CREATE TRIGGER charges_stay BEFORE UPDATE ON charges FOR EACH ROW
WHEN (OLD.live <> 1 OR NEW.live <> 0 OR OLD.bill <> NEW.bill OR OLD.agreement <> NEW.agreement OR OLD.charge <> NEW.charge
  OR OLD.connection <> NEW.connection OR OLD.period_start <> NEW.period_start
  OR OLD.from_day <> NEW.from_day OR OLD.to_day <> NEW.to_day OR OLD.amount <> NEW.amount)
EXECUTE FUNCTION refuse_change('A charge of an issued bill is immutable; it can only be reversed.');
CREATE TRIGGER charges_remain BEFORE DELETE ON charges
FOR EACH ROW EXECUTE FUNCTION refuse_change('A charge of an issued bill is immutable; it can only be reversed.');
CREATE TRIGGER charges_stand BEFORE TRUNCATE ON charges
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('A charge of an issued bill is immutable; it can only be reversed.');

CREATE TRIGGER bill_inputs_stay BEFORE UPDATE OR DELETE ON bill_inputs
FOR EACH ROW EXECUTE FUNCTION refuse_change('The inputs of an issued bill are immutable.');
CREATE TRIGGER bill_inputs_stand BEFORE TRUNCATE ON bill_inputs
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('The inputs of an issued bill are immutable.');

CREATE TRIGGER numbers_ascend BEFORE UPDATE ON numbers FOR EACH ROW
WHEN (NEW.last < OLD.last OR NEW.series <> OLD.series)
EXECUTE FUNCTION refuse_change('A number that was given is never given again.');
CREATE TRIGGER numbers_remain BEFORE DELETE ON numbers
FOR EACH ROW EXECUTE FUNCTION refuse_change('A number that was given is never given again.');
CREATE TRIGGER numbers_stand BEFORE TRUNCATE ON numbers
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('A number that was given is never given again.');
