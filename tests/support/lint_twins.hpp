#pragma once

#include "pf/migration/lint.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace pf::test {

/// SQL that lint finds something in, and SQL much like it, or to the same end, that it does not. Both are for a
/// database that holds what `tables_of` creates.
struct Twin {
    std::string_view code;
    std::string bad; ///< `»` stands before the word that is found
    std::string good;
};

inline constexpr std::string_view mark = "»";

inline std::string without_mark(std::string text)
{
    auto const at = text.find(mark);
    return at == std::string::npos ? text : text.erase(at, mark.size());
}

/// The files that a text is spread over, without empty ones.
inline std::vector<std::string> parts_of(std::string_view text)
{
    std::vector<std::string> parts;
    while (!text.empty()) {
        auto const end = std::min(text.find(migration::next_file_mark), text.size());
        if (text.find_first_not_of(" \n") < end) {
            parts.emplace_back(text.substr(0, end));
        }
        text.remove_prefix(std::min(end + migration::next_file_mark.size(), text.size()));
    }
    return parts;
}

inline std::string tables_of(migration::Dialect dialect)
{
    std::string const tables = R"(
CREATE TABLE books (id BIGINT PRIMARY KEY, title TEXT, stock INTEGER NOT NULL, CONSTRAINT books_stock CHECK (stock > 0));
CREATE TABLE loans (id BIGINT PRIMARY KEY, book_id BIGINT, note TEXT);
INSERT INTO books (id, title, stock) VALUES (1, 'Money', 3);
INSERT INTO loans (id, book_id, note) VALUES (1, 1, 'late');
CREATE INDEX loans_note ON loans (note);
)";
    return dialect == migration::Dialect::sqlite
               ? tables
               : tables + "CREATE TABLE keyless (id BIGINT);\nCREATE TYPE state AS ENUM ('new');\n"
                          "CREATE TABLE copies (state state);\nCREATE SCHEMA other;\n";
}

inline std::vector<Twin> index_twins()
{
    return {
        {"index-not-concurrent", "CREATE »INDEX i ON loans (note);",
         "-- pf:no-transaction\nCREATE INDEX CONCURRENTLY i ON loans (note);"},
        {"index-not-concurrent",
         "create unique /* a; b */ »index if not exists i -- c\n on only public.\"loans\" (note);",
         "CREATE TABLE \"Loans\" (note TEXT);\nCREATE INDEX i ON public.\"Loans\" (note);"},
        {"index-not-concurrent", "CREATE TABLE \"Loans\" (note TEXT);\nCREATE »INDEX ON loans (note);",
         "CREATE TABLE Archive (note TEXT);\nCREATE INDEX ON archive (note);"},
        {"index-not-concurrent", "CREATE TABLE other.loans (note TEXT);\nCREATE »INDEX i ON public.loans (note);",
         "CREATE TABLE other.loans (note TEXT);\nCREATE INDEX i ON other.loans (note);"},
        {"index-not-concurrent", "DROP »INDEX loans_note;",
         "-- pf:no-transaction\nDROP INDEX CONCURRENTLY loans_note;"},
        {"index-not-concurrent", "»REINDEX TABLE loans;", "-- pf:no-transaction\nREINDEX TABLE CONCURRENTLY loans;"},
        {"index-not-concurrent", "SELECT 'a;';CREATE »INDEX ON loans (note);",
         "SELECT 'CREATE INDEX i ON loans (note);', $a$DROP TABLE loans;$a$; /* DROP TABLE loans; */"},
        {"index-not-concurrent",
         "CREATE FUNCTION f() RETURNS INTEGER LANGUAGE sql BEGIN ATOMIC SELECT 1; END;\nCREATE »INDEX ON loans (note);",
         "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN DROP TABLE loans; END $$;\n"
         "CREATE FUNCTION g() RETURNS INTEGER LANGUAGE sql BEGIN ATOMIC DELETE FROM loans; SELECT 1; END;"},
        {"concurrent-in-transaction", "CREATE INDEX »CONCURRENTLY i ON loans (note);",
         "-- pf:no-transaction\nCREATE INDEX CONCURRENTLY i ON loans (note);"},
        {"concurrent-in-transaction", "SELECT 1;\n-- pf:down\ndrop index »concurrently loans_note;",
         "SELECT 1;\n-- pf:down\nDROP INDEX loans_note;"},
    };
}

