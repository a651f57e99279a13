#pragma once

#include "pf/container/archive.hpp"
#include "pf/container/cell_text.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pf::container {

/// The texts that cells refer to by number.
class SharedTexts {
public:
    /// \throws pf::Error  bad_data, when all of them have more than 64 MiB. \param file  what messages call it
    void add(std::string_view text, std::string const& file);

    [[nodiscard]] std::size_t size() const { return m_ends.size(); }
    [[nodiscard]] std::string_view operator[](std::size_t index) const;

private:
    std::string m_all;
    std::vector<std::uint32_t> m_ends;
};

/// What of a workbook is not in its sheets.
struct Workbook {
    struct Sheet {
        std::string name;
        std::string member; ///< of the archive
        bool is_hidden = false;
    };
    std::vector<Sheet> sheets; ///< of cells, in the workbook's order
    bool is_1904 = false;
    SharedTexts texts;
    std::vector<Shown> styles; ///< by number

    /// \param file  what messages call it
    /// \throws pf::Error  bad_data
    static Workbook read(Archive const& archive, std::string const& file);

    /// \param wanted  a sheet's name, or its number from 1; the first that is not hidden, when it is empty
    /// \throws pf::Error  usage: there is none, naming those that are; bad_data: no sheet at all
    [[nodiscard]] Sheet const& sheet(std::string const& wanted, std::string const& file) const;
};

/// Hand the XML of a file in an archive to its reader. \param name  what messages call it
void read_xml(Archive const& archive, std::string const& member, std::string const& name, class XmlHandler& handler);

} // namespace pf::container
