#include "pf/db/postgres/copy.hpp"

#include "pf/base/error.hpp"
#include "pf/db/postgres/binary.hpp"

#include <algorithm>
#include <array>

namespace pf::db::postgres {

namespace {

constexpr std::string_view signature{"PGCOPY\n\377\r\n\0", 11};
constexpr std::size_t header_size = 11 + 4 + 4;
constexpr std::size_t piece = 64 * 1024;

/// Whatever is still under way ends; results are thrown away.
void drain(PGconn* connection)
{
    while (Result const result{PQgetResult(connection)}) {
        if (PQresultStatus(result.get()) == PGRES_COPY_OUT) {
            char* message = nullptr;
            while (PQgetCopyData(connection, &message, 0) > 0) {
                PQfreemem(message);
            }
        }
    }
}

void start(PGconn* connection, std::string const& statement, ExecStatusType wanted, Fail const& fail)
{
    Result const result{PQexec(connection, statement.c_str())};
    if (PQresultStatus(result.get()) != wanted) {
        fail(result.get());
    }
}

/// The server's verdict on the whole COPY.
void finish_copy(PGconn* connection, Fail const& fail)
{
    Result const result{PQgetResult(connection)};
    drain(connection);
    if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) {
        fail(result.get());
    }
}

[[noreturn]] void fail_malformed()
{
    throw Error{ExitCode::internal, "the server's COPY data is not what was asked for"};
}

} // namespace

std::string with_columns(std::string_view name, std::vector<std::string_view> const& columns)
{
    std::string text{name};
    char const* separator = " (";
    for (auto const column : columns) {
        text += separator;
        text += column;
        separator = ", ";
    }
    return text + ")";
}

CopyIn::CopyIn(PGconn* connection, std::string const& statement, Fail fail)
    : m_connection(connection), m_fail(std::move(fail))
{
    start(connection, statement, PGRES_COPY_IN, m_fail);
}

CopyIn::~CopyIn()
{
    if (!m_done) {
        PQputCopyEnd(m_connection, "given up");
        drain(m_connection);
    }
}

void CopyIn::put(std::string_view bytes)
{
    // A server that refuses a row says so at the end; a broken connection, here.
    while (!bytes.empty()) {
        auto const part = bytes.substr(0, std::size_t{1} << 20U);
        if (PQputCopyData(m_connection, part.data(), static_cast<int>(part.size())) != 1) {
            m_done = true;
            finish_copy(m_connection, m_fail);
        }
        bytes.remove_prefix(part.size());
    }
}

void CopyIn::finish(std::int64_t /*rows*/)
{
    m_done = true;
    PQputCopyEnd(m_connection, nullptr);
    finish_copy(m_connection, m_fail);
}

CopyOut::CopyOut(PGconn* connection, std::string const& statement, Fail fail)
    : m_connection(connection), m_fail(std::move(fail))
{
    start(connection, statement, PGRES_COPY_OUT, m_fail);
}

CopyOut::~CopyOut()
{
    if (m_done) {
        return;
    }
    std::array<char, 256> ignored{};
    if (std::unique_ptr<PGcancel, decltype(&PQfreeCancel)> const cancel{PQgetCancel(m_connection), &PQfreeCancel}) {
        PQcancel(cancel.get(), ignored.data(), static_cast<int>(ignored.size()));
    }
    drain(m_connection);
}

bool CopyOut::receive()
{
    char* message = nullptr;
    auto const size = PQgetCopyData(m_connection, &message, 0);
    m_message.reset(message);
    if (size > 0) {
        m_rest = {message, static_cast<std::size_t>(size)};
        return true;
    }
    m_done = true;
    m_rest = {};
    finish_copy(m_connection, m_fail);
    return false;
}

void CopyOut::skip_header()
{
    if (!receive() || !m_rest.starts_with(signature) || m_rest.size() < header_size) {
        fail_malformed();
    }
    take(header_size - 4);
    auto const extension = decode_integer(take(4));
    take(static_cast<std::size_t>(extension));
    m_started = true;
}

std::string_view CopyOut::take(std::size_t size)
{
    if (m_rest.size() < size) {
        fail_malformed();
    }
    auto const taken = m_rest.substr(0, size);
    m_rest.remove_prefix(size);
    return taken;
}

