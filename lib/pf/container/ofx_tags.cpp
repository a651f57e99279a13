#include "pf/container/ofx_tags.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"

#include <array>
#include <utility>

namespace pf::container {

namespace {

constexpr std::size_t block_bytes = 64 * 1024;
constexpr std::size_t longest_name = 64;
constexpr std::size_t longest_value = 64 * 1024;

constexpr std::array<std::pair<std::string_view, std::string_view>, 6> entities{
    {{"&lt;", "<"}, {"&gt;", ">"}, {"&amp;", "&"}, {"&nbsp;", " "}, {"&quot;", "\""}, {"&apos;", "'"}}};

std::string with_characters(std::string_view text)
{
    std::string plain;
    while (!text.empty()) {
        std::size_t taken = 1;
        std::string_view given = text.substr(0, 1);
        for (auto const& [entity, character] : entities) {
            if (text.starts_with(entity)) {
                taken = entity.size();
                given = character;
            }
        }
        plain += given;
        text.remove_prefix(taken);
    }
    return plain;
}

} // namespace

OfxTags::OfxTags(csv::Source source) : m_source(std::move(source)) {}

void OfxTags::fail(std::string message) const
{
    throw Error(ExitCode::bad_data, std::move(message), m_source.name() + ":" + std::to_string(m_line),
                "the file is cut short or no OFX: download it again");
}

bool OfxTags::fill()
{
    m_buffer.resize(block_bytes);
    m_buffer.resize(m_source.read(m_buffer));
    m_at = 0;
    return !m_buffer.empty();
}

bool OfxTags::take(char& character)
{
    if (m_at == m_buffer.size() && !fill()) {
        return false;
    }
    character = m_buffer[m_at++];
    m_line += character == '\n' ? 1 : 0;
    return true;
}

/// \return  false at the end of the file
bool OfxTags::take_until(char stop, std::string& text, std::size_t most, char const* what)
{
    text.clear();
    for (char character = '\0'; take(character);) {
        if (character == stop) {
            return true;
        }
        if (text.size() == most) {
            fail(what);
        }
        text += character;
    }
    return false;
}

bool OfxTags::next(Tag& tag)
{
    std::string text;
    while (!m_is_in_tag) {
        if (!take_until('<', text, longest_value, "more than 64 KiB of text stand before the first tag")) {
            return false;
        }
        m_is_in_tag = true;
    }
    do {
        tag.line = m_line;
        if (!take_until('>', text, longest_value, "a tag is longer than 64 KiB")) {
            fail("a tag is never closed");
        }
        tag.name = base::to_upper(base::trimmed(text));
        m_is_in_tag = take_until('<', text, longest_value, "a tag holds more than 64 KiB of text");
    } while (m_is_in_tag && (tag.name.starts_with('?') || tag.name.starts_with('!')));
    if (tag.name.size() > longest_name) {
        fail("a tag has a name of more than 64 characters");
    }
    tag.value = with_characters(base::trimmed(text));
    return true;
}

} // namespace pf::container
