-- Views with the figures of the commands, and what every table, view and column holds, in its own words.
-- pf:up

-- What an account holds is worth, as the commands say; set with the last price.
ALTER TABLE positions ADD COLUMN market_value NUMERIC(38,18);
ALTER TABLE positions ADD COLUMN market_value_base NUMERIC(38,18);
ALTER TABLE positions ADD COLUMN unrealized_pl_base NUMERIC(38,18);
ALTER TABLE cash_balances ADD COLUMN balance_base NUMERIC(38,18);

-- Half-even to 18 digits: of what lies in the middle the half is rounded to the nearest and doubled. Out of range is unknown.
CREATE FUNCTION pf_rounded(exact NUMERIC) RETURNS NUMERIC LANGUAGE SQL IMMUTABLE PARALLEL SAFE COST 1
BEGIN ATOMIC
    SELECT CASE WHEN abs(r.value) < 100000000000000000000 THEN CAST(r.value AS NUMERIC(38,18)) END
    FROM (SELECT CASE WHEN abs(exact - trunc(exact, 18)) = 0.0000000000000000005 THEN 2 * round(exact * 0.5, 18)
                 ELSE round(exact, 18) END) AS r (value);
END;

-- The same of a quotient, both with at most 18 digits; by nothing or less nothing is divided.
CREATE FUNCTION pf_quotient(part NUMERIC, whole NUMERIC) RETURNS NUMERIC LANGUAGE SQL IMMUTABLE PARALLEL SAFE COST 1
BEGIN ATOMIC
    SELECT pf_rounded((q.units + CASE WHEN 2 * abs(q.rest) > q.divisor OR (2 * abs(q.rest) = q.divisor AND mod(q.units, 2) <> 0)
                                      THEN sign(q.rest) ELSE 0 END) * 0.000000000000000001)
    FROM (SELECT div(d.dividend, d.divisor), mod(d.dividend, d.divisor), d.divisor
          FROM (SELECT trunc(part * 1000000000000000000 * 1000000000000000000), trunc(whole * 1000000000000000000)) AS d (dividend, divisor)
          WHERE d.divisor > 0) AS q (units, rest, divisor);
END;

-- The last rate on or before a day, or its inverse: numerator, denominator, day.
CREATE FUNCTION pf_rate_either_way(given TEXT, wanted TEXT, day DATE) RETURNS TABLE (numerator NUMERIC, denominator NUMERIC, rate_day DATE)
LANGUAGE SQL STABLE PARALLEL SAFE COST 1 ROWS 1
BEGIN ATOMIC
    SELECT r.numerator, r.denominator, r.date
    FROM ((SELECT 1 AS rank, f.rate AS numerator, 1.0 AS denominator, f.date FROM fx_rates AS f
           WHERE f.base = given AND f.quote = wanted AND f.date <= day ORDER BY f.date DESC LIMIT 1)
          UNION ALL
          (SELECT 2, 1.0, f.rate, f.date FROM fx_rates AS f
           WHERE f.base = wanted AND f.quote = given AND f.date <= day ORDER BY f.date DESC LIMIT 1)) AS r
    ORDER BY r.rank LIMIT 1;
END;

-- What one unit costs on a day: direct, else inverse, else through the third currency whose rates are freshest.
CREATE FUNCTION pf_rate(given TEXT, wanted TEXT, day DATE) RETURNS NUMERIC LANGUAGE SQL STABLE PARALLEL SAFE COST 1
BEGIN ATOMIC
    SELECT NULLIF(CASE WHEN given = wanted THEN 1.0 ELSE COALESCE(
        (SELECT pf_quotient(r.numerator, r.denominator) FROM pf_rate_either_way(given, wanted, day) AS r),
        (WITH RECURSIVE pair (base, quote) AS (
             (SELECT f.base, f.quote FROM fx_rates AS f ORDER BY f.base, f.quote LIMIT 1)
             UNION ALL
             SELECT n.base, n.quote FROM pair AS p CROSS JOIN LATERAL (
                 SELECT f.base, f.quote FROM fx_rates AS f WHERE (f.base, f.quote) > (p.base, p.quote)
                 ORDER BY f.base, f.quote LIMIT 1) AS n
         ), third (code) AS (SELECT p.base FROM pair AS p UNION SELECT p.quote FROM pair AS p)
         SELECT pf_quotient(c.numerator, c.denominator)
         FROM (SELECT t.code, pf_rounded(a.numerator * b.numerator) AS numerator,
                      pf_rounded(a.denominator * b.denominator) AS denominator, least(a.rate_day, b.rate_day) AS rate_day
               FROM third AS t CROSS JOIN LATERAL pf_rate_either_way(given, t.code, day) AS a
               CROSS JOIN LATERAL pf_rate_either_way(t.code, wanted, day) AS b) AS c
         WHERE c.numerator IS NOT NULL AND c.denominator IS NOT NULL
         ORDER BY c.rate_day DESC, c.code LIMIT 1)) END, 0);
END;

-- Nothing is nothing at any rate, and unknown at none.
CREATE FUNCTION pf_converted(amount NUMERIC, rate NUMERIC) RETURNS NUMERIC LANGUAGE SQL IMMUTABLE PARALLEL SAFE COST 1
BEGIN ATOMIC
    SELECT CASE WHEN amount = 0 THEN amount ELSE pf_rounded(amount * rate) END;
END;

CREATE FUNCTION pf_plus(total NUMERIC, amount NUMERIC) RETURNS NUMERIC LANGUAGE SQL IMMUTABLE PARALLEL SAFE COST 1
BEGIN ATOMIC
    SELECT total + amount;
END;

-- A sum that is unknown where a part of it is; of nothing it is 0.
CREATE AGGREGATE pf_total(NUMERIC) (SFUNC = pf_plus, STYPE = NUMERIC, INITCOND = '0');

CREATE OR REPLACE VIEW holdings AS
SELECT a.name AS account, p.ticker, p.asset_type, p.quantity, p.currency, p.avg_cost_basis, p.total_cost, p.last_price,
       p.unrealized_pl, p.realized_pl, p.income, p.fees, p.first_transaction_date, p.last_transaction_date, i.name,
       p.market_value, a.base_currency, p.total_cost_base, p.market_value_base, p.unrealized_pl_base, p.realized_pl_base,
       p.income_base
FROM positions AS p
JOIN accounts AS a ON a.id = p.account_id
LEFT JOIN instruments AS i ON i.ticker = p.ticker
WHERE p.quantity <> 0;

CREATE VIEW cash_held AS
SELECT a.name AS account, c.currency, c.balance, a.base_currency, c.balance_base, c.last_day
FROM cash_balances AS c
JOIN accounts AS a ON a.id = c.account_id
WHERE a.cash_is_booked AND (c.balance IS NULL OR c.balance <> 0);

CREATE VIEW transactions_readable AS
SELECT a.name AS account, t.id, t.transaction_date, t.date_only, a.time_zone, t.transaction_type, t.ticker, i.name, t.asset_type, t.quantity, t.price,
       t.total_amount, t.fee, t.currency, c.name AS counter_account, t.counter_ticker, t.raw_description, t.note, t.external_id, m.source_file, t.line_no,
       t.import_id
FROM transactions AS t
JOIN accounts AS a ON a.id = t.account_id
JOIN imports AS m ON m.account_id = t.account_id AND m.id = t.import_id
LEFT JOIN accounts AS c ON c.id = t.counter_account_id
LEFT JOIN instruments AS i ON i.ticker = t.ticker;

CREATE VIEW realized_by_year AS
SELECT a.name AS account, CAST(date_part('year', d.disposal_date AT TIME ZONE a.time_zone) AS INTEGER) AS year, d.term, p.currency,
       pf_total(d.proceeds) AS proceeds, pf_total(d.cost_basis) AS cost_basis, pf_total(d.realized_pl) AS realized_pl, a.base_currency,
       pf_total(d.proceeds_base) AS proceeds_base, pf_total(d.cost_basis_base) AS cost_basis_base,
       pf_total(d.realized_pl_base) AS realized_pl_base
