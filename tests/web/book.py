"""Books for the tests of the pages: with prices of many days, and names that would be markup, were they let."""

import csv
import datetime

HOSTILE_TICKERS = ["<script>alert(1)</script>", '"><svg onload=alert(2)>', "a'b&amp;c", "javascript:alert(3)", "../../etc", "a/b?c#d",
                   "W" * 50]
HOSTILE_TEXTS = ["<script>document.title='taken'</script>", "\u202egnitirw thgir ot tfel", "X" * 500, "</td></table><h1>taken</h1>"]
HOSTILE_ACCOUNT = "<img src=x onerror=alert(4)>"
FIRST = datetime.date(2023, 1, 2)


def days(count):
    return [FIRST + datetime.timedelta(days=i) for i in range(count)]


def write(path, rows):
    with open(path, "w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    return str(path)


def price_of(ticker, at):
    """Some way of going up and down; always the same."""
    wave = (at * 37 + sum(map(ord, ticker)) * 11) % 97
    return f"{60 + at / 8 + wave / 6:.2f}"


def usual(folder):
    rows = [["date", "type", "ticker", "quantity", "price", "total", "fee", "currency", "description"],
            ["2023-01-02", "DEPOSIT", "", "", "", "20000", "", "EUR", "to begin with"]]
    for i, ticker in enumerate(["AAA", "BBB", "CCC"]):
        rows.append([f"2023-01-{i + 3:02}", "BUY", ticker, "20", "70", "", "1", "EUR", ""])
        rows.append([f"2023-09-{i + 3:02}", "SELL", ticker, "5", "90", "", "1", "EUR", ""])
        rows.append([f"2024-03-{i + 3:02}", "DIVIDEND", ticker, "", "", "12.34", "", "EUR", ""])
    rows.append(["2024-04-02", "SELL", "AAA", "5", "95", "", "1", "EUR", ""])
    prices = [["date", "ticker", "close", "currency"]]
    for at, day in enumerate(days(540)):
        prices += [[day.isoformat(), ticker, price_of(ticker, at), "EUR"] for ticker in ("AAA", "BBB", "CCC")]
    return [write(folder / "usual.csv", rows), write(folder / "prices.csv", prices)]


def hostile(folder):
    rows = [["date", "type", "ticker", "quantity", "price", "total", "fee", "currency", "description"]]
    prices = [["date", "ticker", "close", "currency"]]
    for i, ticker in enumerate(HOSTILE_TICKERS):
        rows.append([f"2024-01-{i + 1:02}", "BUY", ticker, "3", "10", "", "0", "EUR", HOSTILE_TEXTS[i % len(HOSTILE_TEXTS)]])
        rows.append([f"2024-02-{i + 1:02}", "SELL", ticker, "1", "12", "", "0", "EUR", ""])
        prices += [[day, ticker, "11", "EUR"] for day in ("2024-01-31", "2024-02-29")]
    return [write(folder / "<b>hostile.csv", rows), write(folder / "hostile-prices.csv", prices)]


def deposit(folder, day):
    """One more row in the books."""
    folder.run("pf-import", "--quiet", write(folder.path / f"{day}.csv", [
        ["date", "type", "ticker", "quantity", "price", "total", "fee", "currency"], [day, "DEPOSIT", "", "", "", "1", "", "EUR"]]))


def fill(folder):
    """\\param folder  of tests/api: a home with a database"""
    folder.run("pf-import", "--quiet", *usual(folder.path))
    folder.run("pf-ledger", "accounts", "add", HOSTILE_ACCOUNT, "--base-currency", "EUR", "--quiet")
    folder.run("pf-import", "--quiet", "--account", HOSTILE_ACCOUNT, *hostile(folder.path))
