"""What programs make of a file when it is opened and saved again: other bytes, the same cells."""
import csv
import io
import re

LONGEST = 131072


def table_of(text):
    """The rows, and what separates their fields."""
    delimiter = max(",;\t", key=text.count)
    csv.field_size_limit(LONGEST)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)), delimiter


def written(rows, delimiter, quoting=csv.QUOTE_MINIMAL):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator="\n").writerows(rows)
    return out.getvalue()


def of_cells(change):
    def respelled(text):
        rows, delimiter = table_of(text)
        return written([[change(cell) for cell in row] for row in rows], delimiter)
    return respelled


def with_delimiter(other):
    return lambda text: written(table_of(text)[0], other)


def is_number(cell):
    return re.fullmatch(r"[-+]?\d+([.,]\d+)?", cell) is not None


def wide_blanks(cell):
    return cell if re.match(r"\d", cell) else cell.replace(" ", "\u00a0")


def in_brackets(cell):
    return f"({cell[1:]})" if re.fullmatch(r"-\d+[.,]\d+", cell) else cell


def with_plus(cell):
    return f"+{cell}" if is_number(cell) and re.match(r"\d+[.,]", cell) else cell


AMOUNT = re.compile(r"[-(]?[$€£]?-?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?\)?")


OWN_FORMAT = "date,type,ticker," # exact about its numbers


def with_decimal_commas(text):
    """In the style of another country. A file that is of such a one stays as it is, and one with numbers among words, which stay too."""
    rows, delimiter = table_of(text)
    others = (cell for row in rows for cell in row if not AMOUNT.fullmatch(cell))
    if text.startswith(OWN_FORMAT) or any(re.search(r"\d,\d", cell) for cell in others):
        return text
    exchanged = str.maketrans(".,", ",.")
    swapped = [[cell.translate(exchanged) if AMOUNT.fullmatch(cell) else cell for cell in row] for row in rows]
    return written(swapped, ";" if delimiter == "," else delimiter)


# Each gives bytes for the text of a file.
SPELLINGS = {
    "line ends of Windows": lambda text: text.replace("\n", "\r\n").encode(),
    "byte order mark": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "UTF-16": lambda text: text.encode("utf-16"),
    "quotes": lambda text: written(*table_of(text), csv.QUOTE_ALL).encode(),
    "semicolons": lambda text: with_delimiter(";")(text).encode(),
    "tabs": lambda text: with_delimiter("\t")(text).encode(),
    "empty lines": lambda text: (text.rstrip("\n") + "\n\n\n").encode(),
    "blanks around": lambda text: of_cells(lambda cell: f" {cell} " if cell else cell)(text).encode(),
    "blanks that do not break": lambda text: of_cells(wide_blanks)(text).encode(),
    "negative in brackets": lambda text: of_cells(in_brackets)(text).encode(),
    "decimal commas": lambda text: with_decimal_commas(text).encode(),
    "positive with a sign": lambda text: of_cells(with_plus)(text).encode(),
}
