#include "pf/migration/error_place.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

namespace pf::migration {

namespace {

constexpr std::string_view blanks = " \t\n\r\f";

/// Reads names from the beginning of a text.
class NameReader {
public:
    explicit NameReader(std::string_view text) : m_rest(text) {}

    /// A word in small letters, or a quoted name as it is; nothing when neither stands there.
    std::optional<std::string> next()
    {
        skip_blanks();
        if (m_rest.starts_with('"')) {
            return quoted();
        }
        std::size_t const end = std::min(m_rest.find_first_of(" \t\n\r\f().,;'\"-/"), m_rest.size());
        std::string word = base::to_lower(m_rest.substr(0, end));
        m_rest.remove_prefix(end);
        return word.empty() ? std::nullopt : std::optional{std::move(word)};
    }

    /// The last part of a name like `schema.function`.
    std::optional<std::string> last_of_qualified()
    {
        auto name = next();
        for (skip_blanks(); name && m_rest.starts_with('.'); skip_blanks()) {
            m_rest.remove_prefix(1);
            name = next();
        }
        return name;
    }

private:
    void skip_blanks()
    {
        while (!m_rest.empty()) {
            if (m_rest.starts_with("--")) {
                m_rest.remove_prefix(std::min(m_rest.find_first_of("\r\n"), m_rest.size()));
            } else if (m_rest.starts_with("/*")) {
                std::size_t const end = m_rest.find("*/");
                m_rest.remove_prefix(end == std::string_view::npos ? m_rest.size() : end + 2);
            } else if (blanks.find(m_rest.front()) != std::string_view::npos) {
                m_rest.remove_prefix(1);
            } else {
                return;
            }
        }
    }

    std::optional<std::string> quoted()
    {
        std::string name;
        for (std::size_t i = 1; i < m_rest.size(); ++i) {
            bool const is_quote = m_rest[i] == '"';
            if (is_quote && m_rest.substr(i + 1, 1) != "\"") {
                m_rest.remove_prefix(i + 1);
                return name;
            }
            i += is_quote ? 1 : 0;
            name.push_back(m_rest[i]);
        }
        return std::nullopt;
    }

