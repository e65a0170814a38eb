-- Direct debits that the bank gave back without ever booking them: they may be collected again.
CREATE TABLE rejected_collections (
  collection    TEXT   NOT NULL PRIMARY KEY REFERENCES collections,
  on_day        TEXT   NOT NULL,
  reason        TEXT   NOT NULL
);
