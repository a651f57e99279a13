#pragma once

#include "pf/base/result.hpp"

#include <string>
#include <string_view>

namespace pf::cache {

/// Where a Redis server is and as whom to talk to it.
struct Address {
    std::string host; ///< empty: a Unix socket
    int port = 6379;
    std::string socket; ///< its path
    std::string user;   ///< empty: the default one
    std::string password;
    int database = 0;

    /// For messages: `redis://cache.example.org:6379/0`, never a user or password.
    [[nodiscard]] std::string shown() const;

    friend bool operator==(Address const&, Address const&) = default;
};

/// `redis://[[USER]:PASSWORD@]HOST[:PORT][/DATABASE]`, percent-encoded, or `unix://PATH[?db=DATABASE&password=…]`.
/// The problem never quotes the text, which may hold a password.
[[nodiscard]] Result<Address> parse_address(std::string_view url);

} // namespace pf::cache
