#include "pf/jobs/backup/rows.hpp"

#include "pf/backup/canonical_json.hpp"
#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/db/text_values.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <limits>

namespace pf::jobs {

namespace {

using backup::CsvText;
using db::ColumnType;
using Field = backup::CsvRows::Field;

constexpr std::size_t uuid_size = 36;

bool is_dash_before(std::size_t byte)
{
    return byte == 4 || byte == 6 || byte == 8 || byte == 10;
}

void write_integer(CsvText& csv, std::int64_t value)
{
    std::array<char, 24> text{};
    auto* const end = std::to_chars(text.begin(), text.end(), value).ptr;
    csv.plain({text.data(), static_cast<std::size_t>(end - text.data())});
}

void write_decimal(CsvText& csv, Decimal value)
{
    std::array<char, db::longest_decimal> text{};
    csv.plain({text.data(), db::write_decimal(text.data(), value)});
}

void write_timestamp(CsvText& csv, Timestamp value)
{
    std::array<char, db::timestamp_size> text{};
    db::write_timestamp(text.data(), value);
    csv.plain({text.data(), text.size()});
}

void write_date(CsvText& csv, Date value)
{
    std::array<char, db::date_size> text{};
    db::write_date(text.data(), value);
    csv.plain({text.data(), text.size()});
}

/// As a UUID, which is what it is on PostgreSQL.
void write_fingerprint(CsvText& csv, model::Fingerprint const& value)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::array<char, uuid_size> text{};
    auto* out = text.begin();
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (is_dash_before(i)) {
            *out++ = '-';
        }
        *out++ = digits[std::to_integer<unsigned>(value[i]) >> 4U];
        *out++ = digits[std::to_integer<unsigned>(value[i]) & 0xFU];
    }
    csv.plain({text.data(), text.size()});
}

void write_value(CsvText& csv, db::RowReader& row, ColumnType type)
{
    if (row.skip_null()) {
        return csv.null();
    }
    switch (type) {
    case ColumnType::integer:
    case ColumnType::small_integer:
        return write_integer(csv, row.integer());
    case ColumnType::boolean:
        return csv.plain(row.boolean() ? "1" : "0");
    case ColumnType::text:
        return csv.text(row.text());
    case ColumnType::decimal:
        return write_decimal(csv, row.decimal());
    case ColumnType::timestamp:
        return write_timestamp(csv, row.timestamp());
    case ColumnType::date:
        return write_date(csv, row.date());
    case ColumnType::fingerprint:
        return write_fingerprint(csv, row.fingerprint());
    case ColumnType::json:
        return csv.text(backup::canonical_json(row.text()));
    }
}

[[noreturn]] void refuse(std::string_view text)
{
    throw Error{ExitCode::bad_data, base::quoted(text)};
}

template <typename Integer>
Integer read_integer(std::string_view text)
{
    Integer value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) {
        refuse(text);
    }
    return value;
}

/// What PostgreSQL takes for a text, SQLite must not hold either.
std::string_view read_text(std::string_view text)
{
    if (base::find_invalid_utf8(text) || text.find('\0') != std::string_view::npos) {
        refuse(text);
    }
    return text;
}

bool read_boolean(std::string_view text)
{
    if (text != "0" && text != "1") {
        refuse(text);
    }
    return text == "1";
}

model::Fingerprint read_fingerprint(std::string_view text)
{
    model::Fingerprint value{};
    if (text.size() != uuid_size) {
        refuse(text);
    }
    std::size_t at = 0;
    for (std::size_t i = 0; i < value.size(); ++i, at += 2) {
        if (is_dash_before(i) && text[at++] != '-') {
            refuse(text);
        }
        unsigned byte = 0;
        auto const* const digits = text.data() + at;
        if (std::from_chars(digits, digits + 2, byte, 16).ptr != digits + 2) {
            refuse(text);
        }
        value[i] = static_cast<std::byte>(byte);
    }
    return value;
}

/// \param fingerprint  lives until the end of the row
void write_value(db::RowWriter& rows, Field const& field, ColumnType type, model::Fingerprint& fingerprint)
{
    if (field.is_null) {
        return rows.null();
    }
    auto const text = field.text;
    switch (type) {
    case ColumnType::integer:
        return rows.integer(read_integer<std::int64_t>(text));
    case ColumnType::small_integer:
        return rows.small_integer(read_integer<std::int32_t>(text));
    case ColumnType::boolean:
        return rows.boolean(read_boolean(text));
    case ColumnType::text:
        return rows.text(read_text(text));
    case ColumnType::decimal:
        return rows.decimal(db::read_decimal(text));
    case ColumnType::timestamp:
        return rows.timestamp(db::read_timestamp(text));
    case ColumnType::date:
        return rows.date(db::read_date(text));
    case ColumnType::fingerprint:
        fingerprint = read_fingerprint(text);
        return rows.fingerprint(fingerprint);
    case ColumnType::json:
        return rows.json(read_text(text));
    }
}

} // namespace

void write_values(CsvText& csv, db::RowReader& row, db::StoredTable const& table)
{
    for (auto const& column : table.columns) {
        write_value(csv, row, column.type);
    }
}

void write_row(db::RowWriter& rows, std::span<Field const> fields, db::StoredTable const& table)
{
    if (fields.size() != table.columns.size()) {
        throw Error{ExitCode::bad_data,
                    fmt::format("a row has {} fields, the table has {} columns", fields.size(), table.columns.size()),
                    table.name + ".csv"};
    }
    // A table has one fingerprint at most: it is what tells its rows apart.
    model::Fingerprint fingerprint{};
    for (std::size_t i = 0; i < fields.size(); ++i) {
        try {
            write_value(rows, fields[i], table.columns[i].type, fingerprint);
        } catch (Error const& error) {
            if (error.code() != ExitCode::bad_data) {
                throw;
            }
            throw Error{
                ExitCode::bad_data,
                fmt::format("{} is no value of the column {}", base::quoted(fields[i].text), table.columns[i].name),
                table.name + ".csv"};
        }
    }
    rows.end_row();
}

} // namespace pf::jobs
