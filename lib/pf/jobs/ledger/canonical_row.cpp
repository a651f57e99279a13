#include "pf/jobs/ledger/canonical_row.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace pf::jobs {

namespace {

using model::TransactionType;

std::string date_of(model::Transaction const& transaction, Days const& days)
{
    return transaction.date_only ? base::to_text(days.day_of(transaction)) : base::to_text(transaction.date);
}

std::string text_of(std::optional<Decimal> const& number)
{
    return number ? number->to_text() : "";
}

std::string unless_zero(Decimal number)
{
    return number.is_zero() ? "" : number.to_text();
}

CanonicalRow row_of(model::Transaction const& transaction, std::string const& account, Days const& days)
{
    CanonicalRow row{{"date", date_of(transaction, days)},
                     {"type", std::string{to_text(transaction.type)}},
                     {"ticker", source_word(transaction)},
                     {"quantity", unless_zero(transaction.quantity)},
                     {"price", text_of(transaction.price)},
                     {"fee", unless_zero(transaction.fee)},
                     {"currency", std::string{transaction.currency.code()}},
                     {"total", text_of(transaction.total_amount)},
                     {"account", account},
                     {"asset_type", std::string{to_text(transaction.asset_type)}},
                     {"fx_rate", text_of(transaction.fx_rate)},
                     {"description", transaction.description},
                     {"external_id", transaction.external_id},
                     {"lots", transaction.lots}};
    if (transaction.split_numerator != 0) {
        row["split"] = fmt::format("{}:{}", transaction.split_numerator, transaction.split_denominator);
    }
    std::erase_if(row, [](auto const& field) { return field.second.empty(); });
    return row;
}

/// The two transactions that one row tells of.
struct Pair {
    model::Transaction const& out;
    model::Transaction const& in;
};

/// A transfer's or an exchange's two sides.
bool moves(Pair const& pair)
{
    return (pair.out.type == TransactionType::transfer_out && pair.in.type == TransactionType::transfer_in &&
            pair.out.counter_account_id == pair.in.account_id) ||
           (pair.out.type == TransactionType::exchange_out && pair.in.type == TransactionType::exchange_in);
}

/// Units that became others, or by which others were bought or sold.
bool converts(Pair const& pair)
{
    bool const is_gone = pair.out.type == TransactionType::convert_out || pair.out.type == TransactionType::expire;
    bool const has_come = pair.in.type == TransactionType::convert_in || pair.in.type == TransactionType::sell;
    return is_gone && has_come && !pair.out.ticker.empty() && pair.out.counter_ticker == pair.in.ticker &&
           pair.in.counter_ticker == pair.out.ticker;
}

/// By an option, whose holder or writer pays for what it is a right to.
bool is_exercised(Pair const& pair)
{
    bool const is_paid_for = pair.in.price || pair.in.total_amount;
    return is_paid_for || pair.out.type == TransactionType::expire || pair.in.type == TransactionType::sell;
}

void tell_move(CanonicalRow& row, Pair const& pair, std::map<std::int64_t, std::string> const& names)
{
    if (pair.out.type == TransactionType::transfer_out) {
        row["type"] = "TRANSFER";
        row["to_account"] = names.at(pair.in.account_id);
        return;
    }
    row["type"] = "EXCHANGE";
    row["to_total"] = text_of(pair.in.total_amount);
    row["to_currency"] = pair.in.currency.code();
}

/// An option's: what was paid for the units that it was a right to.
void tell_exercise(CanonicalRow& row, Pair const& pair)
{
    bool const is_assigned = pair.out.type == TransactionType::expire;
    bool const is_sold = pair.in.type == TransactionType::sell;
    row["type"] = is_assigned ? "ASSIGNMENT" : "EXERCISE";
    row["right"] = is_assigned == is_sold ? "CALL" : "PUT";
    row["price"] = text_of(pair.in.price);
    row["total"] = text_of(pair.in.total_amount);
    row["fee"] = unless_zero(pair.in.fee);
    row["fx_rate"] = text_of(pair.in.fx_rate);
}

void tell_conversion(CanonicalRow& row, Pair const& pair)
{
    row["to_ticker"] = source_word(pair.in);
    row["to_quantity"] = pair.in.quantity.to_text();
    row["to_asset_type"] = to_text(pair.in.asset_type);
    if (is_exercised(pair)) {
        tell_exercise(row, pair);
    } else {
        row["type"] = pair.out.quantity.is_zero() ? "SPINOFF" : "MERGER";
        row["cost_share"] = text_of(pair.out.cost_share);
    }
}

/// Quoted, as every field may be.
std::string field(std::string const& text)
{
    std::string quoted{'"'};
    for (char const c : text) {
        quoted += c == '"' ? std::string{"\"\""} : std::string{c};
    }
    return quoted + '"';
}

std::string line_of(std::vector<std::string> const& fields)
{
    std::vector<std::string> quoted;
    std::ranges::transform(fields, std::back_inserter(quoted), field);
    return base::join(quoted, ",") + "\n";
}

[[noreturn]] void refuse(std::vector<importer::Issue> const& issues)
{
    std::vector<std::string> more;
    auto const words = [](importer::Issue const& issue) {
        auto const value = issue.value.empty() ? "" : base::quoted(issue.value) + " ";
        return fmt::format("{}{}", value, issue.reason);
    };
    for (auto const& issue : issues) {
        if (&issue != &issues.front()) {
            more.push_back(fmt::format("{}: {}", issue.column, words(issue)));
        }
    }
    throw Error{ExitCode::bad_data, words(issues.front()), issues.front().column, issues.front().hint, std::move(more)};
}

} // namespace

