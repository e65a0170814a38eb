-- What registers showed. A row holds from its receipt on until the next of the same register and instant; brought_by is
-- the receipt of the number itself, which a later row with a greater version of the same keeps.
CREATE TABLE register_reads (
  connection    TEXT   NOT NULL,
  meter         TEXT   NOT NULL,
  register      TEXT   NOT NULL,
  read_at       TEXT   NOT NULL,
  receipt       BIGINT NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED,
  brought_by    BIGINT NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED,
  micros        BIGINT NOT NULL,
  quality       BIGINT NOT NULL,
  method        BIGINT NOT NULL,
  version       BIGINT NOT NULL,
  PRIMARY KEY (connection, meter, register, read_at, receipt)
);
