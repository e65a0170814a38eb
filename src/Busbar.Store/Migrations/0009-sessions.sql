-- What operators of chargers say of sessions, each once and for good. A record that credits another takes it back from its
-- receipt on, whichever of them came first; one that doesn't take back all of it counts as nothing. Names are as they are
-- compared; token and contract are those of the card.
CREATE TABLE sessions (
  id            BIGINT NOT NULL PRIMARY KEY,
  receipt       BIGINT NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED,
  line          BIGINT NOT NULL,
  record        TEXT   NOT NULL UNIQUE,
  credits       TEXT,
  charger       TEXT   NOT NULL,
  token         TEXT   NOT NULL,
  contract      TEXT   NOT NULL,
  start_at      TEXT   NOT NULL,
  end_at        TEXT   NOT NULL,
  body          BYTEA  NOT NULL,
  hash          BYTEA  NOT NULL,
  CHECK (start_at < end_at)
);
CREATE INDEX sessions_by_credits ON sessions (credits);
CREATE INDEX sessions_by_charger ON sessions (charger, end_at);
CREATE INDEX sessions_by_token ON sessions (token, end_at);
CREATE INDEX sessions_by_contract ON sessions (contract, end_at);
