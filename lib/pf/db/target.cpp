#include "pf/base/text.hpp"
#include "pf/db/database.hpp"
#include "pf/db/postgres/conninfo.hpp"
#include "pf/model/portfolio_name.hpp"

namespace pf::db {

namespace {

constexpr std::string_view url_hint = "write sqlite:PATH or postgresql://USER@HOST:PORT/DATABASE";

Target parse_sqlite(std::string_view path)
{
    if (path.empty()) {
        throw Error{ExitCode::config, "the database URL \"sqlite:\" has no path", {}, std::string{url_hint}};
    }
    if (path.find("://") != std::string_view::npos) { // with a password, perhaps
        throw Error{
            ExitCode::config, "the database URL \"sqlite:\" has another URL as its path", {}, std::string{url_hint}};
    }
    return {Backend::sqlite, std::string{path}, "sqlite:" + std::string{path}, {}};
}

/// `postgresql:` may stand before a URL's `//`, before libpq's `keyword=value`, or alone.
Target parse_postgresql(std::string_view url)
{
    auto const rest = url.substr(url.find(':') + 1);
    auto const info = postgres::Conninfo::parse(rest.starts_with("//") ? url : rest);
    return {Backend::postgresql, info.text(), info.shown(), {}};
}

Target parse_url(std::string_view url)
{
    if (url.starts_with("sqlite:")) {
        return parse_sqlite(url.substr(std::string_view{"sqlite:"}.size()));
    }
    if (url.starts_with("postgresql:") || url.starts_with("postgres:")) {
        return parse_postgresql(url);
    }
    // Whatever this is, it may hold a password: it is not quoted.
    throw Error{ExitCode::config,
                "the database URL begins neither with \"sqlite:\" nor with \"postgresql:\"",
                {},
                std::string{url_hint}};
}

} // namespace

Target Target::parse(std::string_view url, std::string_view portfolio)
{
    auto target = parse_url(url);
    if (portfolio.empty() || portfolio == "public") {
        return target;
    }
    if (auto const problem = model::portfolio_name_problem(portfolio)) {
        throw Error{ExitCode::config, base::quoted(portfolio) + " " + problem->message, "--portfolio", problem->hint};
    }
    if (target.backend == Backend::sqlite) {
        throw Error{ExitCode::config, "a SQLite file is one portfolio and has no others in it", target.shown,
                    "give each a file of its own with --database, and leave out --portfolio and PF_PORTFOLIO"};
    }
    return target.within(portfolio);
}

Target Target::within(std::string_view name) const
{
    constexpr std::string_view mark = ", portfolio ";
    auto target = *this;
    target.shown.resize(shown.size() - (portfolio.empty() ? 0 : mark.size() + portfolio.size()));
    target.shown += name.empty() ? std::string{} : std::string{mark}.append(name);
    target.portfolio = name;
    return target;
}

} // namespace pf::db
