-- The days of the instalments that a direct debit is for, empty where it is for documents; and what of them was paid
-- otherwise before, so that it isn't collected.
ALTER TABLE collections ADD COLUMN instalments TEXT NOT NULL DEFAULT '';
ALTER TABLE collections ADD COLUMN paid_before BIGINT NOT NULL DEFAULT 0;
