#include "pf/cache/address.hpp"

#include "pf/base/text.hpp"

#include <fmt/format.h>

#include <optional>

namespace pf::cache {
namespace {

constexpr int highest_port = 65535;

Problem problem(std::string message)
{
    return {std::move(message),
            "write it as redis://:PASSWORD@HOST:PORT/DATABASE or unix:///PATH?password=PASSWORD; in the "
            "password % as %25, & as %26"};
}

std::optional<unsigned char> hex_digit(char digit)
{
    auto const upper = base::to_upper(std::string_view{&digit, 1}).front();
    auto const at = std::string_view{"0123456789ABCDEF"}.find(upper);
    return at == std::string_view::npos ? std::nullopt : std::optional(static_cast<unsigned char>(at));
}

std::optional<std::string> percent_decoded(std::string_view text)
{
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            decoded.push_back(text[i]);
            continue;
        }
        auto const high = i + 1 < text.size() ? hex_digit(text[i + 1]) : std::nullopt;
        auto const low = i + 2 < text.size() ? hex_digit(text[i + 2]) : std::nullopt;
        if (!high || !low) {
            return std::nullopt;
        }
        decoded.push_back(static_cast<char>(*high * 16U + *low));
        i += 2;
    }
    return decoded;
}

bool read_number(std::string_view text, int highest, int& value)
{
    auto const number = base::parse_integer(text);
    if (!number || *number < 0 || *number > highest) {
        return false;
    }
    value = static_cast<int>(*number);
    return true;
}

/// Up to the mark, which is dropped with it; all when there is none.
std::string_view taken_until(std::string_view& text, char mark)
{
    auto const end = text.find(mark);
    auto const taken = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    return taken;
}

bool read_credentials(std::string_view text, Address& address)
{
    auto const user = percent_decoded(taken_until(text, ':'));
    auto const password = percent_decoded(text);
    if (!user || !password) {
        return false;
    }
    address.user = *user;
    address.password = *password;
    return true;
}

/// `HOST`, `HOST:PORT`, `[::1]:PORT`
bool read_host(std::string_view text, Address& address)
{
    if (text.starts_with('[')) {
        text.remove_prefix(1);
        address.host = taken_until(text, ']');
        if (text.starts_with(':')) {
            text.remove_prefix(1);
        }
    } else {
        address.host = taken_until(text, ':');
    }
    return !address.host.empty() && (text.empty() || read_number(text, highest_port, address.port));
}

Result<Address> parse_tcp(std::string_view rest)
{
    Address address;
    if (auto const at = rest.rfind('@'); at != std::string_view::npos) {
        if (!read_credentials(rest.substr(0, at), address)) {
            return problem("the user or the password of the Redis URL is not percent-encoded");
        }
        rest.remove_prefix(at + 1);
    }
    if (!read_host(taken_until(rest, '/'), address)) {
        return problem("the Redis URL has no host or a wrong port");
    }
    if (!rest.empty() && !read_number(rest, highest_port, address.database)) {
        return problem("the Redis URL names a database that is not a number");
    }
    return address;
}

Result<Address> parse_socket(std::string_view rest)
{
    Address address;
    address.socket = taken_until(rest, '?');
    while (!rest.empty()) {
        auto value = taken_until(rest, '&');
        auto const name = taken_until(value, '=');
        auto const decoded = percent_decoded(value);
        if (name == "password" && decoded) {
            address.password = *decoded;
        } else if (name != "db" || !read_number(value, highest_port, address.database)) {
            return problem("the Redis URL has a parameter that is neither db=NUMBER nor password=TEXT");
        }
    }
    if (address.socket.find_first_of("@&=") !=
        std::string::npos) { // as of a password in the wrong place: it would be shown
        return problem("the Redis URL has @, & or = in its path");
    }
    return address.socket.starts_with('/') ? address : Result<Address>(problem("the Redis URL has no path from / on"));
}

} // namespace

std::string Address::shown() const
{
    if (host.empty()) {
        return "unix://" + socket;
    }
    bool const is_ipv6 = host.find(':') != std::string::npos;
    return fmt::format("redis://{}{}{}:{}/{}", is_ipv6 ? "[" : "", host, is_ipv6 ? "]" : "", port, database);
}

Result<Address> parse_address(std::string_view url)
{
    for (std::string_view const scheme : {"redis://", "unix://"}) {
        if (url.starts_with(scheme)) {
            auto const rest = url.substr(scheme.size());
            return scheme.starts_with('r') ? parse_tcp(rest) : parse_socket(rest);
        }
    }
    return problem("the Redis URL begins neither with \"redis://\" nor with \"unix://\"");
}

} // namespace pf::cache
