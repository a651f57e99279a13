-- What sources call accounts, and where an instrument's prices come from.
-- pf:up

CREATE TABLE account_names (
    name       TEXT    NOT NULL PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES accounts (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT ck_account_names_name CHECK (name <> '')
) STRICT, WITHOUT ROWID;

-- what is removed with an account
CREATE INDEX idx_account_names_account ON account_names (account_id);

ALTER TABLE instruments ADD COLUMN price_source TEXT CONSTRAINT ck_instrument_price_source CHECK (price_source <> '');

-- pf:down

ALTER TABLE instruments DROP COLUMN price_source;
DROP TABLE account_names;
