#include "pf/db/sqlite/statement.hpp"

#include "pf/base/error.hpp"
#include "pf/db/text_values.hpp"

#include <cstring>

namespace pf::db::sqlite {

namespace {

constexpr std::size_t room_for_texts = 4096; // a row has at most 20 such values of at most 40 bytes

} // namespace

Statement prepare(sqlite3* connection, std::string_view sql, Fail const& fail)
{
    sqlite3_stmt* statement = nullptr;
    auto const code = sqlite3_prepare_v3(connection, sql.data(), static_cast<int>(sql.size()), 0, &statement, nullptr);
    if (code != SQLITE_OK) {
        fail(code);
    }
    return Statement{statement};
}

bool StatementReader::next()
{
    if (m_done) {
        return false;
    }
    m_column = 0;
    auto const code = sqlite3_step(m_statement.get());
    if (code != SQLITE_ROW) {
        m_done = true;
        if (code != SQLITE_DONE) {
            m_fail(code);
        }
    }
    return !m_done;
}

bool StatementReader::skip_null()
{
    if (sqlite3_column_type(m_statement.get(), m_column) != SQLITE_NULL) {
        return false;
    }
    ++m_column;
    return true;
}

std::int64_t StatementReader::integer()
{
    return sqlite3_column_int64(m_statement.get(), m_column++);
}

bool StatementReader::boolean()
{
    return integer() != 0;
}

std::string_view StatementReader::text()
{
    auto const* const bytes = sqlite3_column_text(m_statement.get(), m_column);
    auto const size = sqlite3_column_bytes(m_statement.get(), m_column++);
    return {reinterpret_cast<char const*>(bytes), static_cast<std::size_t>(size)};
}

Decimal StatementReader::decimal()
{
    return read_decimal(text());
}

Timestamp StatementReader::timestamp()
{
    return read_timestamp(text());
}

Date StatementReader::date()
{
    return read_date(text());
}

model::Fingerprint StatementReader::fingerprint()
{
    model::Fingerprint value{};
    auto const* const bytes = sqlite3_column_blob(m_statement.get(), m_column);
    if (static_cast<std::size_t>(sqlite3_column_bytes(m_statement.get(), m_column++)) != value.size()) {
        throw Error{ExitCode::bad_data, "the database holds a fingerprint that is not 16 bytes long"};
    }
    std::memcpy(value.data(), bytes, value.size());
    return value;
}

StatementWriter::StatementWriter(Statement statement, Fail fail)
    : m_statement(std::move(statement)), m_fail(std::move(fail)), m_texts(room_for_texts, '\0')
{
}

void StatementWriter::check(int code)
{
    if (code != SQLITE_OK) {
        m_fail(code);
    }
}

char* StatementWriter::reserve(std::size_t size)
{
    if (m_used + size > m_texts.size()) {
        throw Error{ExitCode::internal, "a row has more values than was foreseen"};
    }
    m_used += size;
    return m_texts.data() + m_used - size;
}

void StatementWriter::null()
{
    check(sqlite3_bind_null(m_statement.get(), m_column++));
}

void StatementWriter::integer(std::int64_t value)
{
    check(sqlite3_bind_int64(m_statement.get(), m_column++, value));
}

void StatementWriter::text(std::string_view value)
{
    // An empty view may have no address, and that would be NULL.
    auto const* const bytes = value.empty() ? "" : value.data();
    check(sqlite3_bind_text64(m_statement.get(), m_column++, bytes, value.size(), SQLITE_STATIC, SQLITE_UTF8));
}

void StatementWriter::decimal(Decimal value)
{
    auto* const out = reserve(longest_decimal);
    text({out, write_decimal(out, value)});
}

void StatementWriter::timestamp(Timestamp value)
{
    auto* const out = reserve(timestamp_size);
    write_timestamp(out, value);
    text({out, timestamp_size});
}

void StatementWriter::date(Date value)
{
    auto* const out = reserve(date_size);
    write_date(out, value);
    text({out, date_size});
}

void StatementWriter::fingerprint(model::Fingerprint const& value)
{
    check(sqlite3_bind_blob64(m_statement.get(), m_column++, value.data(), value.size(), SQLITE_STATIC));
}

void StatementWriter::end_row()
{
    auto const code = sqlite3_step(m_statement.get());
    auto const result = sqlite3_reset(m_statement.get());
    m_column = 1;
    m_used = 0;
    if (code != SQLITE_DONE) {
        m_fail(result);
    }
}

} // namespace pf::db::sqlite
