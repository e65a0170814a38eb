CREATE TRIGGER booked_collections_stay BEFORE UPDATE ON booked_collections
BEGIN SELECT RAISE(ABORT, 'What a bank booked is immutable; it can only be returned.'); END;
CREATE TRIGGER booked_collections_remain BEFORE DELETE ON booked_collections
BEGIN SELECT RAISE(ABORT, 'What a bank booked is immutable; it can only be returned.'); END;
