-- The ledger: append-only. The postings of an entry are written before it, and the entry closes them: they add up to zero.
-- Entries count from 1 without a gap, in the order of commits, and each carries the hash of all before it.
CREATE TABLE postings (
  entry         BIGINT NOT NULL,
  line          BIGINT NOT NULL,
  role          TEXT   NOT NULL,
  code          TEXT   NOT NULL,
  amount        BIGINT NOT NULL,
  account       TEXT,
  document      TEXT,
  due           TEXT,
  product       TEXT,
  detail        TEXT,
  PRIMARY KEY (entry, line)
);
CREATE INDEX postings_by_account ON postings (account, role) WHERE account IS NOT NULL;
CREATE INDEX postings_by_document ON postings (document) WHERE document IS NOT NULL;

CREATE TABLE entries (
  id            BIGINT NOT NULL PRIMARY KEY,
  posted_on     TEXT   NOT NULL,
  kind          TEXT   NOT NULL,
  reference     TEXT   NOT NULL,
  text          TEXT   NOT NULL,
  currency      TEXT   NOT NULL,
  account       TEXT,
  from_day      TEXT,
  to_day        TEXT,
  reverses      BIGINT REFERENCES entries,
  hash          BYTEA  NOT NULL
);
-- What happened is posted once, and taken back once.
CREATE UNIQUE INDEX entries_once ON entries (kind, reference);
CREATE UNIQUE INDEX entries_reversed_once ON entries (reverses) WHERE reverses IS NOT NULL;
CREATE INDEX entries_by_day ON entries (posted_on);
