#pragma once

#include "pf/report/plot_picture.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pf::web {

/// The name of an element or of an attribute, known when the program is built.
class Name {
public:
    consteval Name(char const* name) : m_name(name) // NOLINT(google-explicit-constructor): it is a literal
    {
        for (char const c : m_name) {
            bool const is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!is_letter && c != '-') {
                throw "no name of an element or attribute";
            }
        }
    }
    [[nodiscard]] constexpr std::string_view text() const { return m_name; }

private:
    std::string_view m_name;
};

struct Attribute {
    Name name;
    std::string value; ///< as text: it is escaped when it is written
};

using Attributes = std::vector<Attribute>;

/// HTML that is well-formed by construction: whatever comes in as text is escaped, and elements close themselves.
class Markup {
public:
    Markup() = default;
    Markup(std::string_view text);   // NOLINT(google-explicit-constructor): text is what markup is made of
    Markup(std::string const& text); // NOLINT(google-explicit-constructor)
    Markup(char const* text);        // NOLINT(google-explicit-constructor)

    Markup& operator+=(Markup const& more);
    friend Markup operator+(Markup left, Markup const& right) { return left += right; }

    [[nodiscard]] bool is_empty() const { return m_html.empty(); }
    [[nodiscard]] std::string const& html() const { return m_html; }

    friend Markup element(Name name, Attributes const& attributes, Markup const& inside);
    friend Markup lone(Name name, Attributes const& attributes);
    friend Markup picture(report::Plot const& plot, report::PictureStyle const& style);

private:
    std::string m_html;
};

/// `<p class="x">inside</p>`
[[nodiscard]] Markup element(Name name, Attributes const& attributes, Markup const& inside);

/// One that never has anything inside: `<br>`
[[nodiscard]] Markup lone(Name name, Attributes const& attributes);

/// The chart as an `<svg>`.
[[nodiscard]] Markup picture(report::Plot const& plot, report::PictureStyle const& style);

/// A text from the data that may be written from right to left, or try to turn its neighbours.
[[nodiscard]] Markup isolated(std::string_view text);

/// An address on this server: it always begins with a slash, whatever it is made of.
class Url {
public:
    /// \param path  of our own, `/holdings`
    explicit Url(Name segment);
    Url() = default; ///< `/`

    /// One more segment, encoded.
    [[nodiscard]] Url below(std::string_view segment) const;

    /// One more parameter, encoded; none, when the value is empty.
    [[nodiscard]] Url with(std::string_view name, std::string_view value) const;

    [[nodiscard]] std::string text() const;

private:
    std::string m_path;
    std::string m_query;
};

[[nodiscard]] Markup link(Url const& url, Markup const& inside);

} // namespace pf::web
