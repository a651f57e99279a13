#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>

namespace pf::http {

/// So many requests a second from each address, and so many at once: a bucket of tokens per address, in a table that
/// does not grow beyond its bound.
class RateLimit {
public:
    using Moment = std::chrono::steady_clock::time_point;

    struct Measure {
        std::int64_t per_second = 20;
        std::int64_t burst = 40;
        std::size_t most_addresses = 4096;
    };

    explicit RateLimit(Measure measure) : m_measure(measure) {}

    /// A request came. \return  how long to wait before the next one is let in; nothing: this one is
    [[nodiscard]] std::optional<std::chrono::seconds> refuse(std::string const& address, Moment now);

    [[nodiscard]] std::size_t addresses() const { return m_buckets.size(); }

private:
    /// In parts of a token, so that nothing is lost between two requests of one millisecond.
    struct Bucket {
        std::int64_t parts = 0;
        Moment filled_at{};
    };
    void refill(Bucket& bucket, Moment now) const;
    void make_room(Moment now);

    Measure m_measure;
    std::unordered_map<std::string, Bucket> m_buckets;
};

} // namespace pf::http