    std::string_view m_rest;
};

/// A function or procedure that the file creates.
struct Routine {
    std::string name;
    Range body;
};

std::optional<Routine> routine_of(Script const& script, Statement const& statement)
{
    if (statement.body == Range{} || statement.words.front() != "CREATE") {
        return std::nullopt;
    }
    NameReader reader{std::string_view{script.text}.substr(statement.sql.begin, statement.body.begin)};
    for (auto word = reader.next(); word; word = reader.next()) {
        if (*word == "function" || *word == "procedure") {
            auto name = reader.last_of_qualified();
            return name ? std::optional{Routine{std::move(*name), statement.body}} : std::nullopt;
        }
    }
    return std::nullopt;
}

/// Those of the section up to the failing statement.
std::vector<Routine> routines_until(Script const& script, Range section, Statement const& failing)
{
    std::vector<Routine> found;
    Scanner scanner{script, {section.begin, failing.sql.begin}};
    while (auto const statement = scanner.next_statement()) {
        if (auto routine = routine_of(script, *statement)) {
            found.push_back(std::move(*routine));
        }
    }
    if (auto routine = routine_of(script, failing)) {
        found.push_back(std::move(*routine));
    }
    return found;
}

/// A line of the context like `PL/pgSQL function f(integer) line 7 at RAISE`.
struct Frame {
    std::string function; ///< empty for a DO block
    std::size_t line = 0;
};

std::optional<Frame> frame_of(std::string_view line)
{
    constexpr std::string_view call = "PL/pgSQL function ";
    constexpr std::string_view block = "inline_code_block line ";
    constexpr std::string_view behind_signature = ") line ";
    if (!line.starts_with(call)) {
        return std::nullopt;
    }
    line.remove_prefix(call.size());
    bool const is_block = line.starts_with(block);
    std::size_t const found = is_block ? 0 : line.find(behind_signature);
    if (found == std::string_view::npos) {
        return std::nullopt;
    }
    auto const rest = line.substr(found + (is_block ? block : behind_signature).size());
    auto const number = base::parse_integer(rest.substr(0, rest.find(' ')));
    auto const name = is_block ? std::string{} : NameReader{line}.last_of_qualified();
    if (!number || *number < 1 || !name) {
        return std::nullopt;
    }
    return Frame{*name, static_cast<std::size_t>(*number)};
}

std::vector<Frame> frames_of(std::string_view context)
{
    std::vector<Frame> frames;
    for (auto const line : base::split(context, '\n')) {
        if (auto frame = frame_of(line)) {
            frames.push_back(std::move(*frame));
        }
    }
    return frames;
}

/// Line 1 is what stands behind the opening quote; as PL/pgSQL counts, only LF ends a line.
std::optional<Range> line_of_body(std::string_view text, Range body, std::size_t line)
{
    Range found{body.begin, 0};
    for (; line > 1; --line) {
        std::size_t const end = text.find('\n', found.begin);
        if (end >= body.end) {
            return std::nullopt;
        }
        found.begin = end + 1;
    }
    found.end = std::min(text.find('\n', found.begin), body.end);
    return found;
}

/// Where the server points to, if what it was about to run stands once in the line; or else the line's first visible
/// character.
std::size_t place_in_line(std::string_view text, Range line, ServerPlace const& said)
{
    std::string const& query = said.internal_query;
    std::size_t const found = query.empty() ? std::string_view::npos : text.find(query, line.begin);
    if (said.internal_position && found < line.end && text.find(query, found + 1) >= line.end) {
        return skip_characters(text, found, *said.internal_position - 1);
    }
    std::size_t const visible = text.find_first_not_of(blanks, line.begin);
    return visible < line.end ? visible : line.begin;
}

/// Nothing when several routines have that name.
std::optional<Range> body_named(std::vector<Routine> const& routines, std::string const& name)
{
    auto const is_it = [&](Routine const& routine) { return routine.name == name; };
    auto const found = std::find_if(routines.begin(), routines.end(), is_it);
    if (found == routines.end() || std::find_if(found + 1, routines.end(), is_it) != routines.end()) {
        return std::nullopt;
    }
    return found->body;
}

/// When the server parsed a whole body by itself.
std::optional<std::size_t> place_in_whole_body(std::string_view text, std::vector<Routine> const& routines,
                                               Statement const& failing, ServerPlace const& said)
{
    std::vector<Range> bodies{failing.body};
    for (auto const& routine : routines) {
        bodies.push_back(routine.body);
    }
    for (auto const body : bodies) {
        if (said.internal_position && body != Range{} &&
            text.substr(body.begin, body.end - body.begin) == said.internal_query) {
            return skip_characters(text, body.begin, *said.internal_position - 1);
        }
    }
    return std::nullopt;
}

} // namespace

std::optional<std::size_t> find_place(Script const& script, Range section, Statement const& failing,
                                      ServerPlace const& said)
{
    std::string_view const text = script.text;
    if (said.position) {
        return skip_characters(text, failing.sql.begin, *said.position - 1);
    }
    auto const routines = routines_until(script, section, failing);
    auto const frames = frames_of(said.context);
    bool const is_block = failing.body != Range{} && failing.words.front() == "DO";
    for (auto const& frame : frames) {
        bool const is_outermost = &frame == &frames.back();
        bool const is_failing = frame.function.empty() && is_outermost && is_block;
        auto const body = is_failing ? std::optional{failing.body} : body_named(routines, frame.function);
        if (auto const line = body ? line_of_body(text, *body, frame.line) : std::nullopt) {
            return place_in_line(text, *line, &frame == &frames.front() ? said : ServerPlace{});
        }
    }
    return place_in_whole_body(text, routines, failing, said);
}

} // namespace pf::migration
