-- What each account is worth, by day, in its base currency.
SELECT snapshot_date, account, base_currency, total_value, cash_balance, net_flows
FROM daily_value
ORDER BY snapshot_date, account;
