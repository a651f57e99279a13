#pragma once

#include <string>

namespace pf::test {

/// The project's folder. A function, so that only one small file knows it and the others compile the same everywhere.
[[nodiscard]] std::string source_dir();

} // namespace pf::test
