#pragma once

#include "pf/db/rows.hpp"

#include <sqlite3.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace pf::db::sqlite {

/// Turns a result code and the connection's message into an error and throws it.
using Fail = std::function<void(int)>;

struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

[[nodiscard]] Statement prepare(sqlite3* connection, std::string_view sql, Fail const& fail);

/// The rows of a SELECT.
class StatementReader final : public RowReader {
public:
    StatementReader(Statement statement, Fail fail) : m_statement(std::move(statement)), m_fail(std::move(fail)) {}

    [[nodiscard]] bool next() override;
    [[nodiscard]] bool skip_null() override;
    [[nodiscard]] std::int64_t integer() override;
    [[nodiscard]] bool boolean() override;
    [[nodiscard]] std::string_view text() override;
    [[nodiscard]] Decimal decimal() override;
    [[nodiscard]] Timestamp timestamp() override;
    [[nodiscard]] Date date() override;
    [[nodiscard]] model::Fingerprint fingerprint() override;

private:
    Statement m_statement;
    Fail m_fail;
    int m_column = 0;
    bool m_done = false;
};

/// One INSERT, executed for every row; binds without allocating.
class StatementWriter final : public RowWriter {
public:
    StatementWriter(Statement statement, Fail fail);

    void null() override;
    void integer(std::int64_t value) override;
    void small_integer(std::int32_t value) override { integer(value); }
    void boolean(bool value) override { integer(value ? 1 : 0); }
    void text(std::string_view value) override;
    void json(std::string_view value) override { text(value); }
    void decimal(Decimal value) override;
    void timestamp(Timestamp value) override;
    void date(Date value) override;
    void fingerprint(model::Fingerprint const& value) override;
    void end_row() override;
    void finish() override {}

private:
    void check(int code);
    char* reserve(std::size_t size);

    Statement m_statement;
    Fail m_fail;
    int m_column = 1;
    std::string m_texts; ///< the row's values that are turned into text here; must not move within a row
    std::size_t m_used = 0;
};

} // namespace pf::db::sqlite
