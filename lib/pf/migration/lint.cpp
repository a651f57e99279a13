#include "pf/migration/lint.hpp"

#include "pf/base/text.hpp"
#include "pf/migration/rules/allow.hpp"
#include "pf/migration/rules/codes.hpp"
#include "pf/migration/rules/inspection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace pf::migration {

namespace {

using namespace rules;

constexpr std::array<LintCode, 25> codes{{
    {code::index_not_concurrent, true, false},
    {code::concurrent_in_transaction, true, false},
    {code::validating_foreign_key, true, false},
    {code::validating_check, true, false},
    {code::validate_in_same_file, true, false},
    {code::constraint_without_index, true, false},
    {code::set_not_null, true, false},
    {code::add_not_null_column, true, true},
    {code::volatile_default, true, true},
    {code::type_change, true, false},
    {code::rename_table, true, true},
    {code::rename_column, true, true},
    {code::drop_table, true, true},
    {code::drop_column, true, true},
    {code::drop_constraint, true, false},
    {code::drop_not_null, true, false},
    {code::truncate_cascade, true, false},
    {code::float_column, true, true},
    {code::money_column, true, false},
    {code::timestamp_without_zone, true, false},
    {code::identifier_too_long, true, false},
    {code::enum_value_in_same_file, true, false},
    {code::missing_down, true, true},
    {code::allow_without_reason, true, true},
    {code::unused_allow, true, true},
}};

/// A statement of one section.
struct Step {
    Direction direction = Direction::up;
    std::vector<Token> tokens;
    std::vector<Allow> allows; ///< that stand above it
};

/// A file, taken apart.
struct Pieces {
    std::vector<Step> steps;
    std::vector<Allow> rest; ///< with no statement below
    std::size_t down = 0;    ///< where `-- pf:down` stands
};

Pieces pieces_of(Script const& script)
{
    Scanner scanner{script};
    std::vector<Range> ranges;
    scanner.collect_tokens(ranges);
    Pieces pieces;
    auto direction = Direction::up;
    while (auto const piece = scanner.next()) {
        auto const* const line = std::get_if<DirectiveLine>(&*piece);
        if (line == nullptr) {
            pieces.steps.push_back({direction, tokens_of(script, ranges), std::exchange(pieces.rest, {})});
        } else if (line->directive == Directive::allow) {
            pieces.rest.push_back(allow_of(script, line->line));
        } else if (line->directive == Directive::up) {
            direction = Direction::up;
        } else if (line->directive == Directive::down) {
            direction = Direction::down;
            pieces.down = line->line.begin;
        }
        ranges.clear();
    }
    return pieces;
}

class FileReview {
public:
    FileReview(File const& file, std::vector<NotNullCheck>& checks) : m_file(file), m_not_null_checks(checks) {}

    std::vector<Finding> run()
    {
        auto pieces = pieces_of(m_file.script);
        if (m_file.script.dialect == Dialect::sqlite) {
            note_rebuilt(pieces.steps);
        }
        for (auto& step : pieces.steps) {
            review(step);
        }
        review_whole(pieces);
        std::stable_sort(m_found.begin(), m_found.end(),
                         [](Found const& a, Found const& b) { return a.offset < b.offset; });
        std::vector<Finding> findings;
        std::transform(m_found.begin(), m_found.end(), std::back_inserter(findings),
                       [this](Found& found) { return placed(found); });
        return findings;
    }

private:
    Inspection inspection(Step const& step, SectionState& section, std::vector<Found>& found)
    {
        return {m_file.script, step.direction, m_file.transactional, step.tokens, section, m_not_null_checks, found};
    }

    /// SQLite changes a table by making a new one, dropping the old one and renaming: then nothing is lost.
    void note_rebuilt(std::vector<Step> const& steps)
    {
        SectionState section;
        for (auto const& step : steps) {
            if (step.direction == Direction::up) {
                remember(inspection(step, section, m_found));
            }
        }
        m_up.rebuilt = std::move(section.rebuilt);
    }

    void review(Step& step)
    {
        std::vector<Found> found;
        auto const statement = inspection(step, step.direction == Direction::up ? m_up : m_down, found);
        if (step.direction == Direction::up) {
            check_indexes(statement);
            check_created_columns(statement);
            check_alter_table(statement);
            check_drops(statement);
            check_truncate(statement);
        }
        check_concurrently(statement);
        check_identifiers(statement);
        check_enum_values(statement);
        remember(statement);
        take(std::move(found), step.allows);
        m_allows.insert(m_allows.end(), step.allows.begin(), step.allows.end());
    }

    void review_whole(Pieces const& pieces)
    {
        m_allows.insert(m_allows.end(), pieces.rest.begin(), pieces.rest.end());
        std::vector<Found> found;
        if (m_file.down.statements == 0 && !m_file.irreversible) {
            found.push_back({code::missing_down, pieces.down,
                             "there is no way back: the down section is missing or empty",
                             "pf-migrate down stops here, and so does whoever has to undo this release", way_back()});
        }
        take(std::move(found), m_allows);
        for (auto const& allow : m_allows) {
            check_allow(allow, m_found);
        }
    }

    /// What undoes the up section, as far as that is plain.
    [[nodiscard]] std::string way_back() const
    {
        if (m_up.undo.empty()) {
            return "-- pf:down, and what undoes it below; -- pf:irreversible when nothing does";
        }
        return "-- pf:down\n" + base::join(m_up.undo, "\n") +
               (m_up.undo_is_complete ? "" : "\n-- and what undoes the rest");
    }

    /// Keep what is not allowed.
    void take(std::vector<Found> found, std::vector<Allow>& allows)
    {
        for (auto& one : found) {
            auto const allow = std::find_if(allows.begin(), allows.end(),
                                            [&](Allow const& candidate) { return candidate.code == one.code; });
            if (allow == allows.end()) {
                m_found.push_back(std::move(one));
            } else {
                allow->used = true;
            }
        }
    }

    Finding placed(Found& found) const
    {
        auto const& [path, text, dialect] = m_file.script;
        return {found.code,
                path,
                position_of(text, found.offset),
                excerpt(text, found.offset),
                std::move(found.message),
                std::move(found.reason),
                std::move(found.rewrite)};
    }

    File const& m_file;
    std::vector<NotNullCheck>& m_not_null_checks;
    SectionState m_up;
    SectionState m_down;
    std::vector<Allow> m_allows;
    std::vector<Found> m_found;
};

} // namespace

std::span<LintCode const> lint_codes()
{
    return codes;
}

std::vector<Finding> lint(Set const& set)
{
    std::vector<NotNullCheck> not_null_checks;
    std::vector<Finding> findings;
    for (auto const& source : set.sources()) {
        auto const file = parse(source);
        auto found = FileReview{file, not_null_checks}.run();
        std::move(found.begin(), found.end(), std::back_inserter(findings));
    }
    return findings;
}

} // namespace pf::migration
