#include "pf/jobs/tax/tax_command.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/cli/log.hpp"
#include "pf/db/instrument_store.hpp"
#include "pf/db/position_store.hpp"
#include "pf/jobs/run/open.hpp"
#include "pf/jobs/tax/assess.hpp"
#include "pf/report/tax.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <set>

namespace pf::jobs {

namespace {

[[noreturn]] void refuse(std::string const& option, std::string what, std::string hint)
{
    throw Error{ExitCode::usage, std::move(what), option, std::move(hint)};
}

std::unique_ptr<tax::Rules> rules_of(std::string const& name)
{
    auto rules = tax::find_rules(name);
    if (!rules) {
        refuse("--rules", fmt::format("there are no rules {}", base::quoted(name)), "'pf-tax rules' lists them");
    }
    return rules;
}

/// What only rules of no country leave open.
void refuse_unless_generic(tax::About const& about, std::string const& option, std::string const& value,
                           std::string const& fixed)
{
    if (!value.empty() && !about.currency.is_none() && value != fixed) {
        refuse(option, fmt::format("the rules {} always take {}", about.name, fixed),
               "only the rules generic take another one");
    }
}

model::BookingMethod method_of(tax::About const& about, std::string const& word)
{
    if (word.empty()) {
        return about.methods.front();
    }
    auto const method = model::parse_booking_method(word);
    if (!method || std::ranges::find(about.methods, *method) == about.methods.end()) {
        std::vector<std::string> names;
        std::ranges::transform(about.methods, std::back_inserter(names),
                               [](auto one) { return std::string{model::to_text(one)}; });
        refuse("--method", fmt::format("the rules {} do not know {}", about.name, base::quoted(word)),
               fmt::format("they know {}", base::join(names, ", ")));
    }
    return *method;
}

/// That of all accounts, where they have one.
Currency currency_of_accounts(db::Database& database, std::string const& account)
{
    auto const accounts = chosen_accounts(database, account);
    std::set<Currency> currencies;
    for (auto const& one : accounts) {
        currencies.insert(one.base_currency);
    }
    if (currencies.size() != 1) {
        refuse("--in", "is needed", "the accounts count in several currencies, or there are none: name one, as EUR");
    }
    return *currencies.begin();
}

Currency currency_of(db::Database& database, cli::Common const& common, tax::About const& about,
                     std::string const& word)
{
    if (!about.currency.is_none()) {
        return about.currency;
    }
    if (word.empty()) {
        return currency_of_accounts(database, common.account.value_or(""));
    }
    auto const currency = Currency::parse(word);
    if (!currency) {
        refuse("--in", fmt::format("{} {}", base::quoted(word), currency.problem().message), "as EUR");
    }
    return *currency;
}

/// From 0 to 1.
std::optional<Decimal> part_of_one(std::string_view text)
{
    auto const part = money::parse_decimal(text);
    bool const is_part = part && !part->value.is_negative() && part->value <= Decimal{1};
    return is_part ? std::optional{part->value} : std::nullopt;
}

/// What the tag `exempt` of instruments says.
std::map<std::string, Decimal> tagged_exempt(db::Database& database)
{
    std::map<std::string, Decimal> exempt;
    for (auto const& [ticker, values] : db::InstrumentStore{database}.tagged("exempt")) {
        auto const part = values.size() == 1 ? part_of_one(values.begin()->first) : std::nullopt;
        if (!part) {
            throw Error{ExitCode::bad_data, "its tag exempt is no part from 0 to 1", ticker,
                        fmt::format("'pf-ledger instruments set {} --tag exempt=0.30'", ticker)};
        }
        exempt.emplace(ticker, *part);
    }
    return exempt;
}

std::vector<std::string> tickers_of(db::Database& database, std::string const& account)
{
    std::vector<std::string> tickers;
    std::ranges::transform(db::PositionStore{database}.list(ids_of(chosen_accounts(database, account))),
                           std::back_inserter(tickers), &model::Position::ticker);
    return tickers;
}

std::map<std::string, Decimal> exempt_of(db::Database& database, std::string const& account, tax::About const& about,
                                         std::vector<std::string> const& words)
{
    if (!about.exempts_funds) {
        if (!words.empty()) {
            refuse("--exempt", fmt::format("the rules {} exempt no part of a fund's gains", about.name),
                   "leave it out");
        }
        return {};
    }
    auto exempt = tagged_exempt(database);
    auto const known = words.empty() ? std::vector<std::string>{} : tickers_of(database, account);
    for (auto const& word : words) {
        auto const mark = word.rfind('=');
        auto const part = mark == std::string::npos || mark == 0 ? std::nullopt : part_of_one(word.substr(mark + 1));
        if (!part) {
            refuse("--exempt", fmt::format("{} is not TICKER=PART", base::quoted(word)), "as VWCE=0.30");
        }
        auto const ticker = word.substr(0, mark);
        if (std::ranges::find(known, ticker) == known.end()) {
            auto const near = base::nearest(ticker, known);
            refuse("--exempt", fmt::format("there are no transactions of {}", base::quoted(ticker)),
                   near ? fmt::format("did you mean {}?", *near) : "'pf-positions --closed' lists all");
        }
        exempt[ticker] = *part;
    }
    return exempt;
}

std::chrono::month_day beginning_of(tax::About const& about, std::string const& word)
{
    if (word.empty()) {
        return about.year_begins;
    }
    auto const begins = tax::parse_beginning(word);
    if (!begins) {
        refuse("--begins", fmt::format("{} {}", base::quoted(word), begins.problem().message), begins.problem().hint);
    }
    return *begins;
}

tax::Context context_of(db::Database& database, cli::Common const& common, tax::About const& about,
                        TaxWords const& words)
{
    auto const fixed_beginning = fmt::format("{:02}-{:02}", static_cast<unsigned>(about.year_begins.month()),
                                             static_cast<unsigned>(about.year_begins.day()));
    refuse_unless_generic(about, "--in", words.currency, std::string{about.currency.code()});
    refuse_unless_generic(about, "--scope", words.scope, about.pools ? "all" : "account");
    refuse_unless_generic(about, "--begins", words.begins, fixed_beginning);
    tax::Context context;
    context.currency = currency_of(database, common, about, words.currency);
    auto const year = tax::parse_year(words.year, beginning_of(about, words.begins));
    if (!year) {
        refuse("--year", fmt::format("{} {}", base::quoted(words.year), year.problem().message), year.problem().hint);
    }
    context.year = *year;
    context.today = base::today();
    context.method = method_of(about, words.method);
    context.pools = words.scope.empty() ? about.pools : words.scope == "all";
    context.exempt = exempt_of(database, common.account.value_or(""), about, words.exempt);
    return context;
}

OutputStyle style_of(cli::Common const& common, std::string const& word)
{
    auto style = common.output;
    if (!word.empty()) {
        style.format = word == "json" ? OutputFormat::json : word == "csv" ? OutputFormat::csv : OutputFormat::table;
    }
    return style;
}

/// What is missing is named; what was assumed is told. \return  how many are missing
std::size_t complain(report::TaxDocument const& document)
{
    cli::ComplaintPrinter printer;
    std::size_t count = 0;
    for (auto const& remark : document.assessment.remarks) {
        auto const place = remark.row ? report::place_of(*remark.row, document) : "";
        auto const where = place.empty() ? remark.where : fmt::format("{}: {}", place, remark.where);
        if (remark.is_incomplete) {
            printer.print({where, remark.text, ""});
            ++count;
        } else {
            cli::log(cli::Level::warning, "assumed", fmt::format("{}: {}", where, remark.text));
        }
    }
    printer.finish();
    return count;
}

cli::Outcome outcome_of(std::size_t missing)
{
    if (missing > 0) {
        cli::log(cli::Level::warning, "incomplete",
                 fmt::format("the report is not complete: {} matter{}", missing, missing == 1 ? "" : "s"),
                 {{"count", static_cast<std::int64_t>(missing)}});
    }
    return missing > 0 ? cli::Outcome::issues() : cli::Outcome::ok();
}

report::TaxDocument document_of(TaxYear const& year, tax::Rules const& rules, tax::Context const& context)
{
    return {rules.about(), context,   year.assessment, rules.figures(tax::summary_of(year.assessment.lines)),
            year.accounts, year.files};
}

} // namespace

std::vector<std::string> names_of_rules()
{
    std::vector<std::string> names;
    for (auto const& rules : tax::all_rules()) {
        names.push_back(rules->about().name);
    }
    return names;
}

cli::Outcome show_tax(db::Database& database, cli::Common const& common, TaxWords const& words, std::ostream& out)
{
    auto const rules = rules_of(words.rules);
    auto const context = context_of(database, common, rules->about(), words);
    auto const year = assess(database, common.account.value_or(""), *rules, context);
    auto const document = document_of(year, *rules, context);
    if (words.output == "html" && !common.output.choice.is_all()) {
        refuse("--output html", "takes none of --columns, --sort and --limit", "a page has all of it");
    }
    if (words.output == "html") {
        report::write_tax_page(out, document);
    } else {
        report::write_tax(out, document, style_of(common, words.output));
    }
    return outcome_of(complain(document));
}

cli::Outcome compare_tax(db::Database& database, cli::Common const& common, TaxWords const& words, std::ostream& out)
{
    auto const rules = rules_of(words.rules);
    auto context = context_of(database, common, rules->about(), words);
    if (rules->about().methods.size() == 1) {
        refuse("--rules", fmt::format("the rules {} leave no choice", words.rules), "us, au and generic do");
    }
    std::vector<report::TaxChoice> choices;
    std::size_t missing = 0;
    for (auto const method : rules->about().methods) {
        if (method == model::BookingMethod::specific) {
            continue; // of what is past, a sale names its lots or does not, whatever the method
        }
        context.method = method;
        auto const year = assess(database, common.account.value_or(""), *rules, context);
        choices.push_back({method, tax::summary_of(year.assessment.lines)});
        if (choices.size() == 1) {
            missing = complain(document_of(year, *rules, context));
        }
    }
    report::write_tax_choices(out, choices, context, common.output);
    return outcome_of(missing);
}

cli::Outcome list_rules(cli::Common const& common, TaxWords const& words, std::ostream& out)
{
    std::vector<tax::About> abouts;
    for (auto const& rules : tax::all_rules()) {
        if (words.rules.empty() || words.rules == rules->about().name) {
            abouts.push_back(rules->about());
        }
    }
    report::write_tax_rules(out, abouts, common.output);
    return cli::Outcome::ok();
}

} // namespace pf::jobs
