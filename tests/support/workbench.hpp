#pragma once

#include "pf/db/account_store.hpp"
#include "pf/jobs/books/portfolio.hpp"
#include "pf/jobs/books/verify.hpp"
#include "pf/jobs/import/import_admin.hpp"
#include "pf/jobs/import/import_files.hpp"

#include "support/source_dir.hpp"
#include "support/temp_database.hpp"
#include "support/values.hpp"

#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace pf::test {

inline constexpr std::string_view plain_header = "date,type,ticker,quantity,price,fee,currency\n";

/// What a spilled list holds.
template <typename Value, typename Codec>
[[nodiscard]] std::vector<Value> all(base::SpilledList<Value, Codec> const& list)
{
    std::vector<Value> values;
    list.visit([&](Value const& value) { values.push_back(value); });
    return values;
}

/// A database with the account `main` (EUR) and a folder for files to import: what a user of the programs has.
class Workbench {
public:
    explicit Workbench(db::Backend backend) : m_temporary(backend) { add_account("main"); }

    [[nodiscard]] TempDatabase& temporary() { return m_temporary; }
    [[nodiscard]] db::Database& database() { return m_temporary.database(); }
    [[nodiscard]] importer::Catalog const& catalog() const { return m_catalog; }

    std::int64_t add_account(std::string const& name, std::string_view currency = "EUR",
                             model::BookingMethod method = model::BookingMethod::fifo)
    {
        db::Atomic atomic{database()};
        auto const account = db::AccountStore{database()}.create(name, Currency{currency}, method);
        atomic.commit();
        return account.id;
    }

    [[nodiscard]] std::string path(std::string const& name) const { return (m_folder.path() / name).string(); }

    /// \return  the file's path
    std::string write(std::string const& name, std::string_view content)
    {
        std::ofstream{path(name), std::ios::binary} << content;
        return path(name);
    }

    /// Rows `date,type,ticker,quantity,price,fee,currency`.
    std::string write_rows(std::string const& name, std::string_view rows)
    {
        return write(name, std::string{plain_header}.append(rows));
    }

    [[nodiscard]] static std::string sample(std::string const& name) { return test::source_dir() + "/samples/" + name; }

    [[nodiscard]] static std::string read(std::string const& path)
    {
        std::ifstream const stream{path, std::ios::binary};
        REQUIRE_MESSAGE(stream.good(), "no file ", path);
        std::ostringstream text;
        text << stream.rdbuf();
        return std::move(text).str();
    }

    [[nodiscard]] static jobs::ImportRequest request(std::vector<std::string> files)
    {
        jobs::ImportRequest request;
        request.files = std::move(files);
        request.base_currency = Currency{"EUR"};
        return request;
    }

    model::ImportReport import(jobs::ImportRequest const& request)
    {
        return jobs::import_files(database(), m_catalog, request);
    }
    model::ImportReport import(std::vector<std::string> files) { return import(request(std::move(files))); }

    /// Imports and expects that nothing stands in the way.
    model::ImportReport import_all(std::vector<std::string> files)
    {
        auto report = import(std::move(files));
        CHECK(issues(report) == "");
        CHECK(report.stored);
        return report;
    }

    /// The issues as the program prints them, without the folder.
    [[nodiscard]] std::string issues(model::ImportReport const& report) const
    {
        std::string text;
        for (auto const& issue : all(report.issues)) {
            auto const file = issue.file.starts_with(path("")) ? issue.file.substr(path("").size()) : issue.file;
            text += file + ":" + std::to_string(issue.line) + ": " + issue.column + " \"" + issue.value + "\" " +
                    issue.reason + " (" + issue.hint + ")\n";
        }
        return text;
    }

    [[nodiscard]] std::int64_t count(std::string const& table) { return number("SELECT COUNT(*) FROM " + table); }

    [[nodiscard]] std::int64_t number(std::string const& select)
    {
        return std::stoll(*m_temporary.value("SELECT CAST((" + select + ") AS TEXT)"));
    }

