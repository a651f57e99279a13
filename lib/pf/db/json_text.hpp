#pragma once

#include "pf/money/decimal.hpp"

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pf::db {

/// A text as JSON writes it, in quotes.
void append_json_string(std::string& out, std::string_view text);

/// An array in JSON, element by element: the form in which lists travel as one parameter.
class JsonArray {
public:
    template <std::integral Integer>
    JsonArray& add(Integer value)
    {
        return add_raw(std::to_string(value));
    }
    JsonArray& add(std::string_view text);
    JsonArray& add(std::optional<std::string> const& text); ///< nothing as null
    JsonArray& add(std::optional<Decimal> const& number);   ///< as text
    JsonArray& add(JsonArray const& array) { return add_raw(array.text()); }

    [[nodiscard]] bool empty() const { return m_text.size() == 1; }
    [[nodiscard]] std::string text() const { return m_text + "]"; }

private:
    JsonArray& add_raw(std::string_view json);

    std::string m_text = "[";
};

} // namespace pf::db
