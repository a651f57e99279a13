#pragma once

#include "pf/cache/address.hpp"
#include "pf/cache/redis.hpp"

#include <hiredis/hiredis.h>

#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace pf::cache {

/// The server does not answer, or answers with an error. Never leaves `Redis`.
class LinkFailure : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

struct FreeReply {
    void operator()(redisReply* reply) const { freeReplyObject(reply); }
};
using Reply = std::unique_ptr<redisReply, FreeReply>;

/// A connection, logged in. Whatever it does ends at the deadline, also where a server sends its answer byte by byte.
class Redis::Link {
public:
    using Clock = std::chrono::steady_clock;

    /// \throws LinkFailure
    Link(std::string_view url, Clock::time_point deadline);

    void set_deadline(Clock::time_point deadline) { m_deadline = deadline; }

    /// \throws LinkFailure  also when the answer is an error
    [[nodiscard]] Reply ask(std::vector<std::string_view> const& command);

private:
    struct FreeContext {
        void operator()(redisContext* context) const { redisFree(context); }
    };

    [[nodiscard]] timeval left() const;
    void connect();
    void log_in();
    void send(std::vector<std::string_view> const& command);
    [[nodiscard]] Reply receive();
    [[noreturn]] void fail(std::string const& reason) const;
    [[noreturn]] void fail_with_context() const;

    Address m_address;
    Clock::time_point m_deadline;
    std::unique_ptr<redisContext, FreeContext> m_context;
};

} // namespace pf::cache
