#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/importer/definition_parser.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace pf::importer {

std::vector<std::string> DefinitionParser::with_lists(TomlReader const& table, toml::node const& node,
                                                      std::vector<std::string> const& texts) const
{
    std::vector<std::string> all;
    for (std::string const& text : texts) {
        if (!text.starts_with('@')) {
            all.push_back(text);
            continue;
        }
        auto const list = m_lists.find(text.substr(1));
        if (list == m_lists.end()) {
            table.fail(node, "there is no list " + base::quoted(text.substr(1)), "define it under [lists]");
        }
        all.insert(all.end(), list->second.begin(), list->second.end());
    }
    return all;
}

/// `< 0`, `> 0.5`, `= 0`
bool DefinitionParser::add_comparison(Condition& condition, std::string_view text)
{
    if (text.size() < 2 || (text[0] != '<' && text[0] != '>' && text[0] != '=') || text[1] != ' ') {
        return false;
    }
    auto const number = money::parse_decimal(base::trimmed(text.substr(1)));
    if (!number && text[0] != '=') {
        throw std::invalid_argument(base::quoted(text) + " does not compare with a number");
    }
    if (number) {
        auto const kind = text[0] == '<'   ? Comparison::Kind::less
                          : text[0] == '>' ? Comparison::Kind::greater
                                           : Comparison::Kind::equal;
        condition.comparisons.push_back({kind, number->value});
    }
    return static_cast<bool>(number);
}

/// A comparison, `= total_currency`, or a pattern
void DefinitionParser::add_alternative(Condition& condition, std::string_view text) const
{
    if (add_comparison(condition, text)) {
        return;
    }
    if (!text.starts_with("= ")) {
        condition.patterns.emplace_back(text);
        condition.words.emplace_back(text);
        if (condition.patterns.back().names() != condition.patterns.front().names()) {
            throw std::invalid_argument("the patterns of one test keep different names");
        }
        return;
    }
    auto const other = resolve(base::trimmed(text.substr(1)));
    if (!other) {
        throw std::invalid_argument(base::quoted(base::trimmed(text.substr(1))) +
                                    " is neither a number nor a name of this format");
    }
    condition.same_as.push_back(*other);
}

namespace {

/// `"Buy" or "Kauf"`
std::string written_test(std::vector<std::string> const& alternatives)
{
    std::string written;
    for (std::string const& alternative : alternatives) {
        written.append(written.empty() ? "" : " or ").append(base::quoted(alternative));
    }
    return written;
}

} // namespace

Condition DefinitionParser::test_of(TomlReader const& table, std::string_view key, toml::node const& node)
{
    Condition condition;
    auto const slot = resolve(key);
    if (!slot) {
        auto const nearest = base::nearest(key, names());
        table.fail(node, base::quoted(key) + " is not a name of this format",
                   nearest ? "did you mean " + base::quoted(*nearest) + "?" : "");
    }
    condition.slot = *slot;
    condition.name = key;
    std::vector<std::string> const alternatives = table.texts_of(node, key);
    condition.written = written_test(alternatives);
    std::vector<std::string> const texts = with_lists(table, node, alternatives);
    for (std::string const& text : texts) {
        table.at(node, [&] { add_alternative(condition, text); });
    }
    if (texts.empty()) {
        table.fail(node, "the test of " + base::quoted(key) + " is empty");
    }
    std::vector<std::string> const kept =
        condition.patterns.empty() ? std::vector<std::string>() : condition.patterns.front().names();
    for (std::string const& name : kept) {
        if (index_of(m_captures, name) || column_index(name)) {
            table.fail(node, "the name " + base::quoted(name) + " is taken");
        }
        condition.captures.push_back(m_captures.size());
        m_captures.push_back(name);
    }
    return condition;
}

std::vector<Condition> DefinitionParser::tests_of(TomlReader const& table)
{
    std::vector<Condition> tests;
    std::vector<std::string> later; // of names that other tests keep
    for (auto const& [key, node] : table.table()) {
        if (resolve(key.str())) {
            tests.push_back(test_of(table, key.str(), node));
        } else {
            later.emplace_back(key.str());
        }
    }
    for (std::string const& key : later) {
        tests.push_back(test_of(table, key, *table.table().get(key)));
    }
    return tests;
}

