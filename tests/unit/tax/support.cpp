#include "support.hpp"

namespace pf::tax::test {

Date day(std::string_view text)
{
    return *base::parse_date(text);
}

Entry entry(model::TransactionType type, std::string_view date, std::string_view quantity,
            std::optional<std::string_view> amount, std::string_view fee)
{
    Entry result;
    result.row = lots::test::row(type, date, quantity, amount, fee).transaction;
    result.row.asset_type = model::AssetType::stock;
    result.day = day(date.substr(0, 10));
    result.rate = Decimal{1};
    return result;
}

Family family(std::vector<Entry> entries)
{
    std::int64_t id = 0;
    for (auto& one : entries) {
        one.row.id = one.row.line_no = ++id;
    }
    return entries;
}

Context context_of(Rules const& rules)
{
    Context context;
    context.currency = rules.about().currency;
    context.year = {day("1900-01-01"), day("2900-01-01")};
    context.today = day("2900-01-01");
    context.method = rules.about().methods.front();
    context.pools = rules.about().pools;
    return context;
}

Assessment assessed(std::string_view rules, Family const& family, Context const& context)
{
    Assessment assessment;
    find_rules(rules)->assess(family, context, assessment);
    return assessment;
}

Assessment assessed(std::string_view rules, Family const& family)
{
    return assessed(rules, family, context_of(*find_rules(rules)));
}

std::vector<std::string> missing(Assessment const& assessment)
{
    std::vector<std::string> texts;
    for (auto const& remark : assessment.remarks) {
        if (remark.is_incomplete) {
            texts.push_back(remark.text);
        }
    }
    return texts;
}

} // namespace pf::tax::test
