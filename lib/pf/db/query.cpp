#include "pf/db/query.hpp"

#include "pf/base/error.hpp"
#include "pf/db/json_text.hpp"
#include "pf/db/text_values.hpp"

#include <array>

namespace pf::db {

namespace {

struct Placeholder {
    std::string_view kind;
    std::string_view postgresql; ///< `$` stands for the parameter
    std::string_view sqlite;
};

constexpr std::array placeholders{
    Placeholder{"integer", "CAST($ AS BIGINT)", "CAST($ AS INTEGER)"},
    Placeholder{"text", "CAST($ AS TEXT)", "$"},
    Placeholder{"decimal", "CAST($ AS NUMERIC)", "$"},
    Placeholder{"timestamp", "CAST($ AS TIMESTAMPTZ)", "$"},
    Placeholder{"date", "CAST($ AS DATE)", "$"},
    Placeholder{"ids", "(SELECT CAST(value AS BIGINT) AS value FROM json_array_elements_text(CAST($ AS JSON)))",
                "(SELECT value FROM json_each($))"},
    Placeholder{"texts", "(SELECT value COLLATE \"C\" AS value FROM json_array_elements_text(CAST($ AS JSON)))",
                "(SELECT value FROM json_each($))"},
    Placeholder{"zero", "0", "'0'"},
    Placeholder{"instruments",
                "(SELECT CAST(value ->> 0 AS BIGINT) AS account_id, (value ->> 1) COLLATE \"C\" AS ticker "
                "FROM json_array_elements(CAST($ AS JSON)))",
                "(SELECT value ->> 0 AS account_id, value ->> 1 AS ticker FROM json_each($))"},
};

std::string replaced(std::string_view text, std::string const& parameter)
{
    std::string result;
    for (char const c : text) {
        if (c == '$') {
            result += parameter;
        } else {
            result += c;
        }
    }
    return result;
}

Placeholder const& placeholder(std::string_view kind)
{
    for (auto const& candidate : placeholders) {
        if (candidate.kind == kind) {
            return candidate;
        }
    }
    throw Error{ExitCode::internal, "a query has the unknown placeholder " + std::string{kind}};
}

} // namespace

Query portable_query(std::string_view name, std::string_view text)
{
    Query query{std::string{name}, {}, {}};
    while (true) {
        auto const open = text.find('{');
        query.postgresql += text.substr(0, open);
        query.sqlite += text.substr(0, open);
        if (open == std::string_view::npos) {
            return query;
        }
        auto const close = text.find('}', open);
        auto const inside = text.substr(open + 1, close - open - 1);
        auto const blank = inside.find(' ');
        auto const& form = placeholder(inside.substr(0, blank));
        std::string const parameter{inside.substr(blank + 1)};
        query.postgresql += replaced(form.postgresql, ":'" + parameter + "'");
        query.sqlite += replaced(form.sqlite, ":" + parameter);
        text.remove_prefix(close + 1);
    }
}

Parameter parameter(std::string_view name, std::int64_t value)
{
    return {name, std::to_string(value)};
}

Parameter parameter(std::string_view name, Timestamp value)
{
    std::string text(timestamp_size, '\0');
    write_timestamp(text.data(), value);
    return {name, std::move(text)};
}

Parameter parameter(std::string_view name, Date value)
{
    std::string text(date_size, '\0');
    write_date(text.data(), value);
    return {name, std::move(text)};
}

Parameter parameter(std::string_view name, std::vector<std::int64_t> const& ids)
{
    JsonArray array;
    for (auto const id : ids) {
        array.add(id);
    }
    return {name, array.text()};
}

Parameter parameter(std::string_view name, std::set<std::string> const& texts)
{
    JsonArray array;
    for (auto const& text : texts) {
        array.add(std::string_view{text});
    }
    return {name, array.text()};
}

Parameter parameter(std::string_view name, std::set<Instrument> const& instruments)
{
    JsonArray array;
    for (auto const& [account_id, ticker] : instruments) {
        array.add(JsonArray{}.add(account_id).add(std::string_view{ticker}));
    }
    return {name, array.text()};
}

} // namespace pf::db
