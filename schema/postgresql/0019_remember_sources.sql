-- What sources call accounts, where an instrument's prices come from, and rows that are the same as booked ones.
-- pf:up

CREATE TABLE account_names (
    name       TEXT   COLLATE "C" NOT NULL,
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    PRIMARY KEY (name),
    CONSTRAINT ck_account_names_name CHECK (name <> '')
);
CREATE INDEX idx_account_names_account ON account_names (account_id);
COMMENT ON INDEX idx_account_names_account IS 'what is removed with an account';
COMMENT ON TABLE account_names IS 'What sources call an account, where their files name it';
COMMENT ON COLUMN account_names.name IS 'the source''s word';
COMMENT ON COLUMN account_names.account_id IS 'what it stands for; → accounts';

ALTER TABLE instruments ADD COLUMN price_source TEXT COLLATE "C";
ALTER TABLE instruments ADD CONSTRAINT ck_instrument_price_source CHECK (price_source <> '') NOT VALID;
-- pf:allow validate-in-same-file there are few instruments
ALTER TABLE instruments VALIDATE CONSTRAINT ck_instrument_price_source;
COMMENT ON COLUMN instruments.price_source IS 'where its closes come from: a source of pf-prices, and its symbol there; NULL: the configuration says it';

-- A row that another export brought already is superseded by the import that it came with. Every row that the old check
-- let in passes.
-- pf:allow drop-constraint what comes instead lets in all that this did
ALTER TABLE superseded_transactions DROP CONSTRAINT ck_superseded_later;
ALTER TABLE superseded_transactions ADD CONSTRAINT ck_superseded_later CHECK (superseded_by >= import_id) NOT VALID;
-- pf:allow validate-in-same-file a look at each row once, and corrections are few
ALTER TABLE superseded_transactions VALIDATE CONSTRAINT ck_superseded_later;
COMMENT ON COLUMN superseded_transactions.superseded_by IS 'the correction; its own import: it is the same as a booked one; → imports';

-- pf:down

-- What is remembered as the same would have to be booked, or forgotten.
DELETE FROM superseded_transactions WHERE superseded_by = import_id;
ALTER TABLE superseded_transactions DROP CONSTRAINT ck_superseded_later;
ALTER TABLE superseded_transactions ADD CONSTRAINT ck_superseded_later CHECK (superseded_by > import_id);
COMMENT ON COLUMN superseded_transactions.superseded_by IS 'the correction; → imports';
ALTER TABLE instruments DROP COLUMN price_source;
DROP TABLE account_names;
