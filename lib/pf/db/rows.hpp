#pragma once

#include "pf/base/time.hpp"
#include "pf/model/transaction.hpp"
#include "pf/money/decimal.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pf::db {

/// SQL of one meaning in both dialects, made by `portable_query`. Parameters arrive as text in both: `:name` is one on
/// SQLite; on PostgreSQL, whose COPY takes none, `:'name'` becomes a literal, as in psql.
struct Query {
    std::string name; ///< for the log: `list the open lots`
    std::string postgresql;
    std::string sqlite;
};

struct Parameter {
    std::string_view name;
    std::string value;
};

/// A table as bulk writers see it.
struct Table {
    std::string_view name;
    std::vector<std::string_view> columns; ///< in the order in which rows are written
    std::vector<std::string_view> key;     ///< of the unique constraint that decides what "the same row" is
    std::string_view also_set = {};        ///< more assignments when a row is replaced: `unrealized_pl = NULL`
};

/// `a, b, c`
[[nodiscard]] std::string joined(std::vector<std::string_view> const& names);

/// The SET clause of an upsert: every column that is not part of the key from `excluded`, and `also_set`.
[[nodiscard]] std::string replacing_assignments(Table const& table);

enum class Conflict {
    refuse,  ///< a row with an existing key is an error
    replace, ///< a row with an existing key replaces that one's columns
};

/// The rows of a query, one at a time. Columns are read in order, each once; a method must fit the column's type.
class RowReader {
public:
    RowReader() = default;
    RowReader(RowReader const&) = delete;
    RowReader& operator=(RowReader const&) = delete;
    virtual ~RowReader() = default;

    /// To the next row; false after the last.
    [[nodiscard]] virtual bool next() = 0;

    /// Is the column that is about to be read NULL? Then it counts as read.
    [[nodiscard]] virtual bool skip_null() = 0;

    [[nodiscard]] virtual std::int64_t integer() = 0;
    [[nodiscard]] virtual bool boolean() = 0;
    [[nodiscard]] virtual std::string_view text() = 0; ///< until `next`
    [[nodiscard]] virtual Decimal decimal() = 0;
    [[nodiscard]] virtual Timestamp timestamp() = 0;
    [[nodiscard]] virtual Date date() = 0;
    [[nodiscard]] virtual model::Fingerprint fingerprint() = 0;

    [[nodiscard]] std::optional<Decimal> optional_decimal();
    [[nodiscard]] std::optional<std::int64_t> optional_integer();
    [[nodiscard]] std::optional<Timestamp> optional_timestamp();
    [[nodiscard]] std::string_view optional_text(); ///< NULL as empty
};

/// Adds rows to a table, column by column in the table's order.
class RowWriter {
public:
    RowWriter() = default;
    RowWriter(RowWriter const&) = delete;
    RowWriter& operator=(RowWriter const&) = delete;
    virtual ~RowWriter() = default;

    virtual void null() = 0;
    virtual void integer(std::int64_t value) = 0;       ///< BIGINT
    virtual void small_integer(std::int32_t value) = 0; ///< INTEGER
    virtual void boolean(bool value) = 0;
    virtual void text(std::string_view value) = 0; ///< must live until `end_row`
    virtual void json(std::string_view value) = 0; ///< JSONB on PostgreSQL; must live until `end_row`
    virtual void decimal(Decimal value) = 0;
    virtual void timestamp(Timestamp value) = 0;
    virtual void date(Date value) = 0;
    virtual void fingerprint(model::Fingerprint const& value) = 0; ///< must live until `end_row`

    virtual void end_row() = 0;

    /// Nothing is certain before this returned.
    virtual void finish() = 0;

    void optional_decimal(std::optional<Decimal> const& value);
    void optional_integer(std::optional<std::int64_t> const& value);
    void optional_timestamp(std::optional<Timestamp> const& value);
    void optional_text(std::string_view value); ///< empty as NULL
};

} // namespace pf::db
