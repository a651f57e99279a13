#include "pf/db/database.hpp"
#include "pf/db/postgres/conninfo.hpp"

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
    return {Backend::sqlite, std::string{path}, "sqlite:" + std::string{path}};
}

/// `postgresql:` may stand before a URL's `//`, before libpq's `keyword=value`, or alone.
Target parse_postgresql(std::string_view url)
{
    auto const rest = url.substr(url.find(':') + 1);
    auto const info = postgres::Conninfo::parse(rest.starts_with("//") ? url : rest);
    return {Backend::postgresql, info.text(), info.shown()};
}

} // namespace

Target Target::parse(std::string_view url)
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

} // namespace pf::db
