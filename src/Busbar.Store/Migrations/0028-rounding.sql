-- What makes a bill a round sum, beside its total of net and tax: the two together are what is paid. Bills before had none.
ALTER TABLE bills ADD COLUMN rounding BIGINT NOT NULL DEFAULT 0;
