#include "pf/base/text.hpp"
#include "pf/importer/proposal.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace pf::importer {

namespace {

constexpr std::array<std::string_view, 8> unit_types{"BUY",    "SELL",        "STAKING",      "AIRDROP",
                                                     "MINING", "TRANSFER_IN", "TRANSFER_OUT", "EXPIRE"};
constexpr std::array<std::string_view, 5> outgoing_types{"BUY", "WITHDRAWAL", "TAX", "FEE", "TRANSFER_OUT"};
constexpr std::array<std::string_view, 5> types_of_money{"FEE", "INTEREST", "DEPOSIT", "WITHDRAWAL", "FEE_REFUND"};
constexpr std::array<std::string_view, 7> types_of_either_sign{"DIVIDEND",   "INTEREST",   "TAX",    "FEE",
                                                               "WITHDRAWAL", "TAX_REFUND", "DEPOSIT"};

template <typename Types>
bool is_one_of(Types const& types, std::string_view type)
{
    return std::find(types.begin(), types.end(), type) != types.end();
}

/// A text of TOML.
std::string in_quotes(std::string_view text)
{
    std::string quoted = "\"";
    for (char const character : text) {
        if (character == '"' || character == '\\') {
            quoted += '\\';
        }
        quoted += static_cast<unsigned char>(character) < ' ' ? ' ' : character;
    }
    return quoted + "\"";
}

template <typename Texts>
std::string array_of(Texts const& texts)
{
    std::string array;
    for (auto const& text : texts) {
        array.append(array.empty() ? "" : ", ").append(in_quotes(text));
    }
    return "[" + array + "]";
}

/// A text that stands for itself where patterns are read: what would mean something there becomes a gap.
std::string as_pattern(std::string_view text)
{
    std::string pattern;
    for (char const character : text) {
        bool const is_gap = character == '{' || character == '}' || character == '*';
        bool const follows_gap = !pattern.empty() && pattern.back() == '*';
        if (!is_gap || !follows_gap) {
            pattern += is_gap ? '*' : character;
        }
    }
    bool const means_something =
        pattern.starts_with('@') || pattern.starts_with("< ") || pattern.starts_with("> ") || pattern.starts_with("= ");
    if (means_something) {
        pattern.replace(0, 1, "*");
    }
    return pattern;
}

bool is_plain_header(std::string_view header)
{
    bool const counts = header.size() > 1 && header[header.size() - 2] == '#';
    return header.find_first_of("{}") == std::string_view::npos && !header.ends_with('?') && !counts;
}

class DefinitionWriter {
public:
    DefinitionWriter(Proposal const& proposal, LearnTable const& table, LearnAnswers const& answers)
        : m_proposal(proposal), m_table(table), m_answers(answers)
    {
    }

    std::string write(std::string const& name, std::string const& from)
    {
        add_top(name, from);
        add_columns();
        add_defaults();
        add_check();
        add_balance();
        add_rules();
        return std::move(m_text);
    }

private:
    void line(std::string const& text) { m_text += text + "\n"; }
    void comment(std::string const& text) { line("# " + text); }

    void add_top(std::string const& name, std::string const& from)
    {
        comment("Learned by pf-import from " + base::printable(from) + "; docs/formats.md explains every key.");
        line("name = " + in_quotes(name));
        line("title = " + in_quotes(name + " (learned)"));
        line("delimiters = " + std::string(m_table.delimiter == '\t' ? "\"\\t\"" : in_quotes({&m_table.delimiter, 1})));
        if (!m_proposal.numbers.empty()) {
            comment("how numbers may be written; where there are several, each file must tell which");
            line("numbers = " + array_of(m_proposal.numbers));
        }
        if (!m_proposal.dates.empty()) {
            comment("how dates may be written; where there are several, each file must tell which");
            line("dates = " + array_of(m_proposal.dates));
        }
        if (!m_answers.time_zone.empty()) {
            line("timezone = " + in_quotes(m_answers.time_zone));
        } else {
            comment("timezone = \"Europe/Berlin\"   times that name no zone are read as UTC");
        }
        if (!m_proposal.empty_words.empty()) {
            line("empty_words = " + array_of(m_proposal.empty_words));
        }
        if (std::any_of(m_table.header.begin(), m_table.header.end(),
                        [](std::string const& header) { return !is_plain_header(header); })) {
            line("width = " + std::to_string(m_table.header.size()));
        }
        comment("columns that are not read: with a number in one, the import names it (exit code 3)");
        line("other_columns = \"watch\"");
        add_unused();
        if (m_proposal.has(Role::type)) {
            line("rule_column = \"type\"");
        }
        if (m_proposal.has(Role::account)) {
            line("account_column = \"account\"");
        }
        if (m_proposal.ids_are_unique) {
            comment("the id names one event: a row that comes again with it is known");
            line("identifying_id = true");
        }
    }