FROM disposals AS d
JOIN positions AS p ON p.account_id = d.account_id AND p.ticker = d.ticker
JOIN accounts AS a ON a.id = d.account_id
WHERE d.disposal_date < CAST(CAST(now() AT TIME ZONE a.time_zone AS DATE) + 1 AS TIMESTAMP) AT TIME ZONE a.time_zone
GROUP BY a.name, year, d.term, p.currency, a.base_currency;

CREATE VIEW income_by_month AS
WITH booked AS (
    SELECT t.account_id, a.name AS account, a.base_currency, t.transaction_type, t.ticker, COALESCE(t.currency, a.base_currency) AS currency,
           CAST(t.transaction_date AT TIME ZONE a.time_zone AS DATE) AS day, t.fx_rate,
           CASE WHEN t.transaction_type = 'TAX_REFUND' THEN -t.total_amount
                WHEN t.transaction_type <> 'TAX' AND t.total_amount IS NULL AND t.quantity <> 0 THEN pf_rounded(t.quantity * t.price)
                ELSE t.total_amount END AS amount
    FROM transactions AS t
    JOIN accounts AS a ON a.id = t.account_id
    WHERE t.transaction_type IN ('DIVIDEND', 'INTEREST', 'STAKING', 'MINING', 'AIRDROP', 'TAX', 'TAX_REFUND', 'BUY', 'SELL')
), judged AS (
    SELECT b.*, bool_or(b.transaction_type IN ('DIVIDEND', 'INTEREST', 'STAKING', 'MINING', 'AIRDROP')) OVER same AS pays,
           bool_or(b.transaction_type IN ('BUY', 'SELL')) OVER same AS trades
    FROM booked AS b WINDOW same AS (PARTITION BY b.account_id, b.day, b.ticker)
), paid AS (
    SELECT j.account, j.base_currency, j.currency, CAST(date_trunc('month', j.day) AS DATE) AS month, j.amount,
           CASE j.transaction_type WHEN 'DIVIDEND' THEN 1 WHEN 'INTEREST' THEN 2 WHEN 'TAX' THEN 4 WHEN 'TAX_REFUND' THEN 4 ELSE 3 END AS kind,
           pf_converted(j.amount, CASE WHEN j.currency = j.base_currency THEN 1
                                       ELSE COALESCE(j.fx_rate, pf_rate(j.currency, j.base_currency, j.day)) END) AS in_base
    FROM judged AS j
    JOIN accounts AS a ON a.id = j.account_id
    WHERE j.transaction_type NOT IN ('BUY', 'SELL') AND j.day <= CAST(now() AT TIME ZONE a.time_zone AS DATE)
      AND (j.transaction_type NOT IN ('TAX', 'TAX_REFUND') OR j.pays OR (j.ticker IS NOT NULL AND NOT j.trades))
), summed AS (
    SELECT p.account, p.month, p.currency, p.base_currency,
           pf_total(p.amount) FILTER (WHERE p.kind = 1) AS dividends, pf_total(p.amount) FILTER (WHERE p.kind = 2) AS interest,
           pf_total(p.amount) FILTER (WHERE p.kind = 3) AS rewards, pf_total(p.amount) FILTER (WHERE p.kind = 4) AS tax_withheld,
           pf_total(p.in_base) FILTER (WHERE p.kind = 1) AS dividends_base, pf_total(p.in_base) FILTER (WHERE p.kind = 2) AS interest_base,
           pf_total(p.in_base) FILTER (WHERE p.kind = 3) AS rewards_base, pf_total(p.in_base) FILTER (WHERE p.kind = 4) AS tax_withheld_base
    FROM paid AS p
    GROUP BY p.account, p.month, p.currency, p.base_currency
)
SELECT s.account, s.month, s.dividends, s.interest, s.rewards, s.dividends + s.interest + s.rewards AS gross, s.tax_withheld,
       s.dividends + s.interest + s.rewards - s.tax_withheld AS net, s.currency, s.dividends_base, s.interest_base, s.rewards_base,
       s.dividends_base + s.interest_base + s.rewards_base AS gross_base, s.tax_withheld_base,
       s.dividends_base + s.interest_base + s.rewards_base - s.tax_withheld_base AS net_base, s.base_currency
FROM summed AS s;

CREATE VIEW allocation AS
WITH held AS (
    SELECT p.account_id, a.name AS account, a.base_currency, 1 AS place, p.ticker, p.asset_type, p.currency, p.market_value_base AS value
    FROM positions AS p JOIN accounts AS a ON a.id = p.account_id WHERE p.quantity <> 0
    UNION ALL
    SELECT c.account_id, a.name, a.base_currency, 2, c.currency, 'CASH', c.currency, c.balance_base
    FROM cash_balances AS c JOIN accounts AS a ON a.id = c.account_id WHERE a.cash_is_booked AND (c.balance IS NULL OR c.balance <> 0)
), currency AS (
    SELECT DISTINCT h.base_currency AS code FROM held AS h
), rate AS (
    SELECT f.code AS given, t.code AS wanted, pf_rate(f.code, t.code, CAST(now() AT TIME ZONE 'UTC' AS DATE)) AS rate
    FROM currency AS f CROSS JOIN currency AS t
), running AS (
    SELECT h.*, r.wanted, r.rate, sum(h.value) OVER before AS until
    FROM held AS h JOIN rate AS r ON r.given = h.base_currency
    WINDOW before AS (PARTITION BY h.account_id, r.wanted ORDER BY h.place, h.ticker COLLATE "C")
), valued AS (
    SELECT r.account_id, r.account, r.base_currency, r.place, r.ticker, r.asset_type, r.currency, r.wanted,
           CASE WHEN r.value = 0 THEN r.value ELSE pf_converted(r.until, r.rate) - pf_converted(r.until - r.value, r.rate) END AS value
    FROM running AS r
), scoped AS (
    SELECT v.account AS scope, v.* FROM valued AS v WHERE v.wanted = v.base_currency
    UNION ALL
    SELECT NULL, v.* FROM valued AS v
), weighed AS (
    SELECT s.*, sum(s.value) OVER before AS until, pf_total(s.value) OVER all_of AS whole
    FROM scoped AS s
    WINDOW before AS (PARTITION BY s.scope, s.wanted ORDER BY s.place, s.account_id, s.ticker COLLATE "C"),
           all_of AS (PARTITION BY s.scope, s.wanted)
), shared AS (
    SELECT w.*, pf_quotient(w.until, w.whole) - pf_quotient(w.until - w.value, w.whole) AS weight FROM weighed AS w
), part AS (
    SELECT g.ticker, g.tag, g.value AS name, g.weight, sum(g.weight) OVER (PARTITION BY g.ticker, g.tag ORDER BY g.value) AS until
    FROM instrument_tags AS g
), rest AS (
    SELECT t.ticker, t.tag, sum(t.weight) AS given FROM instrument_tags AS t GROUP BY t.ticker, t.tag
), grouped AS (
    SELECT s.scope, s.wanted, k.grouped_by, k.name, s.value, s.weight
    FROM shared AS s
    CROSS JOIN LATERAL (VALUES ('account', s.account), ('asset_type', s.asset_type), ('currency', s.currency), ('ticker', s.ticker)) AS k (grouped_by, name)
    UNION ALL
    SELECT s.scope, s.wanted, p.tag, p.name, pf_rounded(s.value * p.until) - pf_rounded(s.value * (p.until - p.weight)),
           pf_rounded(s.weight * p.until) - pf_rounded(s.weight * (p.until - p.weight))
    FROM shared AS s JOIN part AS p ON s.place = 1 AND p.ticker = s.ticker
    UNION ALL
    SELECT s.scope, s.wanted, t.tag, CASE s.place WHEN 1 THEN '(untagged)' ELSE 'CASH' END,
           s.value - pf_rounded(s.value * COALESCE(r.given, 0)), s.weight - pf_rounded(s.weight * COALESCE(r.given, 0))
    FROM shared AS s CROSS JOIN (SELECT DISTINCT g.tag FROM instrument_tags AS g) AS t
    LEFT JOIN rest AS r ON s.place = 1 AND r.ticker = s.ticker AND r.tag = t.tag
    WHERE r.given IS NULL OR r.given < 1
)
SELECT g.scope AS account, g.grouped_by, g.name AS group_name, pf_total(g.value) AS market_value,
       pf_total(g.weight) AS weight, g.wanted AS currency
