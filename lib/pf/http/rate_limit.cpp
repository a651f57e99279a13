#include "pf/http/rate_limit.hpp"

#include <algorithm>

namespace pf::http {

namespace {

constexpr std::int64_t token = 1'000'000; // parts; one a second is one a microsecond

} // namespace

std::optional<std::chrono::seconds> RateLimit::refuse(std::string const& address, Moment now)
{
    if (!m_buckets.contains(address) && m_buckets.size() >= m_measure.most_addresses) {
        make_room(now);
    }
    auto& bucket = m_buckets.try_emplace(address, Bucket{m_measure.burst * token, now}).first->second;
    refill(bucket, now);
    if (bucket.parts >= token) {
        bucket.parts -= token;
        return std::nullopt;
    }
    auto const microseconds = (token - bucket.parts + m_measure.per_second - 1) / m_measure.per_second;
    return std::chrono::ceil<std::chrono::seconds>(std::chrono::microseconds{microseconds});
}

void RateLimit::refill(Bucket& bucket, Moment now) const
{
    auto const full = m_measure.burst * token;
    auto const passed = std::chrono::floor<std::chrono::microseconds>(now - bucket.filled_at).count();
    auto const until_full = (full - bucket.parts) / m_measure.per_second + 1;
    bucket.parts =
        passed >= until_full ? full : bucket.parts + std::max<std::int64_t>(passed, 0) * m_measure.per_second;
    bucket.filled_at = now;
}

/// Who has been quiet for long enough is as good as new; when nobody has, who was quiet longest is forgotten.
void RateLimit::make_room(Moment now)
{
    for (auto& [address, bucket] : m_buckets) {
        refill(bucket, now);
    }
    std::erase_if(m_buckets, [&](auto const& entry) { return entry.second.parts == m_measure.burst * token; });
    if (m_buckets.size() >= m_measure.most_addresses) {
        m_buckets.erase(std::ranges::max_element(m_buckets, {}, [](auto const& entry) { return entry.second.parts; }));
    }
}

} // namespace pf::http
