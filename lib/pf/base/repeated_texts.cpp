#include "pf/base/repeated_texts.hpp"

namespace pf::base {

namespace {

constexpr std::size_t most_texts = 4096;
constexpr std::size_t longest_text = 256;
constexpr std::int64_t written_out = 0; ///< the text itself follows

} // namespace

void RepeatedTexts::write(RecordWriter& record, std::string_view text)
{
    auto const number = number_of(text);
    record.number(number);
    if (number == written_out) {
        record.text(text);
    }
}

std::string_view RepeatedTexts::read(RecordReader& record) const
{
    auto const number = record.number();
    return number == written_out ? record.text() : m_texts[static_cast<std::size_t>(number - 1)];
}

std::int64_t RepeatedTexts::number_of(std::string_view text)
{
    if (text.size() > longest_text) {
        return written_out;
    }
    std::string const key{text};
    if (m_texts.size() < most_texts) {
        auto const [entry, is_new] = m_numbers.try_emplace(key, static_cast<std::int64_t>(m_texts.size()) + 1);
        if (is_new) {
            m_texts.emplace_back(entry->first);
        }
        return entry->second;
    }
    auto const known = m_numbers.find(key);
    return known == m_numbers.end() ? written_out : known->second;
}

} // namespace pf::base