std::vector<std::string> const& canonical_columns()
{
    static std::vector<std::string> const columns{
        "date",        "type",        "ticker",      "quantity",   "price", "fee",        "currency", "total",
        "to_total",    "to_currency", "account",     "to_account", "split", "asset_type", "fx_rate",  "description",
        "external_id", "to_ticker",   "to_quantity", "cost_share", "lots",  "multiplier", "right",    "to_asset_type"};
    return columns;
}

std::vector<RowOfEvent> split_by_row(std::vector<model::Transaction> event)
{
    std::vector<RowOfEvent> rows;
    while (!event.empty()) {
        auto const first = event.front();
        auto const other = std::find_if(event.begin() + 1, event.end(), [&](model::Transaction const& candidate) {
            return std::ranges::any_of(std::array{Pair{first, candidate}, Pair{candidate, first}},
                                       [](Pair const& pair) { return moves(pair) || converts(pair); });
        });
        auto& row = rows.emplace_back(RowOfEvent{first});
        if (other != event.end()) {
            row.push_back(*other);
            event.erase(other);
        }
        event.erase(event.begin());
    }
    return rows;
}

CanonicalRow canonical_row(RowOfEvent const& transactions, std::map<std::int64_t, std::string> const& names,
                           Days const& days)
{
    auto const& first = transactions.front();
    auto const& last = transactions.back();
    Pair const straight{first, last};
    Pair const pair = moves(straight) || converts(straight) ? straight : Pair{last, first};
    auto row = row_of(pair.out, names.at(pair.out.account_id), days);
    if (moves(pair)) {
        tell_move(row, pair, names);
    } else if (converts(pair)) {
        tell_conversion(row, pair);
    }
    std::erase_if(row, [](auto const& field) { return field.second.empty(); });
    return row;
}

std::string csv_of(CanonicalRow const& row)
{
    std::vector<std::string> values;
    for (auto const& column : canonical_columns()) {
        auto const value = row.find(column);
        values.push_back(value == row.end() ? "" : value->second);
    }
    return line_of(canonical_columns()) + line_of(values);
}

std::vector<importer::Draft> drafts_of(CanonicalRow const& row, std::string const& default_account,
                                       std::vector<importer::Issue>* remarks)
{
    importer::Catalog const catalog{{}, {}};
    importer::Companions const companions;
    auto const text = csv_of(row);
    importer::FileReader reader{csv::Source::from_text(text, "the transaction"),
                                catalog.get(importer::canonical_format), companions, default_account};
    importer::Entry entry;
    std::vector<importer::Draft> drafts;
    while (reader.next(entry)) {
        if (!entry.issues.empty()) {
            refuse(entry.issues);
        }
        if (!entry.statements.empty()) {
            throw Error{ExitCode::usage,
                        "a BALANCE is no transaction",
                        {},
                        "write it into a file of the format pf and import that; 'pf-ledger check' compares it"};
        }
        std::ranges::move(entry.drafts, std::back_inserter(drafts));
        if (remarks != nullptr) {
            *remarks = entry.remarks;
        }
    }
    return drafts;
}

} // namespace pf::jobs
