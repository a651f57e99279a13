#include "pf/cache/redis.hpp"

#include "pf/cache/link.hpp"

#include <fmt/format.h>

namespace pf::cache {

namespace {

std::string text_of(redisReply const& reply)
{
    return {reply.str, reply.len};
}

bool is_text(redisReply const& reply)
{
    return reply.type == REDIS_REPLY_STRING;
}

} // namespace

Redis::Redis(std::string url, Tell tell, std::chrono::milliseconds limit)
    : m_url(std::move(url)), m_tell(std::move(tell)), m_left(limit)
{
}

Redis::~Redis() = default;

bool Redis::is_there() const
{
    return !m_url.empty();
}

void Redis::distrust(std::string const& problem)
{
    if (is_there()) {
        m_url.clear();
        m_link.reset();
        m_tell(problem);
    }
}

/// Runs `use_link` with a connection; a default value when there is none or it fails.
template <typename Use>
auto Redis::use(Use const& use_link)
{
    using Value = decltype(use_link(*m_link));
    if (!is_there()) {
        return Value();
    }
    auto const start = std::chrono::steady_clock::now();
    auto const end = start + m_left;
    try {
        if (!m_link) {
            m_link = std::make_unique<Link>(m_url, end);
        }
        m_link->set_deadline(end);
        Value value = use_link(*m_link);
        m_left -= std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start);
        return value;
    } catch (LinkFailure const& failure) {
        distrust(failure.what());
        return Value();
    }
}

std::optional<std::string> Redis::get(std::string const& key)
{
    return use([&](Link& link) -> std::optional<std::string> {
        auto const reply = link.ask({"GET", key});
        return is_text(*reply) ? std::optional(text_of(*reply)) : std::nullopt;
    });
}

void Redis::set(std::string const& key, std::string_view value, std::chrono::seconds lifetime)
{
    use([&](Link& link) { return link.ask({"SET", key, value, "EX", std::to_string(lifetime.count())}) != nullptr; });
}

std::vector<std::optional<std::string>> Redis::fields(std::string const& key, std::vector<std::string> const& names)
{
    return use([&](Link& link) {
        std::vector<std::string_view> command{"HMGET", key};
        command.insert(command.end(), names.begin(), names.end());
        auto const reply = link.ask(command);
        std::vector<std::optional<std::string>> values;
        for (std::size_t i = 0; i < reply->elements; ++i) {
            auto const& element = *reply->element[i];
            values.push_back(is_text(element) ? std::optional(text_of(element)) : std::nullopt);
        }
        return values;
    });
}

void Redis::set_fields(std::string const& key, std::vector<std::pair<std::string, std::string>> const& values)
{
    use([&](Link& link) {
        std::vector<std::string_view> command{"HSET", key};
        for (auto const& [name, value] : values) {
            command.insert(command.end(), {name, value});
        }
        return link.ask(command) != nullptr;
    });
}

void Redis::append(std::string const& stream, std::vector<std::pair<std::string, std::string>> const& entry, int most)
{
    use([&](Link& link) {
        auto const limit = std::to_string(most);
        std::vector<std::string_view> command{"XADD", stream, "MAXLEN", "~", limit, "*"};
        for (auto const& [name, value] : entry) {
            command.insert(command.end(), {name, value});
        }
        return link.ask(command) != nullptr;
    });
}

} // namespace pf::cache
