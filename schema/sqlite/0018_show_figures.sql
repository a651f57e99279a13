-- Views with the figures of the commands, as far as SQLite need not compute any: its sums of decimals are not exact.
-- pf:up

-- What an account holds is worth, as the commands say; set with the last price.
ALTER TABLE positions ADD COLUMN market_value TEXT;
ALTER TABLE positions ADD COLUMN market_value_base TEXT;
ALTER TABLE positions ADD COLUMN unrealized_pl_base TEXT;
ALTER TABLE cash_balances ADD COLUMN balance_base TEXT;

DROP VIEW holdings;
CREATE VIEW holdings AS
SELECT a.name AS account, p.ticker, p.asset_type, p.quantity, p.currency, p.avg_cost_basis, p.total_cost, p.last_price,
       p.unrealized_pl, p.realized_pl, p.income, p.fees, p.first_transaction_date, p.last_transaction_date, i.name,
       p.market_value, a.base_currency, p.total_cost_base, p.market_value_base, p.unrealized_pl_base, p.realized_pl_base,
       p.income_base
FROM positions AS p
JOIN accounts AS a ON a.id = p.account_id
LEFT JOIN instruments AS i ON i.ticker = p.ticker
WHERE p.quantity <> '0';

CREATE VIEW cash_held AS
SELECT a.name AS account, c.currency, c.balance, a.base_currency, c.balance_base, c.last_day
FROM cash_balances AS c
JOIN accounts AS a ON a.id = c.account_id
WHERE a.cash_is_booked AND (c.balance IS NULL OR c.balance <> '0');

CREATE VIEW transactions_readable AS
SELECT a.name AS account, t.id, t.transaction_date, t.date_only, a.time_zone, t.transaction_type, t.ticker, i.name, t.asset_type, t.quantity, t.price,
       t.total_amount, t.fee, t.currency, c.name AS counter_account, t.counter_ticker, t.raw_description, t.note, t.external_id, m.source_file, t.line_no,
       t.import_id
FROM transactions AS t
JOIN accounts AS a ON a.id = t.account_id
JOIN imports AS m ON m.account_id = t.account_id AND m.id = t.import_id
LEFT JOIN accounts AS c ON c.id = t.counter_account_id
LEFT JOIN instruments AS i ON i.ticker = t.ticker;

-- pf:down

DROP VIEW transactions_readable;
DROP VIEW cash_held;
DROP VIEW holdings;
CREATE VIEW holdings AS
SELECT a.name AS account, p.ticker, p.asset_type, p.quantity, p.currency, p.avg_cost_basis, p.total_cost, p.last_price,
       p.unrealized_pl, p.realized_pl, p.income, p.fees, p.first_transaction_date, p.last_transaction_date
FROM positions AS p
JOIN accounts AS a ON a.id = p.account_id
WHERE p.quantity <> '0';
ALTER TABLE cash_balances DROP COLUMN balance_base;
ALTER TABLE positions DROP COLUMN unrealized_pl_base;
ALTER TABLE positions DROP COLUMN market_value_base;
ALTER TABLE positions DROP COLUMN market_value;