inline std::vector<Twin> constraint_twins()
{
    return {
        {"validating-foreign-key", "ALTER TABLE loans ADD CONSTRAINT f »FOREIGN KEY (book_id) REFERENCES books (id);",
         "ALTER TABLE loans ADD CONSTRAINT f FOREIGN KEY (book_id) REFERENCES books (id) NOT VALID;\n"
         "-- in the next file:\nALTER TABLE loans VALIDATE CONSTRAINT f;"},
        {"validating-foreign-key",
         "alter table if exists only loans add »foreign key (book_id) references books on delete cascade;",
         "CREATE TABLE a (b BIGINT REFERENCES books (id), FOREIGN KEY (b) REFERENCES books (id));\n"
         "ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES books (id);"},
        {"validating-foreign-key",
         "ALTER TABLE loans ADD COLUMN next BIGINT »REFERENCES books (id) ON DELETE CASCADE DEFERRABLE;",
         "ALTER TABLE loans ADD COLUMN next BIGINT;\n"
         "ALTER TABLE loans ADD CONSTRAINT f FOREIGN KEY (next) REFERENCES books (id) NOT VALID;"},
        {"validating-check", "ALTER TABLE loans ADD CONSTRAINT c »CHECK (id > 0), ADD COLUMN x INTEGER;",
         "ALTER TABLE loans ADD COLUMN x INTEGER, ADD CONSTRAINT c CHECK (id > 0) NOT VALID;"},
        {"validating-check", "ALTER TABLE loans ADD COLUMN \"Sum\" INTEGER »CHECK (\"Sum\" > 0);",
         "CREATE TABLE a (b INTEGER CHECK (b > 0));\nALTER TABLE a ADD CHECK (b > 1);"},
        {"validate-in-same-file",
         "ALTER TABLE loans ADD CONSTRAINT c CHECK (id > 0) NOT VALID;\nALTER TABLE loans VALIDATE CONSTRAINT »c;",
         "ALTER TABLE loans ADD CONSTRAINT c CHECK (id > 0) NOT VALID;\n"
         "-- in the next file:\nALTER TABLE loans VALIDATE CONSTRAINT c;"},
        {"constraint-without-index", "ALTER TABLE loans ADD CONSTRAINT u »UNIQUE (note);",
         "-- pf:no-transaction\nCREATE UNIQUE INDEX CONCURRENTLY u ON loans (note);\n"
         "-- in the next file:\nALTER TABLE loans ADD CONSTRAINT u UNIQUE USING INDEX u;"},
        {"constraint-without-index", "ALTER TABLE loans ADD COLUMN x INTEGER, ADD »UNIQUE (note, book_id);",
         "CREATE TABLE a (b INTEGER UNIQUE);\nALTER TABLE a ADD PRIMARY KEY (b);"},
        {"constraint-without-index", "ALTER TABLE keyless ADD »PRIMARY KEY (id);",
         "-- pf:no-transaction\nCREATE UNIQUE INDEX CONCURRENTLY k ON keyless (id);\n"
         "-- in the next file:\nALTER TABLE keyless ADD PRIMARY KEY USING INDEX k;"},
        {"constraint-without-index", "ALTER TABLE loans ADD CONSTRAINT e »EXCLUDE USING btree (note WITH =);",
         "CREATE TABLE a (b INTEGER, EXCLUDE USING btree (b WITH =));"},
        {"constraint-without-index", "ALTER TABLE loans ADD COLUMN code TEXT »UNIQUE;",
         "ALTER TABLE loans ADD COLUMN \"unique\" TEXT;"},
    };
}

