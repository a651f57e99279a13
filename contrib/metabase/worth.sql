-- What all accounts are worth, by day.
SELECT snapshot_date, currency, total_value, unrealized_pl, realized_pl, income
FROM daily_value_of_all
ORDER BY snapshot_date, currency;
