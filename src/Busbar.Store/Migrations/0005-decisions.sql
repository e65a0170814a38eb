-- What somebody decided of a row in quarantine, and why.
ALTER TABLE quarantine ADD COLUMN decision TEXT;
ALTER TABLE quarantine ADD COLUMN note TEXT;

-- Suspicious readings that somebody accepted, as long as they are the same: one after another, little-endian.
CREATE TABLE accepted (
  id            BIGINT NOT NULL PRIMARY KEY,
  receipt       BIGINT NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED,
  connection    TEXT   NOT NULL,
  channel       TEXT   NOT NULL,
  code          TEXT   NOT NULL,
  from_at       TEXT   NOT NULL,
  to_at         TEXT   NOT NULL,
  counts        BYTEA  NOT NULL,
  note          TEXT   NOT NULL
);
CREATE INDEX accepted_by_channel ON accepted (connection, channel);
