#pragma once

#include "pf/cache/redis.hpp"
#include "pf/db/database.hpp"
#include "pf/jobs/books/portfolio.hpp"

#include <optional>
#include <string>

namespace pf::jobs {

/// The place of one request's answer in Redis.
class PortfolioCache {
public:
    PortfolioCache(cache::Redis& redis, db::Database& database, PortfolioRequest const& request);

    /// Without its accounts.
    [[nodiscard]] std::optional<Portfolio> find();
    void keep(Portfolio const& portfolio);

private:
    cache::Redis& m_redis;
    std::string m_key;
};

} // namespace pf::jobs
