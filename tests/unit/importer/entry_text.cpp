#include "unit/importer/entry_text.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/base/unnamed_file.hpp"
#include "pf/container/container.hpp"

#include <fstream>
#include <iterator>
#include <sstream>

namespace pf::test {

namespace {

void add(std::string& line, std::string_view name, std::string const& value)
{
    if (!value.empty()) {
        line.append(" ").append(name).append("=").append(value);
    }
}

void add(std::string& line, std::string_view name, std::optional<Decimal> const& value)
{
    add(line, name, value ? value->to_text() : std::string());
}

std::string to_text(importer::Draft const& draft)
{
    model::Transaction const& transaction = draft.transaction;
    std::string line = "    " + std::string(model::to_text(transaction.type));
    line +=
        " " + (transaction.date_only ? base::to_text(base::day_of(transaction.date)) : base::to_text(transaction.date));
    line += " " + std::string(model::to_text(transaction.asset_type));
    add(line, "ticker", transaction.ticker);
    add(line, "quantity", transaction.quantity.is_zero() ? std::nullopt : std::optional(transaction.quantity));
    add(line, "price", transaction.price);
    add(line, "multiplier", draft.multiplier);
    add(line, "total", transaction.total_amount ? transaction.total_amount->to_text() : "unknown");
    add(line, "fee", transaction.fee.is_zero() ? std::nullopt : std::optional(transaction.fee));
    add(line, "currency", std::string(transaction.currency.code()));
    add(line, "fx_rate", transaction.fx_rate);
    add(line, "fx_currency", std::string(draft.fx_currency.code()));
    if (transaction.split_numerator != 0) {
        add(line, "split",
            std::to_string(transaction.split_numerator) + ":" + std::to_string(transaction.split_denominator));
    }
    add(line, "account", draft.account);
    add(line, "to_account", draft.counter_account);
    add(line, "id", transaction.external_id);
    add(line, "description", transaction.description.empty() ? "" : base::quoted(transaction.description));
    return line + "\n";
}

std::string to_text(model::Price const& price)
{
    std::string line = "    price " + base::to_text(price.date) + " " + price.ticker;
    add(line, "close", price.close.to_text());
    add(line, "open", price.open);
    add(line, "high", price.high);
    add(line, "low", price.low);
    add(line, "volume", price.volume);
    add(line, "currency", std::string(price.currency.code()));
    add(line, "source", price.source);
    return line + "\n";
}

std::string to_text(model::FxRate const& rate)
{
    return "    rate " + base::to_text(rate.date) + " " + std::string(rate.base.code()) + "/" +
           std::string(rate.quote.code()) + " " + rate.rate.to_text() + "\n";
}

std::string to_text(importer::Statement const& statement)
{
    auto const& balance = statement.balance;
    std::string line = statement.is_running ? "    then held " : "    held ";
    line += balance.date_only ? base::to_text(base::day_of(balance.date)) : base::to_text(balance.date);
    line += " " + balance.quantity.to_text() + " " +
            (balance.ticker.empty() ? std::string(balance.currency.code()) : "of " + balance.ticker);
    add(line, "account", statement.account);
    return line + "\n";
}

std::string to_text(importer::Issue const& issue)
{
    std::string line = "    " + issue.file + ":" + std::to_string(issue.line) + ": ";
    if (!issue.column.empty()) {
        line += issue.column + " " + base::quoted(issue.value) + ": ";
    }
    line += issue.reason + "\n";
    if (!issue.hint.empty()) {
        line += "      hint: " + issue.hint + "\n";
    }
    return line;
}

} // namespace

std::string to_text(importer::Entry const& entry)
{
    std::string text = "line " + std::to_string(entry.line);
    text += entry.rows == 1 ? "" : " (" + std::to_string(entry.rows) + " rows)";
    if (!entry.issues.empty()) {
        text += " rejected\n";
    } else if (!entry.ignored_by.empty()) {
        text += " ignored by " + entry.ignored_by + "\n";
    } else {
        text += entry.rounded_prices > 0 ? " books, prices rounded: " + std::to_string(entry.rounded_prices) + "\n"
                                         : " books\n";
    }
    for (auto const& issue : entry.issues) {
        text += to_text(issue);
    }
    for (auto const& draft : entry.drafts) {
        text += to_text(draft);
    }
    for (auto const& statement : entry.statements) {
        text += to_text(statement);
    }
    for (auto const& price : entry.prices) {
        text += to_text(price);
    }
    for (auto const& rate : entry.fx_rates) {
        text += to_text(rate);
    }
    return text;
}

std::string read_all(importer::Format const& format, std::string_view text, std::string const& name,
                     importer::Companions const& companions)
{
    std::string result;
    try {
        importer::Settled settled(csv::Source::from_text(text, name), format);
        settled.say({"ACME", "EUR"}); // for formats whose files do not say it
        importer::FileReader reader(csv::Source::from_text(text, name), format, companions, "main");
        reader.use(settled);
        importer::Entry entry;
        while (reader.next(entry)) {
            result += to_text(entry);
        }
    } catch (Error const& error) {
        result += std::string("error: ") + error.what() + "\n";
        result += error.hint().empty() ? "" : "  hint: " + error.hint() + "\n";
    }
    return result;
}

std::string content_of(std::string const& path)
{
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

std::string rows_of(std::string const& stem)
{
    std::string const text = content_of(stem + ".csv");
    for (char const* const ending : {".ofx", ".json"}) {
        std::string const other = text.empty() ? content_of(stem + ending) : std::string();
        if (!other.empty()) {
            base::UnnamedFile file;
            file.put(other);
            auto tables = container::tables_of(file.finished(), stem + ending, {});
            return content_of("/dev/fd/" + std::to_string(tables.at(0).text.finished()));
        }
    }
    return text;
}

importer::Catalog const& built_in()
{
    static importer::Catalog const catalog("", "");
    return catalog;
}

} // namespace pf::test
