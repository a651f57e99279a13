#include "pf/jobs/serve/contract.hpp"

#include "pf/base/text.hpp"
#include "pf/base/time.hpp"
#include "pf/cli/help.hpp"
#include "pf/cli/log.hpp"
#include "pf/db/account_store.hpp"
#include "pf/db/balance_store.hpp"
#include "pf/db/price_store.hpp"
#include "pf/db/scratch.hpp"
#include "pf/http/conditions.hpp"
#include "pf/http/contract.hpp"
#include "pf/jobs/ledger/ledger_command.hpp"
#include "pf/jobs/ledger/transactions.hpp"
#include "pf/jobs/run/schema.hpp"
#include "pf/jobs/serve/answers.hpp"
#include "pf/jobs/serve/questions.hpp"
#include "pf/jobs/snapshot/snapshot_command.hpp"

#include <limits>
#include <mutex>
#include <sstream>
#include <utility>
#include <vector>

namespace pf::jobs::serve {

namespace {

constexpr char const* first_day_of_example = "2024-01-01";
constexpr char const* day_of_example = "2024-03-01";
constexpr char const* mended_transaction = "5"; // the number of what took the place of the fourth

/// What a source says is held, and is not.
void add_balance(db::Database& database)
{
    model::Balance balance;
    balance.account_id = db::AccountStore{database}.get("main").id;
    balance.import_id = 1;
    balance.line_no = 2;
    balance.date = Timestamp{*base::parse_date(day_of_example)};
    balance.date_only = true;
    balance.ticker = "AAA";
    balance.quantity = Decimal{7};
    db::BalanceStore::Writer writer{database};
    writer.add(balance);
    writer.finish();
}

/// A purchase and a sale, money, a dividend that was mended, a balance, and what it was worth on a day.
void fill(db::Database& database)
{
    cli::Muted const muted;
    cli::Common const common;
    bring_up_to_date(database, true);
    AccountWords account;
    account.name = "main";
    static_cast<void>(add_account(database, common, account));
    std::ostringstream ignored;
    for (std::string_view const sentence :
         {"deposit 2000 EUR on 2024-01-01", "buy 10 AAA @ 100 EUR fee 1 on 2024-01-02",
          "sell 4 AAA @ 120 EUR fee 1 on 2024-02-01", "dividend 4 EUR of AAA on 2024-02-15"}) {
        CorrectionWords words;
        for (auto const word : base::split(sentence, ' ')) {
            words.words.emplace_back(word);
        }
        static_cast<void>(add_transaction(database, common, words, ignored));
    }
    CorrectionWords mended;
    mended.id = "4";
    mended.words = {"total=5"};
    static_cast<void>(edit_transaction(database, common, mended, ignored));
    add_balance(database);
    model::Price price;
    price.ticker = "AAA";
    price.date = *base::parse_date(day_of_example);
    price.close = Decimal{125};
    price.source = "example";
    price.currency = Currency{"EUR"};
    static_cast<void>(db::PriceStore{database}.add_missing({price}));
    auto const first = *base::parse_date(first_day_of_example);
    static_cast<void>(db::PriceStore{database}.upsert(
        std::vector<model::FxRate>{{price.date, Currency{"EUR"}, Currency{"USD"}, Decimal{2}},
                                   {first, Currency{"EUR"}, Currency{"GBP"}, Decimal{1}}}));
    TakeWords take;
    take.date = day_of_example;
    static_cast<void>(take_snapshots(database, common, take, ignored));
}

/// What a parameter that has to be given is told. Of tax years, one that ends after the sale wherever it begins in
/// April or July.
std::string example_for(Parameter const& parameter)
{
    if (!parameter.example.empty()) {
        return parameter.example;
    }
    if (!parameter.words.empty()) {
        return parameter.words.front();
    }
    if (parameter.name == "id" && parameter.kind == Parameter::Kind::text) {
        return mended_transaction;
    }
    if (parameter.name == "from") {
        return first_day_of_example;
    }
    return parameter.kind == Parameter::Kind::day ? day_of_example : parameter.name == "year" ? "2023" : "1";
}

/// What every question of the example is told. \param chosen  told `word` instead
Values values_for(Question const& question, std::string const& chosen = {}, std::string const& word = {})
{
    Values values;
    for (auto const& parameter : question.parameters) {
        if (parameter.name == chosen) {
            values.add(parameter.name, word);
        } else if (parameter.required) {
            values.add(parameter.name, example_for(parameter));
        }
    }
    return values;
}

std::string example_of(Question const& question, Values const& values, db::Database& database, OutputFormat format)
{
    cli::Common const program;
    cli::Common common;
    set_for(common, program, values, format);
    return document_of(question, database, common, values).text;
}

/// One, and one for each word that it can be told besides: a word may choose other columns, and another currency needs
/// rates.
std::vector<std::string> examples_of(Question const& question, db::Database& database)
{
    std::vector<std::string> examples{example_of(question, values_for(question), database, OutputFormat::json)};
    for (auto const& parameter : question.parameters) {
        auto const words = parameter.name == "in" ? std::vector<std::string>{"USD"} : parameter.words;
        for (auto const& word : words) {
            auto const values = values_for(question, parameter.name, word);
            examples.push_back(example_of(question, values, database, OutputFormat::json));
        }
    }
    return examples;
}

http::ContractParameter told(Parameter const& parameter, std::string const& path)
{
    using Kind = Parameter::Kind;
    http::ContractParameter told{parameter.name, parameter.help, "string"};
    told.words = parameter.words;
    told.repeats = parameter.repeats;
    told.required = parameter.required;
    told.in_path = path.find("{" + parameter.name + "}") != std::string::npos;
    if (parameter.kind == Kind::day) {
        told.format = "date";
    } else if (parameter.kind == Kind::flag) {
        told.type = "boolean";
    } else if (parameter.kind == Kind::whole) {
        told.type = "integer";
        told.least = parameter.least;
        told.most =
            parameter.most == std::numeric_limits<std::int64_t>::max() ? std::nullopt : std::optional{parameter.most};
    }
    return told;
}

http::ContractRoute route_of(Question const& question, db::Database& database)
{
    http::ContractRoute route{"/api/v1/" + question.path, question.help, question.command, {}, {}, {}};
    for (auto const& parameter : question.parameters) {
        route.parameters.push_back(told(parameter, question.path));
    }
    route.examples = examples_of(question, database);
    auto const csv = example_of(question, values_for(question), database, OutputFormat::csv);
    route.csv_header = csv.substr(0, csv.find('\n'));
    return route;
}

} // namespace

std::string contract_text()
{
    auto scratch = db::ScratchDatabase::in_memory({});
    fill(scratch.database());
    std::vector<http::ContractRoute> routes;
    for (auto const& question : questions()) {
        routes.push_back(route_of(question, scratch.database()));
    }
    http::ContractRoute version;
    version.path = "/api/v1/version";
    version.help = "What changes whenever an answer may";
    version.examples = {R"({"schema": "pf.version/1", "version": "", "data": ""})"};
    routes.push_back(std::move(version));
    return http::openapi_text(routes, std::string{cli::version()});
}

struct Contract::State {
    std::once_flag once;
    std::string text;
    std::string tag;
};

Contract::Contract() : m_state(std::make_shared<State>()) {}

http::Response Contract::answer(http::Call const& call) const
{
    std::call_once(m_state->once, [this] {
        m_state->text = contract_text();
        m_state->tag = tag_of(m_state->text);
    });
    http::Response response{200, {{"ETag", m_state->tag}, {"Cache-Control", "no-cache"}}};
    if (http::names_etag(call.request.value("If-None-Match"), m_state->tag)) {
        response.status = 304;
        return response;
    }
    response.fields.emplace_back("Content-Type", "application/json");
    response.body = m_state->text;
    return response;
}

} // namespace pf::jobs::serve