inline std::vector<Twin> column_twins()
{
    return {
        {"set-not-null", "ALTER TABLE loans ALTER COLUMN »note SET NOT NULL;",
         "CREATE TABLE a (b INTEGER);\nALTER TABLE a ALTER b SET NOT NULL;"},
        {"set-not-null",
         "ALTER TABLE loans ADD CONSTRAINT n CHECK (note IS NOT NULL) NOT VALID;\n"
         "-- in the next file:\nALTER TABLE loans ALTER »note SET NOT NULL;",
         "ALTER TABLE loans ADD CONSTRAINT n CHECK ((\"note\" is not null)) NOT VALID;\n"
         "-- in the next file:\nALTER TABLE public.loans VALIDATE CONSTRAINT n;\n"
         "-- in the next file:\nALTER TABLE loans ALTER note SET NOT NULL, DROP CONSTRAINT n;"},
        {"add-not-null-column", "ALTER TABLE loans ADD COLUMN x INTEGER »NOT NULL;",
         "ALTER TABLE loans ADD COLUMN x INTEGER NOT NULL DEFAULT 0;"},
        {"add-not-null-column", "ALTER TABLE loans ADD y INTEGER, ADD x TEXT COLLATE \"C\" DEFAULT NULL »NOT NULL;",
         "CREATE TABLE a (b INTEGER);\nALTER TABLE a ADD COLUMN c INTEGER NOT NULL;"},
        {"volatile-default", "ALTER TABLE loans ADD COLUMN x UUID DEFAULT »gen_random_uuid();",
         "ALTER TABLE loans ADD COLUMN x TIMESTAMPTZ NOT NULL DEFAULT now();"},
        {"volatile-default",
         "ALTER TABLE loans ADD x TIMESTAMPTZ DEFAULT ( pg_catalog . »clock_timestamp ( ) ) NOT NULL;",
         "ALTER TABLE loans ADD x TEXT NOT NULL DEFAULT 'random()';"},
        {"volatile-default", "ALTER TABLE loans ADD COLUMN x »BIGSERIAL;",
         "CREATE TABLE a (b BIGSERIAL, c UUID DEFAULT gen_random_uuid());"},
        {"volatile-default", "ALTER TABLE loans ADD COLUMN x INTEGER »GENERATED ALWAYS AS IDENTITY;",
         "CREATE TABLE a (b INTEGER GENERATED ALWAYS AS IDENTITY);"},
        {"volatile-default", "ALTER TABLE loans ADD COLUMN x BIGINT »GENERATED ALWAYS AS (id * 2) STORED;",
         "ALTER TABLE loans ADD COLUMN x BIGINT DEFAULT abs(-2);"},
        {"type-change", "ALTER TABLE loans ALTER COLUMN »note TYPE VARCHAR(20);",
         "ALTER TABLE loans ALTER COLUMN note SET DEFAULT 'none';"},
        {"type-change", "ALTER TABLE loans ALTER »note SET DATA TYPE INTEGER USING length(note);",
         "CREATE TABLE a (b INTEGER);\nALTER TABLE a ALTER b TYPE BIGINT;"},
    };
}

/// What the application may still use.
inline std::vector<Twin> removal_twins()
{
    return {
        {"rename-table", "ALTER TABLE loans RENAME TO »lendings;",
         "CREATE TABLE a (b INTEGER);\nALTER TABLE a RENAME TO c;\nCREATE INDEX ON c (b);"},
        {"rename-table", "ALTER TABLE public.loans SET SCHEMA »other;",
         "CREATE TABLE a (b INTEGER);\nALTER TABLE a SET SCHEMA other;"},
        {"rename-column", "ALTER TABLE loans RENAME »note TO remark;",
         "ALTER TABLE loans RENAME CONSTRAINT loans_pkey TO loans_key;"},
        {"rename-column", "alter table loans rename column »\"note\" to remark;",
         "CREATE TABLE a (b INTEGER);\nALTER TABLE a RENAME COLUMN b TO c;"},
        {"drop-table", "DROP TABLE »loans;", "CREATE TABLE a (b INTEGER);\nDROP TABLE a;"},
        {"drop-table", "CREATE TABLE a (b INTEGER);\nDROP TABLE IF EXISTS a, »public.loans CASCADE;",
         "CREATE TABLE a (b INTEGER);\n-- pf:down\nDROP TABLE loans;"},
        {"drop-table", "DROP SCHEMA »other CASCADE;", "DROP TYPE IF EXISTS other.a;"},
        {"drop-column", "ALTER TABLE loans DROP COLUMN »note;",
         "ALTER TABLE loans ADD COLUMN x INTEGER;\n-- pf:down\nALTER TABLE loans DROP COLUMN x;"},
        {"drop-column", "alter table loans add x integer, drop if exists »\"note\" cascade;",
         "CREATE TABLE a (b INTEGER, c INTEGER);\nALTER TABLE a DROP b;"},
        {"drop-constraint", "ALTER TABLE books DROP CONSTRAINT »books_stock;",
         "CREATE TABLE a (b INTEGER CONSTRAINT c CHECK (b > 0));\nALTER TABLE a DROP CONSTRAINT c;"},
        {"drop-not-null", "ALTER TABLE books ALTER COLUMN »stock DROP NOT NULL;",
         "ALTER TABLE books ALTER COLUMN stock DROP DEFAULT;"},
        {"truncate-cascade", "TRUNCATE TABLE ONLY books »CASCADE;", "TRUNCATE books, loans;"},
    };
}