Conditions DefinitionParser::conditions_of(TomlReader const& table)
{
    Conditions conditions;
    conditions.when = tests_of(table.sub_table("when"));
    std::size_t const captures = m_captures.size();
    conditions.unless = tests_of(table.sub_table("unless"));
    if (m_captures.size() != captures) {
        table.fail("unless", "a test under \"unless\" keeps a name");
    }
    return conditions;
}

std::vector<Gift> DefinitionParser::gifts_of(TomlReader const& table, std::vector<std::string> const& names, bool once)
{
    std::vector<Gift> gifts;
    for (auto const& [name, node] : table.table()) {
        gifts.push_back({*index_of(names, name.str()), expression_of(table, node), once});
        if (gifts.back().expression.is_empty()) {
            table.fail(node, "a formula is missing");
        }
    }
    return gifts;
}

/// `[group]`, or several `[[group]]`.
void DefinitionParser::read_groups()
{
    toml::node const* const node = m_top.table().get("group");
    if (node == nullptr) {
        return;
    }
    for (TomlReader const& group :
         node->is_array() ? m_top.sub_tables("group") : std::vector<TomlReader>{m_top.sub_table("group")}) {
        group.allow_only({"by", "when", "unless", "within"});
        Grouping grouping;
        for (std::string const& alias : group.texts("by")) {
            grouping.by.push_back(required_column(group, *group.table().get("by"), alias));
        }
        if (grouping.by.empty()) {
            m_top.fail("group", "[group] needs \"by\"");
        }
        grouping.conditions = conditions_of(group);
        std::int64_t const within = group.number("within", static_cast<std::int64_t>(grouping.within));
        if (within < 2 || within > 100'000) {
            group.fail("within", "within is not between 2 and 100000 rows");
        }
        grouping.within = static_cast<std::size_t>(within);
        m_format.groupings.push_back(std::move(grouping));
    }
}

void DefinitionParser::read_row_structure()
{
    read_groups();
    std::string const continued = m_top.text("continuation");
    if (!continued.empty()) {
        m_format.continuation = required_column(m_top, *m_top.table().get("continuation"), continued).index;
    }
}

void DefinitionParser::read_section()
{
    TomlReader const table = m_top.sub_table("section");
    table.allow_only({"column", "header"});
    if (m_top.has("section")) {
        m_format.section = Section{required_column(table, table.table(), table.required_text("column")).index,
                                   table.required_text("header")};
    }
}

void DefinitionParser::read_levels()
{
    TomlReader const table = m_top.sub_table("levels");
    table.allow_only({"when", "unless", "column", "events", "others"});
    if (m_top.has("levels")) {
        m_format.levels =
            Levels{conditions_of(table), required_column(table, table.table(), table.required_text("column")).index,
                   table.texts("events"), table.texts("others")};
    }
}

void DefinitionParser::read_taking_back()
{
    TomlReader const table = m_top.sub_table("taking_back");
    table.allow_only({"when", "unless", "by"});
    if (!m_top.has("taking_back")) {
        return;
    }
    TakingBack taking_back;
    taking_back.conditions = conditions_of(table);
    toml::array const* const by = table.table()["by"].as_array();
    if (by == nullptr || by->empty()) {
        m_top.fail("taking_back", "[taking_back] needs \"by\", an array of formulas");
    }
    for (toml::node const& formula : *by) {
        taking_back.by.push_back(expression_of(table, formula));
    }
    m_format.taking_back = std::move(taking_back);
}

void DefinitionParser::read_companion()
{
    TomlReader const table = m_top.sub_table("companion");
    table.allow_only({"when", "unless", "key", "values", "format", "takes"});
    if (!m_top.has("companion")) {
        return;
    }
    CompanionRule companion;
    companion.conditions = conditions_of(table);
    for (std::string const& alias : table.texts("key")) {
        companion.key.push_back(required_column(table, *table.table().get("key"), alias));
    }
    if (companion.key.empty()) {
        m_top.fail("companion", "[companion] needs a \"key\"");
    }
    companion.format = table.text("format");
    TomlReader const values = table.sub_table("values");
    for (auto const& [name, node] : values.table()) {
        companion.lent_names.emplace_back(name.str());
    }
    companion.values = gifts_of(values, companion.lent_names, false);
    m_format.companion = std::move(companion);
}

