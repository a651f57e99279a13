#include "pf/jobs/books/portfolio_cache.hpp"

#include "pf/base/sha256.hpp"
#include "pf/db/account_store.hpp"
#include "pf/db/import_store.hpp"
#include "pf/db/instrument_store.hpp"

#include <fmt/format.h>

namespace pf::jobs {

namespace {

constexpr std::chrono::hours lifetime{7 * 24};
constexpr std::size_t most_bytes = 4U << 20U; // what a local server takes in a few milliseconds

std::string optional_day(std::optional<Date> day)
{
    return day ? base::to_text(*day) : "-";
}

std::string text_of(PortfolioRequest const& request)
{
    auto text = fmt::format("{}:{}|{}|{}|{}|{}|{}|{}|{}|{}", request.account.size(), request.account,
                            optional_day(request.as_of), request.method ? to_text(*request.method) : "-",
                            request.fees == lots::Fees::separate ? "separate" : "in-basis",
                            optional_day(request.disposals_first), optional_day(request.disposals_last),
                            request.with_lots, request.with_disposals, request.pools_accounts ? "all" : "account");
    for (auto const& ticker : request.tickers) {
        text += fmt::format("|{}:{}", ticker.size(), ticker);
    }
    return text;
}

/// Whatever changes transactions, prices or rates is an import, takes one back, or raises the data version of accounts;
/// names and tags of instruments change by themselves. Times to the microsecond and the files' digests keep apart what
/// counters alone would take for the same: two databases, or one after a restore.
std::string text_of_data(db::Database& database)
{
    std::string text;
    for (auto const& account : db::AccountStore{database}.list()) {
        text += fmt::format("{}|{}:{}|{}|{}|{}|{}|{}|{}\n", account.id, account.name.size(), account.name,
                            account.base_currency.code(), to_text(account.booking_method), to_text(account.keeps_cash),
                            account.time_zone.name(), account.allows_short, account.data_version);
    }
    for (auto const& import : db::ImportStore{database}.list()) {
        text += fmt::format("{}|{}|{}|{}|{}|{}\n", import.account_id, import.id, import.file_sha256,
                            import.counts.inserted, base::to_text(import.import_timestamp),
                            import.undone_at ? base::to_text(*import.undone_at) : "-");
    }
    for (auto const& instrument : db::InstrumentStore{database}.list()) {
        auto const tags = model::to_text(instrument.tags);
        text += fmt::format("{}:{}|{}:{}|{}:{}\n", instrument.ticker.size(), instrument.ticker, instrument.name.size(),
                            instrument.name, tags.size(), tags);
    }
    return text;
}

std::string digest_of(std::string const& text)
{
    base::Sha256 hash;
    hash.add(text);
    return hash.hex().substr(0, 32);
}

} // namespace

std::string digest_of_data(db::Database& database)
{
    return digest_of(text_of_data(database));
}

PortfolioCache::PortfolioCache(cache::Redis& redis, db::Database& database, PortfolioRequest const& request)
    : m_redis(redis)
{
    auto const data = text_of_data(database);
    m_seal = {base::hmac_sha256("pf:cache", data),
              fmt::format("pf:cache:{}:{}", digest_of(data), digest_of(text_of(request)))};
}

std::optional<Portfolio> PortfolioCache::find()
{
    auto const bytes = m_redis.get(m_seal.purpose);
    if (!bytes) {
        return std::nullopt;
    }
    auto portfolio = decoded(*bytes, m_seal);
    if (!portfolio) {
        m_redis.distrust(m_seal.purpose + " does not hold what was put there; computed anew");
    }
    return portfolio;
}

void PortfolioCache::keep(Portfolio const& portfolio)
{
    if (m_redis.is_there()) {
        if (auto const bytes = encoded(portfolio, m_seal); bytes.size() <= most_bytes) {
            m_redis.set(m_seal.purpose, bytes, lifetime);
        }
    }
}

} // namespace pf::jobs
