"""Makes the workbooks of this test with Debian's python3-openpyxl and python3-xlsxwriter, two writers that are not ours:
one writes shared texts and formulas without results, the other formulas with results and times of its own format."""

import datetime

import openpyxl
import xlsxwriter

HEADER = ["date", "type", "ticker", "quantity", "price", "fee", "currency"]

book = openpyxl.Workbook()
sheet = book.active
sheet.title = "Trades"
for row in [HEADER,
            [datetime.date(2024, 1, 31), "BUY", "AAPL", 0.1, 100.125, 1, "USD"],
            [datetime.datetime(2024, 2, 1, 15, 4, 5), "BUY", "AAPL", 1.065, 101.35, 1, "USD"],
            [None] * 7,
            ["2024-03-01", "SELL", "AAPL", 0.165, 110, 0.0000001, "USD"]]:
    sheet.append(row)
book.create_sheet("Notes")["A1"] = "not to be imported"
book.create_sheet("Empty")
book.save("openpyxl.xlsx")

book = xlsxwriter.Workbook("xlsxwriter.xlsx", {"default_date_format": "dd/mm/yy hh:mm"})
sheet = book.add_worksheet("Trades")
sheet.write_row(0, 0, HEADER)
for number, (quantity, result) in enumerate([("=1/8", 0.125), ("=Gone!A1", "#REF!"), ("=2*2", 4)], 1):
    sheet.write_datetime(number, 0, datetime.datetime(2024, 4, number, 9, 30))
    sheet.write_row(number, 1, ["BUY", "MSFT"])
    sheet.write_formula(number, 3, quantity, None, result)
    sheet.write_row(number, 4, [400.5, 0, "USD"])
book.close()

book = openpyxl.Workbook()
book.active.title = "Open positions"
book.active.append(["instrument", "profit"])
sheet = book.create_sheet("Trades")
sheet.append(HEADER)
sheet.append([datetime.date(2024, 5, 2), "BUY", "SAP", 1, 100, 1, "EUR"])
book.save("second-sheet.xlsx")
