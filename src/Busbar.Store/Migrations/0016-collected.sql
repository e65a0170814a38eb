-- How a direct debit was sent: in which payment of its file, as which of its mandate, into which account.
ALTER TABLE collections ADD COLUMN payment TEXT NOT NULL DEFAULT '';
ALTER TABLE collections ADD COLUMN sequence TEXT NOT NULL DEFAULT 'RCUR';
ALTER TABLE collections ADD COLUMN creditor TEXT NOT NULL DEFAULT '';