/// `[balance]`, or several `[[balance]]`: of every row that is booked.
void DefinitionParser::read_running_balances()
{
    toml::node const* const node = m_top.table().get("balance");
    if (node == nullptr) {
        return;
    }
    for (TomlReader const& balance :
         node->is_array() ? m_top.sub_tables("balance") : std::vector<TomlReader>{m_top.sub_table("balance")}) {
        m_format.running_balances.push_back(running_balance_of(balance));
    }
}

Emission DefinitionParser::running_balance_of(TomlReader const& table)
{
    table.allow_only({"when", "unless", "nowhere", "date", "ticker", "quantity", "currency", "total", "account"});
    Emission balance;
    balance.record = Record::balance;
    m_captures.clear();
    balance.conditions = conditions_of(table);
    for (TomlReader const& rows : table.sub_tables("nowhere")) {
        balance.nowhere.push_back({tests_of(rows), {}});
    }
    if (!m_captures.empty()) {
        m_top.fail("balance", "a test of [balance] keeps a name");
    }
    constexpr std::array<std::string_view, 1> with_default{"date"};
    set_fields(balance, table, with_default);
    return balance;
}

void DefinitionParser::read_rules()
{
    m_top.sub_table("defaults").allow_only(std::vector<std::string_view>(field_names.begin(), field_names.end()));
    for (TomlReader const& table : m_top.sub_tables("rule")) {
        m_captures.clear();
        m_format.rules.push_back(rule_of(table));
        m_format.capture_count = std::max(m_format.capture_count, m_captures.size());
    }
    if (m_format.rules.empty() && m_format.refuse_reason.empty()) {
        m_top.fail("rule", "the definition has no [[rule]]");
    }
}

namespace {

bool asks_group(Conditions const& conditions)
{
    auto const asks = [](Condition const& condition) { return condition.slot.kind == Slot::Kind::group; };
    return std::any_of(conditions.when.begin(), conditions.when.end(), asks) ||
           std::any_of(conditions.unless.begin(), conditions.unless.end(), asks);
}

/// What the other rows of the group gave decides what becomes of the row.
bool asks_group(Rule const& rule)
{
    return std::any_of(
               rule.emissions.begin(), rule.emissions.end(),
               [](Emission const& emission) { return emission.uses_group || asks_group(emission.conditions); }) ||
           std::any_of(rule.checks.begin(), rule.checks.end(), [](RowCheck const& check) {
               return asks_group(check.conditions) || check.value.uses(Slot::Kind::group) ||
                      check.equals.uses(Slot::Kind::group);
           });
}

} // namespace

Rule DefinitionParser::rule_of(TomlReader const& table)
{
    table.allow_only({"name", "when", "unless", "ignore", "reject", "hint", "emit", "give", "share", "check"});
    Rule rule;
    rule.name = table.required_text("name");
    rule.conditions = conditions_of(table);
    rule.ignore_reason = table.text("ignore");
    rule.reject_reason = table.text("reject");
    rule.reject_hint = table.text("hint");
    rule.gifts = gifts_of(table.sub_table("give"), m_format.group_names, true);
    for (Gift& gift : gifts_of(table.sub_table("share"), m_format.group_names, false)) {
        rule.gifts.push_back(std::move(gift));
    }
    for (TomlReader const& emission : table.sub_tables("emit")) {
        rule.emissions.push_back(emission_of(emission));
    }
    if (!rule.emissions.empty()) {
        add_checks(rule, m_top);
        add_checks(rule, table);
    }
    rule.takes_from_group = asks_group(rule);
    int const fates =
        (rule.ignore_reason.empty() ? 0 : 1) + (rule.reject_reason.empty() ? 0 : 1) + (rule.emissions.empty() ? 0 : 1);
    if (fates != 1) {
        table.fail(table.table(), "rule " + base::quoted(rule.name) + " needs exactly one of ignore, reject and emit");
    }
    if (m_format.groupings.empty() && !rule.gifts.empty()) {
        table.fail(table.table(), "rule " + base::quoted(rule.name) + " gives to a group, but there is no [group]");
    }
    return rule;
}

