-- What brokers have earned and are to be paid, as it became more or less: append-only, counted from 1 without a gap in
-- the order of commits, so that whoever reads on from a number misses nothing. The rows of a key add up to what it is now.
CREATE TABLE commissions (
  id            BIGINT NOT NULL PRIMARY KEY,
  key           TEXT   NOT NULL,
  version       BIGINT NOT NULL,
  kind          TEXT   NOT NULL,
  scheme        TEXT   NOT NULL,
  agreement     TEXT,
  payee         TEXT,
  cause         TEXT   NOT NULL,
  on_day        TEXT   NOT NULL,
  from_day      TEXT,
  to_day        TEXT,
  name          TEXT   NOT NULL,
  quantity      TEXT,
  unit          TEXT,
  amount        BIGINT NOT NULL,
  currency      TEXT   NOT NULL,
  posted_on     TEXT   NOT NULL,
  reference     TEXT   NOT NULL,
  UNIQUE (key, version)
);
CREATE INDEX commissions_by_payee ON commissions (payee) WHERE payee IS NOT NULL;

-- Which invoice has what was to be paid: each row on one.
CREATE TABLE commission_invoices (
  commission    BIGINT NOT NULL PRIMARY KEY REFERENCES commissions,
  bill          TEXT   NOT NULL
);
CREATE INDEX commission_invoices_by_bill ON commission_invoices (bill);
