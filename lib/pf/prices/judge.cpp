#include "pf/prices/judge.hpp"

#include "pf/base/age.hpp"
#include "pf/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

namespace pf::prices {

namespace {

using money::Rounding;

auto key_of(Observed const& row)
{
    return std::tuple{row.base, row.quote, row.day};
}

/// Of several values of a day the last one is its close.
std::vector<Observed> last_of_each_day(std::vector<Observed> rows)
{
    std::ranges::stable_sort(rows, [](Observed const& left, Observed const& right) {
        return std::tuple{key_of(left), left.moment} < std::tuple{key_of(right), right.moment};
    });
    std::vector<Observed> last;
    for (auto const& row : rows) {
        if (!last.empty() && key_of(last.back()) == key_of(row)) {
            last.back() = row;
        } else {
            last.push_back(row);
        }
    }
    return last;
}

std::string named(Observed const& row)
{
    auto const pair = row.quote.is_none() ? std::string{} : fmt::format("{}/{} ", row.base.code(), row.quote.code());
    return fmt::format("{}{} of {}", pair, row.value.to_text(), base::to_text(row.day));
}

/// Two values of one moment, and not the same: nobody can tell which is right.
std::optional<Problem> contradiction(std::vector<Observed> const& rows)
{
    std::map<std::tuple<Currency, Currency, Timestamp>, Decimal> seen;
    for (auto const& row : rows) {
        auto const [at, is_new] = seen.try_emplace({row.base, row.quote, row.moment}, row.value);
        if (!is_new && at->second != row.value) {
            return Problem{fmt::format("the answer has {} and {}", named(row), at->second.to_text()), {}};
        }
    }
    return std::nullopt;
}

std::optional<Problem> impossible(Observed const& row, Timestamp now)
{
    if (!row.value.is_positive()) {
        return Problem{fmt::format("the answer has {}, which is not greater than zero", named(row)), {}};
    }
    if (base::is_from_the_future(std::max(row.moment, Timestamp{row.day}), now)) {
        return Problem{fmt::format("the answer has {}, which has not come yet", named(row)), "is the clock right?"};
    }
    return std::nullopt;
}

std::optional<Problem> wrong_currency(Observed const& row, Background const& background)
{
    bool const fits = row.currency.is_none() || background.currency.is_none() || row.currency == background.currency ||
                      background.converts(row.currency, background.currency, row.day);
    if (fits) {
        return std::nullopt;
    }
    return Problem{fmt::format("the answer is in {}, the position in {}, and there is no rate between them",
                               row.currency.code(), background.currency.code()),
                   "fetch or import the rates first; or name another listing in [symbols]"};
}

bool is_jump(Decimal before, Decimal value)
{
    Decimal const five{5};
    auto const& [small, large] = std::minmax(before, value);
    return small.is_positive() && money::divide(large, small, Rounding::down) >= five;
}

/// The stored close that a first value follows; another currency cannot be compared.
std::optional<model::Close> stored_before(Background const& background, Date day)
{
    std::optional<model::Close> before;
    for (auto const& close : background.closes) {
        before = close.date < day ? std::optional{close} : before;
    }
    return before;
}

bool has_split(Background const& background, Date after, Date until)
{
    auto const first = background.splits.upper_bound(after);
    return first != background.splits.end() && *first <= until;
}

std::optional<Jump> jump_to(Observed const& row, std::optional<model::Close> const& before,
                            Background const& background)
{
    auto const effective = [&](Currency one) { return one.is_none() ? background.currency : one; };
    bool const can_tell = before && effective(before->currency) == effective(row.currency);
    if (!can_tell || has_split(background, before->date, row.day) || !is_jump(before->price, row.value)) {
        return std::nullopt;
    }
    return Jump{row.day, row.value, before->date, before->price};
}

/// Cuts off the series of closes where it jumps.
void hold_back(Judgement& judgement, Background const& background)
{
    auto& good = judgement.good;
    for (std::size_t i = 0; i < good.size() && !background.accepts_jumps; ++i) {
        auto before = stored_before(background, good[i].day);
        if (i > 0 && (!before || before->date < good[i - 1].day)) {
            before = model::Close{good[i - 1].day, good[i - 1].value, good[i - 1].currency};
        }
        judgement.jump = jump_to(good[i], before, background);
        if (judgement.jump) {
            judgement.held_back = static_cast<std::int64_t>(good.size() - i);
            good.resize(i);
            judgement.latest.reset();
        }
    }
}

} // namespace

bool is_finished(Source const& source, Date day, Timestamp now)
{
    return Timestamp{day} + source.final_after <= now;
}

Date last_finished_day(Source const& source, Timestamp now)
{
    auto const day = base::day_of(now);
    return is_finished(source, day, now) ? day : day - std::chrono::days{1};
}

Judgement judged(Question const& question, std::vector<Observed> rows, Background const& background)
{
    Judgement judgement;
    // What is newer than was asked for stays, when its day is not over: it may be shown live.
    auto const today = base::day_of(background.now);
    std::erase_if(rows, [&](Observed const& row) {
        return row.day < question.from || (row.day > question.to && row.day < today);
    });
    judgement.problem = contradiction(rows);
    for (auto const& row : rows) {
        judgement.problem = judgement.problem ? judgement.problem : impossible(row, background.now);
        judgement.problem = judgement.problem ? judgement.problem : wrong_currency(row, background);
    }
    if (judgement.problem) {
        return judgement;
    }
    for (auto const& row : last_of_each_day(std::move(rows))) {
        judgement.latest = row;
        if (row.day <= question.to && is_finished(*question.source, row.day, background.now)) {
            judgement.good.push_back(row);
        }
    }
    if (question.source->gives == Gives::prices) {
        hold_back(judgement, background);
    }
    return judgement;
}

} // namespace pf::prices
