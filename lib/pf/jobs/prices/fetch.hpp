#pragma once

#include "pf/cli/common.hpp"
#include "pf/cli/outcome.hpp"
#include "pf/db/database.hpp"
#include "pf/importer/importer.hpp"
#include "pf/model/import_report.hpp"
#include "pf/prices/source.hpp"
#include "pf/prices/transfer.hpp"

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <map>
#include <string>
#include <vector>

namespace pf::jobs {

/// What `pf-prices fetch` was asked to do, as words of the command line.
struct FetchWords {
    std::vector<std::string> tickers; ///< none: all that is held, and the rates
    std::string source;
    std::string from; ///< a day; empty: what is newer than the last close
    std::string to;   ///< a day; empty: the last that is over
    bool catch_up = false;
    bool dry_run = false;
    bool offline = false;
    bool to_redis = false;
    std::vector<std::string> accept;
    std::string base_url;
    std::int64_t retry_base_ms = 1000;
};

/// What `fetch` cannot do by itself: ask, and import files as `pf-import` does.
struct FetchMeans {
    prices::Transfer& transfer;
    prices::Sources const& sources;
    importer::Catalog const& formats;
    /// \param names  what the files are called in `imports`, by path
    std::function<model::ImportReport(std::map<std::string, std::string, std::less<>> const& names, bool dry_run)>
        import;
};

/// The built-in sources and the user's own, from the folder `sources` beside `config.toml`.
/// \throws pf::Error  config
[[nodiscard]] prices::Sources load_sources(cli::Common const& common);

/// `pf-prices fetch`. Exit 3 when something of it did not come, or is held back; 69 when nothing came.
/// \throws pf::Error  usage, config; as an import does
[[nodiscard]] cli::Outcome fetch_prices(db::Database& database, cli::Common const& common, FetchWords const& words,
                                        FetchMeans const& means, std::ostream& out);

/// `pf-prices sources`
[[nodiscard]] cli::Outcome list_sources(cli::Common const& common, std::ostream& out);

/// `pf-prices check`. Exit 3 when the newest close of something that is held, or the newest rate of a currency, is
/// older than that, or there is none. \param max_age  as `4d` \throws pf::Error  usage
[[nodiscard]] cli::Outcome check_prices(db::Database& database, cli::Common const& common, std::string const& max_age,
                                        std::ostream& out);

} // namespace pf::jobs
