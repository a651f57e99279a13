#pragma once

#include "pf/base/record.hpp"
#include "pf/base/spill.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace pf::base {

/// Records in the order in which they were added, in memory that does not grow with them (see `Spill`).
class SpilledRecords {
public:
    SpilledRecords() = default;
    explicit SpilledRecords(std::size_t memory_limit) : m_spill(memory_limit) {}

    /// \throws pf::Error  io_error, when the temporary file cannot be written
    void add(std::string_view record);

    /// All records from the first one, as often as wanted.
    void visit(std::function<void(std::string_view)> const& receiver) const;

    [[nodiscard]] std::size_t size() const { return m_size; }

private:
    mutable Spill m_spill; ///< reading writes what is still in memory
    std::size_t m_size = 0;
};

/// Values in the order in which they were added, in memory that does not grow with them; they are read one by one, as
/// often as wanted.
/// \tparam Codec  a member or static `write(RecordWriter&, Value const&)`, and `read(RecordReader&, Value&)` that
/// undoes it
template <typename Value, typename Codec>
class SpilledList {
public:
    SpilledList() = default;
    explicit SpilledList(std::size_t memory_limit) : m_records(memory_limit) {}

    /// \throws pf::Error  io_error, when the temporary file cannot be written
    void add(Value const& value)
    {
        m_writer.clear();
        m_codec.write(m_writer, value);
        m_records.add(m_writer.bytes());
    }

    void visit(std::function<void(Value const&)> const& receiver) const
    {
        Value value;
        m_records.visit([&](std::string_view record) {
            RecordReader reader{record};
            m_codec.read(reader, value);
            receiver(value);
        });
    }

    [[nodiscard]] std::size_t size() const { return m_records.size(); }
    [[nodiscard]] bool empty() const { return m_records.size() == 0; }

private:
    SpilledRecords m_records;
    Codec m_codec;
    RecordWriter m_writer; ///< used again for each value
};

struct TextCodec {
    static void write(RecordWriter& record, std::string const& text) { record.text(text); }
    static void read(RecordReader& record, std::string& text) { text = record.text(); }
};
using SpilledTexts = SpilledList<std::string, TextCodec>;

} // namespace pf::base
