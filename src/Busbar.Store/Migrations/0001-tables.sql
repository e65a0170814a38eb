-- Days are TEXT yyyy-mm-dd, instants TEXT in UTC with Z, money whole minor units: the same bytes on both engines.

-- Every import and every apply that changes something makes one receipt. Their numbers ascend in the order of commits.
CREATE TABLE receipts (
  id            BIGINT NOT NULL PRIMARY KEY,
  received_at   TEXT   NOT NULL,
  kind          TEXT   NOT NULL,
  source        TEXT   NOT NULL,
  content_hash  TEXT
);
CREATE INDEX receipts_by_content ON receipts (content_hash);

-- What became of the rows of an imported file.
CREATE TABLE files (
  receipt       BIGINT NOT NULL PRIMARY KEY REFERENCES receipts DEFERRABLE INITIALLY DEFERRED,
  accepted      BIGINT NOT NULL,
  unchanged     BIGINT NOT NULL,
  suspended     BIGINT NOT NULL,
  rejected      BIGINT NOT NULL
);

-- The contract: immutable versions, each known from its receipt on. A body of null: removed.
CREATE TABLE items (
  kind          TEXT   NOT NULL,
  id            TEXT   NOT NULL,
  receipt       BIGINT NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED,
  body          TEXT,
  place         TEXT,
  PRIMARY KEY (kind, id, receipt)
);

-- What has blocks: a channel of a connection, or a market series (its owner is empty).
CREATE TABLE series (
  id               BIGINT NOT NULL PRIMARY KEY,
  kind             TEXT   NOT NULL,
  owner            TEXT   NOT NULL,
  name             TEXT   NOT NULL,
  interval_minutes BIGINT NOT NULL,
  phase_seconds    BIGINT NOT NULL,
  UNIQUE (kind, owner, name, interval_minutes, phase_seconds)
);

-- The current readings of a series and month (yyyymm).
CREATE TABLE blocks (
  series        BIGINT NOT NULL REFERENCES series,
  month         BIGINT NOT NULL,
  receipt       BIGINT NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED,
  body          BYTEA  NOT NULL,
  PRIMARY KEY (series, month)
);

-- What the slots that a receipt changed were before it. The state as known at a receipt: the current block with every
-- later undo applied, the latest first.
CREATE TABLE block_undo (
  series        BIGINT NOT NULL REFERENCES series,
  month         BIGINT NOT NULL,
  replaced_by   BIGINT NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED,
  body          BYTEA  NOT NULL,
  PRIMARY KEY (series, month, replaced_by)
);

-- Rows of connections or channels that the book doesn't have yet, kept until it does.
CREATE TABLE suspense (
  id            BIGINT NOT NULL PRIMARY KEY,
  receipt       BIGINT NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED,
  line          BIGINT NOT NULL,
  connection    TEXT   NOT NULL,
  channel       TEXT   NOT NULL,
  body          BYTEA  NOT NULL,
  hash          BYTEA  NOT NULL,
  released_by   BIGINT REFERENCES receipts DEFERRABLE INITIALLY DEFERRED
);
CREATE UNIQUE INDEX suspense_once ON suspense (hash) WHERE released_by IS NULL;
CREATE INDEX suspense_by_connection ON suspense (connection, channel) WHERE released_by IS NULL;

-- Rows that can't be used, with the reason. One that was turned away at the door is kept whole, so that it comes in when
-- the book is corrected; one that lost against better readings has nothing to come back for.
CREATE TABLE quarantine (
  id            BIGINT NOT NULL PRIMARY KEY,
  receipt       BIGINT NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED,
  file          TEXT   NOT NULL,
  line          BIGINT NOT NULL,
  connection    TEXT   NOT NULL,
  channel       TEXT   NOT NULL,
  reason        TEXT   NOT NULL,
  sentence      TEXT   NOT NULL,
  body          BYTEA,
  released_by   BIGINT REFERENCES receipts DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX quarantine_by_receipt ON quarantine (receipt);
CREATE INDEX quarantine_by_connection ON quarantine (connection, channel) WHERE released_by IS NULL;

-- The last number that each series of documents has given.
CREATE TABLE numbers (
  series        TEXT   NOT NULL PRIMARY KEY,
  last          BIGINT NOT NULL
);

CREATE TABLE bills (
  id            TEXT   NOT NULL PRIMARY KEY,
  number        TEXT   NOT NULL UNIQUE,
  series        TEXT   NOT NULL,
  account       TEXT   NOT NULL,
  period_start  TEXT   NOT NULL,
  period_end    TEXT   NOT NULL,
  issued_on     TEXT   NOT NULL,
  currency      TEXT   NOT NULL,
  net           BIGINT NOT NULL,
  tax           BIGINT NOT NULL,
  total         BIGINT NOT NULL,
  receipt       BIGINT NOT NULL REFERENCES receipts,
  inputs_hash   BYTEA  NOT NULL,
  body          TEXT   NOT NULL,
  explanation   BYTEA  NOT NULL,
  CHECK (period_start < period_end),
  CHECK (total = net + tax)
);
CREATE INDEX bills_by_account ON bills (account, period_start);

-- Charges are written before their bill has its number, hence the deferred reference.
CREATE TABLE charges (
  bill          TEXT   NOT NULL REFERENCES bills DEFERRABLE INITIALLY DEFERRED,
  agreement     TEXT   NOT NULL,
  charge        TEXT   NOT NULL,
  connection    TEXT   NOT NULL,
  period_start  TEXT   NOT NULL,
  from_day      TEXT   NOT NULL,
  to_day        TEXT   NOT NULL,
  amount        BIGINT NOT NULL,
  live          BIGINT NOT NULL CHECK (live IN (0, 1)),
  PRIMARY KEY (bill, agreement, charge, connection, period_start)
);

-- Exactly once: one live charge per agreement, charge, billing period and, where it is billed so, connection.
CREATE UNIQUE INDEX charges_once ON charges (agreement, charge, period_start, connection) WHERE live = 1;

-- What a bill was made from: to find the bills that a later receipt concerns.
CREATE TABLE bill_inputs (
  bill          TEXT   NOT NULL REFERENCES bills DEFERRABLE INITIALLY DEFERRED,
  connection    TEXT   NOT NULL,
  channel       TEXT   NOT NULL,
  from_at       TEXT   NOT NULL,
  to_at         TEXT   NOT NULL,
  hash          BYTEA  NOT NULL,
  PRIMARY KEY (bill, connection, channel, from_at)
);
CREATE INDEX bill_inputs_by_channel ON bill_inputs (connection, channel, from_at);
