#include "unit/container/archives.hpp"

#include "pf/base/error.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <array>
#include <memory>
#include <unistd.h>

namespace pf::test {

namespace {

std::string archive_of(Members const& members, bool is_zip)
{
    auto const append = [](archive*, void* to, void const* bytes, std::size_t count) -> la_ssize_t {
        static_cast<std::string*>(to)->append(static_cast<char const*>(bytes), count);
        return static_cast<la_ssize_t>(count);
    };
    std::string output;
    std::unique_ptr<archive, decltype(&archive_write_free)> const handle{archive_write_new(), &archive_write_free};
    if (is_zip) {
        archive_write_set_format_zip(handle.get());
    } else {
        archive_write_add_filter_gzip(handle.get());
        archive_write_set_format_raw(handle.get());
    }
    archive_write_set_bytes_per_block(handle.get(), 0);
    archive_write_open(handle.get(), &output, nullptr, append, nullptr);
    for (auto const& [name, content] : members) {
        std::unique_ptr<archive_entry, decltype(&archive_entry_free)> const entry{archive_entry_new(),
                                                                                  &archive_entry_free};
        archive_entry_set_filetype(entry.get(), AE_IFREG);
        archive_entry_set_pathname(entry.get(), name.c_str());
        archive_entry_set_size(entry.get(), static_cast<la_int64_t>(content.size()));
        archive_write_header(handle.get(), entry.get());
        archive_write_data(handle.get(), content.data(), content.size());
    }
    archive_write_close(handle.get());
    return output;
}

Members workbook_members(std::string_view rows)
{
    std::string const type = "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
    return {
        {"[Content_Types].xml", "<Types/>"},
        {"_rels/.rels", "<Relationships><Relationship Id=\"r1\" " + type +
                            "officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"},
        {"xl/workbook.xml", "<workbook><sheets><sheet name=\"One\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"},
        {"xl/_rels/workbook.xml.rels",
         "<Relationships><Relationship Id=\"r1\" " + type +
             "worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"r2\" " + type +
             "worksheet\" Target=\"/xl/worksheets/sheet2.xml\"/><Relationship Id=\"r3\" " + type +
             "sharedStrings\" Target=\"sharedStrings.xml\"/><Relationship Id=\"r4\" " + type +
             "styles\" Target=\"styles.xml\"/></Relationships>"},
        {"xl/worksheets/sheet1.xml", "<worksheet><sheetData>" + std::string(rows) + "</sheetData></worksheet>"}};
}

} // namespace

base::UnnamedFile file_of(std::string_view bytes)
{
    base::UnnamedFile file;
    file.put(bytes);
    return file;
}

std::string zip_of(Members const& members)
{
    return archive_of(members, true);
}

std::string gzip_of(std::string_view content)
{
    return archive_of({{"data", std::string(content)}}, false);
}

std::string workbook_of(std::string_view rows, Members const& more)
{
    Members members = workbook_members(rows);
    for (auto const& one : more) {
        auto const same =
            std::find_if(members.begin(), members.end(), [&](auto const& member) { return member.first == one.first; });
        if (same == members.end()) {
            members.push_back(one);
        } else {
            same->second = one.second;
        }
    }
    return zip_of(members);
}

std::string text_of(container::Table& table)
{
    std::string text;
    std::array<char, 4096> buffer{};
    int const file = table.text.finished();
    while (auto const count = ::read(file, buffer.data(), buffer.size())) {
        text.append(buffer.data(), static_cast<std::size_t>(count));
    }
    return text;
}

std::string table_of(std::string_view bytes, container::Choice const& choice)
{
    auto file = file_of(bytes);
    try {
        auto tables = container::tables_of(file.finished(), "book", choice);
        return tables.empty() ? "itself" : text_of(tables.front());
    } catch (Error const& error) {
        return error.where() + ": " + error.message() + " | " + error.hint();
    }
}

std::string sheet_of(std::string_view rows, Members const& more)
{
    return table_of(workbook_of(rows, more));
}

} // namespace pf::test
