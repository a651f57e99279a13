#include "pf/jobs/snapshot/value_days.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/jobs/books/timeline.hpp"
#include "pf/jobs/run/open.hpp"
#include "pf/jobs/run/words.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace pf::jobs {

namespace {

std::chrono::days const one_day{1};

valuation::Timeline load(db::Database& database, std::string const& account, DayRange const& range)
{
    db::Atomic const view{database, db::Atomic::Mode::read};
    auto const first = range.from ? *range.from - one_day : base::earliest_day;
    return load_timeline(database, {chosen_accounts(database, account), first, range.to, {}});
}

} // namespace

Date past_day(std::string const& word, std::string const& where, base::DayEdge edge, Days const& days)
{
    auto const today = [&] { return days.today(); };
    auto const span = days_of_word(word, where, today);
    auto const newest = days.newest_day(base::now());
    bool const is_not_over = span.first <= newest && span.last > newest;
    auto const day = edge == base::DayEdge::first ? span.first : is_not_over ? today() : span.last;
    tell_day(word, where, day);
    if (day > newest) {
        throw Error(ExitCode::usage, base::quoted(word) + " has not come yet", where, "it is " + base::to_text(newest));
    }
    return day;
}

DayRange day_range(DayWords const& words, Days const& days)
{
    DayRange range;
    range.to = words.to.empty() ? days.today() : past_day(words.to, "--to", base::DayEdge::last, days);
    if (!words.from.empty()) {
        range.from = past_day(words.from, "--from", base::DayEdge::first, days);
        if (*range.from > range.to) {
            throw Error(ExitCode::usage, base::quoted(words.from) + " is after " + base::to_text(range.to), "--from",
                        "the first day comes first");
        }
    }
    return range;
}

ValueDays::ValueDays(db::Database& database, std::string const& account, DayRange const& range)
    : m_timeline(load(database, account, range))
{
    std::optional<Date> first;
    for (auto const& history : m_timeline.accounts()) {
        m_names.emplace(history.account.id, history.account.name);
        if (history.first_day) {
            first = std::min(first.value_or(*history.first_day), *history.first_day);
        }
    }
    if (first && *first <= range.to) {
        m_days.emplace(std::max(*first, range.from.value_or(*first)), range.to);
    }
}

std::vector<model::Account> ValueDays::accounts() const
{
    std::vector<model::Account> accounts;
    for (auto const& history : m_timeline.accounts()) {
        if (history.first_day) {
            accounts.push_back(history.account);
        }
    }
    return accounts;
}

void MissingValues::add_rate(std::string const& account, Date day, Currency from, Currency to)
{
    add(account, day, {{valuation::Lack::Kind::no_rate, fmt::format("{} to {}", from.code(), to.code()), {}}});
}

namespace {

cli::Complaint complaint_of(std::string const& account, valuation::Lack const& lack, std::string const& days)
{
    auto const where = account + ": " + lack.subject;
    if (lack.kind == valuation::Lack::Kind::no_price) {
        return {where, "no price " + days, "import prices: 'pf-import prices.csv'"};
    }
    if (lack.kind == valuation::Lack::Kind::no_rate) {
        return {where, "no exchange rate " + days, "import rates: 'pf-import fx.csv'"};
    }
    return {where, "its value " + days + " is out of range (at most 20 digits before the decimal mark)",
            "is a decimal mark missing in a price?"};
}

} // namespace

void MissingValues::add(std::string const& account, Date day, std::vector<valuation::Lack> const& lacks)
{
    using Kind = valuation::Lack::Kind;
    for (auto const& lack : lacks) {
        if (lack.kind == Kind::no_price || lack.kind == Kind::no_rate || lack.kind == Kind::too_large) {
            auto& span = m_spans.try_emplace({account, lack}, Span{day, day, 0}).first->second;
            span.last = day;
            ++span.days;
        }
    }
}

std::vector<cli::Complaint> MissingValues::complaints() const
{
    std::vector<cli::Complaint> complaints;
    for (auto const& [of, span] : m_spans) {
        auto const days = span.days == 1 ? "on " + base::to_text(span.first)
                                         : fmt::format("on {} days, {} to {}", span.days, base::to_text(span.first),
                                                       base::to_text(span.last));
        complaints.push_back(complaint_of(of.first, of.second, days));
    }
    return complaints;
}

} // namespace pf::jobs