void DefinitionParser::add_checks(Rule& rule, TomlReader const& table)
{
    for (TomlReader const& one : table.sub_tables("check")) {
        one.allow_only({"name", "when", "unless", "value", "equals", "within", "remark", "hint"});
        RowCheck check;
        check.hint = one.text("hint");
        check.is_remark = one.flag("remark");
        check.name = one.required_text("name");
        check.conditions = conditions_of(one);
        for (auto const& [key, expression] : {std::pair{"value", &check.value}, std::pair{"equals", &check.equals},
                                              std::pair{"within", &check.within}}) {
            if (toml::node const* const node = one.table().get(key)) {
                *expression = expression_of(one, *node);
            }
        }
        if (check.value.is_empty() || check.equals.is_empty()) {
            one.fail(one.table(), "a check needs \"value\" and \"equals\"");
        }
        rule.checks.push_back(std::move(check));
    }
}

void DefinitionParser::set_type(Emission& emission, TomlReader const& table, std::string const& text,
                                toml::node const& node)
{
    emission.type = model::parse_transaction_type(text);
    if (!emission.type) {
        emission.fields[static_cast<std::size_t>(Field::type)] = expression_of(table, node);
    }
}

void DefinitionParser::set_field(Emission& emission, Field field, TomlReader const& table, toml::node const& node)
{
    std::string const text = node.is_string() ? node.as_string()->get() : std::string();
    if (field == Field::type) {
        set_type(emission, table, text, node);
        return;
    }
    if (field == Field::asset_type) {
        emission.asset_type = model::parse_asset_type(text);
    }
    auto& expression = emission.fields[static_cast<std::size_t>(field)];
    expression = field == Field::asset_type && emission.asset_type ? Expression() : expression_of(table, node);
    emission.uses_group = emission.uses_group || expression.uses(Slot::Kind::group);
}

Emission DefinitionParser::emission_of(TomlReader const& table)
{
    Emission emission;
    emission.conditions = conditions_of(table);
    emission.ignore_reason = table.text("ignore");
    emission.reject_reason = table.text("reject");
    emission.reject_hint = table.text("hint");
    if (emission.decides_fate()) {
        table.allow_only({"when", "unless", emission.ignore_reason.empty() ? "reject" : "ignore", "hint"});
        return emission;
    }
    std::string const record = table.text("record");
    if (!record.empty() && record != "price" && record != "fx_rate" && record != "balance" && record != "transaction") {
        table.fail("record", base::quoted(record) + " is none of transaction, balance, price and fx_rate");
    }
    emission.record = record == "price"     ? Record::price
                      : record == "fx_rate" ? Record::fx_rate
                      : record == "balance" ? Record::balance
                                            : Record::transaction;
    std::string const cost = table.text("cost");
    if (!cost.empty() && cost != "unknown") {
        table.fail("cost", base::quoted(cost) + " is not \"unknown\"", "leave it out when the row tells the cost");
    }
    emission.may_lack_cost = cost == "unknown";
    emission.takes_either_sign = table.flag("either_sign");
    std::vector<std::string_view> allowed{"when", "unless", "record", "cost", "either_sign"};
    allowed.insert(allowed.end(), field_names.begin(), field_names.end());
    table.allow_only(allowed);
    set_fields(emission, table, field_names);
    auto const borrows = [&emission](Field field) { return emission.field(field).uses(Slot::Kind::companion); };
    emission.borrowed = {borrows(Field::total), borrows(Field::currency), borrows(Field::fee)};
    return emission;
}

/// \param with_default  those that `[defaults]` holds for
void DefinitionParser::set_fields(Emission& emission, TomlReader const& table,
                                  std::span<std::string_view const> with_default)
{
    TomlReader const defaults = m_top.sub_table("defaults");
    for (std::size_t index = 0; index < field_names.size(); ++index) {
        toml::node const* const own = table.table().get(field_names[index]);
        bool const has_default = std::ranges::find(with_default, field_names[index]) != with_default.end();
        toml::node const* const fallback = has_default ? defaults.table().get(field_names[index]) : nullptr;
        if (own != nullptr || fallback != nullptr) {
            set_field(emission, static_cast<Field>(index), own != nullptr ? table : defaults,
                      own != nullptr ? *own : *fallback);
        }
    }
}

} // namespace pf::importer
