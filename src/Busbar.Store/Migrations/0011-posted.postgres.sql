-- What is posted stays as it is, and balances: not even hand-written SQL may do otherwise.
CREATE TRIGGER entries_stay BEFORE UPDATE OR DELETE ON entries
FOR EACH ROW EXECUTE FUNCTION refuse_change('A posted entry is immutable; it can only be reversed.');
CREATE TRIGGER entries_stand BEFORE TRUNCATE ON entries
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('A posted entry is immutable; it can only be reversed.');
CREATE TRIGGER postings_stay BEFORE UPDATE OR DELETE ON postings
FOR EACH ROW EXECUTE FUNCTION refuse_change('A posted entry is immutable; it can only be reversed.');
CREATE TRIGGER postings_stand BEFORE TRUNCATE ON postings
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('A posted entry is immutable; it can only be reversed.');

CREATE FUNCTION refuse_posted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM entries WHERE id = NEW.entry) THEN
    RAISE EXCEPTION 'A posted entry is immutable; it can only be reversed.';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER postings_come_first BEFORE INSERT ON postings
FOR EACH ROW EXECUTE FUNCTION refuse_posted();

CREATE FUNCTION refuse_unbalanced() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT coalesce(sum(amount), 1) FROM postings WHERE entry = NEW.id) <> 0 THEN
    RAISE EXCEPTION 'The postings of an entry must add up to zero.';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER entries_balance BEFORE INSERT ON entries
FOR EACH ROW EXECUTE FUNCTION refuse_unbalanced();
