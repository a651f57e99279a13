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

Date past_day(std::string const& word, std::string const& where, Days const& days)
{
    auto const day = day_of_word(word, where);
    auto const newest = days.newest_day(base::now());
    if (day > newest) {
        throw Error(ExitCode::usage, base::quoted(word) + " has not come yet", where, "it is " + base::to_text(newest));
    }
    return day;
}

DayRange day_range(DayWords const& words, Days const& days)
{
    DayRange range;
    range.to = words.to.empty() ? days.today() : past_day(words.to, "--to", days);
    if (!words.from.empty()) {
        range.from = past_day(words.from, "--from", days);
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

void MissingValues::add(std::string const& account, Date day, std::vector<valuation::Lack> const& lacks)
{
    using Kind = valuation::Lack::Kind;
    for (auto const& lack : lacks) {
        if (lack.kind == Kind::no_price || lack.kind == Kind::no_rate) {
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
        auto const& [account, lack] = of;
        bool const is_price = lack.kind == valuation::Lack::Kind::no_price;
        auto const days = span.days == 1 ? "on " + base::to_text(span.first)
                                         : fmt::format("on {} days, {} to {}", span.days, base::to_text(span.first),
                                                       base::to_text(span.last));
        complaints.push_back({account + ": " + lack.subject,
                              fmt::format("no {} {}", is_price ? "price" : "exchange rate", days),
                              is_price ? "import prices: 'pf-import prices.csv'" : "import rates: 'pf-import fx.csv'"});
    }
    return complaints;
}

} // namespace pf::jobs
