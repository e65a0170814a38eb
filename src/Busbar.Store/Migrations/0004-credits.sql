-- A credit note is a document of its own that takes a bill back whole, once; the bill made instead says what it replaces.
ALTER TABLE bills ADD COLUMN credits TEXT REFERENCES bills (number);
ALTER TABLE bills ADD COLUMN replaces TEXT REFERENCES bills (number);
CREATE UNIQUE INDEX bills_credited_once ON bills (credits) WHERE credits IS NOT NULL;
CREATE UNIQUE INDEX bills_replaced_once ON bills (replaces) WHERE replaces IS NOT NULL;
