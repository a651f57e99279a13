#include "pf/jobs/books/multipliers.hpp"

#include "pf/db/account_store.hpp"
#include "pf/db/instrument_store.hpp"
#include "pf/db/transaction_store.hpp"
#include "pf/jobs/books/price_positions.hpp"
#include "pf/lots/amounts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace pf::jobs {

namespace {

using model::TransactionType;

Decimal magnitude(Decimal number)
{
    return number.is_negative() ? -number : number;
}

/// amount ÷ quantity ÷ price; nothing, when the three are not all told.
std::optional<Decimal> ratio_to(std::optional<Decimal> amount, model::Transaction const& transaction)
{
    bool const is_trade = model::opens_lot(transaction.type) || transaction.type == TransactionType::sell;
    if (!is_trade || !transaction.price || transaction.price->is_zero() || transaction.quantity.is_zero()) {
        return std::nullopt;
    }
    return lots::per_unit(lots::per_unit(amount, transaction.quantity), *transaction.price);
}

} // namespace

bool fits(model::Transaction const& transaction, Decimal multiplier)
{
    auto const told = ratio_to(transaction.total_amount, transaction);
    if (!told) {
        return true;
    }
    auto const hundredth = Decimal::from_units(10'000'000'000'000'000);
    auto const tolerance = money::multiply(multiplier, hundredth, money::Rounding::half_even) +
                           ratio_to(transaction.fee, transaction).value_or(Decimal{});
    return magnitude(*told - multiplier) <= tolerance;
}

std::optional<Decimal> told_multiplier(importer::Draft const& draft)
{
    auto const& transaction = draft.transaction;
    if (draft.multiplier) {
        return draft.multiplier;
    }
    bool const is_told = ratio_to(transaction.total_amount, transaction).has_value();
    return is_told && fits(transaction, Decimal(1)) ? std::optional{Decimal(1)} : std::nullopt;
}

std::optional<model::Transaction> booked_with(db::Database& database, std::string const& ticker, Decimal before,
                                              Decimal after, std::set<db::TransactionKey> const& but)
{
    std::optional<model::Transaction> found;
    auto const look_at = [&](model::Transaction const& one) {
        bool const is_wrong = one.ticker == ticker && fits(one, before) && !fits(one, after);
        if (!found && is_wrong && !but.contains({one.account_id, one.id})) {
            found = one;
        }
    };
    auto const instruments = db::InstrumentStore{database}.instruments_of(ticker);
    db::TransactionStore{database}.visit(instruments, 0, {},
                                         [&](auto moment) { std::ranges::for_each(moment, look_at); });
    return found;
}

std::string told(db::Database& database, model::Transaction const& transaction)
{
    auto const accounts = db::AccountStore{database}.list();
    auto const account = std::ranges::find(accounts, transaction.account_id, &model::Account::id);
    return fmt::format("transaction {}:{}: {} at {} were {}", account == accounts.end() ? "?" : account->name,
                       transaction.id, transaction.quantity.to_text(), transaction.price.value_or(Decimal{}).to_text(),
                       transaction.total_amount.value_or(Decimal{}).to_text());
}

void revalue(db::Database& database, std::string const& ticker)
{
    price_positions(database, {ticker});
    std::set<std::int64_t> accounts;
    for (auto const& instrument : db::InstrumentStore{database}.instruments_of(ticker)) {
        accounts.insert(instrument.account_id);
    }
    db::AccountStore store{database};
    store.lock({accounts.begin(), accounts.end()}); // an import holds those of its rows alone
    store.bump_data_versions(accounts, base::earliest_day);
}

} // namespace pf::jobs
