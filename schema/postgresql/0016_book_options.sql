-- Options, futures and warrants: asset types of their own; what was sold by an option, and what an assigned option led to.
-- pf:up

-- Every row that the old checks let in passes the new ones.
-- pf:allow drop-constraint what comes instead lets in all that this did
ALTER TABLE transactions DROP CONSTRAINT ck_transaction_asset;
ALTER TABLE transactions ADD CONSTRAINT ck_transaction_asset CHECK (asset_type IN (
    'STOCK', 'ETF', 'FUND', 'BOND', 'CRYPTO', 'METAL', 'CASH', 'OTHER', 'OPTION', 'FUTURE', 'WARRANT')) NOT VALID;
-- pf:allow drop-constraint what comes instead lets in all that this did
ALTER TABLE transactions DROP CONSTRAINT ck_transaction_conversion;
ALTER TABLE transactions ADD CONSTRAINT ck_transaction_conversion CHECK (CASE
    WHEN transaction_type IN ('CONVERT_OUT', 'CONVERT_IN')
    THEN counter_ticker IS NOT NULL AND counter_ticker <> '' AND counter_ticker <> ticker
    WHEN transaction_type IN ('SELL', 'EXPIRE')
    THEN counter_ticker IS NULL OR (counter_ticker <> '' AND counter_ticker <> ticker)
    ELSE counter_ticker IS NULL
END) NOT VALID;
-- pf:allow drop-constraint what comes instead lets in all that this did
ALTER TABLE positions DROP CONSTRAINT ck_position_asset;
ALTER TABLE positions ADD CONSTRAINT ck_position_asset CHECK (asset_type IN (
    'STOCK', 'ETF', 'FUND', 'BOND', 'CRYPTO', 'METAL', 'CASH', 'OTHER', 'OPTION', 'FUTURE', 'WARRANT')) NOT VALID;
-- pf:allow drop-constraint what comes instead lets in all that this did
ALTER TABLE instruments DROP CONSTRAINT ck_instrument_asset;
ALTER TABLE instruments ADD CONSTRAINT ck_instrument_asset CHECK (asset_type IN (
    'STOCK', 'ETF', 'FUND', 'BOND', 'CRYPTO', 'METAL', 'CASH', 'OTHER', 'OPTION', 'FUTURE', 'WARRANT')) NOT VALID;
-- pf:allow validate-in-same-file a look at each row once, a second for a million
ALTER TABLE transactions VALIDATE CONSTRAINT ck_transaction_asset;
-- pf:allow validate-in-same-file a look at each row once, a second for a million
ALTER TABLE transactions VALIDATE CONSTRAINT ck_transaction_conversion;
-- pf:allow validate-in-same-file there are few positions
ALTER TABLE positions VALIDATE CONSTRAINT ck_position_asset;
-- pf:allow validate-in-same-file there are few instruments
ALTER TABLE instruments VALIDATE CONSTRAINT ck_instrument_asset;

-- pf:down

-- The older checks refuse rows of options: they must be gone first.
ALTER TABLE transactions DROP CONSTRAINT ck_transaction_asset;
ALTER TABLE transactions ADD CONSTRAINT ck_transaction_asset CHECK (asset_type IN ('STOCK', 'ETF', 'FUND', 'BOND', 'CRYPTO', 'METAL', 'CASH', 'OTHER'));
ALTER TABLE transactions DROP CONSTRAINT ck_transaction_conversion;
ALTER TABLE transactions ADD CONSTRAINT ck_transaction_conversion CHECK (CASE
    WHEN transaction_type IN ('CONVERT_OUT', 'CONVERT_IN')
    THEN counter_ticker IS NOT NULL AND counter_ticker <> '' AND counter_ticker <> ticker
    ELSE counter_ticker IS NULL
END);
ALTER TABLE positions DROP CONSTRAINT ck_position_asset;
ALTER TABLE positions ADD CONSTRAINT ck_position_asset CHECK (asset_type IN ('STOCK', 'ETF', 'FUND', 'BOND', 'CRYPTO', 'METAL', 'CASH', 'OTHER'));
ALTER TABLE instruments DROP CONSTRAINT ck_instrument_asset;
ALTER TABLE instruments ADD CONSTRAINT ck_instrument_asset CHECK (asset_type IN ('STOCK', 'ETF', 'FUND', 'BOND', 'CRYPTO', 'METAL', 'CASH', 'OTHER'));
