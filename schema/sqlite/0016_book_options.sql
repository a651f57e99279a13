-- Options, futures and warrants: asset types of their own; what was sold by an option, and what an assigned option led to.
-- pf:up

-- Checks are not stored with the rows, so widening them changes the table's text alone, as SQLite's manual describes it
-- ("Making Other Kinds Of Table Schema Changes"); what follows makes every connection read the schema again.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, 'asset_type = ''OTHER''',
    'asset_type = ''OTHER'' OR
        asset_type = ''OPTION'' OR asset_type = ''FUTURE'' OR asset_type = ''WARRANT''')
WHERE type = 'table' AND name IN ('transactions', 'positions');
UPDATE sqlite_schema SET sql = replace(sql, '''OTHER''', '''OTHER'', ''OPTION'', ''FUTURE'', ''WARRANT''')
WHERE type = 'table' AND name = 'instruments';
UPDATE sqlite_schema SET sql = replace(sql, 'ELSE counter_ticker IS NULL
',
    'WHEN transaction_type = ''SELL'' OR transaction_type = ''EXPIRE''
        THEN counter_ticker IS NULL OR (counter_ticker <> '''' AND counter_ticker <> ticker)
        ELSE counter_ticker IS NULL
')
WHERE type = 'table' AND name = 'transactions';
PRAGMA writable_schema = RESET;

-- pf:down

-- Rows that the older checks refuse must be gone first.
CREATE TABLE no_options (count INTEGER CONSTRAINT ck_no_options CHECK (count = 0));
INSERT INTO no_options SELECT COUNT(*) FROM transactions
WHERE asset_type IN ('OPTION', 'FUTURE', 'WARRANT') OR (transaction_type IN ('SELL', 'EXPIRE') AND counter_ticker IS NOT NULL);
INSERT INTO no_options SELECT COUNT(*) FROM positions WHERE asset_type IN ('OPTION', 'FUTURE', 'WARRANT');
INSERT INTO no_options SELECT COUNT(*) FROM instruments WHERE asset_type IN ('OPTION', 'FUTURE', 'WARRANT');
DROP TABLE no_options;

PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, 'asset_type = ''OTHER'' OR
        asset_type = ''OPTION'' OR asset_type = ''FUTURE'' OR asset_type = ''WARRANT''', 'asset_type = ''OTHER''')
WHERE type = 'table' AND name IN ('transactions', 'positions');
UPDATE sqlite_schema SET sql = replace(sql, '''OTHER'', ''OPTION'', ''FUTURE'', ''WARRANT''', '''OTHER''')
WHERE type = 'table' AND name = 'instruments';
UPDATE sqlite_schema SET sql = replace(sql, 'WHEN transaction_type = ''SELL'' OR transaction_type = ''EXPIRE''
        THEN counter_ticker IS NULL OR (counter_ticker <> '''' AND counter_ticker <> ticker)
        ELSE counter_ticker IS NULL
', 'ELSE counter_ticker IS NULL
')
WHERE type = 'table' AND name = 'transactions';
PRAGMA writable_schema = RESET;
