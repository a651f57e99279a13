#include "pf/migration/file.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/migration/checksum.hpp"
#include "pf/migration/concurrent_index.hpp"

#include <fmt/format.h>

#include <optional>
#include <utility>

namespace pf::migration {

namespace {

constexpr std::string_view digits = "0123456789";
constexpr std::string_view name_characters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";

/// Takes the pieces of one file in order and sorts them into sections.
class Parser {
public:
    explicit Parser(File& file) : m_file(file), m_current(&file.up) {}

    void read()
    {
        Scanner scanner{m_file.script};
        while (auto const piece = scanner.next()) {
            std::visit([this](auto const& found) { take(found); }, *piece);
        }
        m_current->range.end = m_file.script.text.size();
        check_sections();
    }

private:
    void take(Statement const& statement)
    {
        if (controls_transaction(statement, m_file.script.dialect)) {
            refuse(m_file.script, statement.sql.begin,
                   fmt::format("{} is not for a migration: each file runs in its own transaction",
                               statement.words.front()),
                   "delete it; SAVEPOINT is allowed");
        }
        if (auto const index = concurrent_index(m_file.script, statement); index && !index->name) {
            refuse(m_file.script, statement.sql.begin, "an index that is built CONCURRENTLY needs a name",
                   "a run that is cut short leaves it INVALID, and the next one must find it");
        }
        ++m_current->statements;
        if (!m_first) {
            m_first = statement.sql.begin;
        }
    }

    void take(DirectiveLine const& line)
    {
        switch (line.directive) {
        case Directive::up:
            return open(m_up_line, m_file.up, line.line);
        case Directive::down:
            return open(m_down_line, m_file.down, line.line);
        case Directive::no_transaction:
            m_file.transactional = false;
            return;
        case Directive::irreversible:
            m_file.irreversible = true;
            return;
        case Directive::allow:
            return;
        }
    }

    void open(std::optional<Range>& seen, Section& section, Range line)
    {
        if (seen) {
            refuse(m_file.script, line.begin, "this section is there already", "keep one -- pf:up and one -- pf:down");
        }
        bool const is_up = &section == &m_file.up;
        if (is_up && m_file.up.statements > 0) {
            refuse(m_file.script, *m_first, "SQL before -- pf:up", "move it below the directive");
        }
        seen = line;
        m_current->range.end = line.begin;
        m_current = &section;
        m_current->range.begin = line.end;
    }

    void check_sections() const
    {
        if (m_file.up.statements == 0) {
            std::size_t const at = m_up_line ? m_up_line->begin : 0;
            refuse(m_file.script, at, "the up section holds no statement", "write one, or delete the file");
        }
        if (m_file.irreversible && m_down_line) {
            refuse(m_file.script, m_down_line->begin, "a down section in a file that says -- pf:irreversible",
                   "keep one of the two");
        }
    }

    File& m_file;
    Section* m_current;
    std::optional<Range> m_up_line;
    std::optional<Range> m_down_line;
    std::optional<std::size_t> m_first;
};

// Of what is written as a moment, YYYYMMDDhhmmss, there is room; and for what comes after it.
constexpr std::int64_t highest_version = 999'999'999'999'999'999;

} // namespace

FileName parse_file_name(std::string_view path)
{
    auto const fail = [&] {
        throw Error{ExitCode::bad_data, "is not the name of a migration", std::string{path},
                    "name it NNNN_verb_noun.sql, like 0001_create_ledger.sql"};
    };
    std::string_view name = path.substr(path.find_last_of('/') + 1);
    if (!name.ends_with(".sql")) {
        fail();
    }
    name.remove_suffix(4);
    std::size_t const digits_end = name.find_first_not_of(digits);
    bool const has_words = digits_end != std::string_view::npos && digits_end > 0 && name[digits_end] == '_' &&
                           name.size() > digits_end + 1;
    auto const version = has_words ? base::parse_integer(name.substr(0, digits_end)) : std::nullopt;
    if (!version || *version < 1 || *version > highest_version ||
        name.find_first_not_of(name_characters) != std::string_view::npos) {
        fail();
    }
    return {*version, std::string{name}};
}

Source source_of(std::string path, std::string_view content, Dialect dialect)
{
    auto [version, name] = parse_file_name(path);
    return {version, std::move(name), checksum(content), {std::move(path), std::string{without_bom(content)}, dialect}};
}

File parse(Source source)
{
    File file{std::move(source)};
    check_bytes(file.script);
    Parser{file}.read();
    return file;
}

} // namespace pf::migration
