-- The line of a bank statement that booked a direct debit: one may book many.
CREATE TABLE booked_collections (
  collection    TEXT   NOT NULL REFERENCES collections,
  line          TEXT   NOT NULL REFERENCES bank_lines,
  PRIMARY KEY (collection, line)
);
CREATE INDEX booked_collections_by_line ON booked_collections (line);