    /// What `pf-positions verify` complains about; empty: the books are right.
    [[nodiscard]] std::string discrepancies()
    {
        std::string text;
        for (auto const& one : jobs::verify(database(), {}).discrepancies) {
            text += one.account + " " + one.ticker + ": " + one.what + "\n";
        }
        return text;
    }

    /// `account TICKER quantity cost realized`, a line each, in the order of their texts, closed positions too.
    [[nodiscard]] std::string holdings(jobs::PortfolioRequest const& request = {})
    {
        auto const portfolio = jobs::load_portfolio(database(), request);
        std::map<std::int64_t, std::string> names;
        for (auto const& account : portfolio.accounts) {
            names[account.id] = account.name;
        }
        auto const shown = [](std::optional<Decimal> const& value) { return value ? value->to_text() : "?"; };
        std::set<std::string> lines;
        for (auto const& position : portfolio.positions) {
            lines.insert(names[position.account_id] + " " + position.ticker + " " + position.quantity.to_text() + " " +
                         shown(position.total_cost) + " " + shown(position.realized_pl) + "\n");
        }
        std::string text;
        for (auto const& line : lines) {
            text += line;
        }
        return text;
    }

    /// Every row of every table, ordered; equal texts are equal databases.
    [[nodiscard]] std::string dump() { return dump(tables, {}); }

    /// The same without the moments at which rows were written and what counts changes: what the tables say.
    [[nodiscard]] std::string content()
    {
        return dump({"accounts", "transactions", "positions", "lots", "disposals", "price_history", "fx_rates"},
                    {"created_at", "last_updated", "data_version", "restate_from"});
    }

    /// The derived rows alone.
    [[nodiscard]] std::string derived() { return dump({"positions", "lots", "disposals"}, {"last_updated"}); }

    /// Lots, disposals and positions, with the ids of transactions and imports left out: what two histories of
    /// importing have in common.
    [[nodiscard]] std::string books()
    {
        return dump({"positions", "lots", "disposals"},
                    {"last_updated", "opening_transaction_id", "closing_transaction_id", "lot_no"});
    }

    [[nodiscard]] std::string dump(std::vector<std::string> const& names, std::set<std::string> const& left_out)
    {
        std::string text;
        for (auto const& table : names) {
            text += "-- " + table + "\n";
            for (auto const& row : rows(row_texts(table, left_out))) {
                text += row + "\n";
            }
        }
        return text;
    }

private:
    std::vector<std::string> rows(std::string const& sql)
    {
        std::vector<std::string> result;
        auto const reader = m_temporary.driver().read({"test", sql, sql}, {});
        while (reader->next()) {
            result.emplace_back(reader->text());
        }
        return result;
    }

    std::string row_texts(std::string const& table, std::set<std::string> const& left_out)
    {
        auto const on_sqlite = database().backend() == db::Backend::sqlite;
        auto const columns = on_sqlite
                                 ? "SELECT name FROM pragma_table_info('" + table + "') ORDER BY name"
                                 : "SELECT column_name::text FROM information_schema.columns WHERE table_name = '" +
                                       table + "' AND table_schema = current_schema() ORDER BY 1";
        std::string expression;
        for (auto const& column : rows(columns)) {
            if (!left_out.contains(column)) {
                expression += (expression.empty() ? "" : " || '|' || ") +
                              (on_sqlite ? "quote(" + column + ")" : "quote_nullable(" + column + ")");
            }
        }
        REQUIRE_MESSAGE(!expression.empty(), "no columns in ", table);
        return "SELECT " + expression + " FROM " + table + " ORDER BY 1";
    }

    inline static std::vector<std::string> const tables{"accounts", "imports",   "transactions",  "positions",
                                                        "lots",     "disposals", "price_history", "fx_rates"};

    TempFolder m_folder;
    TempDatabase m_temporary;
    importer::Catalog m_catalog{{}, {}};
};

} // namespace pf::test
