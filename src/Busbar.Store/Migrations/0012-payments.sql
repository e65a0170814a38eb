-- Lines of bank statements as they came, each once for its bank account, whatever file it is in.
CREATE TABLE bank_lines (
  id            TEXT   NOT NULL PRIMARY KEY,
  bank          TEXT   NOT NULL,
  reference     TEXT   NOT NULL,
  booked_on     TEXT   NOT NULL,
  amount        BIGINT NOT NULL,
  currency      TEXT   NOT NULL,
  name          TEXT   NOT NULL,
  iban          TEXT   NOT NULL,
  text          TEXT   NOT NULL,
  end_to_end    TEXT   NOT NULL,
  reason        TEXT   NOT NULL,
  file          TEXT   NOT NULL,
  UNIQUE (bank, reference)
);
CREATE INDEX bank_lines_by_iban ON bank_lines (iban);

-- What was sent to the bank to be collected. What became of it is said by the lines of statements.
CREATE TABLE collections (
  id            TEXT   NOT NULL PRIMARY KEY,
  batch         TEXT   NOT NULL,
  account       TEXT   NOT NULL,
  amount        BIGINT NOT NULL,
  collect_on    TEXT   NOT NULL,
  mandate       TEXT   NOT NULL,
  documents     TEXT   NOT NULL
);
CREATE INDEX collections_by_account ON collections (account);
CREATE INDEX collections_by_batch ON collections (batch);

-- Who was reminded of what: each stage once.
CREATE TABLE reminders (
  account       TEXT   NOT NULL,
  document      TEXT   NOT NULL,
  stage         TEXT   NOT NULL,
  sent_on       TEXT   NOT NULL,
  PRIMARY KEY (account, document, stage)
);
