#include "pf/jobs/complete/complete.hpp"

#include "pf/base/error.hpp"
#include "pf/cli/topics.hpp"
#include "pf/db/account_store.hpp"
#include "pf/db/import_store.hpp"
#include "pf/db/instrument_store.hpp"
#include "pf/db/portfolio_store.hpp"
#include "pf/importer/format.hpp"
#include "pf/importer/importer.hpp"
#include "pf/jobs/run/open.hpp"

#include <ostream>
#include <set>

namespace pf::jobs {

namespace {

using Words = std::set<std::string>;

Words accounts(db::Database& database)
{
    Words words;
    for (auto const& account : db::AccountStore{database}.list()) {
        words.insert(account.name);
    }
    return words;
}

Words currencies(db::Database& database)
{
    Words words;
    for (auto const& account : db::AccountStore{database}.list()) {
        words.emplace(account.base_currency.code());
    }
    for (auto const& instrument : db::InstrumentStore{database}.list()) {
        if (!instrument.currency.is_none()) {
            words.emplace(instrument.currency.code());
        }
    }
    return words;
}

Words imports(db::Database& database)
{
    Words words;
    for (auto const& import : db::ImportStore{database}.list()) {
        words.insert(std::to_string(import.id));
    }
    return words;
}

Words portfolios(db::Database& database)
{
    Words words;
    for (auto const& portfolio : db::PortfolioStore{database}.list()) {
        words.insert(portfolio.name);
    }
    return words;
}

Words formats(cli::Common const& common)
{
    auto const folder = common.config_directory ? (*common.config_directory / "formats").string() : std::string{};
    importer::Catalog const catalog{{}, folder};
    Words words;
    for (auto const* const format : catalog.all()) {
        words.insert(format->name);
    }
    return words;
}

Words words_of(cli::Common const& common, std::string const& kind)
{
    if (kind == "formats") {
        return formats(common);
    }
    if (kind == "topics") {
        auto const names = cli::help_names();
        return {names.begin(), names.end()};
    }
    Connection connection{common, Connection::Schema::as_it_is};
    auto& database = connection.database();
    return kind == "accounts"     ? accounts(database)
           : kind == "portfolios" ? portfolios(database)
           : kind == "tickers"    ? db::InstrumentStore{database}.tickers()
           : kind == "currencies" ? currencies(database)
                                  : imports(database);
}

} // namespace

cli::Outcome complete(cli::Common const& common, std::string const& kind, std::ostream& out)
{
    try {
        for (auto const& word : words_of(common, kind)) {
            out << word << '\n';
        }
    } catch (Error const&) {
        return cli::Outcome::ok();
    }
    return cli::Outcome::ok();
}

} // namespace pf::jobs
