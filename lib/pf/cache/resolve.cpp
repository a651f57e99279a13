#include "pf/cache/resolve.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <netdb.h>
#include <sys/socket.h>

namespace pf::cache {

namespace {

/// What the resolver's thread writes to, which it may do long after nobody waits any more.
struct Request {
    std::string host;
    addrinfo hints{};
    gaicb lookup{};
};

std::optional<std::string> numeric_text(addrinfo const* found)
{
    std::array<char, NI_MAXHOST> text{};
    if (found == nullptr ||
        ::getnameinfo(found->ai_addr, found->ai_addrlen, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST) != 0) {
        return std::nullopt;
    }
    return std::string{text.data()};
}

} // namespace

std::optional<std::string> resolve(std::string const& host, std::chrono::nanoseconds limit)
{
    auto request = std::make_unique<Request>();
    request->host = host;
    request->hints.ai_socktype = SOCK_STREAM;
    request->lookup.ar_name = request->host.c_str();
    request->lookup.ar_request = &request->hints;
    std::array<gaicb*, 1> list{&request->lookup};
    if (::getaddrinfo_a(GAI_NOWAIT, list.data(), 1, nullptr) != 0) {
        return std::nullopt;
    }
    timespec const wait{0, static_cast<long>(std::clamp<std::int64_t>(limit.count(), 1, 999'999'999))};
    std::array<gaicb const*, 1> const waited{&request->lookup};
    static_cast<void>(::gai_suspend(waited.data(), 1, &wait));
    if (::gai_error(&request->lookup) == EAI_INPROGRESS && ::gai_cancel(&request->lookup) != EAI_CANCELED) {
        static_cast<void>(request.release()); // the resolver still uses it
        return std::nullopt;
    }
    std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> const found{request->lookup.ar_result, &::freeaddrinfo};
    return numeric_text(found.get());
}

} // namespace pf::cache
