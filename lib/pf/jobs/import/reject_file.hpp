#pragma once

#include "pf/base/spill.hpp"

#include <string>
#include <string_view>

namespace pf::jobs {

/// The rows that an import left out, as a file that can be mended and imported. Written before the import commits and
/// removed again unless kept, so that neither exists without the other.
class RejectFile {
public:
    /// \param name    an existing file of that name is never overwritten
    /// \param header  the header row of the file that the rows are from
    /// \throws pf::Error  cannot_create, io_error
    static RejectFile write(std::string name, std::string_view header, base::Spill& rows);

    RejectFile(RejectFile&& other) noexcept;
    RejectFile& operator=(RejectFile&&) = delete;
    ~RejectFile();

    [[nodiscard]] std::string const& name() const { return m_name; }
    void keep() { m_kept = true; }

private:
    explicit RejectFile(std::string name) : m_name(std::move(name)) {}
    std::string m_name;
    bool m_kept = false;
};

} // namespace pf::jobs
