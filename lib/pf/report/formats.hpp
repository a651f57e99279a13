#pragma once

#include "pf/base/output.hpp"

#include <iosfwd>
#include <string>
#include <vector>

namespace pf::report {

/// An import format for people.
struct FormatRow {
    std::string name;
    std::string title;
};

/// JSON: `pf.formats/1`.
void write_formats(std::ostream& out, std::vector<FormatRow> const& formats, OutputStyle const& style);

} // namespace pf::report
