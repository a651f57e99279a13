// pf-ledger: the books themselves: transactions and their corrections, the accounts and the money in them.
#include "pf/base/text.hpp"
#include "pf/cli/commands.hpp"
#include "pf/cli/common.hpp"
#include "pf/cli/help.hpp"
#include "pf/cli/run_main.hpp"
#include "pf/cli/usage.hpp"
#include "pf/jobs/ledger/instruments.hpp"
#include "pf/jobs/ledger/ledger_command.hpp"
#include "pf/jobs/ledger/transactions.hpp"
#include "pf/jobs/run/open.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <functional>
#include <iostream>
#include <optional>

namespace {

struct Options {
    pf::cli::Common common;
    pf::jobs::CashWords cash;
    pf::jobs::AccountWords account;
    pf::jobs::ListWords list;
    pf::jobs::CorrectionWords correction;
    pf::jobs::InstrumentWords instrument;
    std::optional<pf::cli::Commands> of_accounts;    ///< what `accounts` can be followed by
    std::optional<pf::cli::Commands> of_instruments; ///< what `instruments` can be followed by
};

using Schema = pf::jobs::Connection::Schema;

/// What a command does with the database, which is opened before, if nothing is wrong with the words.
template <typename Job>
pf::cli::Commands::Action on_database(
    Options& options, Job job, Schema schema = Schema::for_questions, std::function<void()> const& check = [] {})
{
    return [&options, job, schema, check] {
        check();
        pf::jobs::Connection connection{options.common, schema};
        return job(connection.database());
    };
}

void add_cash(pf::cli::Commands& commands, Options& options)
{
    auto& command = commands.add("cash", "What moved money, and what was there after it",
                                 on_database(options, [&options](auto& database) {
                                     return pf::jobs::show_cash(database, options.common, options.cash, std::cout);
                                 }));
    command.add_option("--currency", options.cash.currency, "Only money of this currency")->type_name("CURRENCY");
    command.add_option("--from", options.cash.first, "From that day on")->type_name("DATE");
    command.add_option("--to", options.cash.last, "Up to the end of that day, instead of today")->type_name("DATE");
    options.common.add_table_options(command);
    options.common.add_unknown_option(command, "Options");
    pf::cli::add_examples(command, {{"pf-ledger cash --currency USD", "the dollars, movement by movement"},
                                    {"pf-ledger cash --from 2024-01-01 --to 2024-12-31", "a year's movements"}});
}

void add_check(pf::cli::Commands& commands, Options& options)
{
    auto& command = commands.add("check", "Where what the sources say is held is not what is booked",
                                 on_database(options, [&options](auto& database) {
                                     return pf::jobs::check_balances(database, options.common, std::cout);
                                 }));
    options.common.add_table_options(command);
    pf::cli::add_examples(command, {{"pf-ledger check", "compare the books with every balance that was imported"}});
}

void add_dry_run(CLI::App& command, bool& dry_run)
{
    command.add_flag("--dry-run", dry_run, "Show what would change, and change nothing");
}

/// Besides its base currency, for which all programs have an option.
void add_how_it_is_kept(CLI::App& command, pf::jobs::AccountWords& words)
{
    command.add_option("NAME", words.name, "Which account")->required();
    command
        .add_option("--method", words.method,
                    "How sales choose among lots: fifo, lifo, hifo, lofo, average or specific")
        ->type_name("METHOD")
        ->check(pf::cli::one_of({"fifo", "lifo", "hifo", "lofo", "average", "specific"}));
    command.add_option("--keeps-cash", words.keeps_cash, "When money stays in it: from_first_deposit, always or never")
        ->type_name("WHEN")
        ->check(pf::cli::one_of({"from_first_deposit", "always", "never"}));
    command.add_option("--time-zone", words.time_zone, "Where its days begin: America/New_York; UTC by default")
        ->type_name("ZONE");
    command.add_option("--allow-short", words.allow_short, "May more be sold than it holds: yes or no")
        ->type_name("ANSWER")
        ->check(pf::cli::one_of({"yes", "no"}));
    add_dry_run(command, words.dry_run);
}

void add_changes(pf::cli::Commands& commands, Options& options)
{
    auto& account = options.account;
    auto const check = [&] { pf::jobs::check_words(account); };
    auto const check_set = [&] { pf::jobs::check_words_of_set(options.common, account); };
    auto const add = [&](auto& database) { return pf::jobs::add_account(database, options.common, account); };
    add_how_it_is_kept(
        commands.add("add", "Open an account", on_database(options, add, Schema::for_new_accounts, check)), account);
    auto const set = [&](auto& database) {
        return pf::jobs::set_account(database, options.common, account, std::cout);
    };
    add_how_it_is_kept(commands.add("set", "Change how an account is kept, and book it anew",
                                    on_database(options, set, Schema::for_new_accounts, check_set)),
                       account);
    auto const rename = [&](auto& database) { return pf::jobs::rename_account(database, account); };
    auto& command = commands.add("rename", "Give an account another name", on_database(options, rename));
    command.add_option("NAME", account.name, "Which account")->required();
    command.add_option("NEW", account.new_name, "Its new name")->required();
    add_dry_run(command, account.dry_run);
}

void add_ends(pf::cli::Commands& commands, Options& options)
{
    auto& account = options.account;
    auto const close = [&](auto& database) { return pf::jobs::close_account(database, account); };
    auto const reopen = [&](auto& database) { return pf::jobs::reopen_account(database, account); };
    for (auto* const command :
         {&commands.add("close", "Take no new rows into an account that holds nothing", on_database(options, close)),
          &commands.add("reopen", "Take new rows again", on_database(options, reopen))}) {
        command->add_option("NAME", account.name, "Which account")->required();
        add_dry_run(*command, account.dry_run);
    }
    auto const remove = [&](auto& database) {
        return pf::jobs::remove_account(database, account, pf::jobs::BackupBefore{options.common, {}});
    };
    auto& command = commands.add("remove", "Remove an account", on_database(options, remove));
    command.add_option("NAME", account.name, "Which account")->required();
    command.add_flag("--with-transactions", account.with_transactions, "And its transactions, after a backup");
    add_dry_run(command, account.dry_run);
}

void add_accounts(pf::cli::Commands& commands, Options& options)
{
    auto& command = commands.add("accounts", "The accounts, and how each is kept",
                                 [&options] { return options.of_accounts->run(); });
    options.of_accounts.emplace(command);
    options.of_accounts->otherwise(on_database(
        options, [&options](auto& database) { return pf::jobs::list_accounts(database, options.common, std::cout); }));
    options.common.add_table_options(command);
    pf::cli::refuse_without_effect(command, {"--account"});
    add_changes(*options.of_accounts, options);
    add_ends(*options.of_accounts, options);
    pf::cli::add_examples(command,
                          {{"pf-ledger accounts", "all accounts"},
                           {"pf-ledger accounts add pension --method average", "an account for another broker"},
                           {"pf-ledger accounts set main --keeps-cash always", "money stays in it from its beginning"},
                           {"pf-ledger accounts set main --time-zone America/New_York", "its days begin there"}});
}

/// What an instrument is: `--asset-type` sets `asset_type`.
void add_value(CLI::App& command, Options& options, std::string const& column, std::string const& type,
               std::string const& help)
{
    auto option = "--" + column;
    std::ranges::replace(option, '_', '-');
    command
        .add_option_function<std::string>(
            option, [&options, column](std::string const& value) { options.instrument.values[column] = value; }, help)
        ->type_name(type);
}

/// Each says something of one tag; an empty one alone takes all away.
void add_tags(CLI::App& command, Options& options)
{
    command
        .add_option_function<std::vector<std::string>>(
            "--tag",
            [&options](std::vector<std::string> const& tags) {
                options.instrument.values["tags"] = pf::base::join(tags, ";");
            },
            "What to sort it by: core, region=world, region=us:0.6,eu:0.4; may be repeated")
        ->type_name("TAG");
}

void add_set(pf::cli::Commands& commands, Options& options)
{
    auto const check = [&] { pf::jobs::check_words_of_set(options.instrument); };
    auto const set = [&](auto& database) { return pf::jobs::set_instrument(database, options.instrument); };
    auto& command =
        commands.add("set", "Say what an instrument is", on_database(options, set, Schema::for_rows, check));
    command.add_option("TICKER", options.instrument.ticker, "Which instrument")->required();
    add_value(command, options, "name", "NAME", "What people call it");
    add_value(command, options, "isin", "ISIN", "Its ISIN, by which sources may name it");
    add_value(command, options, "asset_type", "TYPE",
              "STOCK, ETF, FUND, BOND, CRYPTO, METAL, OPTION, FUTURE, WARRANT, CASH or OTHER");
    add_value(command, options, "currency", "CODE", "The currency of its prices");
    add_value(command, options, "multiplier", "NUMBER", "Amounts are quantity times price times this");
    add_value(command, options, "exchange", "NAME", "Where it is traded");
    add_value(command, options, "underlying", "TICKER", "What a derivative gives a right to");
    add_value(command, options, "expiry", "DATE", "The last day of a derivative");
    add_value(command, options, "strike", "PRICE", "At which an option is exercised");
    add_value(command, options, "right", "RIGHT", "CALL or PUT");
    add_value(command, options, "price_source", "SOURCE", "Where its closes come from: tiingo, or tiingo:SYMBOL");
    add_tags(command, options);
    add_dry_run(command, options.instrument.dry_run);
}

void add_names(pf::cli::Commands& commands, Options& options)
{
    auto& words = options.instrument;
    auto const check = [&] { pf::jobs::check_words_of_alias(words); };
    auto const alias = [&](auto& database) { return pf::jobs::add_alias(database, words); };
    auto& name =
        commands.add("alias", "Say what another name stands for", on_database(options, alias, Schema::for_rows, check));
    name.add_option("NAME", words.other, "A symbol or an ISIN that sources use")->required();
    name.add_option("TICKER", words.ticker, "The instrument")->required();
    add_dry_run(name, words.dry_run);
    auto const unalias = [&](auto& database) {
        return pf::jobs::remove_alias(database, options.common, words, std::cout);
    };
    auto& own = commands.add("unalias", "Let a name stand for itself again, and book its transactions apart",
                             on_database(options, unalias));
    own.add_option("NAME", words.other, "The name")->required();
    add_dry_run(own, words.dry_run);
}

void add_moves(pf::cli::Commands& commands, Options& options)
{
    auto& words = options.instrument;
    auto const merge = [&](auto& database) {
        return pf::jobs::merge_instruments(database, options.common, words, std::cout);
    };
    auto& one = commands.add("merge", "Make one instrument of two names", on_database(options, merge));
    one.add_option("NAME", words.ticker, "The name that is given up")->required();
    one.add_option("INTO", words.other, "The ticker that stays")->required();
    add_dry_run(one, words.dry_run);
    auto const rename = [&](auto& database) {
        return pf::jobs::rename_instrument(database, options.common, words, std::cout);
    };
    auto& other = commands.add("rename", "Give an instrument another ticker", on_database(options, rename));
    other.add_option("TICKER", words.ticker, "Which instrument")->required();
    other.add_option("NEW", words.other, "Its new ticker")->required();
    add_dry_run(other, words.dry_run);
    auto const import = [&](auto& database) { return pf::jobs::import_instruments(database, words); };
    auto& file = commands.add("import", "Say what instruments are, from a CSV file",
                              on_database(options, import, Schema::for_rows));
    file.add_option("FILE", words.file, "With the columns ticker,name,isin,asset_type,currency,multiplier; - is stdin")
        ->required();
    add_dry_run(file, words.dry_run);
}

void add_instruments(pf::cli::Commands& commands, Options& options)
{
    auto& command = commands.add("instruments", "The instruments, and what sources call them",
                                 [&options] { return options.of_instruments->run(); });
    options.of_instruments.emplace(command);
    options.of_instruments->otherwise(on_database(options, [&options](auto& database) {
        return pf::jobs::list_instruments(database, options.common, std::cout);
    }));
    options.common.add_table_options(command);
    pf::cli::refuse_without_effect(command, {"--account", "--base-currency"});
    add_set(*options.of_instruments, options);
    add_names(*options.of_instruments, options);
    add_moves(*options.of_instruments, options);
    pf::cli::add_examples(command, {{"pf-ledger instruments", "all of them"},
                                    {"pf-ledger instruments set AAPL --isin US0378331005", "a name for its ISIN"},
                                    {"pf-ledger instruments merge FB META", "one share under two names"}});
}

void add_list(pf::cli::Commands& commands, Options& options)
{
    auto& command = commands.add(
        "list", "Transactions, and the units held after each", on_database(options, [&options](auto& database) {
            return pf::jobs::list_transactions(database, options.common, options.list, std::cout);
        }));
    command.add_option("--ticker", options.list.tickers, "Only of this instrument; may be repeated")
        ->type_name("TICKER");
    command.add_option("--type", options.list.types, "Only of this type; may be repeated")->type_name("TYPE");
    command.add_option("--from", options.list.first, "From that day on")->type_name("DATE");
    command.add_option("--to", options.list.last, "Up to the end of that day")->type_name("DATE");
    command.add_option("--import", options.list.import_id, "Only what this import brought")->type_name("IMPORT");
    command.add_option("--text", options.list.text, "Only with this in ticker, description, note or id")
        ->type_name("TEXT");
    options.common.add_table_options(command);
    pf::cli::add_examples(command, {{"pf-ledger list --ticker VWCE", "every transaction of an instrument"},
                                    {"pf-ledger list --type sell --from 2024-01-01", "what was sold since"}});
}

using CorrectionJob = pf::cli::Outcome (*)(pf::db::Database&, pf::cli::Common const&, pf::jobs::CorrectionWords const&,
                                           std::ostream&);

/// A command that changes transactions, or shows one.
CLI::App& add_correction(pf::cli::Commands& commands, Options& options, std::string const& name,
                         std::string const& help, CorrectionJob job)
{
    return commands.add(name, help, on_database(options, [&options, job](auto& database) {
                            return job(database, options.common, options.correction, std::cout);
                        }));
}

void add_reason(CLI::App& command, Options& options)
{
    command.add_option("--reason", options.correction.reason, "Why; it is kept with the correction")->type_name("TEXT");
    add_dry_run(command, options.correction.dry_run);
}

void add_id(CLI::App& command, Options& options)
{
    command.add_option("ID", options.correction.id, "Which transaction: 12, or ACCOUNT:12")->required();
}

void add_ids(CLI::App& command, Options& options)
{
    command.add_option("ID", options.correction.ids, "Which transactions: 12, or ACCOUNT:12")->required();
}

void add_corrections(pf::cli::Commands& commands, Options& options)
{
    add_id(add_correction(commands, options, "show", "All that is known of a transaction", pf::jobs::show_transaction),
           options);
    auto& add = add_correction(commands, options, "add", "Add a transaction", pf::jobs::add_transaction);
    add.add_option("WORDS", options.correction.words, "The transaction, in words or as COLUMN=VALUE")->required();
    add_reason(add, options);
    pf::cli::add_examples(
        add,
        {{"pf-ledger add buy 10 VWCE @ 94.42 EUR fee 0.40 on 2023-01-10", "a purchase"},
         {"pf-ledger add exchange 2550 CHF to 3000 USD fee 2 on 2024-01-05", "money for other money"},
         {"pf-ledger add type=STAKING quantity=0.01 ticker=ETH date=2024-02-01", "by the columns of the format pf"}});
    auto& edit = add_correction(commands, options, "edit", "Change a transaction", pf::jobs::edit_transaction);
    add_id(edit, options);
    edit.add_option("COLUMN=VALUE", options.correction.words, "What is right, by the columns of the format pf")
        ->required();
    add_reason(edit, options);
    pf::cli::add_examples(edit,
                          {{"pf-ledger edit 12 quantity=10 --reason 'typed 100'", "ten were bought, not a hundred"}});
}

void add_more_corrections(pf::cli::Commands& commands, Options& options)
{
    auto& remove = add_correction(commands, options, "remove", "Take transactions out of the books",
                                  pf::jobs::remove_transactions);
    add_ids(remove, options);
    add_reason(remove, options);
    auto& move =
        add_correction(commands, options, "move", "Move transactions to another account", pf::jobs::move_transactions);
    add_ids(move, options);
    move.add_option("--to", options.correction.to, "The account that they belong to")->type_name("ACCOUNT")->required();
    add_reason(move, options);
    auto& note =
        commands.add("note", "Note something of a transaction", on_database(options, [&options](auto& database) {
                         return pf::jobs::note_transaction(database, options.common, options.correction);
                     }));
    add_id(note, options);
    note.add_option("TEXT", options.correction.words, "The note; none takes it away");
    add_dry_run(note, options.correction.dry_run);
    add_dry_run(add_correction(commands, options, "rebuild",
                               "Book positions, lots and money anew from the transactions", pf::jobs::rebuild),
                options.correction.dry_run);
}

} // namespace

int main(int argc, char** argv)
{
    CLI::App app{"List and correct transactions, keep the accounts, and show the money in them.", "pf-ledger"};
    Options options;
    options.common.add_to(app);
    pf::cli::Commands commands{app};
    add_list(commands, options);
    add_corrections(commands, options);
    add_more_corrections(commands, options);
    add_cash(commands, options);
    add_check(commands, options);
    add_accounts(commands, options);
    add_instruments(commands, options);
    pf::cli::add_examples(app, {{"pf-ledger list", "every transaction, and the units held after it"},
                                {"pf-ledger edit 12 quantity=10", "mend one"},
                                {"pf-ledger cash", "what moved money, and what was left"},
                                {"pf-ledger accounts", "the accounts, and how each is kept"}});
    return pf::cli::run_main(app, argc, argv, [&] { return commands.run(); });
}
