#include "pf/jobs/serve/parameter_kinds.hpp"
#include "pf/jobs/serve/question_groups.hpp"
#include "pf/jobs/tax/tax_command.hpp"
#include "pf/tax/rules.hpp"

#include <algorithm>
#include <utility>

namespace pf::jobs::serve {

namespace {

/// Those of no country first: they take every word, and so are the example of the contract.
std::vector<std::string> rules()
{
    auto names = names_of_rules();
    std::stable_partition(names.begin(), names.end(), [](std::string const& name) { return name == "generic"; });
    return names;
}

/// Those that leave a choice of methods.
std::vector<std::string> rules_with_choice()
{
    auto names = rules();
    std::erase_if(names, [](std::string const& name) { return tax::find_rules(name)->about().methods.size() == 1; });
    return names;
}

std::vector<Parameter> of_year(std::vector<std::string> names)
{
    return {account(),
            required(one_of("rules", std::move(names), "Whose rules")),
            required(text("year", "The tax year that begins in 2024, or 2024-25")),
            currency("in", "generic: the currency; else that of the accounts"),
            one_of("scope", {"account", "all"}, "generic: lots of each account, or of all together"),
            text("begins", "generic: when the year begins (01-01)")};
}

TaxWords tax_words(Values const& values)
{
    TaxWords words;
    words.rules = values.text("rules");
    words.year = values.text("year");
    words.method = values.text("method");
    words.scope = values.text("scope");
    words.begins = values.text("begins");
    words.currency = values.text("in");
    words.exempt = values.texts("exempt");
    return words;
}

cli::Outcome ask_tax(db::Database& database, cli::Common const& common, Values const& values, std::ostream& out)
{
    return show_tax(database, common, tax_words(values), out);
}

cli::Outcome ask_methods(db::Database& database, cli::Common const& common, Values const& values, std::ostream& out)
{
    return compare_tax(database, common, tax_words(values), out);
}

cli::Outcome ask_rules(db::Database&, cli::Common const& common, Values const& values, std::ostream& out)
{
    return list_rules(common, tax_words(values), out);
}

} // namespace

std::vector<Question> questions_about_tax()
{
    std::vector<Parameter> const more{
        repeated(text("exempt", "de: the part of a fund's gains that is exempt, as VWCE=0.30")),
        text("method", "Which lots go first, where the rules leave the choice")};
    return {
        {"tax", "pf-tax report --rules RULES --year YEAR", "A tax year by the rules of a country. Not advice",
         Depends::on_books, joined(of_year(rules()), more), ask_tax},
        {"tax/methods", "pf-tax compare --rules RULES --year YEAR",
         "A tax year by each method that the rules leave to choose from", Depends::on_books,
         of_year(rules_with_choice()), ask_methods},
        {"tax/rules",
         "pf-tax rules",
         "What each set of rules knows, leaves out and follows",
         Depends::on_books,
         {one_of("rules", rules(), "Only these")},
         ask_rules},
    };
}

} // namespace pf::jobs::serve
