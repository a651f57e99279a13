#include "pf/http/cursor.hpp"

#include "pf/base/sha256.hpp"
#include "pf/base/text.hpp"

#include <fmt/format.h>
#include <sodium.h>

namespace pf::http {

namespace {

constexpr std::size_t digits_of_seal = 24;

/// It keeps accidents and curiosity out; a cursor lets nobody see what the question does not show him anyway.
std::string seal_of(std::string_view text, std::string_view question)
{
    return base::hmac_sha256("pf.cursor/1\n" + std::string{question}, text).substr(0, digits_of_seal);
}

/// `3:abc0:` for `abc` and nothing.
std::string packed(std::vector<std::string> const& place)
{
    std::string text;
    for (auto const& part : place) {
        text += fmt::format("{}:{}", part.size(), part);
    }
    return text;
}

std::optional<std::vector<std::string>> unpacked(std::string_view text)
{
    std::vector<std::string> place;
    while (!text.empty()) {
        auto const colon = text.find(':');
        auto const size = colon == std::string_view::npos ? std::nullopt : base::parse_integer(text.substr(0, colon));
        auto const rest = size ? text.substr(colon + 1) : std::string_view{};
        if (!size || *size < 0 || static_cast<std::size_t>(*size) > rest.size()) {
            return std::nullopt;
        }
        place.emplace_back(rest.substr(0, static_cast<std::size_t>(*size)));
        text = rest.substr(static_cast<std::size_t>(*size));
    }
    return place;
}

constexpr int letters = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

std::string in_letters(std::string const& bytes)
{
    std::string text(sodium_base64_encoded_len(bytes.size(), letters), '\0');
    sodium_bin2base64(text.data(), text.size(), reinterpret_cast<unsigned char const*>(bytes.data()), bytes.size(),
                      letters);
    text.pop_back(); // of C
    return text;
}

std::optional<std::string> from_letters(std::string_view text)
{
    std::string bytes(text.size(), '\0');
    std::size_t size = 0;
    if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(), text.size(),
                          nullptr, &size, nullptr, letters) != 0) {
        return std::nullopt;
    }
    bytes.resize(size);
    return bytes;
}

} // namespace

std::string cursor_of(std::vector<std::string> const& place, std::string_view question)
{
    auto const text = packed(place);
    return in_letters(seal_of(text, question) + text);
}

std::optional<std::vector<std::string>> place_of(std::string_view cursor, std::string_view question)
{
    auto const text = cursor.size() > longest_cursor ? std::nullopt : from_letters(cursor);
    if (!text || text->size() < digits_of_seal) {
        return std::nullopt;
    }
    auto const rest = std::string_view{*text}.substr(digits_of_seal);
    bool const is_ours = std::string_view{*text}.substr(0, digits_of_seal) == seal_of(rest, question);
    return is_ours ? unpacked(rest) : std::nullopt;
}

} // namespace pf::http
