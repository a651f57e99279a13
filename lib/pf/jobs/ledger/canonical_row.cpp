#include "pf/jobs/ledger/canonical_row.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
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

/// The two transactions of a transfer or an exchange; null, when they are neither.
struct Pair {
    model::Transaction const* out = nullptr;
    model::Transaction const* in = nullptr;
};

Pair pair_of(std::vector<model::Transaction> const& event, TransactionType out, TransactionType in)
{
    Pair pair;
    for (auto const& transaction : event) {
        pair.out = transaction.type == out ? &transaction : pair.out;
        pair.in = transaction.type == in ? &transaction : pair.in;
    }
    return event.size() == 2 && pair.out != nullptr && pair.in != nullptr ? pair : Pair{};
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
        "external_id", "to_ticker",   "to_quantity", "cost_share", "lots",  "multiplier", "right"};
    return columns;
}

std::optional<CanonicalRow> canonical_row(std::vector<model::Transaction> const& event,
                                          std::map<std::int64_t, std::string> const& names, Days const& days)
{
    if (event.size() == 1) {
        return row_of(event.front(), names.at(event.front().account_id), days);
    }
    if (auto const moved = pair_of(event, TransactionType::transfer_out, TransactionType::transfer_in); moved.out) {
        auto row = row_of(*moved.out, names.at(moved.out->account_id), days);
        row["type"] = "TRANSFER";
        row["to_account"] = names.at(moved.in->account_id);
        return row;
    }
    if (auto const money = pair_of(event, TransactionType::exchange_out, TransactionType::exchange_in); money.out) {
        auto row = row_of(*money.out, names.at(money.out->account_id), days);
        row["type"] = "EXCHANGE";
        row["to_total"] = text_of(money.in->total_amount);
        row["to_currency"] = money.in->currency.code();
        return row;
    }
    return std::nullopt;
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
    importer::FileReader reader{csv::Source::from_text(text, "the transaction"), catalog.get("pf"), companions,
                                default_account};
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
