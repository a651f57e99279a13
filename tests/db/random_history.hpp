#pragma once

#include "pf/base/error.hpp"

#include "support/workbench.hpp"

#include <rapidcheck.h>
#include <rapidcheck/detail/Configuration.h>

#include <array>
#include <iostream>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

/// Random sequences of imports and undos in two accounts, `main` and `ira`, all within February 2024.
namespace pf::test {

/// Raw material of one row.
struct Draw {
    unsigned kind = 0;
    unsigned day = 0;
    unsigned ticker = 0;
    unsigned account = 0;
    unsigned quantity = 0;
    unsigned price = 0;
    unsigned currency = 0;
};

/// A file to import, or an import to undo.
struct Step {
    unsigned kind = 0;
    unsigned pick = 0; ///< of the imports so far, when one is undone
    std::vector<Draw> rows;
};

inline std::ostream& operator<<(std::ostream& out, Draw const& draw)
{
    return out << '{' << draw.kind << ',' << draw.day << ',' << draw.ticker << ',' << draw.account << ','
               << draw.quantity << ',' << draw.price << ',' << draw.currency << '}';
}

inline std::ostream& operator<<(std::ostream& out, Step const& step)
{
    out << "\n{" << step.kind << ',' << step.pick << ",{";
    for (auto const& row : step.rows) {
        out << row << ',';
    }
    return out << "}}";
}

/// What rapidcheck chooses; within a property only.
unsigned any_below(unsigned limit);
std::vector<Draw> any_draws();
std::vector<Step> any_steps();

inline std::string day_text(unsigned day)
{
    return std::string{"2024-02-"} + (day < 9 ? "0" : "") + std::to_string(day + 1);
}

inline constexpr std::array<char const*, 3> drawn_tickers{"AAA", "BBB", "CCC"};
inline constexpr std::array<char const*, 2> drawn_accounts{"main", "ira"};
inline constexpr std::array<char const*, 3> drawn_currencies{"EUR", "USD", "USD"};

/// A conversion, at a moment of its own: which of two of the same moment comes first is up to the files.
inline std::string conversion_text(Draw const& draw, std::size_t id)
{
    static constexpr std::array<char const*, 4> types{"MERGER", "MERGER", "SPINOFF", "EXERCISE"};
    auto const kind = draw.price % types.size();
    auto const second = std::to_string(10'000 + id % 80'000); // of the day, roughly
    auto const share = "0." + std::to_string(1 + draw.price);
    std::string const amount = kind == 1 || kind == 3 ? std::to_string(draw.price) + ".25" : "";
    return day_text(draw.day) + "T0" + second.substr(0, 1) + ":" + std::to_string(10 + id / 40 % 40) + ":" +
           std::to_string(10 + id % 40) + "," + types.at(kind) + "," + drawn_tickers.at(draw.ticker) + "," +
           (kind == 2 ? "" : std::to_string(1 + draw.quantity / 5) + ".5") + ",,0.3," +
           drawn_currencies.at(draw.currency) + "," + drawn_accounts.at(draw.account) + ",,," +
           (draw.currency == 2 ? "0.91" : "") + "," + std::to_string(id) + "," +
           drawn_tickers.at((draw.ticker + 1 + draw.quantity % 2) % 3) + "," + std::to_string(1 + draw.price) + "," +
           (kind == 1 || kind == 2 ? share : "") + "," + amount + "\n";
}

/// \param id  makes the row another one than its twins
inline std::string row_text(Draw const& draw, std::size_t id)
{
    static constexpr std::array<char const*, 25> types{"BUY",
                                                       "BUY",
                                                       "BUY",
                                                       "BUY",
                                                       "BUY",
                                                       "BUY",
                                                       "BUY",
                                                       "SELL",
                                                       "SELL",
                                                       "SELL",
                                                       "SPLIT",
                                                       "FEE",
                                                       "DIVIDEND",
                                                       "STAKING",
                                                       "TRANSFER_OUT",
                                                       "DEPOSIT",
                                                       "TRANSFER_IN",
                                                       "TRANSFER",
                                                       "TRANSFER",
                                                       "WITHDRAWAL",
                                                       "RETURN_OF_CAPITAL",
                                                       "NOTIONAL_DISTRIBUTION",
                                                       "EXPIRE",
                                                       "",
                                                       ""};
    std::string const type = types.at(draw.kind);
    if (type.empty()) {
        return conversion_text(draw, id);
    }
    std::string const account = drawn_accounts.at(draw.account);
    std::string const currency = drawn_currencies.at(draw.currency);
    // Purchases are large and the rest is small, so that most histories are possible ones.
    auto const quantity = std::to_string(type == "BUY" ? 20 + draw.quantity : 1 + draw.quantity / 5) + ".5";
    auto const price = std::to_string(draw.price) + ".37";
    auto const is_cash = type == "DEPOSIT" || type == "WITHDRAWAL";
    std::string text = day_text(draw.day) + "," + type + "," + (is_cash ? "" : drawn_tickers.at(draw.ticker)) + ",";
    if (type == "SPLIT") {
        return text + ",,," + currency + "," + account + ",," + (draw.price % 2 == 0 ? "3:2" : "1:3") + ",," +
               std::to_string(id) + ",,,,\n";
    }
    if (type == "TRANSFER") {
        return text + quantity + ",,," + currency + "," + account + "," + drawn_accounts.at(1 - draw.account) + ",,," +
               std::to_string(id) + ",,,,\n";
    }
    auto const changes_cost = type == "RETURN_OF_CAPITAL" || type == "NOTIONAL_DISTRIBUTION";
    auto const has_price = type == "BUY" || type == "SELL" || type == "DIVIDEND" || is_cash || changes_cost;
    if (changes_cost) {
        return text + "," + price + ",," + currency + "," + account + ",,," + (draw.currency == 2 ? "0.91" : "") + "," +
               std::to_string(id) + ",,,,\n";
    }
    text += quantity + "," + (has_price ? price : "") + "," + (has_price ? "0.7" : "") + "," + currency + "," + account;
    return text + ",,," + (draw.currency == 2 ? "0.91" : "") + "," + std::to_string(id) + ",,,,\n";
}

/// One rate a day: a file does not contradict itself.
inline std::string rates_text(std::vector<Draw> const& rows)
{
    std::string text = "date,base,quote,rate\n";
    std::set<std::string> told;
    for (auto const& row : rows) {
        if (!told.insert(day_text(row.day)).second) {
            continue;
        }
        text += day_text(row.day) + ",USD,EUR,0." + std::to_string(100 + row.price % 900) + "\n";
    }
    return text;
}

/// Some prices, in two currencies and in none, one of a ticker a day; the tickers that no row draws stay without.
inline std::string prices_text(std::vector<Draw> const& rows)
{
    static constexpr std::array<char const*, 3> currencies{"EUR", "USD", ""};
    std::string text = "date,ticker,close,currency\n";
    std::set<std::string> told;
    for (auto const& row : rows) {
        auto const what = day_text(row.day) + "," + drawn_tickers.at(row.ticker);
        if (told.insert(what).second) {
            text += what + "," + std::to_string(row.price) + ".12," + currencies.at(row.currency) + "\n";
        }
    }
    return text;
}

inline constexpr std::string_view random_header =
    "date,type,ticker,quantity,price,fee,currency,account,to_account,split,fx_rate,external_id,"
    "to_ticker,to_quantity,cost_share,total\n";

/// The same, with rows before all others that stand in no order of time: such a file does not tell that of a moment.
inline std::string untold_header()
{
    std::string text{random_header};
    for (auto const* day : {"02", "01", "03"}) {
        text += std::string{"2024-01-"} + day + ",TAX,,,,,EUR,main,,,,,,,,0.01\n";
    }
    return text;
}

/// Does the steps, and remembers what is in the database.
class Runner {
public:
    /// \param header  what each file begins with
    explicit Runner(Workbench& bench, std::string header = std::string{random_header})
        : m_bench(bench), m_header(std::move(header))
    {
    }

