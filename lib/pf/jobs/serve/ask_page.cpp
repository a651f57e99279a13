#include "pf/jobs/serve/ask_page.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/cli/log.hpp"
#include "pf/jobs/serve/answers.hpp"
#include "pf/jobs/serve/parts.hpp"
#include "pf/report/kept.hpp"
#include "pf/web/realized_years.hpp"
#include "pf/web/table.hpp"

#include <algorithm>

namespace pf::jobs::serve {

namespace {

using Query = std::vector<std::pair<std::string, std::string>>;

Query query_of(Asked const& asked, Values const& values, Date today)
{
    Query query;
    for (auto const& name : asked.passed) {
        if (values.has(name)) {
            query.emplace_back(name, values.text(name));
        }
    }
    if (asked.more) {
        auto const more = asked.more(today);
        query.insert(query.end(), more.begin(), more.end());
    }
    return query;
}

/// `imports/{id}` with the id in its place, which is then none of the query.
std::vector<std::string> path_of(Asked const& asked, Query& query)
{
    std::vector<std::string> path;
    auto const& pattern = asked.question->path;
    for (auto const segment : pattern.empty() ? std::vector<std::string_view>{} : base::split(pattern, '/')) {
        auto const told =
            std::ranges::find_if(query, [&](auto const& pair) { return "{" + pair.first + "}" == segment; });
        path.push_back(told == query.end() ? std::string{segment} : told->second);
        if (told != query.end()) {
            query.erase(told);
        }
    }
    return path;
}

/// The row that a cursor of the page's address stands for.
std::optional<report::RowMark> row_of(Values const& values, std::string const& name, std::string const& scope)
{
    if (!values.has(name)) {
        return std::nullopt;
    }
    auto const row = row_at(values.text(name), scope);
    if (!row) {
        throw Error{ExitCode::usage, "is none of this table", "--" + name, "begin anew, with the page as it opens"};
    }
    return row;
}

/// \param values  of the page \param scope  of its cursors
report::Keep rows_of(Asked const& asked, Values const& values, std::string const& scope)
{
    report::Keep keep;
    if (asked.rows == Asked::Rows::by_page || asked.rows == Asked::Rows::last_by_page) {
        keep = keep_of(asked.question->list);
        keep.after = row_of(values, "after", scope);
        keep.before = row_of(values, "before", scope);
        keep.from_end = asked.rows == Asked::Rows::last_by_page;
    }
    keep.most = asked.rows == Asked::Rows::by_year ? 1 // they are summed as they come
                : asked.rows == Asked::Rows::all   ? 0
                                                   : web::rows_of_page;
    return keep;
}

/// Whether a page can be made without it: the question is at fault, not the server.
bool is_of_question(Error const& error)
{
    return error.code() == ExitCode::usage || error.code() == ExitCode::no_input || error.code() == ExitCode::bad_data;
}

class Asking {
public:
    Asking(db::Database& database, cli::Common const& program, Values const& values, Date today)
        : m_database(database), m_program(program), m_values(values), m_today(today)
    {
    }

    /// What would take longer than a page may.
    [[nodiscard]] web::Answer without_answer(Asked const& asked) const
    {
        auto answer = begun(asked);
        answer.path = path_of(asked, answer.query);
        answer.refusal = "so many positions are not valued day by day on this page";
        answer.hint = "choose an account, or the days that you want on the page of the performance";
        return answer;
    }

    [[nodiscard]] web::Answer answer(Asked const& asked) const
    {
        auto answer = begun(asked);
        Values told;
        for (auto const& [name, value] : answer.query) {
            told.add(name, value);
        }
        answer.path = path_of(asked, answer.query);
        auto const scope = scope_of(*asked.question, told, m_program);
        auto keep = rows_of(asked, m_values, scope);
        try {
            ask(asked, told, std::move(keep), answer);
            add_cursors(scope, answer);
        } catch (Error const& error) {
            if (asked.is_all || !is_of_question(error)) {
                throw;
            }
            answer.refusal = error.where().empty() ? error.message() : error.where() + ": " + error.message();
            answer.hint = error.hint();
        }
        return answer;
    }

private:
    /// With what it is told, and without an answer yet.
    [[nodiscard]] web::Answer begun(Asked const& asked) const
    {
        web::Answer answer;
        answer.name = asked.name;
        answer.command = asked.question->command;
        answer.query = query_of(asked, m_values, m_today);
        return answer;
    }

    static void add_cursors(std::string const& scope, web::Answer& answer)
    {
        auto const add = [&](report::RowMark const& row, std::string& cursor) {
            cursor = row.key.empty() ? std::string{} : cursor_at(row, scope);
        };
        add(answer.window.first, answer.first);
        add(answer.window.last, answer.last);
    }

    void ask(Asked const& asked, Values const& told, report::Keep keep, web::Answer& answer) const
    {
        cli::Common common;
        set_for(common, m_program, told, OutputFormat::json);
        web::RealizedYears years;
        bool const is_by_year = asked.rows == Asked::Rows::by_year;
        if (is_by_year) {
            keep.see = [&](auto const& grid, auto const& row) { years.add(grid, row); };
        }
        report::KeptReports out{std::move(keep)};
        cli::Muted const muted;
        static_cast<void>(asked.question->ask(m_database, common, told, out));
        if (!out.reports().empty()) {
            answer.report = out.reports().front().report;
            answer.counts = out.reports().front().counts;
            answer.window = out.reports().front().window;
        }
        if (is_by_year) {
            answer.report.grids = {years.grid()};
        }
    }

    db::Database& m_database;
    cli::Common const& m_program;
    Values const& m_values;
    Date m_today;
};

bool have_many_positions(std::vector<web::Answer> const& answers)
{
    constexpr std::size_t many = 1000;
    auto const positions = std::ranges::find(answers, "positions", &web::Answer::name);
    return positions != answers.end() && !positions->counts.empty() && positions->counts.front() > many;
}

} // namespace

std::vector<web::Answer> answers_for(Page const& page, db::Database& database, cli::Common const& program,
                                     Values const& values, Date today)
{
    std::vector<web::Answer> answers;
    Asking const asking{database, program, values, today};
    for (auto const& asked : page.asked) {
        bool const is_too_much = asked.is_slow && have_many_positions(answers);
        answers.push_back(is_too_much ? asking.without_answer(asked) : asking.answer(asked));
    }
    return answers;
}

} // namespace pf::jobs::serve
