#include "pf/db/correction_store.hpp"

#include "pf/db/json_text.hpp"
#include "pf/db/query.hpp"
#include "pf/db/rows_query.hpp"
#include "pf/db/session.hpp"
#include "pf/db/transaction_rows.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace pf::db {

namespace {

/// Those that a row takes along when it leaves the books, and when it comes back.
constexpr std::string_view moved_columns =
    "account_id, id, import_id, line_no, transaction_date, created_at, "
    "fingerprint, split_numerator, split_denominator, "
    "counter_account_id, date_only, transaction_type, asset_type, ticker, "
    "quantity, price, total_amount, currency, fee, "
    "fx_rate, raw_description, external_id, counter_ticker, cost_share, note, place, symbol, lots";

std::string select_from(std::string_view table, std::string_view more_columns)
{
    return fmt::format("SELECT {}, t.raw_description, {} FROM {} AS t ", transaction_columns, more_columns, table);
}

void read_described(RowReader& row, model::Transaction& transaction)
{
    read_transaction(row, transaction);
    transaction.description = row.optional_text();
}

NotedTransaction read_noted(RowReader& row)
{
    NotedTransaction noted;
    read_described(row, noted.transaction);
    noted.note = row.optional_text();
    return noted;
}

std::vector<std::int64_t> vector_of(std::set<std::int64_t> const& ids)
{
    return {ids.begin(), ids.end()};
}

void execute(Database& database, Query const& query, std::vector<Parameter> const& parameters)
{
    auto const timer = Database::Session::Timer{database.session(), query.name};
    database.session().driver().execute(query, parameters);
}

std::int64_t count(Database& database, Query const& query, std::vector<Parameter> const& parameters)
{
    auto const timer = Database::Session::Timer{database.session(), query.name};
    auto const rows = database.session().driver().read(query, parameters);
    return rows->next() ? rows->integer() : 0;
}

} // namespace

std::optional<NotedTransaction> CorrectionStore::find(TransactionKey key) const
{
    static Query const query =
        portable_query("find a transaction", select_from("transactions", "t.note") +
                                                 "WHERE t.account_id = {integer account} AND t.id = {integer id}");
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    auto const rows =
        m_database.session().driver().read(query, {parameter("account", key.account_id), parameter("id", key.id)});
    return rows->next() ? std::optional{read_noted(*rows)} : std::nullopt;
}

std::optional<std::int64_t> CorrectionStore::superseding(TransactionKey key) const
{
    static Query const query = portable_query("find what took a transaction's place",
                                              "SELECT t.superseded_by FROM superseded_transactions AS t "
                                              "WHERE t.account_id = {integer account} AND t.id = {integer id}");
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    auto const rows =
        m_database.session().driver().read(query, {parameter("account", key.account_id), parameter("id", key.id)});
    return rows->next() ? std::optional{rows->integer()} : std::nullopt;
}

std::vector<model::Transaction> CorrectionStore::events_of(std::vector<model::Transaction> const& transactions) const
{
    static Query const query =
        rows_query("find the transactions of events",
                   select_from("transactions", "t.note") +
                       "WHERE (t.import_id, t.line_no) IN (SELECT [integer 0], [integer 1] FROM {texts lines} AS r) "
                       "AND t.account_id IN (SELECT i.account_id FROM imports AS i WHERE i.id IN "
                       "(SELECT [integer 0] FROM {texts lines} AS r)) ORDER BY t.account_id, t.id");
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    JsonArray lines;
    for (auto const& transaction : transactions) {
        lines.add(JsonArray{}.add(transaction.import_id).add(transaction.line_no));
    }
    std::vector<model::Transaction> events;
    auto const rows = m_database.session().driver().read(query, {{"lines", lines.text()}});
    while (rows->next()) {
        events.push_back(read_noted(*rows).transaction);
    }
    return events;
}

std::vector<SupersededTransaction> CorrectionStore::superseded_by(std::int64_t import_id) const
{
    static Query const query = portable_query(
        "find what a correction replaced",
        "WITH RECURSIVE chain(id) AS (SELECT CAST({integer import} AS BIGINT) UNION "
        "SELECT s.import_id FROM chain AS c JOIN superseded_transactions AS s ON s.superseded_by = c.id) " +
            select_from("superseded_transactions", "t.superseded_by") +
            "WHERE t.superseded_by IN (SELECT id FROM chain) AND t.import_id <> t.superseded_by "
            "ORDER BY t.superseded_by DESC, t.account_id, t.id");
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    std::vector<SupersededTransaction> superseded;
    auto const rows = m_database.session().driver().read(query, {parameter("import", import_id)});
    while (rows->next()) {
        auto& one = superseded.emplace_back();
        read_described(*rows, one.transaction);
        one.superseded_by = rows->integer();
    }
    return superseded;
}

