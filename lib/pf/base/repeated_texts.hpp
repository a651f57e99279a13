#pragma once

#include "pf/base/record.hpp"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace pf::base {

/// Texts of which a few come again and again, as one or two bytes of a record. Memory is bounded: only the first few
/// thousand different ones, and no long ones, are remembered; the others are written out.
class RepeatedTexts {
public:
    RepeatedTexts() = default;
    RepeatedTexts(RepeatedTexts&&) = default;
    RepeatedTexts& operator=(RepeatedTexts&&) = default;
    ~RepeatedTexts() = default;

    void write(RecordWriter& record, std::string_view text);

    /// \return  valid as long as this and the record's bytes
    [[nodiscard]] std::string_view read(RecordReader& record) const;

private:
    [[nodiscard]] std::int64_t number_of(std::string_view text);

    std::unordered_map<std::string, std::int64_t> m_numbers; ///< from 1 on
    std::vector<std::string_view> m_texts;                   ///< the keys above
};

} // namespace pf::base