FROM grouped AS g
GROUP BY g.scope, g.grouped_by, g.name, g.wanted;

CREATE VIEW daily_value_of_all AS
WITH currency AS (
    SELECT DISTINCT s.base_currency AS code FROM portfolio_snapshots AS s
), day AS (
    SELECT DISTINCT s.snapshot_date FROM portfolio_snapshots AS s
), begun AS (
    SELECT a.id, least((SELECT CAST(t.transaction_date AT TIME ZONE a.time_zone AS DATE) FROM transactions AS t
                        WHERE t.account_id = a.id ORDER BY t.transaction_date LIMIT 1),
                       (SELECT min(s.snapshot_date) FROM portfolio_snapshots AS s WHERE s.account_id = a.id)) AS day
    FROM accounts AS a
), rate AS (
    SELECT d.snapshot_date, f.code AS given, t.code AS wanted, pf_rate(f.code, t.code, d.snapshot_date) AS rate
    FROM day AS d CROSS JOIN currency AS f CROSS JOIN currency AS t
), converted AS (
    SELECT s.snapshot_date, r.wanted, pf_converted(s.total_value, r.rate) AS total_value, pf_converted(s.market_value, r.rate) AS market_value,
           pf_converted(s.cash_balance, r.rate) AS cash_balance, pf_converted(s.total_cost, r.rate) AS total_cost,
           pf_converted(s.unrealized_pl, r.rate) AS unrealized_pl, pf_converted(s.realized_pl, r.rate) AS realized_pl,
           pf_converted(s.income, r.rate) AS income, pf_converted(s.net_flows - s.own_transfers, r.rate) AS net_flows,
           s.unpriced, s.stale_prices, s.missing_rates, s.stale_rates, s.unknown_cost
    FROM portfolio_snapshots AS s
    JOIN rate AS r ON r.snapshot_date = s.snapshot_date AND r.given = s.base_currency
    UNION ALL
    SELECT d.snapshot_date, c.code, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, 0, 0, 0
    FROM day AS d JOIN begun AS b ON b.day <= d.snapshot_date CROSS JOIN currency AS c
    WHERE NOT EXISTS (SELECT FROM portfolio_snapshots AS s WHERE s.account_id = b.id AND s.snapshot_date = d.snapshot_date)
)
SELECT c.snapshot_date, c.wanted AS currency, pf_total(c.total_value) AS total_value, pf_total(c.market_value) AS market_value,
       pf_total(c.cash_balance) AS cash_balance, pf_total(c.total_cost) AS total_cost, pf_total(c.unrealized_pl) AS unrealized_pl,
       pf_total(c.realized_pl) AS realized_pl, pf_total(c.income) AS income, pf_total(c.net_flows) AS net_flows,
       CAST(sum(c.unpriced) AS INTEGER) AS unpriced, CAST(sum(c.stale_prices) AS INTEGER) AS stale_prices,
       CAST(sum(c.missing_rates) AS INTEGER) AS missing_rates, CAST(sum(c.stale_rates) AS INTEGER) AS stale_rates,
       CAST(sum(c.unknown_cost) AS INTEGER) AS unknown_cost
FROM converted AS c
GROUP BY c.snapshot_date, c.wanted;

