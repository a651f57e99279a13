#include "pf/db/instrument_tags.hpp"

#include "pf/db/instrument_store.hpp"
#include "pf/db/query.hpp"
#include "pf/db/session.hpp"

#include <string_view>
#include <utility>
#include <vector>

namespace pf::db {

namespace {

constexpr std::string_view tags_columns = "SELECT g.ticker, g.tag, g.value, g.weight FROM instrument_tags AS g ";

Table const& tags_table()
{
    static Table const table{"instrument_tags", {"ticker", "tag", "value", "weight"}, {"ticker", "tag", "value"}};
    return table;
}

/// By ticker.
std::map<std::string, model::Tags> read_tags(Database& database, Query const& query,
                                             std::vector<Parameter> const& parameters)
{
    auto const timer = Database::Session::Timer{database.session(), query.name};
    std::map<std::string, model::Tags> tags;
    auto const rows = database.session().driver().read(query, parameters);
    while (rows->next()) {
        auto& of_ticker = tags[std::string{rows->text()}];
        auto& values = of_ticker[std::string{rows->text()}];
        std::string value{rows->text()};
        values.emplace(std::move(value), rows->decimal());
    }
    return tags;
}

} // namespace

std::map<std::string, model::Tags> list_tags(Database& database)
{
    static Query const query = portable_query("list the tags", tags_columns);
    return read_tags(database, query, {});
}

model::Tags find_tags(Database& database, std::string const& ticker)
{
    static Query const query =
        portable_query("find the tags of an instrument", std::string{tags_columns} + "WHERE g.ticker = {text ticker}");
    return std::move(read_tags(database, query, {{"ticker", ticker}})[ticker]);
}

void remove_tags(Database& database, std::string const& ticker)
{
    static Query const query =
        portable_query("take tags off", "DELETE FROM instrument_tags WHERE ticker = {text ticker}");
    auto const timer = Database::Session::Timer{database.session(), query.name};
    database.session().driver().execute(query, {{"ticker", ticker}});
}

void store_tags(Database& database, model::InstrumentDetails const& details)
{
    remove_tags(database, details.ticker);
    auto const row = database.session().driver().write_later(tags_table(), Conflict::replace);
    for (auto const& [tag, values] : details.tags) {
        for (auto const& [value, weight] : values) {
            row->text(details.ticker);
            row->text(tag);
            row->text(value);
            row->decimal(weight);
            row->end_row();
        }
    }
    row->finish();
}

std::map<std::string, model::TagValues> InstrumentStore::tagged(std::string const& tag) const
{
    static Query const query =
        portable_query("find what has a tag", std::string{tags_columns} + "WHERE g.tag = {text tag}");
    std::map<std::string, model::TagValues> found;
    for (auto& [ticker, tags] : read_tags(m_database, query, {{"tag", tag}})) {
        found.emplace(ticker, std::move(tags.begin()->second));
    }
    return found;
}

std::vector<std::string> InstrumentStore::tags() const
{
    static Query const query =
        portable_query("list the names of tags", "SELECT DISTINCT g.tag FROM instrument_tags AS g ORDER BY g.tag");
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    std::vector<std::string> tags;
    auto const rows = m_database.session().driver().read(query, {});
    while (rows->next()) {
        tags.emplace_back(rows->text());
    }
    return tags;
}

} // namespace pf::db
