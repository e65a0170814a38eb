CREATE TRIGGER booked_collections_stay BEFORE UPDATE OR DELETE ON booked_collections
FOR EACH ROW EXECUTE FUNCTION refuse_change('What a bank booked is immutable; it can only be returned.');
CREATE TRIGGER booked_collections_stand BEFORE TRUNCATE ON booked_collections
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('What a bank booked is immutable; it can only be returned.');
