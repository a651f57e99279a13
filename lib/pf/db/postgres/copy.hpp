#pragma once

#include "pf/db/postgres/result.hpp"
#include "pf/db/rows.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace pf::db::postgres {

/// Turns the connection's last failure into an error and throws it.
using Fail = std::function<void(PGresult const*)>;

/// Takes the bytes of a COPY.
class ByteSink {
public:
    ByteSink() = default;
    ByteSink(ByteSink const&) = delete;
    ByteSink& operator=(ByteSink const&) = delete;
    virtual ~ByteSink() = default;

    virtual void put(std::string_view bytes) = 0;

    /// \param rows  how many rows the bytes were
    virtual void finish(std::int64_t rows) = 0;
};

/// `COPY table (columns) FROM STDIN (FORMAT binary)`; given up when it is destroyed before `finish`.
class CopyIn final : public ByteSink {
public:
    CopyIn(PGconn* connection, std::string const& statement, Fail fail);
    ~CopyIn() override;

    void put(std::string_view bytes) override;
    void finish(std::int64_t rows) override;

private:
    PGconn* m_connection;
    Fail m_fail;
    bool m_done = false;
};

/// `COPY (query) TO STDOUT (FORMAT binary)`; cancelled when it is destroyed before its end.
class CopyOut final : public RowReader {
public:
    CopyOut(PGconn* connection, std::string const& statement, Fail fail);
    ~CopyOut() override;

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
    struct Free {
        void operator()(char* memory) const { PQfreemem(memory); }
    };

    bool receive();
    void skip_header();
    std::string_view take(std::size_t size);
    std::string_view field();

    PGconn* m_connection;
    Fail m_fail;
    std::unique_ptr<char, Free> m_message;
    std::string_view m_rest; ///< of the message
    bool m_started = false;
    bool m_done = false;
};

/// Writes rows in COPY's binary form to a sink, in pieces.
class CopyEncoder final : public RowWriter {
public:
    CopyEncoder(std::unique_ptr<ByteSink> sink, std::size_t columns);

    void null() override;
    void integer(std::int64_t value) override;
    void small_integer(std::int32_t value) override;
    void boolean(bool value) override;
    void text(std::string_view value) override;
    void json(std::string_view value) override;
    void decimal(Decimal value) override;
    void timestamp(Timestamp value) override;
    void date(Date value) override;
    void fingerprint(model::Fingerprint const& value) override;
    void end_row() override;
    void finish() override;

private:
    void begin_row();
    void begin_field(std::int32_t size);

    std::unique_ptr<ByteSink> m_sink;
    std::int16_t m_columns;
    std::string m_buffer;
    bool m_in_row = false;
    std::int64_t m_rows = 0;
};

/// `name (a, b, c)`
[[nodiscard]] std::string with_columns(std::string_view name, std::vector<std::string_view> const& columns);

} // namespace pf::db::postgres
