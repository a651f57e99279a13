#pragma once

#include "pf/base/result.hpp"

#include <array>
#include <compare>
#include <string_view>

namespace pf::money {

/// A currency code of 3 to 10 capitals or digits, starting with a letter: `EUR`, `USDT`. Default-constructed: none.
class Currency {
public:
    constexpr Currency() = default;

    /// \throws pf::Error  bad_data, when the code is not one
    explicit Currency(std::string_view code);

    [[nodiscard]] static Result<Currency> parse(std::string_view code);

    [[nodiscard]] std::string_view code() const { return {m_code.data(), m_length}; }
    [[nodiscard]] bool is_none() const { return m_length == 0; }

    /// Digits after the decimal mark when shown to a person: ISO 4217 (JPY 0, EUR 2, KWD 3); 8 for other codes.
    [[nodiscard]] int minor_digits() const;

    /// Is it money of a country, by ISO 4217?
    [[nodiscard]] bool is_national() const;

    friend constexpr bool operator==(Currency const&, Currency const&) = default;
    friend constexpr auto operator<=>(Currency const&, Currency const&) = default;

private:
    std::array<char, 10> m_code{};
    unsigned char m_length = 0;
};

} // namespace pf::money

namespace pf {
using money::Currency;
} // namespace pf
