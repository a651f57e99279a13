-- The money of the accounts.
SELECT account, balance, currency, balance_base, base_currency, last_day
FROM cash_held
ORDER BY account, currency;
