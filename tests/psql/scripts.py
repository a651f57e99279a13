"""Random SQL scripts with everything that makes it hard to say where a statement ends."""

TAGS = ["$$", "$a$", "$A$", "$ab$", "$_1$", "$é$", "$body$"]
NAMES = ["a", "b1", "a$b$c", "x$1", "_y", "é", "name$", "e", "u", "begin", "\"q;\"\"'\"", "\"--\"", "U&\"d\\0061\""]
SETTINGS = ["SET standard_conforming_strings = off", "SET standard_conforming_strings = on",
            "SET standard_conforming_strings TO 'off'", "set session Standard_Conforming_Strings to on",
            "SET standard_conforming_strings=false", "RESET standard_conforming_strings",
            "SET standard_conforming_strings TO DEFAULT", "SET /* c; */ standard_conforming_strings -- ;\n = 'on'"]
HIDDEN_SETTING = "SELECT set_config('standard_conforming_strings', '{}', false)"  # only the server tells
SOUP = ["'", "\"", "$$", "$a$", "$", "/*", "*/", "--", "\n", "\r\n", "\r", ";", "(", ")", " ", "E'", "e'", "\\'", "\\\\", "U&'",
        "U&\"", "N'", "B'", "X'", "é", "a$b", "1", ".5e", "1e+", "0x", "$1", "1a$b$", "::", "..", "CREATE", " FUNCTION ",
        " OR REPLACE ", " PROCEDURE ", " BEGIN ", " ATOMIC ", " END", "CASE ", "''", "\n\n", "\t", "\f", "-", "/", "*", "x"]


class Writer:
    def __init__(self, random):
        self.random = random

    def pick(self, values):
        return self.random.choice(values)

    def some(self, make, most):
        return "".join(make() for _ in range(self.random.randint(0, most)))

    def gap(self):
        return self.pick([" ", " ", " ", "\n", "\t", "\n\n", " \f ", "\n  \n", " -- it's; $$ (\n", "\n--\n", self.comment()])

    def comment(self, depth=0):
        inside = self.pick(["", " ; ", "'", "\"", "$$", "--", "(", "\n", "\n\n", " * / ", "**", "//", "é", "\\"])
        nested = self.comment(depth + 1) if depth < 4 and self.random.random() < 0.4 else ""
        return f" /*{inside}{nested}{self.pick(['', ';', chr(10)])}*/ "

    def text(self):
        return self.pick(["", "x", ";", "--", "/*", "*/", "$$", "$a$", "(", ")", "\n", "\n\n", "é", "BEGIN", "\t", "''"])

    def string(self):
        inside = self.some(self.text, 4).replace("\\", "")
        kind = self.pick(["plain", "plain", "escape", "unicode", "national", "bits", "typed", "windows"])
        if kind == "escape":
            return self.pick("Ee") + "'" + inside + self.pick(["\\'", "\\\\", "\\'';", ""]) + inside + "'"
        if kind == "windows":  # one string or the beginning of another, as standard_conforming_strings says
            return "'C:\\'" + self.pick(["", "", "';'"])
        prefix = {"plain": "", "unicode": self.pick(["U&", "u&"]), "national": self.pick("Nn"),
                  "bits": self.pick("BbXx"), "typed": "date "}[kind]
        return prefix + "'" + inside + "'" + self.pick(["", "", "\n'" + inside + "'", " -- c\n '" + inside + "'"])

    def dollar(self):
        tag = self.pick(TAGS)
        inside = self.some(lambda: self.pick([";", "'", "$", "$x$", "\n", "--", "/*", "(", "a", " ", "\\"]), 6)
        return f" {tag}{inside.replace(tag, '') if inside.rstrip('$') == inside else 'x'}{tag}"

    def value(self):
        return self.pick([self.string, self.dollar, lambda: self.pick(NAMES), lambda: " $1", lambda: "1",
                          lambda: self.pick([".5e3", "1.e5", "2e+1", "1..2", "1a", "$1$2", "1$$;$$", "0.5"]),
                          lambda: f"({self.value()}{self.pick(['', '', ';'])})",
                          lambda: f"CASE{self.gap()}WHEN true THEN {self.value()} END"])()

    def values(self):
        return (self.gap() + "," + self.gap()).join(self.value() for _ in range(self.random.randint(1, 4)))

    def select(self):
        return f"{self.pick(['SELECT', 'select', 'Values (1),'])}{self.gap()}{self.values()}"

    def function(self):
        kind = self.pick(["FUNCTION", "function", "PROCEDURE"])
        head = f"{self.pick(['CREATE', 'create'])}{self.gap()}{self.pick(['', f'OR{self.gap()}REPLACE '])}{kind}{self.gap()}f"
        head += self.pick(["()", "(a int, b text DEFAULT ';')", "(\"begin\" int)"])
        if self.random.random() < 0.3:
            return head + f" RETURNS int LANGUAGE plpgsql AS{self.dollar()}"
        body = self.some(lambda: self.select() + ";" + self.gap(), 3)
        return f"{head} RETURNS int{self.gap()}BEGIN{self.gap()}ATOMIC{self.gap()}{body}{self.pick(['END', 'end'])}"

    def rule(self):
        return f"CREATE RULE r AS ON UPDATE TO t DO ALSO ({self.select()};{self.gap()}DELETE FROM t; {self.select()})"

    def setting(self):
        return self.pick(SETTINGS + [HIDDEN_SETTING.format("off"), HIDDEN_SETTING.format("on")])

    def statement(self):
        if self.random.random() < 0.1:  # psql looks at what the server reports once a line
            return f"{self.setting()};\n"
        make = self.pick([self.select] * 6 + [self.function, self.function, self.rule, lambda: ""])
        return make() + self.pick(["", "", self.gap()]) + ";"

    def copy(self):
        table = self.pick(["t", "t (a)", "public.t", "\"t\""])
        options = self.pick(["", " WITH (FORMAT text)", " CSV", " DELIMITER '|'", self.comment()])
        rows = self.some(lambda: self.pick(["x;'", "\\N", "$$", "/*", "", "\\.x", " \\.", "é", "(", "-- x"]) + "\n", 4)
        return f"{self.pick(['COPY', 'copy'])} {table} FROM{self.gap()}{self.pick(['STDIN', 'stdin'])}{options};" \
               f"{self.pick(['', ' ', ' -- rows'])}\n{rows}\\.\n"

    def soup(self):
        return "SELECT " + self.some(lambda: self.pick(SOUP), 30)

    def mutated(self, text):
        for _ in range(self.random.randint(1, 3)):
            at = self.random.randint(0, len(text))
            text = text[:at] + self.pick(["", self.pick(SOUP)]) + text[at + self.random.randint(0, 2):]
        return text

    def with_line_ends(self, text):
        lone = "\r" if "strings" not in text.lower() else "\n"  # does not end a line for psql
        return self.pick([text] * 4 + [text.replace("\n", "\r\n"), text.replace("\n", lone)])

    def script(self):
        """Most are whole and well formed; some are damaged, some are noise."""
        if self.random.random() < 0.15:
            return self.soup()
        pieces = [self.copy() if self.random.random() < 0.06 else self.statement() + self.gap()
                  for _ in range(self.random.randint(1, 12))]
        text = self.gap() + "".join(pieces) + self.pick(["", "-- the end", "/* the end */", self.select(), self.select() + " -- end"])
        text = self.mutated(text) if self.random.random() < 0.3 else text
        return self.pick(["", "", "", "\ufeff"]) + self.with_line_ends(text)
