-- How all accounts are spread: choose one grouped_by, and one currency.
SELECT grouped_by, group_name, market_value, weight, currency
FROM allocation
WHERE account IS NULL
ORDER BY grouped_by, currency, market_value DESC NULLS LAST;