    void run(Step const& step)
    {
        if (step.kind == 0 && !m_undoable.empty()) {
            undo(step.pick % m_undoable.size());
        } else if (step.kind == 1) {
            import_file(rates_text(step.rows), true);
        } else {
            auto text = m_header;
            for (auto const& row : step.rows) {
                text += row_text(row, m_rows++);
            }
            import_file(text, false);
        }
    }

    /// What is stored: the files with their transactions, and those with rates.
    [[nodiscard]] std::vector<std::string> const& files() const { return m_files; }

private:
    void import_file(std::string const& text, bool has_rates)
    {
        auto const file = m_bench.write("step" + std::to_string(m_files.size()) + ".csv", text);
        auto const before = m_bench.content();
        auto request = Workbench::request({file});
        if (*rc::gen::arbitrary<bool>()) {
            request.most_bytes_remembered = 0;
        }
        auto const report = m_bench.import(request);
        if (!report.stored) {
            RC_ASSERT(m_bench.content() == before);
            RC_CLASSIFY(true, "refused");
            return;
        }
        if (!has_rates) {
            m_undoable.push_back({report.files.front().import_id, m_files.size()});
        }
        m_files.push_back(text);
    }

    void undo(std::size_t index)
    {
        auto const before = m_bench.content();
        try {
            static_cast<void>(jobs::undo_import(m_bench.database(), m_undoable[index].import_id));
        } catch (Error const& error) {
            RC_ASSERT(error.code() == ExitCode::bad_data);
            RC_ASSERT(m_bench.content() == before);
            return;
        }
        m_files[m_undoable[index].file] = random_header;
        m_undoable.erase(m_undoable.begin() + static_cast<std::ptrdiff_t>(index));
    }

    struct Undoable {
        std::int64_t import_id = 0;
        std::size_t file = 0;
    };
    Workbench& m_bench;
    std::string m_header;
    std::size_t m_rows = 0;
    std::vector<std::string> m_files;
    std::vector<Undoable> m_undoable;
};

inline void empty(Workbench& bench)
{
    bench.temporary().run(
        "DELETE FROM disposals; DELETE FROM lots; DELETE FROM positions; DELETE FROM transactions; "
        "DELETE FROM imports; DELETE FROM fx_rates; DELETE FROM price_history; DELETE FROM cash_balances; "
        "DELETE FROM portfolio_snapshots; UPDATE accounts SET restate_from = NULL");
}

/// Any imports and undos in a bench that is emptied first.
Runner any_history(Workbench& bench, std::string header = std::string{random_header});

void import_any_prices(Workbench& bench);

/// Each try is some dozens of database transactions: a tenth of rapidcheck's hundred.
template <typename Testable>
void check_some(Testable const& property)
{
    auto params = rc::detail::configuration().testParams;
    params.maxSuccess /= 10;
    params.maxSize /= 4;
    auto const result = rc::detail::checkTestable(property, rc::detail::TestMetadata{}, params);
    if (!result.template is<rc::detail::SuccessResult>()) {
        rc::detail::printResultMessage(result, std::cerr);
        std::cerr << '\n';
        FAIL_CHECK("see above");
    }
}

} // namespace pf::test
