#pragma once

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <system_error>
#include <unistd.h>

namespace pf::test {

inline bool keeps_databases()
{
    return std::getenv("PF_KEEP_TEST_DB") != nullptr;
}

/// A folder that is removed with everything in it.
class TempFolder {
public:
    TempFolder()
    {
        auto name = (std::filesystem::temp_directory_path() / "pf-test.XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) {
            throw std::runtime_error("no temporary folder");
        }
        m_path = name;
    }
    TempFolder(TempFolder const&) = delete;
    TempFolder& operator=(TempFolder const&) = delete;
    ~TempFolder()
    {
        std::error_code ignored;
        if (!keeps_databases()) {
            std::filesystem::remove_all(m_path, ignored);
        }
    }

    [[nodiscard]] std::filesystem::path const& path() const { return m_path; }

private:
    std::filesystem::path m_path;
};

} // namespace pf::test
