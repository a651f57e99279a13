#include "pf/jobs/import/accounts.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/db/account_store.hpp"
#include "pf/model/account_name.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <utility>

namespace pf::jobs {

namespace {

/// Rows that name no account go here unless the command says where.
constexpr std::string_view default_account = "main";

bool may_be_created(std::string_view name, ImportRequest const& request)
{
    return request.create_accounts || name == default_account;
}

/// A base currency is for accounts that are created; where none is, all should have it.
void refuse_other_base_currency(std::set<std::string> const& names, AccountsByName const& accounts,
                                ImportRequest const& request)
{
    for (auto const& name : names) {
        auto const account = accounts.find(name);
        if (account != accounts.end() && account->second.base_currency != request.base_currency) {
            throw Error{
                ExitCode::usage,
                fmt::format("the base currency of {} is {}", base::quoted(name), account->second.base_currency.code()),
                "--base-currency",
                fmt::format("leave it out; 'pf-ledger accounts set {} --base-currency {}' changes it", name,
                            request.base_currency.code())};
        }
    }
}

/// Why rows cannot go to an account that they name; nothing, when they can.
std::optional<Problem> problem_of(std::string const& name, AccountsByName const& accounts, ImportRequest const& request)
{
    auto const account = accounts.find(name);
    if (account == accounts.end() && !may_be_created(name, request)) {
        return Problem{"does not exist", "--create-accounts opens it; or mend the name"};
    }
    if (account == accounts.end()) {
        return model::account_name_problem(name);
    }
    if (account->second.closed_at) {
        return Problem{"is closed", fmt::format("'pf-ledger accounts reopen {}' lets it take rows again", name)};
    }
    return std::nullopt;
}

/// Rows that name an account which takes none.
std::int64_t rows_of_no_account(FileScan const& scan, AccountsByName const& accounts, ImportRequest const& request)
{
    std::int64_t rows = 0;
    for (auto const& [name, scanned] : scan.accounts) {
        rows += problem_of(name, accounts, request) ? scanned.rows : 0;
    }
    for (auto const& [names, both] : scan.rows_of_both) {
        bool const counted_twice =
            problem_of(names.first, accounts, request) && problem_of(names.second, accounts, request);
        rows -= counted_twice ? both : 0;
    }
    return rows;
}

/// Those that rows name; that of the command, where rows name none that takes them.
std::set<std::string> names_of(ReadFiles const& read, AccountsByName const& accounts, ImportRequest const& request)
{
    std::set<std::string> names;
    for (auto const& file : read.files) {
        auto needs_default = file.scan.has_rows_of_no_account || file.scan.accounts.empty();
        for (auto const& [name, scanned] : file.scan.accounts) {
            needs_default = needs_default || problem_of(name, accounts, request);
            names.insert(name);
        }
        if (needs_default) {
            names.insert(request.account);
        }
    }
    return names;
}

} // namespace

AccountsByName known_accounts(db::Database& database, ImportRequest const& request)
{
    db::AccountStore const store{database};
    if (!may_be_created(request.account, request)) {
        static_cast<void>(store.get(request.account));
    }
    AccountsByName accounts;
    for (auto& account : store.list()) {
        auto name = account.name;
        accounts.emplace(std::move(name), std::move(account));
    }
    return accounts;
}

bool takes_rows(std::string const& name, AccountsByName const& accounts, ImportRequest const& request)
{
    return !problem_of(name, accounts, request);
}

std::string account_of_the_rest(ReadFiles const& read, AccountsByName const& accounts, ImportRequest const& request)
{
    auto const needs_it = [&](ReadFile const& file) { return file.scan.accounts.contains(request.account); };
    if (accounts.contains(request.account) || std::ranges::any_of(read.files, needs_it)) {
        return request.account;
    }
    auto const is_open = [](auto const& known) { return !known.second.closed_at; };
    if (auto const open = std::ranges::find_if(accounts, is_open); open != accounts.end()) {
        return open->first;
    }
    for (auto const& file : read.files) {
        for (auto const& [name, scanned] : file.scan.accounts) {
            if (takes_rows(name, accounts, request)) {
                return name;
            }
        }
    }
    return request.account;
}

void complain_of_accounts(ReadFiles& read, AccountsByName const& accounts, ImportRequest const& request)
{
    if (auto const problem = problem_of(request.account, accounts, request)) {
        throw Error{ExitCode::bad_data,
                    fmt::format("account {} {}", base::quoted(request.account), problem->message),
                    {},
                    problem->hint};
    }
    for (auto const& file : read.files) {
        read.bad_rows += rows_of_no_account(file.scan, accounts, request);
        for (auto const& [name, scanned] : file.scan.accounts) {
            if (auto const problem = problem_of(name, accounts, request)) {
                read.issues.add(
                    {file.input.name(), scanned.first_line, "account", name, problem->message, problem->hint});
            }
        }
    }
}

AccountsByName with_created_accounts(db::Database& database, AccountsByName const& known, ReadFiles const& read,
                                     ImportRequest const& request)
{
    auto const names = names_of(read, known, request);
    auto const is_missing = [&](std::string const& name) {
        return may_be_created(name, request) && !known.contains(name);
    };
    if (std::ranges::none_of(names, is_missing)) {
        if (request.gives_currency) {
            refuse_other_base_currency(names, known, request);
        }
        return known;
    }
    std::set<std::string> missing;
    std::ranges::copy_if(names, std::inserter(missing, missing.end()), is_missing);
    db::AccountStore{database}.create(missing, request.base_currency, model::BookingMethod::fifo);
    return known_accounts(database, request); // others may have come meanwhile
}

} // namespace pf::jobs
