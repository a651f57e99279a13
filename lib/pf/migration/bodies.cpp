// How the scanner tells which words begin, hold and end the body of a function or a trigger.
#include "pf/base/text.hpp"
#include "pf/migration/statements.hpp"

#include <algorithm>
#include <utility>

namespace pf::migration {

Scanner::Open::Last Scanner::last_of(std::string_view word)
{
    using Last = Open::Last;
    constexpr std::array<std::pair<std::string_view, Last>, 3> known{
        {{"from", Last::from}, {"as", Last::as}, {"language", Last::language}}};
    auto const* const found = std::find_if(known.begin(), known.end(), [&](auto const& candidate) {
        return base::equal_ignoring_case(word, candidate.first);
    });
    return found == known.end() ? Last::other : found->second;
}

/// DO takes it before or behind LANGUAGE 'name', a function behind AS.
void Scanner::note_literal(Range inside)
{
    bool const does = !m_open.words.empty() && m_open.words.front() == "DO" && m_open.last != Open::Last::language;
    bool const creates = creates_routine() && m_open.last == Open::Last::as && m_open.paren_depth == 0;
    if ((does || creates) && m_open.body == Range{}) {
        m_open.body = inside;
    }
}

/// Whether the statement begins with CREATE [OR REPLACE] FUNCTION or PROCEDURE.
bool Scanner::creates_routine() const
{
    auto const& creates = m_open.creates;
    bool const replaces = creates[1] == 'o' && creates[2] == 'r';
    char const created = replaces ? creates[3] : creates[1];
    return creates[0] == 'c' && (created == 'f' || created == 'p');
}

/// The heuristic of psql: semicolons between BEGIN and END of CREATE FUNCTION or PROCEDURE do not end the statement.
void Scanner::note_function_body(std::string_view word)
{
    auto const is = [&](std::string_view other) { return base::equal_ignoring_case(word, other); };
    auto& creates = m_open.creates;
    if (m_open.word_count < creates.size() &&
        (is("create") || is("function") || is("procedure") || is("or") || is("replace"))) {
        creates[m_open.word_count] = base::to_lower(word.substr(0, 1)).front();
    }
    ++m_open.word_count;
    if (!creates_routine() || m_open.paren_depth > 0) {
        return;
    }
    if (is("begin") || (is("case") && m_open.begin_depth > 0)) {
        ++m_open.begin_depth;
    } else if (is("end") && m_open.begin_depth > 0) {
        --m_open.begin_depth;
    }
}

/// The rule of sqlite3_complete: CREATE [TEMP] TRIGGER ends at `;` behind an END that stands behind a `;`.
void Scanner::note_trigger(std::string_view word)
{
    bool const ends = base::equal_ignoring_case(word, "end") && m_open.last == Open::Last::semicolon;
    m_open.last = ends ? Open::Last::end : Open::Last::other;
    auto const& words = m_open.words;
    if (words.size() > 3 || words.size() < 2 || words.front() != "CREATE" || words.back() != "TRIGGER") {
        return;
    }
    m_open.trigger = words.size() == 2 || words[1] == "TEMP" || words[1] == "TEMPORARY";
}

} // namespace pf::migration
