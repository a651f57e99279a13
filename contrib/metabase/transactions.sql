-- Every transaction, with names instead of numbers.
SELECT transaction_date, account, transaction_type, ticker, name, quantity, price, total_amount, fee, currency, note,
       source_file, line_no
FROM transactions_readable
ORDER BY transaction_date DESC, account, id DESC;
