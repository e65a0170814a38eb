-- In whose name a bill is: a party whom the customer pays, or the seller, which is empty.
ALTER TABLE bills ADD COLUMN issuer TEXT NOT NULL DEFAULT '';
