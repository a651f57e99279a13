#include "pf/cache/link.hpp"

#include "pf/base/secret.hpp"
#include "pf/cache/resolve.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>

namespace pf::cache {

namespace {

Address address_of(std::string_view url)
{
    auto const address = parse_address(url);
    if (!address) {
        throw LinkFailure(
            fmt::format("{} ({}); going on without it", address.problem().message, address.problem().hint));
    }
    return *address;
}

using CreateArray = decltype(redisReplyObjectFunctions::createArray);

constexpr std::size_t most_elements = 1U << 20U; // far more than any command of ours asks for

CreateArray& unlimited()
{
    static CreateArray function = nullptr;
    return function;
}

/// Memory is taken for as many elements as the server announces, and all of them are walked through in the end.
template <typename Count>
void* create_array(redisReadTask const* task, Count elements)
{
    auto const is_usual = elements >= 0 && static_cast<std::size_t>(elements) <= most_elements;
    return is_usual ? unlimited()(task, elements) : nullptr;
}

redisReplyObjectFunctions* limited(redisReplyObjectFunctions const& functions)
{
    static auto made = [&] {
        unlimited() = functions.createArray;
        auto copy = functions;
        copy.createArray = create_array;
        return copy;
    }();
    return &made;
}

} // namespace

Redis::Link::Link(std::string_view url, Clock::time_point deadline) : m_address(address_of(url)), m_deadline(deadline)
{
    connect();
    log_in();
}

void Redis::Link::fail(std::string const& reason) const
{
    auto const told = base::scrubbed(reason, {m_address.password}); // a server may repeat what it does not understand
    throw LinkFailure(fmt::format("{}: {}; going on without it", m_address.shown(), told));
}

void Redis::Link::fail_with_context() const
{
    bool const is_late =
        m_context->err == REDIS_ERR_IO && (errno == EAGAIN || errno == EWOULDBLOCK || errno == ETIMEDOUT);
    fail(is_late ? "is too slow" : static_cast<char const*>(m_context->errstr));
}

/// Until the deadline; a time-out of zero would mean none.
timeval Redis::Link::left() const
{
    auto const duration = std::chrono::duration_cast<std::chrono::microseconds>(m_deadline - Clock::now());
    if (duration.count() <= 0) {
        fail("is too slow");
    }
    return {0, static_cast<suseconds_t>(std::clamp<std::int64_t>(duration.count(), 1, 999'999))};
}

void Redis::Link::connect()
{
    if (m_address.host.empty()) {
        m_context.reset(redisConnectUnixWithTimeout(m_address.socket.c_str(), left()));
    } else {
        auto const numeric = resolve(m_address.host, m_deadline - Clock::now());
        if (!numeric) {
            fail("the name of the host is not found");
        }
        m_context.reset(redisConnectWithTimeout(numeric->c_str(), m_address.port, left()));
    }
    if (!m_context) {
        fail("out of memory");
    }
    if (m_context->err != 0) {
        fail_with_context();
    }
    m_context->reader->fn = limited(*m_context->reader->fn);
}

void Redis::Link::log_in()
{
    if (!m_address.user.empty()) {
        static_cast<void>(ask({"AUTH", m_address.user, m_address.password}));
    } else if (!m_address.password.empty()) {
        static_cast<void>(ask({"AUTH", m_address.password}));
    }
    if (m_address.database != 0) {
        static_cast<void>(ask({"SELECT", std::to_string(m_address.database)}));
    }
}

Reply Redis::Link::ask(std::vector<std::string_view> const& command)
{
    send(command);
    auto reply = receive();
    if (reply->type == REDIS_REPLY_ERROR) {
        fail(std::string{reply->str, reply->len});
    }
    return reply;
}

void Redis::Link::send(std::vector<std::string_view> const& command)
{
    std::vector<char const*> parts;
    std::vector<std::size_t> lengths;
    for (auto const part : command) {
        parts.push_back(part.data());
        lengths.push_back(part.size());
    }
    if (redisAppendCommandArgv(m_context.get(), static_cast<int>(parts.size()), parts.data(), lengths.data()) !=
        REDIS_OK) {
        fail_with_context();
    }
    for (int done = 0; done == 0;) {
        redisSetTimeout(m_context.get(), left());
        if (redisBufferWrite(m_context.get(), &done) != REDIS_OK) {
            fail_with_context();
        }
    }
}

/// Each read may wait only for what is left until the deadline.
Reply Redis::Link::receive()
{
    for (;;) {
        void* reply = nullptr;
        if (redisGetReplyFromReader(m_context.get(), &reply) != REDIS_OK) {
            fail_with_context();
        }
        if (reply != nullptr) {
            return Reply{static_cast<redisReply*>(reply)};
        }
        redisSetTimeout(m_context.get(), left());
        if (redisBufferRead(m_context.get()) != REDIS_OK) {
            fail_with_context();
        }
    }
}

} // namespace pf::cache
