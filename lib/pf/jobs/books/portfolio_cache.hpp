#pragma once

#include "pf/cache/redis.hpp"
#include "pf/db/database.hpp"
#include "pf/jobs/books/portfolio.hpp"
#include "pf/jobs/books/portfolio_codec.hpp"

#include <optional>
#include <string>

namespace pf::jobs {

/// A digest of every account and of every import: whatever changes transactions, prices or rates changes it.
[[nodiscard]] std::string digest_of_data(db::Database& database);

/// The place of one request's answer in Redis.
class PortfolioCache {
public:
    PortfolioCache(cache::Redis& redis, db::Database& database, PortfolioRequest const& request);

    /// Without its accounts.
    [[nodiscard]] std::optional<Portfolio> find();
    void keep(Portfolio const& portfolio);

private:
    cache::Redis& m_redis;
    Seal m_seal; ///< by a secret that the data give, for the key in Redis
};

} // namespace pf::jobs
