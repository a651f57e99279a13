-- What sources call accounts, where an instrument's prices come from, and rows that are the same as booked ones.
-- pf:up

CREATE TABLE account_names (
    name       TEXT    NOT NULL PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES accounts (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT ck_account_names_name CHECK (name <> '')
) STRICT, WITHOUT ROWID;

-- what is removed with an account
CREATE INDEX idx_account_names_account ON account_names (account_id);

ALTER TABLE instruments ADD COLUMN price_source TEXT CONSTRAINT ck_instrument_price_source CHECK (price_source <> '');

-- A row that another export brought already is superseded by the import that it came with. Checks are not stored with the
-- rows, so widening one changes the table's text alone.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, 'superseded_by > import_id', 'superseded_by >= import_id')
WHERE type = 'table' AND name = 'superseded_transactions';
PRAGMA writable_schema = RESET;

-- pf:down

-- What is remembered as the same would have to be booked, or forgotten.
DELETE FROM superseded_transactions WHERE superseded_by = import_id;
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, 'superseded_by >= import_id', 'superseded_by > import_id')
WHERE type = 'table' AND name = 'superseded_transactions';
PRAGMA writable_schema = RESET;
ALTER TABLE instruments DROP COLUMN price_source;
DROP TABLE account_names;
