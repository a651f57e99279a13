#include "pf/db/rows.hpp"

#include <algorithm>

namespace pf::db {

std::string joined(std::vector<std::string_view> const& names)
{
    std::string text;
    for (auto const name : names) {
        text += text.empty() ? "" : ", ";
        text += name;
    }
    return text;
}

std::string replacing_assignments(Table const& table)
{
    std::string text;
    for (auto const column : table.columns) {
        if (std::ranges::find(table.key, column) == table.key.end()) {
            text += text.empty() ? "" : ", ";
            text += std::string{column} + " = excluded." + std::string{column};
        }
    }
    if (!table.also_set.empty()) {
        text += ", " + std::string{table.also_set};
    }
    return text;
}

std::optional<Decimal> RowReader::optional_decimal()
{
    if (skip_null()) {
        return std::nullopt;
    }
    return decimal();
}

std::optional<std::int64_t> RowReader::optional_integer()
{
    if (skip_null()) {
        return std::nullopt;
    }
    return integer();
}

std::optional<Timestamp> RowReader::optional_timestamp()
{
    if (skip_null()) {
        return std::nullopt;
    }
    return timestamp();
}

std::string_view RowReader::optional_text()
{
    return skip_null() ? std::string_view{} : text();
}

void RowWriter::optional_decimal(std::optional<Decimal> const& value)
{
    if (value) {
        decimal(*value);
    } else {
        null();
    }
}

void RowWriter::optional_integer(std::optional<std::int64_t> const& value)
{
    if (value) {
        integer(*value);
    } else {
        null();
    }
}

void RowWriter::optional_timestamp(std::optional<Timestamp> const& value)
{
    if (value) {
        timestamp(*value);
    } else {
        null();
    }
}

void RowWriter::optional_text(std::string_view value)
{
    if (value.empty()) {
        null();
    } else {
        text(value);
    }
}

} // namespace pf::db