    void add_unused()
    {
        std::vector<std::string> patterns;
        std::transform(m_proposal.unused.begin(), m_proposal.unused.end(), std::back_inserter(patterns), as_pattern);
        if (!patterns.empty()) {
            line("unused_columns = " + array_of(patterns));
        }
    }

    [[nodiscard]] std::string header_of(LearnedColumn const& column) const
    {
        auto const before = m_table.header.begin() + static_cast<std::ptrdiff_t>(column.index);
        auto const twins = std::count_if(m_table.header.begin(), before, [&](std::string const& other) {
            return base::equal_ignoring_case(other, column.header);
        });
        return twins == 0 ? column.header : column.header + "#" + std::to_string(twins + 1);
    }

    void add_columns()
    {
        line("\n[columns]");
        for (std::size_t index = 0; index < role_count; ++index) {
            auto const role = static_cast<Role>(index);
            if (auto const& column = m_proposal.column(role)) {
                line(alias_of(role) + " = " + column_text(*column));
            }
        }
        if (m_proposal.has(Role::time)) {
            line("date = { join = [\"day\", \"time\"] }");
        }
    }

    [[nodiscard]] std::string alias_of(Role role) const
    {
        return role == Role::date && m_proposal.has(Role::time) ? "day" : std::string(name_of(role));
    }

    [[nodiscard]] std::string column_text(LearnedColumn const& column) const
    {
        std::string const where = is_plain_header(column.header) ? "name = " + in_quotes(header_of(column))
                                                                 : "at = " + std::to_string(column.index + 1);
        std::string more;
        if (m_proposal.numbers.empty() && !column.numbers.empty()) {
            more += ", numbers = " + array_of(column.numbers);
        }
        more += column.has_money_marks ? ", money = true" : "";
        bool const is_short = more.empty() && is_plain_header(column.header);
        return is_short ? in_quotes(header_of(column)) : "{ " + where + more + " }";
    }

    void add_defaults()
    {
        line("\n[defaults]");
        line("date = \"date\"");
        std::string ticker;
        for (Role const role : {Role::isin, Role::ticker, Role::name}) {
            if (m_proposal.has(role)) {
                ticker.append(ticker.empty() ? "" : " ?? ").append(name_of(role));
            }
        }
        if (!ticker.empty()) {
            line("ticker = " + in_quotes(ticker));
        }
        if (m_proposal.has(Role::isin) && m_proposal.has(Role::ticker)) {
            line("also_named = \"ticker\"");
        }
        line("currency = " + in_quotes(m_answers.currency.empty() ? "currency" : "'" + m_answers.currency + "'"));
        comment("asset_type = \"STOCK\"   of all rows; a rule may say otherwise");
        if (m_proposal.has(Role::description) || m_proposal.has(Role::name)) {
            line(m_proposal.has(Role::description) ? "description = \"description\"" : "description = \"name\"");
        }
        if (m_proposal.has(Role::id)) {
            line("external_id = \"id\"");
        }
    }

    [[nodiscard]] bool has_trade_figures() const
    {
        return m_proposal.has(Role::quantity) && m_proposal.has(Role::price) && m_proposal.has(Role::total);
    }

    [[nodiscard]] std::string fee_of(std::string const& type) const
    {
        return sign_of(type, Role::fee) == LearnedSign::negative ? "-fee" : "fee";
    }

    /// What the units cost or brought, without the fee.
    [[nodiscard]] std::string gross_of(std::string const& type, std::string const& amount) const
    {
        bool const is_net = m_proposal.total == "net" && m_proposal.has(Role::fee);
        return !is_net ? amount : amount + (type == "SELL" ? " + " : " - ") + "(" + fee_of(type) + " ?? 0)";
    }

    void add_check()
    {
        if (!has_trade_figures()) {
            return;
        }
        bool const is_open = m_proposal.total.empty() && m_proposal.has(Role::fee);
        m_check = m_proposal.total_is_exact || is_open ? "within = \"0.02\"\n" : "";
    }

    void add_balance()
    {
        if (m_proposal.has(Role::balance)) {
            line("");
            comment("what is held after each row; it is compared with what is booked");
            line("[balance]");
            line("currency = " + in_quotes(m_answers.currency.empty() ? "currency" : "'" + m_answers.currency + "'"));
            line("total = \"balance\"");
        }
    }

    void add_rules()
    {
        if (!m_proposal.has(Role::type)) {
            add_rules_of_all();
            return;
        }
        std::map<std::string, std::vector<std::string>> words;
        std::vector<std::string> unknown;
        for (LearnedWord const& word : m_proposal.words) {
            if (word.meaning.empty()) {
                unknown.push_back(word.word);
            } else {
                words[word.meaning].push_back(as_pattern(word.word));
            }
        }
        for (auto const& [type, own] : words) {
            add_rule(type, "type = " + array_of(own), type, {});
        }
        add_unknown(unknown);
    }

