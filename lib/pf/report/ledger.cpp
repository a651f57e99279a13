#include "pf/report/ledger.hpp"

#include "pf/base/text.hpp"
#include "pf/report/changes_of_positions.hpp"
#include "pf/report/columns.hpp"

namespace pf::report {

void write_cash_movements(std::ostream& out, std::vector<CashMovement> const& movements, OutputStyle const& style)
{
    Grid grid{"movements",
              "",
              {account_column(have_several_accounts(movements)),
               {"date", "Date"},
               {"transaction_type", "Type"},
               {"ticker", "Ticker"},
               {"amount", "Amount", Align::right},
               {"balance", "Balance", Align::right},
               {"currency", "Currency"},
               {"transaction_id", "", Align::right, Shown::data_only},
               {"import_id", "", Align::right, Shown::data_only}},
              {},
              {},
              "no money moved"};
    for (auto const& one : movements) {
        grid.rows.push_back({text(one.account), day(one.date), text(to_text(one.type)),
                             one.ticker.empty() ? Value(Nothing()) : text(one.ticker), amount(one.amount, one.currency),
                             amount(one.balance, one.currency), text(one.currency.code()), one.transaction_id,
                             one.import_id});
    }
    write(out, {"pf.cash/1", {}, {grid}, {}}, style);
}

void write_balance_differences(std::ostream& out, std::vector<BalanceDifference> const& differences,
                               std::int64_t compared, OutputStyle const& style)
{
    Grid grid{"differences",
              "",
              {account_column(have_several_accounts(differences)),
               {"date", "Date"},
               {"ticker", "Ticker"},
               {"currency", "Currency"},
               {"said", "Said", Align::right},
               {"booked", "Booked", Align::right},
               {"difference", "Difference", Align::right},
               {"import_id", "", Align::right, Shown::data_only},
               {"file", "File"},
               {"line", "Line", Align::right}},
              {},
              {},
              compared == 0 ? "no balances to compare" : "every balance is what is booked"};
    for (auto const& one : differences) {
        auto const shown = [&](std::optional<Decimal> const& value) {
            return one.ticker.empty() ? amount(value, one.currency) : value ? Value(*value) : Value(Unknown());
        };
        grid.rows.push_back({text(one.account), day(one.date), one.ticker.empty() ? Value(Nothing()) : text(one.ticker),
                             one.ticker.empty() ? text(one.currency.code()) : Value(Nothing()), shown(one.said),
                             shown(one.booked), shown(one.difference), one.import_id, text(one.file), one.line_no});
    }
    write(out, {"pf.balances/1", {}, {grid}, {}}, style);
}

void write_rebooked(std::ostream& out, std::string const& account, model::PositionChanges const& changes, bool dry_run,
                    OutputStyle const& style)
{
    Report report{"pf.rebooked/1", {{"account", text(account)}, {"dry_run", dry_run}}, {changes_grid(changes)}, {}};
    if (dry_run) {
        report.notes.emplace_back("dry run: nothing was changed");
    }
    write(out, report, style);
}

void write_accounts(std::ostream& out, std::vector<AccountRow> const& accounts, OutputStyle const& style)
{
    Grid grid{"accounts",
              "",
              {{"account", "Account"},
               {"base_currency", "Currency"},
               {"booking_method", "Method"},
               {"keeps_cash", "Keeps cash"},
               {"time_zone", "Time zone"},
               {"allows_short", "", Align::left, Shown::data_only},
               {"closed_at", "Closed"},
               {"names", "Also called"}},
              {},
              {},
              "no accounts"};
    for (auto const& [account, names] : accounts) {
        grid.rows.push_back({text(account.name), text(account.base_currency.code()),
                             text(to_text(account.booking_method)), text(to_text(account.keeps_cash)),
                             text(account.time_zone.name()), text(account.allows_short ? "yes" : "no"),
                             account.closed_at ? moment(*account.closed_at) : Value(Nothing()),
                             text_or_nothing(base::join(names, " "))});
    }
    write(out, {"pf.accounts/1", {}, {grid}, {}}, style);
}

} // namespace pf::report
