-- The same row waits once in quarantine, and is known again when it was decided of.
ALTER TABLE quarantine ADD COLUMN hash BYTEA;
CREATE UNIQUE INDEX quarantine_once ON quarantine (hash) WHERE released_by IS NULL;
CREATE INDEX quarantine_by_hash ON quarantine (hash);

-- Values that somebody decided against: they don't come back by being sent again. Of a channel (with the length of its
-- intervals) or of a register; micros are counts of 10^-6. A later decision for the same value revokes it.
CREATE TABLE decided_against (
  connection    TEXT   NOT NULL,
  channel       TEXT   NOT NULL,
  minutes       BIGINT NOT NULL,
  meter         TEXT   NOT NULL,
  register      TEXT   NOT NULL,
  at            TEXT   NOT NULL,
  micros        BIGINT NOT NULL,
  version       BIGINT NOT NULL,
  receipt       BIGINT NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED,
  revoked_by    BIGINT REFERENCES receipts DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (connection, channel, minutes, meter, register, at, micros, receipt)
);

-- Readings that came in and never held: they lost against others, contradict them, or were decided against. Blocks as
-- those of readings, in as many parts as an interval has losers under one receipt.
CREATE TABLE block_losers (
  series        BIGINT NOT NULL REFERENCES series,
  month         BIGINT NOT NULL,
  receipt       BIGINT NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED,
  part          BIGINT NOT NULL,
  body          BYTEA  NOT NULL,
  PRIMARY KEY (series, month, receipt, part)
);

-- The same of registers; what comes again has lost but once.
CREATE TABLE register_losers (
  connection    TEXT   NOT NULL,
  meter         TEXT   NOT NULL,
  register      TEXT   NOT NULL,
  read_at       TEXT   NOT NULL,
  receipt       BIGINT NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED,
  micros        BIGINT NOT NULL,
  quality       BIGINT NOT NULL,
  method        BIGINT NOT NULL,
  version       BIGINT NOT NULL,
  PRIMARY KEY (connection, meter, register, read_at, micros, quality, method, version)
);
