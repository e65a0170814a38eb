-- Which invoice has what was to be paid: each row on one, and counted among the rows of commissions, so that whoever reads
-- on from a number learns of it.
CREATE TABLE invoiced_commissions (
  id            BIGINT NOT NULL PRIMARY KEY,
  commission    BIGINT NOT NULL UNIQUE REFERENCES commissions,
  bill          TEXT   NOT NULL
);
CREATE INDEX invoiced_commissions_by_bill ON invoiced_commissions (bill);

-- What was invoiced before comes after all rows that there are.
INSERT INTO invoiced_commissions (id, commission, bill)
SELECT (SELECT max(id) FROM commissions) + row_number() OVER (ORDER BY b.issued_on, i.bill, i.commission),
  i.commission, i.bill
FROM commission_invoices i JOIN bills b ON b.number = i.bill;
UPDATE numbers SET last = last + (SELECT count(*) FROM invoiced_commissions) WHERE series = 'id:commission';
DROP TABLE commission_invoices;
