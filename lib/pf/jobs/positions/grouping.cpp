#include "pf/jobs/positions/grouping.hpp"

#include "pf/base/text.hpp"
#include "pf/db/account_store.hpp"
#include "pf/db/instrument_store.hpp"
#include "pf/valuation/parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace pf::jobs {

namespace {

std::vector<std::string> const words{"account", "asset_type", "currency", "ticker"};

bool is_word(std::string const& by)
{
    return std::ranges::find(words, by) != words.end();
}

/// By value of a tag, with the weight of each.
model::TagValues const& values_of(Grouping const& grouping, std::string const& ticker)
{
    static model::TagValues const none;
    auto const found = grouping.tagged.find(ticker);
    return found == grouping.tagged.end() ? none : found->second;
}

std::string key_of(report::PositionRow const& row, std::string const& by)
{
    auto const& position = row.position;
    return by == "account"    ? row.account
           : by == "currency" ? std::string{position.currency.code()}
           : by == "ticker"   ? position.ticker
                              : std::string{to_text(position.asset_type)};
}

std::string key_of(report::CashRow const& row, std::string const& by)
{
    return by == "account"                      ? row.account
           : by == "currency" || by == "ticker" ? std::string{row.cash.currency.code()}
                                                : std::string{to_text(model::AssetType::cash)};
}

class Groups {
public:
    void add(std::string const& key, report::TotalAmounts const& total)
    {
        auto& group = m_groups.try_emplace(key, report::PositionGroup{key, 0, {}}).first->second;
        group.total = group.total + total;
        ++group.members;
    }

    /// To each value its part; what is left has none.
    void add(model::TagValues const& values, report::TotalAmounts const& total)
    {
        std::vector<Decimal> weights;
        Decimal given;
        for (auto const& [value, weight] : values) {
            weights.push_back(weight);
            given += weight;
        }
        auto const parts = parts_of(total, weights);
        auto part = parts.begin();
        for (auto const& [value, weight] : values) {
            add(value, *part++);
        }
        if (given != Decimal{1}) {
            add(untagged, *part);
        }
    }

    [[nodiscard]] std::vector<report::PositionGroup> result() const
    {
        std::vector<report::PositionGroup> result;
        for (auto const& [key, group] : m_groups) {
            result.push_back(group);
        }
        return result;
    }

private:
    static std::vector<report::TotalAmounts> parts_of(report::TotalAmounts const& total,
                                                      std::vector<Decimal> const& weights)
    {
        using Totals = report::TotalAmounts;
        std::vector<Totals> parts(weights.size() + 1);
        for (auto const amount : {&Totals::cost, &Totals::value, &Totals::unrealized, &Totals::realized,
                                  &Totals::income, &Totals::weight}) {
            auto const amounts = valuation::weighed(total.*amount, weights);
            for (std::size_t i = 0; i < parts.size(); ++i) {
                parts[i].*amount = amounts[i];
            }
        }
        return parts;
    }

    std::map<std::string, report::PositionGroup> m_groups;
};

} // namespace

Grouping grouping_of(db::Database& database, std::string const& by, ExitCode code, std::string const& where)
{
    if (is_word(by)) {
        return {by};
    }
    db::InstrumentStore const store{database};
    Grouping grouping{by, store.tagged(by)};
    if (!grouping.tagged.empty()) {
        return grouping;
    }
    auto known = store.tags();
    auto const tags = base::join(known, ", ");
    known.insert(known.end(), words.begin(), words.end());
    auto const near = base::nearest(by, known);
    throw Error{code, fmt::format("{} is not one of {}, and no tag", base::quoted(by), base::join(words, ", ")), where,
                near           ? fmt::format("did you mean {}?", *near)
                : tags.empty() ? "'pf-ledger instruments set TICKER --tag region=world' gives an instrument a tag"
                               : "the tags of your instruments: " + tags};
}

bool may_be(db::Database& database, Grouping const& grouping, std::string const& group)
{
    if (grouping.by == "currency") {
        auto const currency = Currency::parse(group);
        return currency && std::string{currency->code()} == group;
    }
    if (grouping.by != "asset_type" && grouping.by != "account") {
        return true;
    }
    auto const known = known_groups(database, grouping);
    return std::ranges::find(known, group) != known.end();
}

std::vector<std::string> known_groups(db::Database& database, Grouping const& grouping)
{
    std::vector<std::string> known;
    if (grouping.by == "asset_type") {
        for (auto const word : model::asset_type_words()) {
            known.emplace_back(word);
        }
    } else if (grouping.by == "account") {
        std::ranges::transform(db::AccountStore{database}.list(), std::back_inserter(known), &model::Account::name);
    }
    return known;
}

std::vector<report::PositionGroup> groups_of(Holdings const& holdings, Grouping const& grouping)
{
    Groups groups;
    for (auto const& row : holdings.positions) {
        if (is_word(grouping.by)) {
            groups.add(key_of(row, grouping.by), row.total);
        } else {
            groups.add(values_of(grouping, row.position.ticker), row.total);
        }
    }
    for (auto const& row : holdings.cash) {
        groups.add(key_of(row, grouping.by), row.total);
    }
    return groups.result();
}

} // namespace pf::jobs
