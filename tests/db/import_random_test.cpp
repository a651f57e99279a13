// Random sequences of imports and undos, in any order of dates: the stored books are always those of the transactions.
#include "pf/base/error.hpp"

#include "support/workbench.hpp"

#include <rapidcheck.h>
#include <rapidcheck/detail/Configuration.h>

#include <algorithm>
#include <array>
#include <iostream>
#include <sstream>

using namespace pf;
using test::Workbench;

namespace {

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

std::ostream& operator<<(std::ostream& out, Draw const& draw)
{
    return out << '{' << draw.kind << ',' << draw.day << ',' << draw.ticker << ',' << draw.account << ','
               << draw.quantity << ',' << draw.price << ',' << draw.currency << '}';
}

std::ostream& operator<<(std::ostream& out, Step const& step)
{
    out << "\n{" << step.kind << ',' << step.pick << ",{";
    for (auto const& row : step.rows) {
        out << row << ',';
    }
    return out << "}}";
}

rc::Gen<unsigned> below(unsigned limit)
{
    return rc::gen::inRange(0U, limit);
}

rc::Gen<Draw> draws()
{
    return rc::gen::build<Draw>(rc::gen::set(&Draw::kind, below(16)), rc::gen::set(&Draw::day, below(28)),
                                rc::gen::set(&Draw::ticker, below(3)), rc::gen::set(&Draw::account, below(2)),
                                rc::gen::set(&Draw::quantity, below(30)), rc::gen::set(&Draw::price, below(1000)),
                                rc::gen::set(&Draw::currency, below(3)));
}

rc::Gen<Step> steps()
{
    return rc::gen::build<Step>(
        rc::gen::set(&Step::kind, below(8)), rc::gen::set(&Step::pick, below(100)),
        rc::gen::set(&Step::rows, rc::gen::resize(6, rc::gen::container<std::vector<Draw>>(draws()))));
}

std::string day_text(unsigned day)
{
    return std::string{"2024-02-"} + (day < 9 ? "0" : "") + std::to_string(day + 1);
}

/// \param id  makes the row another one than its twins
std::string row_text(Draw const& draw, std::size_t id)
{
    static constexpr std::array<char const*, 3> tickers{"AAA", "BBB", "CCC"};
    static constexpr std::array<char const*, 2> accounts{"main", "ira"};
    static constexpr std::array<char const*, 3> currencies{"EUR", "USD", "USD"};
    static constexpr std::array<char const*, 16> types{
        "BUY",  "BUY",      "BUY",      "BUY",   "BUY", "BUY",      "SELL",    "SELL",
        "SELL", "TRANSFER", "TRANSFER", "SPLIT", "FEE", "DIVIDEND", "STAKING", "TRANSFER_OUT"};
    std::string const type = types.at(draw.kind);
    std::string const account = accounts.at(draw.account);
    std::string const currency = currencies.at(draw.currency);
    // Purchases are large and the rest is small, so that most histories are possible ones.
    auto const quantity = std::to_string(type == "BUY" ? 20 + draw.quantity : 1 + draw.quantity / 5) + ".5";
    auto const price = std::to_string(draw.price) + ".37";
    std::string text = day_text(draw.day) + "," + type + "," + tickers.at(draw.ticker) + ",";
    if (type == "SPLIT") {
        return text + ",,," + currency + "," + account + ",," + (draw.price % 2 == 0 ? "3:2" : "1:3") + ",," +
               std::to_string(id) + "\n";
    }
    if (type == "TRANSFER") {
        return text + quantity + ",,," + currency + "," + account + "," + accounts.at(1 - draw.account) + ",,," +
               std::to_string(id) + "\n";
    }
    auto const has_price = type == "BUY" || type == "SELL" || type == "DIVIDEND";
    text += quantity + "," + (has_price ? price : "") + "," + (has_price ? "0.7" : "") + "," + currency + "," + account;
    return text + ",,," + (draw.currency == 2 ? "0.91" : "") + "," + std::to_string(id) + "\n";
}

std::string rates_text(std::vector<Draw> const& rows)
{
    std::string text = "date,base,quote,rate\n";
    for (auto const& row : rows) {
        text += day_text(row.day) + ",USD,EUR,0." + std::to_string(100 + row.price % 900) + "\n";
    }
    return text;
}

constexpr std::string_view header =
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
            std::string text{header};
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
        auto const report = m_bench.import({file});
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
        m_files[m_undoable[index].file] = header;
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

/// The rows of a file up to a day.
std::string rows_until(std::string const& file, std::string const& day)
{
    std::istringstream stream{file};
    std::string line;
    std::getline(stream, line);
    std::string result = line + "\n";
    while (std::getline(stream, line)) {
        if (line.substr(0, day.size()) <= day) {
            result += line + "\n";
        }
    }
    return result;
}

/// Open lots without the ids of transactions, which depend on the order of imports.
std::string lots_text(Workbench& bench, std::optional<Date> as_of)
{
    jobs::PortfolioRequest request;
    request.with_lots = true;
    request.as_of = as_of;
    std::vector<std::string> lines;
    for (auto const& lot : jobs::load_portfolio(bench.database(), request).open_lots) {
        lines.push_back(std::to_string(lot.key.account_id) + " " + lot.ticker + " " + base::to_text(lot.purchase_date) +
                        " " + lot.remaining_quantity.to_text() + " " +
                        (lot.remaining_cost ? lot.remaining_cost->to_text() : "?") + " " +
                        (lot.remaining_cost_base ? lot.remaining_cost_base->to_text() : "?"));
    }
    std::ranges::sort(lines);
    std::string text;
    for (auto const& line : lines) {
        text += line + "\n";
    }
    return text;
}

void empty(Workbench& bench)
{
    bench.temporary().run("DELETE FROM disposals; DELETE FROM lots; DELETE FROM positions; DELETE FROM transactions; "
                          "DELETE FROM imports; DELETE FROM fx_rates");
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

} // namespace

TEST_CASE_TEMPLATE("L4: after any sequence of imports and undos the books equal a recomputation", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    bench.add_account("ira", "USD", model::BookingMethod::hifo);
    check_some([&] {
        empty(bench);
        Runner runner{bench};
        for (auto const& step : *rc::gen::container<std::vector<Step>>(steps())) {
            runner.run(step);
            auto const found = bench.discrepancies();
            RC_LOG(found);
            RC_ASSERT(found.empty());
        }
        RC_CLASSIFY(bench.count("disposals") > 0, "sales");
        RC_CLASSIFY(bench.number("SELECT COUNT(*) FROM transactions WHERE counter_account_id IS NOT NULL") > 0,
                    "transfers");
    });
}

TEST_CASE_TEMPLATE("L6: as of a day is what a database of the rows up to that day says", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    Workbench past{Where::backend};
    bench.add_account("ira", "USD", model::BookingMethod::average);
    past.add_account("ira", "USD", model::BookingMethod::average);
    check_some([&] {
        empty(bench);
        empty(past);
        Runner runner{bench};
        for (auto const& step : *rc::gen::container<std::vector<Step>>(steps())) {
            runner.run(step);
        }
        auto const day = day_text(*below(28));
        std::vector<std::string> files;
        for (auto const& file : runner.files()) {
            files.push_back(past.write("part" + std::to_string(files.size()) + ".csv", rows_until(file, day)));
        }
        if (!files.empty()) {
            RC_ASSERT(past.import(files).stored);
        }
        jobs::PortfolioRequest request;
        request.as_of = test::on(day);
        RC_ASSERT(bench.holdings(request) == past.holdings());
        RC_ASSERT(lots_text(bench, request.as_of) == lots_text(past, std::nullopt));
    });
}

TEST_CASE_TEMPLATE("L3: the same rows in any number and order of files give the same lots", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    Workbench other{Where::backend};
    bench.add_account("ira", "USD");
    other.add_account("ira", "USD");
    check_some([&] {
        empty(bench);
        empty(other);
        std::vector<std::string> rows;
        for (auto const& draw : *rc::gen::container<std::vector<Draw>>(draws())) {
            rows.push_back(row_text(draw, rows.size()));
        }
        std::string together{header};
        std::vector<std::string> apart;
        for (auto const& row : rows) {
            together += row;
            apart.push_back(other.write("row" + std::to_string(apart.size()) + ".csv", std::string{header} + row));
        }
        auto const stored = bench.import({bench.write("all.csv", together)}).stored;
        std::ranges::reverse(apart);
        RC_PRE(!apart.empty());
        RC_ASSERT(other.import(apart).stored == stored);
        RC_ASSERT(other.holdings() == bench.holdings());
        RC_ASSERT(lots_text(other, std::nullopt) == lots_text(bench, std::nullopt));
    });
}
