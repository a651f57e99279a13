#include "pf/web/html.hpp"

#include "pf/http/target.hpp"
#include "pf/report/markup.hpp"

#include <sstream>

namespace pf::web {

namespace {

std::string opened(Name name, Attributes const& attributes)
{
    std::string html{"<"};
    html += name.text();
    for (auto const& attribute : attributes) {
        html += ' ';
        html += attribute.name.text();
        html += "=\"" + report::markup_of(attribute.value) + '"';
    }
    return html + '>';
}

} // namespace

Markup::Markup(std::string_view text) : m_html(report::markup_of(text)) {}
Markup::Markup(std::string const& text) : Markup(std::string_view{text}) {}
Markup::Markup(char const* text) : Markup(std::string_view{text}) {}

Markup& Markup::operator+=(Markup const& more)
{
    m_html += more.m_html;
    return *this;
}

Markup element(Name name, Attributes const& attributes, Markup const& inside)
{
    Markup markup;
    markup.m_html = opened(name, attributes) + inside.m_html + "</";
    markup.m_html += name.text();
    markup.m_html += '>';
    return markup;
}

Markup lone(Name name, Attributes const& attributes)
{
    Markup markup;
    markup.m_html = opened(name, attributes);
    return markup;
}

Markup picture(report::Plot const& plot, report::PictureStyle const& style)
{
    std::ostringstream text;
    report::write_picture(text, plot, style);
    Markup markup;
    markup.m_html = text.str();
    return markup;
}

Markup isolated(std::string_view text)
{
    constexpr std::size_t long_name = 32; // it may be cut: then it is told in full
    return text.size() > long_name ? element("bdi", {{"title", std::string{text}}}, text) : element("bdi", {}, text);
}

Url::Url(Name segment) : m_path("/" + std::string{segment.text()}) {}

Url Url::below(std::string_view segment) const
{
    auto url = *this;
    url.m_path += "/" + http::percent_encoded(segment);
    return url;
}

Url Url::with(std::string_view name, std::string_view value) const
{
    auto url = *this;
    if (!value.empty()) {
        url.m_query +=
            (url.m_query.empty() ? "?" : "&") + http::percent_encoded(name) + "=" + http::percent_encoded(value);
    }
    return url;
}

std::string Url::text() const
{
    return (m_path.empty() ? "/" : m_path) + m_query;
}

Markup link(Url const& url, Markup const& inside)
{
    return element("a", {{"href", url.text()}}, inside);
}

} // namespace pf::web