COMMENT ON TABLE accounts IS 'Whose transactions these are';
COMMENT ON COLUMN accounts.id IS 'number of the account, from 1';
COMMENT ON COLUMN accounts.name IS 'what --account takes; unique';
COMMENT ON COLUMN accounts.base_currency IS 'what its totals are shown in';
COMMENT ON COLUMN accounts.booking_method IS 'how a sale chooses lots: fifo, lifo, hifo, lofo, average, specific';
COMMENT ON COLUMN accounts.data_version IS 'grows with every change of its transactions, and of prices and rates (count)';
COMMENT ON COLUMN accounts.created_at IS 'when the row was stored';
COMMENT ON COLUMN accounts.restate_from IS 'the first day whose snapshot such a change may have made wrong, until pf-snapshot take has compared it; NULL: none';
COMMENT ON COLUMN accounts.keeps_cash IS 'when money stays in it: from_first_deposit, always, never';
COMMENT ON COLUMN accounts.cash_is_booked IS 'whether its rows of cash_balances are those of its transactions; no only until an account from an older schema is next imported into';
COMMENT ON COLUMN accounts.time_zone IS 'where its days begin: a name of the IANA database';
COMMENT ON COLUMN accounts.allows_short IS 'whether more may be sold than it holds';
COMMENT ON COLUMN accounts.closed_at IS 'it takes no new rows since; NULL: it does';
COMMENT ON TABLE imports IS 'A file brought into an account';
COMMENT ON COLUMN imports.account_id IS 'the account; → accounts';
COMMENT ON COLUMN imports.id IS 'what pf-import show and undo take';
COMMENT ON COLUMN imports.format IS 'name of the format definition';
COMMENT ON COLUMN imports.source_file IS 'name of the file as it was given';
COMMENT ON COLUMN imports.file_sha256 IS 'SHA-256 of the file (hex)';
COMMENT ON COLUMN imports.rows_read IS 'all rows; the sum of the next four (rows)';
COMMENT ON COLUMN imports.rows_inserted IS 'new (rows)';
COMMENT ON COLUMN imports.rows_duplicate IS 'known already (rows)';
COMMENT ON COLUMN imports.rows_ignored IS 'left out by a rule of the format (rows)';
COMMENT ON COLUMN imports.rows_rejected IS 'wrong, and left out with --partial (rows)';
COMMENT ON COLUMN imports.import_timestamp IS 'when it was imported';
COMMENT ON COLUMN imports.undone_at IS 'NULL: it stands';
COMMENT ON COLUMN imports.made_by IS 'of a correction, whose format is pf-ledger: whose; NULL: it is a file';
COMMENT ON COLUMN imports.reason IS 'of a correction, in the words of who made it';
COMMENT ON TABLE transactions IS 'What happened';
COMMENT ON COLUMN transactions.account_id IS 'the account';
COMMENT ON COLUMN transactions.id IS 'unique in the account, from 1';
COMMENT ON COLUMN transactions.import_id IS 'the import that brought it; → imports';
COMMENT ON COLUMN transactions.line_no IS 'where in the import''s file, from 1 (line)';
COMMENT ON COLUMN transactions.transaction_date IS 'when it happened; when the source names only a day, the moment at which that day began in the account''s zone';
COMMENT ON COLUMN transactions.created_at IS 'when it was imported';
COMMENT ON COLUMN transactions.fingerprint IS 'equal for the same event; unique with account and moment (128 bits)';
COMMENT ON COLUMN transactions.split_numerator IS 'a split: so many new units (units)';
COMMENT ON COLUMN transactions.split_denominator IS 'for so many old ones; both NULL when the source only tells the units that were added (quantity) (units)';
COMMENT ON COLUMN transactions.counter_account_id IS 'a transfer between own accounts: the other one; → accounts';
COMMENT ON COLUMN transactions.date_only IS 'the source gave no time of day';
COMMENT ON COLUMN transactions.transaction_type IS 'BUY SELL DIVIDEND INTEREST STAKING AIRDROP MINING FEE TAX DEPOSIT WITHDRAWAL TRANSFER_IN TRANSFER_OUT SPLIT EXCHANGE_OUT EXCHANGE_IN CONVERT_OUT CONVERT_IN RETURN_OF_CAPITAL NOTIONAL_DISTRIBUTION EXPIRE TAX_REFUND FEE_REFUND';
COMMENT ON COLUMN transactions.asset_type IS 'STOCK ETF FUND BOND CRYPTO METAL CASH OTHER OPTION FUTURE WARRANT';
COMMENT ON COLUMN transactions.ticker IS 'the instrument; NULL for cash that belongs to none: a transfer without one moves money';
COMMENT ON COLUMN transactions.quantity IS 'units moved; 0 when only cash, or only cost, moves (units)';
COMMENT ON COLUMN transactions.price IS 'as the source says; total_amount decides when both are given (currency per unit)';
COMMENT ON COLUMN transactions.total_amount IS 'gross, without the fee';
COMMENT ON COLUMN transactions.currency IS 'of price, amount and fee; NULL only when there are none of these';
COMMENT ON COLUMN transactions.fee IS 'not part of total_amount';
COMMENT ON COLUMN transactions.fx_rate IS 'price of one unit of currency in the account''s base currency, as the source says (base per currency)';
COMMENT ON COLUMN transactions.raw_description IS 'the source''s own words, at most 500 characters';
COMMENT ON COLUMN transactions.external_id IS 'the source''s own id';
COMMENT ON COLUMN transactions.counter_ticker IS 'a conversion: what the units become, or were; a SELL: the option by which they were sold; an EXPIRE: what an assigned option led to';
COMMENT ON COLUMN transactions.cost_share IS 'a CONVERT_OUT: the part of the cost, 0 … 1, that goes with it; NULL: all of it';
COMMENT ON COLUMN transactions.note IS 'what pf-ledger note was told';
COMMENT ON COLUMN transactions.place IS 'from 1 among the rows of its moment, where the source''s file stands in order of time; NULL: nobody tells';
COMMENT ON COLUMN transactions.symbol IS 'the source''s own word for ticker, by which it knows the row again; NULL: the same';
COMMENT ON COLUMN transactions.lots IS 'a SELL: the lots that it names, 2023-01-10:5; id:ABC:5; NULL: none';
COMMENT ON TABLE superseded_transactions IS 'Transactions as they were imported, which a correction took the place of';
COMMENT ON COLUMN superseded_transactions.account_id IS 'the account';
COMMENT ON COLUMN superseded_transactions.id IS 'unique in the account, from 1';
COMMENT ON COLUMN superseded_transactions.import_id IS 'the import that brought it; → imports';
COMMENT ON COLUMN superseded_transactions.line_no IS 'where in the import''s file, from 1 (line)';
COMMENT ON COLUMN superseded_transactions.transaction_date IS 'when it happened; when the source names only a day, the moment at which that day began in the account''s zone';
COMMENT ON COLUMN superseded_transactions.created_at IS 'when it was imported';
COMMENT ON COLUMN superseded_transactions.fingerprint IS 'equal for the same event; unique with account and moment (128 bits)';
COMMENT ON COLUMN superseded_transactions.split_numerator IS 'a split: so many new units (units)';
COMMENT ON COLUMN superseded_transactions.split_denominator IS 'for so many old ones; both NULL when the source only tells the units that were added (quantity) (units)';
COMMENT ON COLUMN superseded_transactions.counter_account_id IS 'a transfer between own accounts: the other one; → accounts';
COMMENT ON COLUMN superseded_transactions.date_only IS 'the source gave no time of day';
COMMENT ON COLUMN superseded_transactions.transaction_type IS 'BUY SELL DIVIDEND INTEREST STAKING AIRDROP MINING FEE TAX DEPOSIT WITHDRAWAL TRANSFER_IN TRANSFER_OUT SPLIT EXCHANGE_OUT EXCHANGE_IN CONVERT_OUT CONVERT_IN RETURN_OF_CAPITAL NOTIONAL_DISTRIBUTION EXPIRE TAX_REFUND FEE_REFUND';
COMMENT ON COLUMN superseded_transactions.asset_type IS 'STOCK ETF FUND BOND CRYPTO METAL CASH OTHER OPTION FUTURE WARRANT';
COMMENT ON COLUMN superseded_transactions.ticker IS 'the instrument; NULL for cash that belongs to none: a transfer without one moves money';
COMMENT ON COLUMN superseded_transactions.quantity IS 'units moved; 0 when only cash, or only cost, moves (units)';
COMMENT ON COLUMN superseded_transactions.price IS 'as the source says; total_amount decides when both are given (currency per unit)';
COMMENT ON COLUMN superseded_transactions.total_amount IS 'gross, without the fee';
COMMENT ON COLUMN superseded_transactions.currency IS 'of price, amount and fee; NULL only when there are none of these';
COMMENT ON COLUMN superseded_transactions.fee IS 'not part of total_amount';
COMMENT ON COLUMN superseded_transactions.fx_rate IS 'price of one unit of currency in the account''s base currency, as the source says (base per currency)';
COMMENT ON COLUMN superseded_transactions.raw_description IS 'the source''s own words, at most 500 characters';
COMMENT ON COLUMN superseded_transactions.external_id IS 'the source''s own id';
COMMENT ON COLUMN superseded_transactions.counter_ticker IS 'a conversion: what the units become, or were; a SELL: the option by which they were sold; an EXPIRE: what an assigned option led to';
COMMENT ON COLUMN superseded_transactions.cost_share IS 'a CONVERT_OUT: the part of the cost, 0 … 1, that goes with it; NULL: all of it';
COMMENT ON COLUMN superseded_transactions.note IS 'what pf-ledger note was told';
COMMENT ON COLUMN superseded_transactions.superseded_by IS 'the correction; → imports';
COMMENT ON COLUMN superseded_transactions.place IS 'from 1 among the rows of its moment, where the source''s file stands in order of time; NULL: nobody tells';
COMMENT ON COLUMN superseded_transactions.symbol IS 'the source''s own word for ticker; NULL: the same';
COMMENT ON COLUMN superseded_transactions.lots IS 'the lots that a SELL names; NULL: none';
COMMENT ON TABLE instruments IS 'What is known of instruments besides their transactions';
COMMENT ON COLUMN instruments.ticker IS 'the instrument';
COMMENT ON COLUMN instruments.import_id IS 'the import that taught all of it; NULL: somebody said so';
COMMENT ON COLUMN instruments.name IS 'what people call it';
COMMENT ON COLUMN instruments.asset_type IS 'as in transactions';
COMMENT ON COLUMN instruments.currency IS 'of its prices';
COMMENT ON COLUMN instruments.isin IS 'the ISIN that is shown; unique';
COMMENT ON COLUMN instruments.multiplier IS 'amounts are quantity × price × this; NULL: 1';
COMMENT ON COLUMN instruments.exchange IS 'where it is traded';
COMMENT ON COLUMN instruments.underlying IS 'of a derivative: the ticker of what it gives a right to';
COMMENT ON COLUMN instruments.expiry IS 'of a derivative: its last day';
COMMENT ON COLUMN instruments.strike IS 'of an option: the price it is exercised at (per unit)';
COMMENT ON COLUMN instruments.option_right IS 'of an option: CALL, PUT';
COMMENT ON TABLE instrument_names IS 'Words of sources, symbols and ISINs, that stand for a ticker of another name';
COMMENT ON COLUMN instrument_names.name IS 'the word';
COMMENT ON COLUMN instrument_names.ticker IS 'what it stands for; never itself a name';
COMMENT ON COLUMN instrument_names.import_id IS 'the import that taught it; NULL: somebody said so';
COMMENT ON TABLE instrument_tags IS 'What people sort instruments by';
COMMENT ON COLUMN instrument_tags.ticker IS 'the instrument';
COMMENT ON COLUMN instrument_tags.tag IS 'what is told apart: region';
COMMENT ON COLUMN instrument_tags.value IS 'which it is of: us; the tag itself, where it has no values';
COMMENT ON COLUMN instrument_tags.weight IS 'the part of it that is, above 0, at most 1';
COMMENT ON TABLE positions IS 'What an account holds of an instrument: the sum of its lots and disposals';
COMMENT ON COLUMN positions.account_id IS 'the account; → accounts';
COMMENT ON COLUMN positions.ticker IS 'the instrument';
COMMENT ON COLUMN positions.asset_type IS 'as in transactions';
COMMENT ON COLUMN positions.currency IS 'the position currency; NULL when no transaction names one';
COMMENT ON COLUMN positions.quantity IS 'held now; below 0: owed (units)';
COMMENT ON COLUMN positions.avg_cost_basis IS 'total_cost ÷ quantity, half-even to 18 decimals; NULL too when nothing is held (position currency per unit)';
COMMENT ON COLUMN positions.total_cost IS 'cost of the open lots, fees of purchases included; below 0: what owed units brought (position currency)';
COMMENT ON COLUMN positions.total_cost_base IS 'the same as total_cost, in base currency (base currency)';
COMMENT ON COLUMN positions.realized_pl IS 'gain of all disposals (position currency)';
COMMENT ON COLUMN positions.realized_pl_base IS 'the same as realized_pl, in base currency (base currency)';
COMMENT ON COLUMN positions.income IS 'dividends and interest before tax (position currency)';
COMMENT ON COLUMN positions.income_base IS 'the same as income, in base currency (base currency)';
COMMENT ON COLUMN positions.fees IS 'all fees, whether or not they are part of cost and proceeds (position currency)';
COMMENT ON COLUMN positions.last_price IS 'newest price up to today, times the multiplier of the instrument, by the rates of that day when it is in another currency; NULL when the price or its rate is unknown (position currency per unit)';
COMMENT ON COLUMN positions.unrealized_pl IS 'what quantity is worth at that price − total_cost; NULL too when the cost is unknown (position currency)';
COMMENT ON COLUMN positions.first_transaction_date IS 'of its first transaction';
COMMENT ON COLUMN positions.last_transaction_date IS 'of its last transaction';
COMMENT ON COLUMN positions.last_updated IS 'when this row was computed';
COMMENT ON COLUMN positions.market_value IS 'what quantity is worth at last_price; NULL when that is unknown (position currency)';
COMMENT ON COLUMN positions.market_value_base IS 'the same as market_value, in base currency (base currency)';
COMMENT ON COLUMN positions.unrealized_pl_base IS 'market_value_base − total_cost_base (base currency)';
COMMENT ON TABLE cash_balances IS 'The money that an account holds: what its transactions moved since it keeps any';
COMMENT ON COLUMN cash_balances.account_id IS 'the account; → accounts';
COMMENT ON COLUMN cash_balances.currency IS 'whose money';
COMMENT ON COLUMN cash_balances.balance IS 'negative: owed; NULL when an amount that moved is unknown';
COMMENT ON COLUMN cash_balances.last_day IS 'on which it last moved';
COMMENT ON COLUMN cash_balances.balance_base IS 'the same, by the newest rate up to today; NULL when it or the rate is unknown (base currency)';
COMMENT ON TABLE balances IS 'What sources say is held, to be compared with what is booked';
COMMENT ON COLUMN balances.account_id IS 'the account';
COMMENT ON COLUMN balances.import_id IS 'the import that brought it; → imports';
COMMENT ON COLUMN balances.line_no IS 'where in the import''s file, from 1 (line)';
COMMENT ON COLUMN balances.balance_date IS 'after all that happened up to and at that moment';
COMMENT ON COLUMN balances.fingerprint IS 'equal for the same balance of the same moment (128 bits)';
COMMENT ON COLUMN balances.date_only IS 'the source gave no time of day: balance_date is midnight UTC, and the end of that day in the account''s zone is meant';
COMMENT ON COLUMN balances.ticker IS 'units of this instrument are meant';
COMMENT ON COLUMN balances.currency IS 'money is meant; of ticker and currency exactly one is NULL';
COMMENT ON COLUMN balances.quantity IS 'what is held; negative: owed (units, or currency)';
COMMENT ON TABLE lots IS 'Units bought together, open and used up ones';
COMMENT ON COLUMN lots.account_id IS 'the account';
COMMENT ON COLUMN lots.opening_transaction_id IS 'what brought it into the account; → transactions';
COMMENT ON COLUMN lots.purchase_date IS 'of the first purchase; a transfer keeps it';
COMMENT ON COLUMN lots.lot_no IS '0; a transfer brings several lots, numbered from 0';
COMMENT ON COLUMN lots.ticker IS 'the instrument; → positions';
COMMENT ON COLUMN lots.quantity IS 'units that came in, splits since then applied; more than 0 (units)';
COMMENT ON COLUMN lots.remaining_quantity IS '0 to quantity (units)';
COMMENT ON COLUMN lots.purchase_price IS 'cost per unit at the purchase (position currency per unit)';
COMMENT ON COLUMN lots.total_cost IS 'what quantity cost, fee included (position currency)';
COMMENT ON COLUMN lots.total_cost_base IS 'the same as total_cost, in base currency (base currency)';
COMMENT ON COLUMN lots.remaining_cost IS 'what remaining_quantity cost (position currency)';
COMMENT ON COLUMN lots.remaining_cost_base IS 'the same as remaining_cost, in base currency (base currency)';
COMMENT ON COLUMN lots.side IS 'LONG: units that are held; SHORT: units that were sold and are owed; their cost is what they brought';
COMMENT ON COLUMN lots.place IS 'of the purchase or the short sale among the rows of its moment; NULL: nobody tells';
COMMENT ON TABLE disposals IS 'The part of a sale, or of a fee paid in the asset, that one lot covers';
COMMENT ON COLUMN disposals.account_id IS 'the account';
COMMENT ON COLUMN disposals.closing_transaction_id IS 'the sale; → transactions';
COMMENT ON COLUMN disposals.opening_transaction_id IS 'with lot_no the lot; → lots';
COMMENT ON COLUMN disposals.disposal_date IS 'of the sale; of a short position, of the purchase that closed it';
COMMENT ON COLUMN disposals.purchase_date IS 'of the lot; of a short position, of the sale that opened it';
COMMENT ON COLUMN disposals.lot_no IS 'see opening_transaction_id';
COMMENT ON COLUMN disposals.ticker IS 'the instrument';
COMMENT ON COLUMN disposals.quantity IS 'units sold, in the units of that day; 0 for capital that was returned beyond the cost (units)';
COMMENT ON COLUMN disposals.proceeds IS 'fee taken off; below 0 when the fee is higher than the price (position currency)';
COMMENT ON COLUMN disposals.cost_basis IS 'what these units cost (position currency)';
COMMENT ON COLUMN disposals.realized_pl IS 'proceeds − cost_basis; 0 for a fee paid in units, even of unknown cost (position currency)';
COMMENT ON COLUMN disposals.proceeds_base IS 'the same as proceeds, in base currency (base currency)';
COMMENT ON COLUMN disposals.cost_basis_base IS 'the same as cost_basis, in base currency (base currency)';
COMMENT ON COLUMN disposals.realized_pl_base IS 'the same as realized_pl, in base currency (base currency)';
COMMENT ON COLUMN disposals.term IS 'LONG: held for more than one calendar year; else SHORT';
COMMENT ON COLUMN disposals.side IS 'that of the lot';
COMMENT ON TABLE price_history IS 'What an instrument was worth on a day';
COMMENT ON COLUMN price_history.ticker IS 'the instrument';
COMMENT ON COLUMN price_history.date IS 'the day';
COMMENT ON COLUMN price_history.source IS 'where the price is from';
COMMENT ON COLUMN price_history.open_price IS 'at the opening of the day (currency per unit)';
COMMENT ON COLUMN price_history.high_price IS 'the highest of the day (currency per unit)';
COMMENT ON COLUMN price_history.low_price IS 'the lowest of the day (currency per unit)';
COMMENT ON COLUMN price_history.close_price IS 'the price that counts (currency per unit)';
COMMENT ON COLUMN price_history.volume IS 'traded on that day (units)';
COMMENT ON COLUMN price_history.currency IS 'NULL: the position currency';
COMMENT ON TABLE fx_rates IS 'What a currency was worth on a day';
COMMENT ON COLUMN fx_rates.base IS 'one unit of this';
COMMENT ON COLUMN fx_rates.quote IS 'cost so much of this';
COMMENT ON COLUMN fx_rates.date IS 'the day';
COMMENT ON COLUMN fx_rates.rate IS 'more than 0 (quote per base)';
COMMENT ON TABLE portfolio_snapshots IS 'The value of an account at the end of a day in its zone, as pf-snapshot take found it';
COMMENT ON COLUMN portfolio_snapshots.account_id IS 'the account; → accounts';
COMMENT ON COLUMN portfolio_snapshots.snapshot_date IS 'the day';
COMMENT ON COLUMN portfolio_snapshots.base_currency IS 'of all amounts in this row';
COMMENT ON COLUMN portfolio_snapshots.total_value IS 'market_value + cash_balance (base currency)';
COMMENT ON COLUMN portfolio_snapshots.market_value IS 'of the positions (base currency)';
COMMENT ON COLUMN portfolio_snapshots.cash_balance IS 'cash_json, converted at the day''s rates (base currency)';
COMMENT ON COLUMN portfolio_snapshots.total_cost IS 'of the open lots (base currency)';
COMMENT ON COLUMN portfolio_snapshots.unrealized_pl IS 'market_value − total_cost (base currency)';
COMMENT ON COLUMN portfolio_snapshots.realized_pl IS 'up to that day (base currency)';
COMMENT ON COLUMN portfolio_snapshots.income IS 'of positions, up to that day (base currency)';
COMMENT ON COLUMN portfolio_snapshots.net_flows IS 'came from outside minus went there, on that day; with own_transfers (base currency)';
COMMENT ON COLUMN portfolio_snapshots.own_transfers IS 'the part of net_flows that came from other own accounts, or went there (base currency)';
COMMENT ON COLUMN portfolio_snapshots.unpriced IS 'positions without a usable price (count)';
COMMENT ON COLUMN portfolio_snapshots.stale_prices IS 'positions whose price is old (count)';
COMMENT ON COLUMN portfolio_snapshots.missing_rates IS 'currencies without a rate into the base currency (count)';
COMMENT ON COLUMN portfolio_snapshots.stale_rates IS 'currencies whose rate is old (count)';
COMMENT ON COLUMN portfolio_snapshots.unknown_cost IS 'positions whose cost is unknown (count)';
COMMENT ON COLUMN portfolio_snapshots.data_version IS 'the account''s, when the row was written';
COMMENT ON COLUMN portfolio_snapshots.created_at IS 'when the day was first stored';
COMMENT ON COLUMN portfolio_snapshots.restated_at IS 'when it was last replaced by another value; NULL: never';
COMMENT ON COLUMN portfolio_snapshots.content_sha256 IS 'of all that the row says: tells whether a recomputation says the same without reading it (hex)';
COMMENT ON COLUMN portfolio_snapshots.superseded IS 'an array of what this row said before it was restated, newest last (JSON)';
COMMENT ON COLUMN portfolio_snapshots.cash_json IS 'an object: currency → amount; empty while the account keeps no cash (JSON)';
COMMENT ON COLUMN portfolio_snapshots.positions_json IS 'an array with an object per position that is held or moved on that day (JSON)';
COMMENT ON VIEW holdings IS 'Positions that are not closed: the figures of pf-positions (--output csv), digit by digit on both databases';
COMMENT ON COLUMN holdings.account IS 'name of the account';
COMMENT ON COLUMN holdings.ticker IS 'the instrument';
COMMENT ON COLUMN holdings.asset_type IS 'as in transactions';
COMMENT ON COLUMN holdings.quantity IS 'held now; below 0: owed (units)';
COMMENT ON COLUMN holdings.currency IS 'the position currency; NULL when no transaction names one';
COMMENT ON COLUMN holdings.avg_cost_basis IS 'total_cost ÷ quantity, half-even to 18 decimals; NULL too when nothing is held (currency per unit)';
COMMENT ON COLUMN holdings.total_cost IS 'cost of the open lots, fees of purchases included; below 0: what owed units brought';
COMMENT ON COLUMN holdings.last_price IS 'newest price up to today, times the multiplier of the instrument, by the rates of that day when it is in another currency; NULL when the price or its rate is unknown (currency per unit)';
COMMENT ON COLUMN holdings.unrealized_pl IS 'what quantity is worth at that price − total_cost; NULL too when the cost is unknown';
COMMENT ON COLUMN holdings.realized_pl IS 'gain of all disposals';
COMMENT ON COLUMN holdings.income IS 'dividends and interest before tax';
COMMENT ON COLUMN holdings.fees IS 'all fees, whether or not they are part of cost and proceeds';
COMMENT ON COLUMN holdings.first_transaction_date IS 'of its first transaction';
COMMENT ON COLUMN holdings.last_transaction_date IS 'of its last transaction';
COMMENT ON COLUMN holdings.name IS 'what people call the instrument';
COMMENT ON COLUMN holdings.market_value IS 'what quantity is worth at last_price; NULL when that is unknown';
COMMENT ON COLUMN holdings.base_currency IS 'of the account';
COMMENT ON COLUMN holdings.total_cost_base IS 'the same, at the rates of the purchases (base_currency)';
COMMENT ON COLUMN holdings.market_value_base IS 'the same, by the rates of that day (base_currency)';
COMMENT ON COLUMN holdings.unrealized_pl_base IS 'market_value_base − total_cost_base (base_currency)';
COMMENT ON COLUMN holdings.realized_pl_base IS 'the same as realized_pl, in base currency (base_currency)';
COMMENT ON COLUMN holdings.income_base IS 'the same as income, in base currency (base_currency)';
COMMENT ON VIEW cash_held IS 'The money of accounts, from cash_balances: the lines of money of pf-positions';
COMMENT ON COLUMN cash_held.account IS 'name of the account';
COMMENT ON COLUMN cash_held.currency IS 'whose money';
COMMENT ON COLUMN cash_held.balance IS 'negative: owed; NULL when an amount that moved is unknown';
COMMENT ON COLUMN cash_held.base_currency IS 'of the account';
COMMENT ON COLUMN cash_held.balance_base IS 'the same, by the newest rate up to today; NULL when it or the rate is unknown (base_currency)';
COMMENT ON COLUMN cash_held.last_day IS 'on which it last moved';
COMMENT ON VIEW transactions_readable IS 'Transactions with names instead of numbers: what pf-ledger list and show tell';
COMMENT ON COLUMN transactions_readable.account IS 'name of the account';
COMMENT ON COLUMN transactions_readable.id IS 'unique in the account, from 1';
COMMENT ON COLUMN transactions_readable.transaction_date IS 'when it happened; when the source names only a day, the moment at which that day began in the account''s zone';
COMMENT ON COLUMN transactions_readable.date_only IS 'the source gave no time of day';
COMMENT ON COLUMN transactions_readable.time_zone IS 'where its days begin: a name of the IANA database';
COMMENT ON COLUMN transactions_readable.transaction_type IS 'BUY SELL DIVIDEND INTEREST STAKING AIRDROP MINING FEE TAX DEPOSIT WITHDRAWAL TRANSFER_IN TRANSFER_OUT SPLIT EXCHANGE_OUT EXCHANGE_IN CONVERT_OUT CONVERT_IN RETURN_OF_CAPITAL NOTIONAL_DISTRIBUTION EXPIRE TAX_REFUND FEE_REFUND';
COMMENT ON COLUMN transactions_readable.ticker IS 'the instrument; NULL for cash that belongs to none: a transfer without one moves money';
COMMENT ON COLUMN transactions_readable.name IS 'what people call the instrument';
COMMENT ON COLUMN transactions_readable.asset_type IS 'STOCK ETF FUND BOND CRYPTO METAL CASH OTHER OPTION FUTURE WARRANT';
COMMENT ON COLUMN transactions_readable.quantity IS 'units moved; 0 when only cash, or only cost, moves (units)';
COMMENT ON COLUMN transactions_readable.price IS 'as the source says; total_amount decides when both are given (currency per unit)';
COMMENT ON COLUMN transactions_readable.total_amount IS 'gross, without the fee';
COMMENT ON COLUMN transactions_readable.fee IS 'not part of total_amount';
COMMENT ON COLUMN transactions_readable.currency IS 'of price, amount and fee; NULL only when there are none of these';
COMMENT ON COLUMN transactions_readable.counter_account IS 'name of the other account of a transfer';
COMMENT ON COLUMN transactions_readable.counter_ticker IS 'a conversion: what the units become, or were; a SELL: the option by which they were sold; an EXPIRE: what an assigned option led to';
COMMENT ON COLUMN transactions_readable.raw_description IS 'the source''s own words, at most 500 characters';
COMMENT ON COLUMN transactions_readable.note IS 'what pf-ledger note was told';
COMMENT ON COLUMN transactions_readable.external_id IS 'the source''s own id';
COMMENT ON COLUMN transactions_readable.source_file IS 'name of the file as it was given';
COMMENT ON COLUMN transactions_readable.line_no IS 'where in the import''s file, from 1 (line)';
COMMENT ON COLUMN transactions_readable.import_id IS 'the import that brought it; → imports';
COMMENT ON VIEW open_lots IS 'Lots with units left';
COMMENT ON COLUMN open_lots.account IS 'name of the account';
COMMENT ON COLUMN open_lots.ticker IS 'the instrument; → positions';
COMMENT ON COLUMN open_lots.purchase_date IS 'of the first purchase; a transfer keeps it';
COMMENT ON COLUMN open_lots.quantity IS 'units that came in, splits since then applied; more than 0 (units)';
COMMENT ON COLUMN open_lots.remaining_quantity IS '0 to quantity (units)';
COMMENT ON COLUMN open_lots.currency IS 'of the amounts';
COMMENT ON COLUMN open_lots.purchase_price IS 'cost per unit at the purchase (currency per unit)';
COMMENT ON COLUMN open_lots.total_cost IS 'what quantity cost, fee included';
COMMENT ON COLUMN open_lots.remaining_cost IS 'what remaining_quantity cost';
COMMENT ON COLUMN open_lots.base_currency IS 'of the account';
COMMENT ON COLUMN open_lots.remaining_cost_base IS 'the same as remaining_cost, in base currency (base_currency)';
COMMENT ON COLUMN open_lots.opening_transaction_id IS 'what brought it into the account; → transactions';
COMMENT ON COLUMN open_lots.lot_no IS '0; a transfer brings several lots, numbered from 0';
COMMENT ON COLUMN open_lots.side IS 'LONG: units that are held; SHORT: units that were sold and are owed; their cost is what they brought';
COMMENT ON VIEW realized_gains IS 'One row per sale and lot';
COMMENT ON COLUMN realized_gains.account IS 'name of the account';
COMMENT ON COLUMN realized_gains.ticker IS 'the instrument';
COMMENT ON COLUMN realized_gains.disposal_date IS 'of the sale; of a short position, of the purchase that closed it';
COMMENT ON COLUMN realized_gains.purchase_date IS 'of the lot; of a short position, of the sale that opened it';
COMMENT ON COLUMN realized_gains.term IS 'LONG: held for more than one calendar year; else SHORT';
COMMENT ON COLUMN realized_gains.quantity IS 'units sold, in the units of that day; 0 for capital that was returned beyond the cost (units)';
COMMENT ON COLUMN realized_gains.currency IS 'of the amounts';
COMMENT ON COLUMN realized_gains.proceeds IS 'fee taken off; below 0 when the fee is higher than the price';
COMMENT ON COLUMN realized_gains.cost_basis IS 'what these units cost';
COMMENT ON COLUMN realized_gains.realized_pl IS 'proceeds − cost_basis; 0 for a fee paid in units, even of unknown cost';
COMMENT ON COLUMN realized_gains.base_currency IS 'of the account';
COMMENT ON COLUMN realized_gains.proceeds_base IS 'the same as proceeds, in base currency (base_currency)';
COMMENT ON COLUMN realized_gains.cost_basis_base IS 'the same as cost_basis, in base currency (base_currency)';
COMMENT ON COLUMN realized_gains.realized_pl_base IS 'the same as realized_pl, in base currency (base_currency)';
COMMENT ON COLUMN realized_gains.closing_transaction_id IS 'the sale; → transactions';
COMMENT ON COLUMN realized_gains.opening_transaction_id IS 'with lot_no the lot; → lots';
COMMENT ON COLUMN realized_gains.lot_no IS 'see opening_transaction_id';
COMMENT ON COLUMN realized_gains.side IS 'that of the lot';
COMMENT ON VIEW daily_value IS 'The snapshots without their JSON';
COMMENT ON COLUMN daily_value.account IS 'name of the account';
COMMENT ON COLUMN daily_value.snapshot_date IS 'the day';
COMMENT ON COLUMN daily_value.base_currency IS 'of all amounts in this row';
COMMENT ON COLUMN daily_value.total_value IS 'market_value + cash_balance (base_currency)';
COMMENT ON COLUMN daily_value.market_value IS 'of the positions (base_currency)';
COMMENT ON COLUMN daily_value.cash_balance IS 'cash_json, converted at the day''s rates (base_currency)';
COMMENT ON COLUMN daily_value.total_cost IS 'of the open lots (base_currency)';
COMMENT ON COLUMN daily_value.unrealized_pl IS 'market_value − total_cost (base_currency)';
COMMENT ON COLUMN daily_value.realized_pl IS 'up to that day (base_currency)';
COMMENT ON COLUMN daily_value.income IS 'of positions, up to that day (base_currency)';
COMMENT ON COLUMN daily_value.net_flows IS 'came from outside minus went there, on that day; with own_transfers (base_currency)';
COMMENT ON COLUMN daily_value.own_transfers IS 'the part of net_flows that came from other own accounts, or went there (base_currency)';
COMMENT ON COLUMN daily_value.unpriced IS 'positions without a usable price (count)';
COMMENT ON COLUMN daily_value.stale_prices IS 'positions whose price is old (count)';
COMMENT ON COLUMN daily_value.missing_rates IS 'currencies without a rate into the base currency (count)';
COMMENT ON COLUMN daily_value.stale_rates IS 'currencies whose rate is old (count)';
COMMENT ON COLUMN daily_value.unknown_cost IS 'positions whose cost is unknown (count)';
COMMENT ON COLUMN daily_value.created_at IS 'when the day was first stored';
COMMENT ON COLUMN daily_value.restated_at IS 'when it was last replaced by another value; NULL: never';
COMMENT ON VIEW income_by_month IS 'pf-positions income --by month --account ACCOUNT, up to today, each amount also in base currency at the rate of its day';
COMMENT ON COLUMN income_by_month.account IS 'name of the account';
COMMENT ON COLUMN income_by_month.month IS 'first day of the month';
COMMENT ON COLUMN income_by_month.dividends IS 'before fees and tax';
COMMENT ON COLUMN income_by_month.interest IS 'before fees and tax';
COMMENT ON COLUMN income_by_month.rewards IS 'staking, mining, airdrops: what the units were worth';
COMMENT ON COLUMN income_by_month.gross IS 'dividends, interest and rewards';
COMMENT ON COLUMN income_by_month.tax_withheld IS 'withheld, refunds taken off';
COMMENT ON COLUMN income_by_month.net IS 'gross less tax';
COMMENT ON COLUMN income_by_month.currency IS 'of the amounts';
COMMENT ON COLUMN income_by_month.dividends_base IS 'the same as dividends, in base currency (base_currency)';
COMMENT ON COLUMN income_by_month.interest_base IS 'the same as interest, in base currency (base_currency)';
COMMENT ON COLUMN income_by_month.rewards_base IS 'the same as rewards, in base currency (base_currency)';
COMMENT ON COLUMN income_by_month.gross_base IS 'the same as gross, in base currency (base_currency)';
COMMENT ON COLUMN income_by_month.tax_withheld_base IS 'the same as tax_withheld, in base currency (base_currency)';
COMMENT ON COLUMN income_by_month.net_base IS 'the same as net, in base currency (base_currency)';
COMMENT ON COLUMN income_by_month.base_currency IS 'of the account';
COMMENT ON VIEW allocation IS 'pf-positions allocation --by GROUPED_BY: with an account, of that one in its base currency; where account is NULL, of all accounts, --in CURRENCY, once for each base currency that an account has';
COMMENT ON COLUMN allocation.account IS 'name of the account';
COMMENT ON COLUMN allocation.grouped_by IS 'account, asset_type, currency, ticker or a tag';
COMMENT ON COLUMN allocation.group_name IS 'the group';
COMMENT ON COLUMN allocation.market_value IS 'what it is worth';
COMMENT ON COLUMN allocation.weight IS 'part of the whole (1: all of it)';
COMMENT ON COLUMN allocation.currency IS 'of the amounts';
COMMENT ON VIEW realized_by_year IS 'pf-positions realized --year YEAR, added up';
COMMENT ON COLUMN realized_by_year.account IS 'name of the account';
COMMENT ON COLUMN realized_by_year.year IS 'in which the day of the sale lies (year)';
COMMENT ON COLUMN realized_by_year.term IS 'LONG: held for more than one calendar year; else SHORT';
COMMENT ON COLUMN realized_by_year.currency IS 'of the amounts';
COMMENT ON COLUMN realized_by_year.proceeds IS 'fee taken off; below 0 when the fee is higher than the price';
COMMENT ON COLUMN realized_by_year.cost_basis IS 'what these units cost';
COMMENT ON COLUMN realized_by_year.realized_pl IS 'proceeds − cost_basis; 0 for a fee paid in units, even of unknown cost';
COMMENT ON COLUMN realized_by_year.base_currency IS 'of the account';
COMMENT ON COLUMN realized_by_year.proceeds_base IS 'the same as proceeds, in base currency (base_currency)';
COMMENT ON COLUMN realized_by_year.cost_basis_base IS 'the same as cost_basis, in base currency (base_currency)';
COMMENT ON COLUMN realized_by_year.realized_pl_base IS 'the same as realized_pl, in base currency (base_currency)';
COMMENT ON VIEW daily_value_of_all IS 'One row a day for all accounts together, once for each base currency that one of them has: pf-snapshot list --in CURRENCY';
COMMENT ON COLUMN daily_value_of_all.snapshot_date IS 'the day';
COMMENT ON COLUMN daily_value_of_all.currency IS 'of the amounts';
COMMENT ON COLUMN daily_value_of_all.total_value IS 'market_value + cash_balance';
COMMENT ON COLUMN daily_value_of_all.market_value IS 'of the positions';
COMMENT ON COLUMN daily_value_of_all.cash_balance IS 'cash_json, converted at the day''s rates';
COMMENT ON COLUMN daily_value_of_all.total_cost IS 'of the open lots';
COMMENT ON COLUMN daily_value_of_all.unrealized_pl IS 'market_value − total_cost';
COMMENT ON COLUMN daily_value_of_all.realized_pl IS 'up to that day';
COMMENT ON COLUMN daily_value_of_all.income IS 'of positions, up to that day';
COMMENT ON COLUMN daily_value_of_all.net_flows IS 'came from outside minus went there, on that day; with own_transfers';
COMMENT ON COLUMN daily_value_of_all.unpriced IS 'positions without a usable price (count)';
COMMENT ON COLUMN daily_value_of_all.stale_prices IS 'positions whose price is old (count)';
COMMENT ON COLUMN daily_value_of_all.missing_rates IS 'currencies without a rate into the base currency (count)';
COMMENT ON COLUMN daily_value_of_all.stale_rates IS 'currencies whose rate is old (count)';
COMMENT ON COLUMN daily_value_of_all.unknown_cost IS 'positions whose cost is unknown (count)';

