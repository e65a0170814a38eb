-- What is issued stays as it is: not even hand-written SQL may change it. A charge may cease to be live, once.
CREATE TRIGGER bills_stay BEFORE UPDATE ON bills
BEGIN SELECT RAISE(ABORT, 'An issued bill is immutable.'); END;
CREATE TRIGGER bills_remain BEFORE DELETE ON bills
BEGIN SELECT RAISE(ABORT, 'An issued bill is immutable.'); END;
CREATE TRIGGER charges_stay BEFORE UPDATE ON charges
WHEN OLD.live <> 1 OR NEW.live <> 0 OR OLD.bill <> NEW.bill OR OLD.agreement <> NEW.agreement OR OLD.charge <> NEW.charge
  OR OLD.connection <> NEW.connection OR OLD.period_start <> NEW.period_start
  OR OLD.from_day <> NEW.from_day OR OLD.to_day <> NEW.to_day OR OLD.amount <> NEW.amount
BEGIN SELECT RAISE(ABORT, 'A charge of an issued bill is immutable; it can only be reversed.'); END;
CREATE TRIGGER charges_remain BEFORE DELETE ON charges
BEGIN SELECT RAISE(ABORT, 'A charge of an issued bill is immutable; it can only be reversed.'); END;
CREATE TRIGGER bill_inputs_stay BEFORE UPDATE ON bill_inputs
BEGIN SELECT RAISE(ABORT, 'The inputs of an issued bill are immutable.'); END;
CREATE TRIGGER bill_inputs_remain BEFORE DELETE ON bill_inputs
BEGIN SELECT RAISE(ABORT, 'The inputs of an issued bill are immutable.'); END;
CREATE TRIGGER numbers_ascend BEFORE UPDATE ON numbers WHEN NEW.last < OLD.last OR NEW.series <> OLD.series
BEGIN SELECT RAISE(ABORT, 'A number that was given is never given again.'); END;
CREATE TRIGGER numbers_remain BEFORE DELETE ON numbers
BEGIN SELECT RAISE(ABORT, 'A number that was given is never given again.'); END;
