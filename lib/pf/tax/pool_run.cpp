#include "pf/tax/pool_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <span>
#include <utility>

namespace pf::tax {

using model::TransactionType;

namespace {

constexpr int digits_that_count = 9;

Decimal rounding_of_splits()
{
    return Decimal::from_units(1'000);
}

} // namespace

PoolRun::PoolRun(Family const& family, Context const& context, Assessment& assessment)
    : m_family(family), m_context(context), m_assessment(assessment), m_splits(family), m_trades(family, m_splits)
{
}

/// Day by day: splits, what comes in, what changes cost or moves units, what goes out. So nothing depends on the order
/// of a day's rows.
void PoolRun::run()
{
    std::map<Date, std::vector<std::size_t>> days;
    for (std::size_t i = 0; i < m_family.size(); ++i) {
        days[m_family[i].day].push_back(i);
    }
    auto const first_line = m_assessment.lines.size();
    for (auto const& [day, rows] : days) {
        if (day > m_context.year.last) {
            break;
        }
        std::set<PoolKey> keys;
        for (auto const index : rows) {
            keys.insert(pool_key(m_family[index]));
            if (m_family[index].row.type == TransactionType::split) {
                split(m_family[index]);
            }
        }
        for (auto const& key : keys) {
            if (auto* const trades = m_trades.find(key, day)) {
                acquire(key, *trades);
            }
        }
        for (auto const index : rows) {
            change(m_family[index]);
        }
        for (auto const& key : keys) {
            if (auto* const trades = m_trades.find(key, day)) {
                dispose(key, *trades);
            }
        }
    }
    for (auto const& [key, pool] : m_pools) {
        auto const& ticker = key.second;
        auto const is_of_pool = [&ticker](Line const& line) { return line.ticker == ticker && line.pool_entries > 0; };
        auto const lines = std::span{m_assessment.lines}.subspan(first_line);
        if (key.first && std::ranges::any_of(lines, is_of_pool)) {
            m_assessment.pool.insert(m_assessment.pool.end(), pool.entries.begin(), pool.entries.end());
        }
    }
}

/// What an account's split makes of all accounts' units, it makes of the pool.
void PoolRun::split(Entry const& entry)
{
    auto const& row = entry.row;
    auto& held = m_held[pool_key(entry)];
    auto const before = held;
    auto const account_before = m_holdings.apply(row);
    held += m_holdings.of(row.account_id, row.ticker) - account_before;
    auto& pool = pool_of(entry);
    if (!pool.units.is_positive()) {
        return;
    }
    if (before.is_positive()) {
        pool.units = money::scaled(pool.units, held, before, Rounding::half_even);
    } else if (row.split_numerator > 0 && row.split_denominator > 0 &&
               m_split_alone.emplace(pool_key(entry), entry.day).second) {
        // Nothing is held between a sale and what it is matched with: each account tells of the same split.
        pool.units = money::scaled(pool.units, Decimal{row.split_numerator}, Decimal{row.split_denominator},
                                   Rounding::half_even);
    }
    note(pool, entry, "split", {ref_of(entry)});
}

void PoolRun::acquire(PoolKey const& key, TradingDay& day)
{
    for (auto const index : day.buys) {
        m_held[key] += m_family[index].row.quantity;
    }
    if (day.unmatched.is_positive()) {
        auto& pool = m_pools[key];
        pool.units += day.unmatched;
        pool.cost = pool.cost + day.cost;
        note(pool, m_family[day.buys.front()], "acquired", refs(day.buys));
        day.unmatched = Decimal{};
        day.cost = {};
    }
}

void PoolRun::change(Entry const& entry)
{
    auto const& row = entry.row;
    if (row.type == TransactionType::split) {
        return;
    }
    m_holdings.apply(row);
    bool const moves = model::converts(row.type) || (is_between_own(entry) && entry.changes_owner);
    if (model::changes_cost(row.type)) {
        change_cost(entry);
    } else if (moves) {
        bool const leaves = row.type == TransactionType::convert_out || row.type == TransactionType::transfer_out;
        m_held[pool_key(entry)] += leaves ? -row.quantity : row.quantity;
        leaves ? send(entry) : receive(entry);
    } else if (disposes(entry)) {
        m_held[pool_key(entry)] -= row.quantity;
    }
}

void PoolRun::change_cost(Entry const& entry)
{
    auto& pool = pool_of(entry);
    if (!pool.units.is_positive()) {
        return remark(entry, fmt::format("{} changes the cost of units that the pool does not hold",
                                         model::to_text(entry.row.type)));
    }
    if (entry.row.type == TransactionType::notional_distribution) {
        pool.cost = pool.cost + lots::Amounts{cost_of(entry), Decimal{}};
        return note(pool, entry, "cost raised", {ref_of(entry)});
    }
    auto const amount = proceeds_of(entry);
    auto const rest = lots::difference(pool.cost.position, amount);
    pool.cost.position = rest ? std::optional{std::max(*rest, Decimal{})} : std::nullopt;
    note(pool, entry, "cost lowered", {ref_of(entry)});
    if (entry.is_own && m_context.year.has(entry.day) && (!rest || rest->is_negative())) {
        auto line = line_of(entry, next_disposal(), "capital returned");
        line.proceeds = line.gain = line.taxable = rest ? std::optional{-*rest} : std::nullopt;
        line.cost = rest ? std::optional{Decimal{}} : std::nullopt;
        line.pool_entries = pool.entries.size();
        m_assessment.lines.push_back(line);
        round_last(m_assessment.lines.size() - 1);
    }
}

lots::Amounts PoolRun::take(Pool& pool, Decimal units)
{
    auto const cost = lots::take_share(pool.cost, units, pool.units);
    pool.units -= units;
    if (pool.units.is_zero()) {
        pool.cost = {};
    }
    return cost;
}

/// Units, or a share of the cost, on their way to another instrument, or to accounts that are not the taxpayer's.
void PoolRun::send(Entry const& entry)
{
    auto const& row = entry.row;
    auto& pool = pool_of(entry);
    Parcel parcel{row.counter_account_id.value_or(row.account_id),
                  row.ticker,
                  row.counter_ticker.empty() ? row.ticker : row.counter_ticker,
                  {},
                  row.quantity};
    if (row.quantity.is_zero()) {
        auto const share = row.cost_share.value_or(Decimal{});
        parcel.cost.position = pool.cost.position
                                   ? std::optional{money::multiply(*pool.cost.position, share, Rounding::half_even)}
                                   : std::nullopt;
        pool.cost.position = lots::difference(pool.cost.position, parcel.cost.position);
    } else {
        auto const units = std::min(row.quantity, pool.units);
        if (units < row.quantity) {
            remark(entry, fmt::format("{} units leave the pool, which holds {}", row.quantity.to_text(),
                                      pool.units.to_text()));
        }
        parcel.cost = units.is_positive() ? take(pool, units) : lots::Amounts{std::nullopt, std::nullopt};
        if (row.total_amount && row.cost_share && units.is_positive()) {
            auto const stays =
                parcel.cost.position
                    ? std::optional{money::multiply(*parcel.cost.position, *row.cost_share, Rounding::half_even)}
                    : std::nullopt;
            auto const sold = lots::difference(parcel.cost.position, stays);
            sell_for_money_beside(entry, units - money::multiply(units, *row.cost_share, Rounding::half_even),
                                  {sold, Decimal{}});
            parcel.cost.position = stays;
        }
    }
    note(pool, entry, row.type == TransactionType::convert_out ? "converted" : "transferred", {ref_of(entry)});
    m_in_transit.push_back(parcel);
}

void PoolRun::sell_for_money_beside(Entry const& entry, Decimal units, lots::Amounts cost)
{
    if (!entry.is_own || !m_context.year.has(entry.day)) {
        return;
    }
    auto line = line_of(entry, next_disposal(), "pool");
    line.quantity = units;
    line.proceeds = proceeds_of(entry);
    line.cost = cost.position;
    line.gain = line.taxable = lots::difference(line.proceeds, line.cost);
    line.pool_entries = pool_of(entry).entries.size();
    m_assessment.lines.push_back(line);
    round_last(m_assessment.lines.size() - 1);
}

void PoolRun::receive(Entry const& entry)
{
    auto const& row = entry.row;
    auto const& from = row.counter_ticker.empty() ? row.ticker : row.counter_ticker;
    auto const parcel = std::ranges::find_if(m_in_transit, [&](Parcel const& one) {
        return one.account_id == row.account_id && one.to == row.ticker && one.from == from &&
               (model::converts(row.type) || one.units == row.quantity);
    });
    auto& pool = pool_of(entry);
    pool.units += row.quantity;
    if (parcel == m_in_transit.end()) {
        pool.cost.position.reset();
        remark(entry, "units arrive of which nobody knows the cost");
    } else {
        pool.cost.position = lots::sum(pool.cost.position, parcel->cost.position);
        m_in_transit.erase(parcel);
    }
    if (row.type == TransactionType::convert_in && row.total_amount) { // a right is exercised: what is paid is cost
        lots::add_to(pool.cost.position, cost_of(entry));
    }
    note(pool, entry, row.type == TransactionType::convert_in ? "converted" : "transferred", {ref_of(entry)});
}

void PoolRun::dispose(PoolKey const& key, TradingDay& day)
{
    if (day.sales.empty()) {
        return;
    }
    std::vector<Cover> covers;
    auto& pool = m_pools[key];
    // Of units that a split rounds, the account's are rounded and the pool's, which may be more: not alike.
    bool const is_all = pool.units.is_positive() && (day.uncovered - pool.units).abs() <= rounding_of_splits();
    auto const from_pool = is_all ? day.uncovered : std::min(day.uncovered, pool.units);
    if (from_pool.is_positive()) {
        auto const cost = take(pool, is_all ? pool.units : from_pool);
        day.uncovered -= from_pool;
        covers.push_back({"pool", from_pool, cost.position});
        note(pool, m_family[day.sales.front()], "disposed", refs(day.sales));
    }
    bool const is_rounding = day.uncovered <= rounding_of_splits() && !day.matches.empty();
    if (day.uncovered.is_positive() && is_rounding) {
        day.matches.back().units += std::exchange(day.uncovered, Decimal{});
    }
    if (day.uncovered.is_positive() && day.allows_short) {
        m_trades.cover_later(key, day);
    }
    auto const& days = m_trades.of(key);
    std::vector<Cover> all;
    for (auto const& match : day.matches) {
        all.push_back({match.how, match.units, match.cost, &days[match.day]});
    }
    all.insert(all.end(), covers.begin(), covers.end());
    if (day.uncovered.is_positive()) {
        all.push_back({"nothing known", day.uncovered, std::nullopt});
        auto const& sale = m_family[day.sales.front()];
        remark(sale, fmt::format("{} units are disposed of before any known purchase", day.uncovered.to_text()));
    }
    if (key.first && m_context.year.has(day.day)) {
        add_lines(key, day, all);
    }
}

void PoolRun::add_lines(PoolKey const& key, TradingDay const& day, std::vector<Cover> const& covers)
{
    if (day.given.is_positive()) {
        bool const is_fee = m_family[day.sales.back()].row.type == TransactionType::fee;
        remark(m_family[day.sales.back()],
               fmt::format("{} units {}; no gain and no loss was assumed", day.given.to_text(),
                           is_fee ? "paid a fee, and nobody says what they were worth"
                                  : "left for somebody else, as between spouses"),
               is_fee);
    }
    auto const first_line = m_assessment.lines.size();
    auto const number = next_disposal();
    auto const all = day.sold + day.given;
    lots::Amounts proceeds{day.proceeds, Decimal{}};
    auto sold_rest = day.sold;
    for (auto const& cover : covers) {
        auto const units =
            day.given.is_zero() ? cover.units : money::scaled(cover.units, day.sold, all, Rounding::half_even);
        if (!units.is_positive()) {
            continue;
        }
        auto line = line_of(m_family[day.sales.front()], number, cover.how);
        line.quantity = units;
        line.proceeds = lots::take_share(proceeds, std::min(units, sold_rest), sold_rest).position;
        sold_rest -= std::min(units, sold_rest);
        line.cost = cover.cost && !day.given.is_zero()
                        ? std::optional{money::scaled(*cover.cost, day.sold, all, Rounding::half_even)}
                        : cover.cost;
        line.gain = line.taxable = lots::difference(line.proceeds, line.cost);
        line.rows = refs(day.sales);
        if (cover.acquired != nullptr) {
            line.acquired = cover.acquired->day;
            auto const bought = refs(cover.acquired->buys);
            line.rows.insert(line.rows.end(), bought.begin(), bought.end());
        } else if (cover.how == "pool") {
            line.pool_entries = m_pools.at(key).entries.size();
        }
        if (!line.gain) {
            explain_unknown(key.second, day.day);
        }
        m_assessment.lines.push_back(line);
    }
    if (m_assessment.lines.size() > first_line) {
        round_last(first_line);
    }
}

/// Gains down and losses up, to whole pounds, for each disposal. What a rate or a share of a pool leaves in the last
/// digits must not make a pound of difference. Source: HMRC, notes of the Capital Gains summary (SA108): rounding in
/// the taxpayer's favour is allowed
void PoolRun::round_last(std::size_t first_line)
{
    std::optional<Decimal> gain = Decimal{};
    for (auto i = first_line; i < m_assessment.lines.size(); ++i) {
        lots::add_to(gain, m_assessment.lines[i].gain);
    }
    if (gain) {
        auto& last = m_assessment.lines.back();
        auto const without_dust = gain->rounded(digits_that_count, Rounding::half_even);
        last.rounding = without_dust.rounded(0, gain->is_negative() ? Rounding::up : Rounding::down) - *gain;
        last.taxable = *last.gain + last.rounding;
    }
}

void PoolRun::note(Pool& pool, Entry const& entry, std::string what, std::vector<RowRef> rows)
{
    pool.entries.push_back(
        {entry.row.ticker, entry.day, std::move(what), pool.units, pool.cost.position, std::move(rows)});
}

void PoolRun::remark(Entry const& entry, std::string text, bool is_incomplete)
{
    if (entry.is_own) {
        m_assessment.remarks.push_back({fmt::format("{} {}", entry.row.ticker, base::to_text(entry.day)),
                                        std::move(text), is_incomplete, ref_of(entry)});
    }
}

/// Of what a gain rests on, the first row that lacks something.
void PoolRun::explain_unknown(std::string const& ticker, Date day)
{
    for (auto const& entry : m_family) {
        auto const lack =
            entry.row.ticker == ticker && (acquires(entry) || disposes(entry) || model::changes_cost(entry.row.type))
                ? lack_of(entry, m_context.currency)
                : "";
        if (!lack.empty() && entry.is_own && entry.day <= day + std::chrono::days{30}) {
            if (m_explained.emplace(ticker, entry.day).second) {
                remark(entry, lack);
            }
            return;
        }
    }
}

std::vector<RowRef> PoolRun::refs(std::vector<std::size_t> const& indices) const
{
    std::vector<RowRef> rows;
    for (auto const index : indices) {
        rows.push_back(ref_of(m_family[index]));
    }
    return rows;
}

std::int64_t PoolRun::next_disposal() const
{
    return m_assessment.lines.empty() ? 1 : m_assessment.lines.back().disposal + 1;
}

} // namespace pf::tax