inline std::vector<Twin> type_twins()
{
    std::string const longest(63, 'x');
    return {
        {"float-column", "CREATE TABLE a (b INTEGER, c »double precision NOT NULL DEFAULT 0);",
         "CREATE TABLE a (real_estate TEXT, \"float\" NUMERIC(10,2) CHECK (\"float\" > 0), c DATE DEFAULT "
         "current_date);"},
        {"float-column", "ALTER TABLE loans ADD COLUMN x »real;", "ALTER TABLE loans ADD COLUMN \"real\" INTEGER;"},
        {"float-column", "CREATE TEMP TABLE IF NOT EXISTS a (\"b c\" »\"float8\", CHECK (\"b c\" > 0));",
         "CREATE TABLE a (LIKE loans, b INTEGER);"},
        {"money-column", "CREATE TABLE a (price »money);", "CREATE TABLE a (money NUMERIC(38,18));"},
        {"timestamp-without-zone", "CREATE TABLE a (b »TIMESTAMP);",
         "CREATE TABLE a (b TIMESTAMP(3) WITH TIME ZONE, c timestamptz, \"timestamp\" DATE);"},
        {"timestamp-without-zone", "CREATE UNLOGGED TABLE a (b »timestamp(3) without time zone);",
         "CREATE TABLE a (b DATE DEFAULT CAST('2024-01-01 12:00' AS TIMESTAMP));"},
        {"identifier-too-long", "CREATE TABLE »" + longest + "y (a INTEGER);",
         "CREATE TABLE " + longest + " (a INTEGER);"},
        {"identifier-too-long", "SELECT 1 AS »\"" + longest.substr(1) + "ü\";",
         "SELECT '" + longest + longest + "' AS \"" + longest.substr(2) + "ü\";"},
        {"enum-value-in-same-file",
         "ALTER TYPE state ADD VALUE IF NOT EXISTS 'lost';\nINSERT INTO copies (state) VALUES (»'lost');",
         "ALTER TYPE state ADD VALUE 'lost';\nALTER TYPE state ADD VALUE 'found' AFTER 'lost';\n"
         "-- in the next file:\nINSERT INTO copies (state) VALUES ('lost');"},
        {"enum-value-in-same-file",
         "ALTER TYPE state ADD VALUE 'lost';\nALTER TABLE copies ALTER COLUMN state SET DEFAULT »'lost';",
         "CREATE TYPE s AS ENUM ('a', 'b');\nCREATE TABLE t (s s DEFAULT 'b');"},
        {"enum-value-in-same-file",
         "CREATE TYPE s AS ENUM ('a');\nALTER TYPE s ADD VALUE 'b';\nCREATE TABLE t (s s DEFAULT »'b');",
         "ALTER TYPE state ADD VALUE 'b';\nCOMMENT ON TYPE state IS 'b';"},
    };
}

inline std::vector<Twin> postgresql_twins()
{
    std::vector<Twin> twins;
    for (auto const& some : {index_twins(), constraint_twins(), column_twins(), removal_twins(), type_twins()}) {
        twins.insert(twins.end(), some.begin(), some.end());
    }
    return twins;
}

inline std::vector<Twin> sqlite_twins()
{
    return {
        {"float-column", "CREATE TABLE a (b »REAL);", "CREATE TABLE a (b TEXT, [real] INTEGER, `float` TEXT) STRICT;"},
        {"float-column", "create table a (b integer, c »decimal(10,2) not null default 0);",
         "CREATE TABLE a (b, c INT);"},
        {"drop-table", "DROP TABLE »loans;",
         "CREATE TABLE new (id INTEGER PRIMARY KEY);\nINSERT INTO new (id) SELECT id FROM loans;\nDROP TABLE Loans;\n"
         "ALTER TABLE new RENAME TO loans;"},
        {"drop-table", "DROP TABLE IF EXISTS »\"loans\";\nCREATE TABLE loans (id INTEGER);",
         "CREATE TABLE a (b INTEGER);\nDROP TABLE \"A\";"},
        {"drop-column", "ALTER TABLE books DROP COLUMN »title;",
         "CREATE TRIGGER t AFTER INSERT ON loans BEGIN DELETE FROM books; SELECT 1; END;"},
        {"rename-table", "ALTER TABLE `loans` RENAME TO »lendings;",
         "CREATE TABLE a (b INTEGER);\nALTER TABLE a RENAME TO c;"},
        {"rename-column", "ALTER TABLE [loans] RENAME »[note] TO remark;",
         "CREATE TABLE a (b INTEGER);\nALTER TABLE a RENAME COLUMN b TO c;"},
        {"add-not-null-column", "ALTER TABLE loans ADD COLUMN x TEXT »NOT NULL;",
         "ALTER TABLE loans ADD COLUMN x INTEGER NOT NULL DEFAULT 0;"},
        {"volatile-default", "ALTER TABLE loans ADD COLUMN x TEXT DEFAULT »CURRENT_TIMESTAMP;",
         "CREATE TABLE a (b TEXT DEFAULT CURRENT_TIMESTAMP);"},
        {"volatile-default", "ALTER TABLE loans ADD COLUMN x INTEGER DEFAULT »(abs(random()));",
         "CREATE INDEX i ON loans (note);\nDROP INDEX loans_note;\nALTER TABLE loans ADD COLUMN x TIMESTAMP;"},
    };
}

} // namespace pf::test
