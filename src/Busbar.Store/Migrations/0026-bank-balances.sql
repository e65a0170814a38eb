-- The balances between which the lines of a statement of a bank lie: by them it is known that none is missing.
CREATE TABLE bank_statements (
  bank        TEXT   NOT NULL,
  reference   TEXT   NOT NULL,
  opened_on   TEXT   NOT NULL,
  closed_on   TEXT   NOT NULL,
  opening     BIGINT NOT NULL,
  closing     BIGINT NOT NULL,
  file        TEXT   NOT NULL,
  PRIMARY KEY (bank, closed_on, reference)
);
