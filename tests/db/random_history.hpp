#pragma once

#include "pf/base/error.hpp"

#include "support/workbench.hpp"

#include <rapidcheck.h>
#include <rapidcheck/detail/Configuration.h>

#include <array>
#include <iostream>
#include <ostream>
#include <string>
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

inline rc::Gen<unsigned> below(unsigned limit)
{
    return rc::gen::inRange(0U, limit);
}

inline rc::Gen<Draw> draws()
{
    return rc::gen::build<Draw>(rc::gen::set(&Draw::kind, below(20)), rc::gen::set(&Draw::day, below(28)),
                                rc::gen::set(&Draw::ticker, below(3)), rc::gen::set(&Draw::account, below(2)),
                                rc::gen::set(&Draw::quantity, below(30)), rc::gen::set(&Draw::price, below(1000)),
                                rc::gen::set(&Draw::currency, below(3)));
}

inline rc::Gen<Step> steps()
{
    return rc::gen::build<Step>(
        rc::gen::set(&Step::kind, below(8)), rc::gen::set(&Step::pick, below(100)),
        rc::gen::set(&Step::rows, rc::gen::resize(6, rc::gen::container<std::vector<Draw>>(draws()))));
}

inline std::string day_text(unsigned day)
{
    return std::string{"2024-02-"} + (day < 9 ? "0" : "") + std::to_string(day + 1);
}

/// \param id  makes the row another one than its twins
inline std::string row_text(Draw const& draw, std::size_t id)
{
    static constexpr std::array<char const*, 3> tickers{"AAA", "BBB", "CCC"};
    static constexpr std::array<char const*, 2> accounts{"main", "ira"};
    static constexpr std::array<char const*, 3> currencies{"EUR", "USD", "USD"};
    static constexpr std::array<char const*, 20> types{"BUY",     "BUY",         "BUY",      "BUY",      "BUY",
                                                       "BUY",     "BUY",         "SELL",     "SELL",     "SELL",
                                                       "SPLIT",   "FEE",         "DIVIDEND", "STAKING",  "TRANSFER_OUT",
                                                       "DEPOSIT", "TRANSFER_IN", "TRANSFER", "TRANSFER", "WITHDRAWAL"};
    std::string const type = types.at(draw.kind);
    std::string const account = accounts.at(draw.account);
    std::string const currency = currencies.at(draw.currency);
    // Purchases are large and the rest is small, so that most histories are possible ones.
    auto const quantity = std::to_string(type == "BUY" ? 20 + draw.quantity : 1 + draw.quantity / 5) + ".5";
    auto const price = std::to_string(draw.price) + ".37";
    auto const is_cash = type == "DEPOSIT" || type == "WITHDRAWAL";
    std::string text = day_text(draw.day) + "," + type + "," + (is_cash ? "" : tickers.at(draw.ticker)) + ",";
    if (type == "SPLIT") {
        return text + ",,," + currency + "," + account + ",," + (draw.price % 2 == 0 ? "3:2" : "1:3") + ",," +
               std::to_string(id) + "\n";
    }
    if (type == "TRANSFER") {
        return text + quantity + ",,," + currency + "," + account + "," + accounts.at(1 - draw.account) + ",,," +
               std::to_string(id) + "\n";
    }
    auto const has_price = type == "BUY" || type == "SELL" || type == "DIVIDEND" || is_cash;
    text += quantity + "," + (has_price ? price : "") + "," + (has_price ? "0.7" : "") + "," + currency + "," + account;
    return text + ",,," + (draw.currency == 2 ? "0.91" : "") + "," + std::to_string(id) + "\n";
}

inline std::string rates_text(std::vector<Draw> const& rows)
{
    std::string text = "date,base,quote,rate\n";
    for (auto const& row : rows) {
        text += day_text(row.day) + ",USD,EUR,0." + std::to_string(100 + row.price % 900) + "\n";
    }
    return text;
}

/// Some prices, in two currencies and in none; the tickers that no row draws stay without.
inline std::string prices_text(std::vector<Draw> const& rows)
{
    static constexpr std::array<char const*, 3> tickers{"AAA", "BBB", "CCC"};
    static constexpr std::array<char const*, 3> currencies{"EUR", "USD", ""};
    std::string text = "date,ticker,close,currency\n";
    for (auto const& row : rows) {
        text += day_text(row.day) + "," + tickers.at(row.ticker) + "," + std::to_string(row.price) + ".12," +
                currencies.at(row.currency) + "\n";
    }
    return text;
}

inline constexpr std::string_view random_header =
    "date,type,ticker,quantity,price,fee,currency,account,to_account,split,fx_rate,external_id\n";

/// Does the steps, and remembers what is in the database.
class Runner {
public:
    explicit Runner(Workbench& bench) : m_bench(bench) {}

    void run(Step const& step)
    {
        if (step.kind == 0 && !m_undoable.empty()) {
            undo(step.pick % m_undoable.size());
        } else if (step.kind == 1) {
            import_file(rates_text(step.rows), true);
        } else {
            std::string text{random_header};
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
    std::size_t m_rows = 0;
    std::vector<std::string> m_files;
    std::vector<Undoable> m_undoable;
};

inline void empty(Workbench& bench)
{
    bench.temporary().run("DELETE FROM disposals; DELETE FROM lots; DELETE FROM positions; DELETE FROM transactions; "
                          "DELETE FROM imports; DELETE FROM fx_rates; DELETE FROM price_history; "
                          "DELETE FROM portfolio_snapshots; UPDATE accounts SET restate_from = NULL");
}

/// Any imports and undos in a bench that is emptied first.
inline Runner any_history(Workbench& bench)
{
    empty(bench);
    Runner runner{bench};
    for (auto const& step : *rc::gen::container<std::vector<Step>>(steps())) {
        runner.run(step);
    }
    return runner;
}

inline void import_any_prices(Workbench& bench)
{
    bench.import_all({bench.write("prices.csv", prices_text(*rc::gen::container<std::vector<Draw>>(draws())))});
}

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