void CorrectionStore::visit_superseded(std::vector<std::int64_t> const& account_ids, Superseded by,
                                       std::function<void(model::Transaction const&)> const& visitor) const
{
    static Query const query = portable_query(
        "visit what was corrected",
        select_from("superseded_transactions", "t.note") +
            "WHERE t.account_id IN {ids accounts} AND NOT EXISTS (SELECT 1 FROM imports i WHERE i.account_id = "
            "t.account_id AND i.id = t.superseded_by AND i.format = {text left_out})");
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    std::string const left_out{by == Superseded::by_hand ? update_format : ""};
    auto const rows =
        m_database.session().driver().read(query, {parameter("accounts", account_ids), {"left_out", left_out}});
    while (rows->next()) {
        visitor(read_noted(*rows).transaction);
    }
}

void CorrectionStore::visit(std::vector<std::int64_t> const& account_ids, Timestamp until,
                            std::function<void(NotedTransaction const&)> const& visitor) const
{
    // An account at a time: its rows come in order from the index, and the first of them at once.
    static Query const query = portable_query(
        "list transactions", select_from("transactions", "t.note") +
                                 "WHERE t.account_id = {integer account} AND t.transaction_date <= {timestamp until} "
                                 "ORDER BY t.transaction_date, t.id");
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    for (auto const id : std::set<std::int64_t>(account_ids.begin(), account_ids.end())) {
        auto const rows =
            m_database.session().driver().read(query, {parameter("account", id), parameter("until", until)});
        while (rows->next()) {
            visitor(read_noted(*rows));
        }
    }
}

bool CorrectionStore::knows(model::Transaction const& transaction) const
{
    static Query const query = portable_query(
        "find a fingerprint", "SELECT fingerprint FROM transactions WHERE account_id = {integer account} "
                              "AND transaction_date = {timestamp moment}");
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    auto const rows = m_database.session().driver().read(
        query, {parameter("account", transaction.account_id), parameter("moment", transaction.date)});
    while (rows->next()) {
        if (rows->fingerprint() == transaction.fingerprint) {
            return true;
        }
    }
    return false;
}

void CorrectionStore::set_note(TransactionKey key, std::string const& note)
{
    static Query const query =
        portable_query("note something of a transaction", "UPDATE transactions SET note = NULLIF({text note}, '') "
                                                          "WHERE account_id = {integer account} AND id = {integer id}");
    execute(m_database, query, {{"note", note}, parameter("account", key.account_id), parameter("id", key.id)});
}

void CorrectionStore::supersede(std::vector<TransactionKey> const& keys, std::int64_t import_id)
{
    constexpr std::string_view these = "(account_id, id) IN (SELECT [integer 0], [integer 1] FROM {texts keys} AS r)";
    static Query const copy =
        rows_query("keep what is corrected", fmt::format("INSERT INTO superseded_transactions ({0}, superseded_by) "
                                                         "SELECT {0}, {{integer import}} FROM transactions WHERE {1}",
                                                         moved_columns, these));
    static Query const remove =
        rows_query("remove what is corrected", fmt::format("DELETE FROM transactions WHERE {}", these));
    JsonArray rows;
    for (auto const& key : keys) {
        rows.add(JsonArray{}.add(key.account_id).add(key.id));
    }
    if (!keys.empty()) {
        execute(m_database, copy, {parameter("import", import_id), {"keys", rows.text()}});
        execute(m_database, remove, {{"keys", rows.text()}});
    }
}

std::set<std::int64_t> CorrectionStore::with_corrections(std::int64_t import_id) const
{
    static Query const query = portable_query(
        "find the corrections of an import",
        "WITH RECURSIVE corrections(id) AS (SELECT CAST({integer import} AS BIGINT) UNION "
        "SELECT s.superseded_by FROM corrections AS c JOIN superseded_transactions AS s ON s.import_id = c.id) "
        "SELECT id FROM corrections");
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    std::set<std::int64_t> ids;
    auto const rows = m_database.session().driver().read(query, {parameter("import", import_id)});
    while (rows->next()) {
        ids.insert(rows->integer());
    }
    return ids;
}

std::int64_t CorrectionStore::take_back(std::set<std::int64_t> const& import_ids)
{
    static std::string const theirs = "WHERE import_id IN {ids imports} AND account_id IN "
                                      "(SELECT i.account_id FROM imports AS i WHERE i.id IN {ids imports})";
    static Query const count_rows =
        portable_query("count the rows of imports", "SELECT COUNT(*) FROM transactions " + theirs);
    static Query const remove = portable_query("remove the rows of imports", "DELETE FROM transactions " + theirs);
    static Query const restore =
        portable_query("bring back what was corrected",
                       fmt::format("INSERT INTO transactions ({0}) SELECT {0} FROM superseded_transactions "
                                   "WHERE superseded_by IN {{ids imports}} "
                                   "AND import_id NOT IN {{ids imports}}",
                                   moved_columns));
    static Query const forget = portable_query(
        "forget the corrections", "DELETE FROM superseded_transactions WHERE superseded_by IN {ids imports}");
    std::vector<Parameter> const parameters{parameter("imports", vector_of(import_ids))};
    auto const removed = count(m_database, count_rows, parameters);
    execute(m_database, remove, parameters);
    execute(m_database, restore, parameters);
    execute(m_database, forget, parameters);
    return removed;
}

} // namespace pf::db