-- pf:down

DROP VIEW daily_value_of_all;
DROP VIEW allocation;
DROP VIEW income_by_month;
DROP VIEW realized_by_year;
DROP VIEW transactions_readable;
DROP VIEW cash_held;
DROP VIEW holdings;
DROP AGGREGATE pf_total(NUMERIC);
DROP FUNCTION pf_plus(NUMERIC, NUMERIC);
DROP FUNCTION pf_converted(NUMERIC, NUMERIC);
DROP FUNCTION pf_rate(TEXT, TEXT, DATE);
DROP FUNCTION pf_rate_either_way(TEXT, TEXT, DATE);
DROP FUNCTION pf_quotient(NUMERIC, NUMERIC);
DROP FUNCTION pf_rounded(NUMERIC);

CREATE VIEW holdings AS
SELECT a.name AS account, p.ticker, p.asset_type, p.quantity, p.currency, p.avg_cost_basis, p.total_cost, p.last_price,
       p.unrealized_pl, p.realized_pl, p.income, p.fees, p.first_transaction_date, p.last_transaction_date
FROM positions AS p
JOIN accounts AS a ON a.id = p.account_id
WHERE p.quantity <> 0;

ALTER TABLE cash_balances DROP COLUMN balance_base;
ALTER TABLE positions DROP COLUMN unrealized_pl_base;
ALTER TABLE positions DROP COLUMN market_value_base;
ALTER TABLE positions DROP COLUMN market_value;

-- Nothing said what tables and columns hold; indexes did.
DO $$
DECLARE
    one RECORD;
BEGIN
    FOR one IN
        SELECT c.oid::REGCLASS AS relation, c.relkind, a.attname
        FROM pg_description AS d
        JOIN pg_class AS c ON d.classoid = 'pg_class'::REGCLASS AND c.oid = d.objoid AND c.relkind IN ('r', 'v')
        LEFT JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = d.objsubid AND d.objsubid > 0
        WHERE c.relnamespace = (SELECT n.relnamespace FROM pg_class AS n WHERE n.oid = 'accounts'::REGCLASS)
    LOOP
        IF one.attname IS NULL THEN
            EXECUTE format('COMMENT ON %s %s IS NULL', CASE one.relkind WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END, one.relation);
        ELSE
            EXECUTE format('COMMENT ON COLUMN %s.%I IS NULL', one.relation, one.attname);
        END IF;
    END LOOP;
END
$$;