    void add_unknown(std::vector<std::string> const& words)
    {
        if (words.empty()) {
            return;
        }
        line("");
        comment("Rows of these kinds are rejected until a rule says what they are:");
        for (std::string const& word : words) {
            comment("  " + base::printable(word));
        }
    }

    void add_rules_of_all()
    {
        if (m_answers.all == "sign") {
            add_rule("BUY", "quantity = \"> 0\"", "purchase", "quantity");
            add_rule("SELL", "quantity = \"< 0\"", "sale", "-quantity");
        } else if (!m_answers.all.empty()) {
            add_rule(m_answers.all, {}, "every row", {});
        }
    }

    [[nodiscard]] LearnedSign sign_of(std::string const& type, Role role) const
    {
        auto const of_type = m_proposal.signs.find(type);
        if (of_type == m_proposal.signs.end() || !of_type->second.contains(role)) {
            return LearnedSign::none;
        }
        return of_type->second.at(role);
    }

    /// A figure of the wrong sign stays so, and is rejected.
    [[nodiscard]] std::string amount_of(std::string const& type) const
    {
        LearnedSign const sign = sign_of(type, Role::total);
        bool const may_turn = is_one_of(outgoing_types, type);
        bool const turns =
            may_turn && (sign == LearnedSign::negative || (sign == LearnedSign::both && takes_either_sign(type)));
        return turns ? "-total" : "total";
    }

    [[nodiscard]] bool takes_either_sign(std::string const& type) const
    {
        return sign_of(type, Role::total) == LearnedSign::both && is_one_of(types_of_either_sign, type);
    }

    void add_rule(std::string const& type, std::string const& when, std::string const& name,
                  std::string const& quantity)
    {
        line("\n[[rule]]\nname = " + in_quotes(name == "ignore" ? "ignored" : base::to_lower(name)));
        if (!when.empty()) {
            line("when = { " + when + " }");
        }
        if (type == "ignore") {
            line("ignore = \"said to move nothing when the format was learned\"");
            return;
        }
        bool const is_trade = type == "BUY" || type == "SELL";
        add_rule_check(type, is_trade);
        line("\n[[rule.emit]]\ntype = " + in_quotes(type));
        add_figures(type, is_trade, quantity);
    }

    void add_rule_check(std::string const& type, bool is_trade)
    {
        if (is_trade && has_trade_figures()) {
            line("\n[[rule.check]]\nname = \"quantity × price\"\nvalue = \"abs(quantity) * abs(price)\"\nequals = " +
                 in_quotes(gross_of(type, "abs(total)")));
            m_text += m_check;
        }
        bool const may_have_fee = is_trade || type == "FEE" || !m_proposal.has(Role::fee);
        if (!may_have_fee) {
            line(
                "\n[[rule.check]]\nname = \"fee of a row that is no trade\"\nvalue = \"0\"\nequals = \"fee\"\nwithin = "
                "\"0\"");
        }
    }

    void add_figures(std::string const& type, bool is_trade, std::string const& quantity)
    {
        if (is_one_of(types_of_money, type)) {
            line("ticker = \"\"");
        }
        if (is_one_of(unit_types, type) && m_proposal.has(Role::quantity)) {
            bool const turns =
                (type == "SELL" || type == "TRANSFER_OUT") && sign_of(type, Role::quantity) == LearnedSign::negative;
            line("quantity = " + in_quotes(!quantity.empty() ? quantity : turns ? "-quantity" : "quantity"));
        }
        if (is_one_of(unit_types, type) && m_proposal.has(Role::price)) {
            line("price = \"price\"");
        }
        if (m_proposal.has(Role::total)) {
            line("total = " + in_quotes(is_trade ? trade_total(type) : amount_of(type)));
        } else if (!is_one_of(unit_types, type)) {
            add_figures_without_total();
        }
        if (is_trade && m_proposal.has(Role::fee)) {
            line("fee = " + in_quotes(fee_of(type)));
        }
        if (takes_either_sign(type)) {
            line("either_sign = true");
        }
    }

    [[nodiscard]] std::string trade_total(std::string const& type) const
    {
        bool const is_by_sign = m_answers.all == "sign";
        return gross_of(type, is_by_sign ? "abs(total)" : amount_of(type));
    }

    /// A payment per unit, or one for all units.
    void add_figures_without_total()
    {
        if (m_proposal.has(Role::quantity)) {
            line("quantity = \"quantity\"");
        }
        if (m_proposal.has(Role::price)) {
            line("price = \"price\"");
        }
    }

    Proposal const& m_proposal;
    LearnTable const& m_table;
    LearnAnswers const& m_answers;
    std::string m_text;
    std::string m_check;
};

} // namespace

std::string definition_text(Proposal const& proposal, LearnTable const& table, LearnAnswers const& answers,
                            std::string const& name, std::string const& from)
{
    return DefinitionWriter(proposal, table, answers).write(name, from);
}

} // namespace pf::importer
