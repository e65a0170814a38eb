-- The reference of the bank's line whose sum a payment is a part of; empty where it is a line by itself.
ALTER TABLE bank_lines ADD COLUMN whole TEXT NOT NULL DEFAULT '';
