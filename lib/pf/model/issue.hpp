#pragma once

#include "pf/base/repeated_texts.hpp"
#include "pf/base/spilled_list.hpp"

#include <cstdint>
#include <string>

namespace pf::model {

/// What is wrong with a row of a file: `file:line: column "value" reason`.
struct Issue {
    std::string file;
    std::int64_t line = 0; ///< 0: the whole file
    std::string column;    ///< as the file's header names it; empty when the whole row is meant
    std::string value;     ///< the offending text, unchanged
    std::string reason;
    std::string hint;

    friend bool operator==(Issue const&, Issue const&) = default;
};

class IssueCodec {
public:
    void write(base::RecordWriter& record, Issue const& issue);
    void read(base::RecordReader& record, Issue& issue) const;

private:
    base::RepeatedTexts m_texts; ///< all but the values
};

/// Memory does not grow with them: every bad row of a file may add several.
using IssueList = base::SpilledList<Issue, IssueCodec>;

} // namespace pf::model
