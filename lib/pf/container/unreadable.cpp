#include "pf/container/unreadable.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <unistd.h>

namespace pf::container {

namespace {

struct Known {
    std::string_view begins;
    std::string_view what;
    std::string_view instead;
};

constexpr std::string_view unpack_first = "unpack it, and import what is in it";
constexpr std::string_view choose_rows = "where you export it, choose CSV, Excel (.xlsx), OFX or QFX";
constexpr std::array known_heads{
    Known{"%PDF-", "is a PDF, which is made for eyes", choose_rows},
    Known{"{\\rtf", "is a text document (RTF)", choose_rows},
    Known{"Rar!\x1A\x07", "is a RAR archive", unpack_first},
    Known{"7z\xBC\xAF\x27\x1C", "is a 7z archive", unpack_first},
    Known{"BZh", "is compressed with bzip2", unpack_first},
    Known{"\xFD"
          "7zXZ",
          "is compressed with xz", unpack_first},
    Known{"\x28\xB5\x2F\xFD", "is compressed with zstd", unpack_first},
    Known{"SQLite format 3", "is a database of SQLite", "it is no export of a broker; is it the portfolio itself?"},
};

constexpr std::array web_pages{std::string_view("<!doctype html"), std::string_view("<html")};

[[noreturn]] void refuse(std::string_view what, std::string_view instead, std::string const& name)
{
    throw Error(ExitCode::bad_data, std::string(what), name, std::string(instead));
}

/// The names in the folder of an OLE file (MS-CFB) are UTF-16.
bool has_name(std::string_view folder, std::string_view name)
{
    std::string wide;
    for (char const letter : name) {
        wide.append(1, letter).append(1, '\0');
    }
    return folder.find(wide) != std::string_view::npos;
}

std::uint32_t number_at(std::string_view head, std::size_t at, std::size_t bytes)
{
    std::uint32_t number = 0;
    for (std::size_t index = bytes; index-- > 0;) {
        number = number << 8U | static_cast<unsigned char>(head[at + index]);
    }
    return number;
}

[[noreturn]] void refuse_ole(int descriptor, std::string_view head, std::string const& name)
{
    std::string folder(4096, '\0');
    if (head.size() >= 52) {
        auto const shift = std::min<std::uint32_t>(number_at(head, 30, 2), 12);
        auto const place = (static_cast<off_t>(number_at(head, 48, 4)) + 1) << shift;
        auto const count = ::pread(descriptor, folder.data(), folder.size(), place);
        folder.resize(count < 0 ? 0 : static_cast<std::size_t>(count));
    }
    if (has_name(folder, "EncryptedPackage")) {
        refuse("is an Excel workbook with a password", "open it, save it without a password, and import that", name);
    }
    refuse("is a file of Microsoft Office from before 2007 (.xls)", "open it, and save it as .xlsx or CSV", name);
}

bool begins_web_page(std::string_view head)
{
    head.remove_prefix(head.starts_with("\xEF\xBB\xBF") ? 3 : 0);
    auto const text = base::trimmed(head);
    return std::any_of(web_pages.begin(), web_pages.end(), [text](std::string_view begins) {
        return base::equal_ignoring_case(text.substr(0, begins.size()), begins);
    });
}

bool has(std::vector<std::string> const& members, std::string_view wanted)
{
    return std::find(members.begin(), members.end(), wanted) != members.end();
}

} // namespace

void refuse_unreadable(int descriptor, std::string_view head, std::string const& name)
{
    if (head.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")) {
        refuse_ole(descriptor, head, name);
    }
    for (Known const& known : known_heads) {
        if (head.starts_with(known.begins)) {
            refuse(known.what, known.instead, name);
        }
    }
    if (begins_web_page(head)) {
        refuse("is a web page, whatever its name",
               "brokers call such a table Excel: open it in a spreadsheet, and save it as .xlsx or CSV", name);
    }
}

void refuse_unreadable_members(std::vector<std::string> const& members, std::string const& name)
{
    if (has(members, "xl/workbook.bin")) {
        refuse("is a binary Excel workbook (.xlsb)", "open it, and save it as .xlsx or CSV", name);
    }
    if (has(members, "word/document.xml")) {
        refuse("is a Word document", choose_rows, name);
    }
    if (has(members, "Index/Document.iwa")) {
        refuse("is a document of Numbers", "export it as Excel or CSV", name);
    }
    if (has(members, "mimetype") && has(members, "content.xml")) {
        refuse("is an OpenDocument file (.ods)", "open it, and save it as .xlsx or CSV", name);
    }
}

} // namespace pf::container