bool CopyOut::next()
{
    if (m_done) {
        return false;
    }
    if (!m_started) {
        skip_header();
    } else {
        m_rest = {};
    }
    if (m_rest.empty() && !receive()) {
        return false;
    }
    if (decode_integer(take(2)) >= 0) {
        return true;
    }
    while (receive()) { // after the trailer nothing comes but the verdict
    }
    return false;
}

std::string_view CopyOut::field()
{
    auto const size = decode_integer(take(4));
    if (size < 0) {
        fail_malformed();
    }
    return take(static_cast<std::size_t>(size));
}

bool CopyOut::skip_null()
{
    constexpr std::string_view null{"\377\377\377\377", 4};
    if (!m_rest.starts_with(null)) {
        return false;
    }
    m_rest.remove_prefix(null.size());
    return true;
}

std::int64_t CopyOut::integer()
{
    return decode_integer(field());
}

bool CopyOut::boolean()
{
    auto const bytes = field();
    return bytes.size() == 1 && bytes[0] != 0;
}

std::string_view CopyOut::text()
{
    return field();
}

Decimal CopyOut::decimal()
{
    return decode_numeric(field());
}

Timestamp CopyOut::timestamp()
{
    return decode_timestamp(decode_integer(field()));
}

Date CopyOut::date()
{
    return decode_date(static_cast<std::int32_t>(decode_integer(field())));
}

model::Fingerprint CopyOut::fingerprint()
{
    model::Fingerprint value{};
    auto const bytes = field();
    if (bytes.size() != value.size()) {
        fail_malformed();
    }
    std::ranges::transform(bytes, value.begin(), [](char c) { return static_cast<std::byte>(c); });
    return value;
}

CopyEncoder::CopyEncoder(std::unique_ptr<ByteSink> sink, std::size_t columns)
    : m_sink(std::move(sink)), m_columns(static_cast<std::int16_t>(columns))
{
    m_buffer.reserve(piece + piece / 4);
    m_buffer += signature;
    append_int32(m_buffer, 0); // flags
    append_int32(m_buffer, 0); // no header extension
}

void CopyEncoder::begin_row()
{
    if (!m_in_row) {
        append_int16(m_buffer, m_columns);
        m_in_row = true;
    }
}

void CopyEncoder::begin_field(std::int32_t size)
{
    begin_row();
    append_int32(m_buffer, size);
}

void CopyEncoder::null()
{
    begin_field(-1);
}

void CopyEncoder::integer(std::int64_t value)
{
    begin_field(8);
    append_int64(m_buffer, value);
}

void CopyEncoder::small_integer(std::int32_t value)
{
    begin_field(4);
    append_int32(m_buffer, value);
}

void CopyEncoder::boolean(bool value)
{
    begin_field(1);
    m_buffer += value ? '\1' : '\0';
}

void CopyEncoder::text(std::string_view value)
{
    begin_field(static_cast<std::int32_t>(value.size()));
    m_buffer += value;
}

void CopyEncoder::json(std::string_view value)
{
    begin_field(static_cast<std::int32_t>(value.size() + 1));
    m_buffer += '\1'; // the version of JSONB's binary form
    m_buffer += value;
}

void CopyEncoder::decimal(Decimal value)
{
    begin_row();
    append_numeric(m_buffer, value);
}

void CopyEncoder::timestamp(Timestamp value)
{
    integer(encode_timestamp(value));
}

void CopyEncoder::date(Date value)
{
    small_integer(encode_date(value));
}

void CopyEncoder::fingerprint(model::Fingerprint const& value)
{
    begin_field(static_cast<std::int32_t>(value.size()));
    for (auto const byte : value) {
        m_buffer += static_cast<char>(byte);
    }
}

void CopyEncoder::end_row()
{
    m_in_row = false;
    ++m_rows;
    if (m_buffer.size() >= piece) {
        m_sink->put(m_buffer);
        m_buffer.clear();
    }
}

void CopyEncoder::finish()
{
    append_int16(m_buffer, -1);
    m_sink->put(m_buffer);
    m_buffer.clear();
    m_sink->finish(m_rows);
}

} // namespace pf::db::postgres
