#include "pf/container/workbook.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/container/xml.hpp"

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <optional>

namespace pf::container {

namespace {

constexpr std::size_t most_shared_bytes = std::size_t{64} << 20U;

std::string folder_of(std::string const& member)
{
    return member.substr(0, member.rfind('/') + 1);
}

/// What other files a file of the workbook refers to.
struct Relations final : XmlHandler {
    struct Target {
        std::string kind; ///< the last word of its type: `worksheet`
        std::string member;
    };

    /// \param of  a file of the workbook; empty for the workbook itself
    Relations(Archive const& archive, std::string const& of, std::string const& file) : folder(folder_of(of))
    {
        std::string const member = folder + "_rels/" + of.substr(folder.size()) + ".rels";
        read_xml(archive, member, file + ":" + member, *this);
    }

    void open(std::string_view name, Attributes const& attributes) override
    {
        if (name != "Relationship" || attributes["TargetMode"] == "External") {
            return;
        }
        std::string_view const type = attributes["Type"];
        std::string_view target = attributes["Target"];
        bool const is_absolute = target.starts_with('/');
        target.remove_prefix(is_absolute ? 1 : 0);
        std::string member = is_absolute ? std::string(target) : folder + std::string(target);
        by_id[std::string(attributes["Id"])] = {std::string(type.substr(type.rfind('/') + 1)), std::move(member)};
    }
    void close(std::string_view) override {}
    void text(std::string_view) override {}

    [[nodiscard]] std::string first(std::string_view kind) const
    {
        auto const found =
            std::find_if(by_id.begin(), by_id.end(), [kind](auto const& one) { return one.second.kind == kind; });
        return found == by_id.end() ? std::string() : found->second.member;
    }

    std::string folder;
    std::map<std::string, Target, std::less<>> by_id;
};

/// Names and order of the sheets, and where days begin.
struct Sheets final : XmlHandler {
    struct Entry {
        std::string name;
        std::string relation;
        bool is_hidden = false;
    };

    void open(std::string_view name, Attributes const& attributes) override
    {
        if (name == "workbookPr") {
            is_1904 = attributes["date1904"] == "1" || attributes["date1904"] == "true";
        } else if (name == "sheet") {
            std::string_view const state = attributes["state"];
            entries.push_back({std::string(attributes["name"]), std::string(attributes["id"]),
                               state == "hidden" || state == "veryHidden"});
        }
    }
    void close(std::string_view) override {}
    void text(std::string_view) override {}

    std::vector<Entry> entries;
    bool is_1904 = false;
};

/// What the formats of the cells' styles show.
struct Styles final : XmlHandler {
    void open(std::string_view name, Attributes const& attributes) override
    {
        if (name == "numFmt") {
            codes[std::string(attributes["numFmtId"])] = shown_by(attributes["formatCode"]);
        } else if (name == "cellXfs") {
            is_in_cells = true;
        } else if (name == "xf" && is_in_cells) {
            std::string const number{attributes["numFmtId"]};
            auto const own = codes.find(number);
            auto const known = base::parse_integer(number).value_or(0);
            shown.push_back(own != codes.end() ? own->second : shown_by(static_cast<int>(known)));
        }
    }
    void close(std::string_view name) override { is_in_cells = is_in_cells && name != "cellXfs"; }
    void text(std::string_view) override {}

    std::map<std::string, Shown, std::less<>> codes;
    std::vector<Shown> shown;
    bool is_in_cells = false;
};

/// The texts of `<si>`, without what tells how they are pronounced.
struct Texts final : XmlHandler {
    Texts(SharedTexts& to, std::string const& in_file) : texts(to), file(in_file) {}

    void open(std::string_view name, Attributes const&) override
    {
        is_phonetic = is_phonetic || name == "rPh";
        is_in_text = name == "t" && !is_phonetic;
    }
    void close(std::string_view name) override
    {
        is_in_text = false;
        is_phonetic = is_phonetic && name != "rPh";
        if (name == "si") {
            texts.add(unescaped(current), file);
            current.clear();
        }
    }
    void text(std::string_view piece) override { current += is_in_text ? piece : std::string_view(); }

    SharedTexts& texts;
    std::string const& file;
    std::string current;
    bool is_in_text = false;
    bool is_phonetic = false;
};

std::vector<Workbook::Sheet> sheets_of(Sheets const& sheets, Relations const& relations)
{
    std::vector<Workbook::Sheet> found;
    for (auto const& [name, relation, is_hidden] : sheets.entries) {
        auto const target = relations.by_id.find(relation);
        if (target != relations.by_id.end() && target->second.kind == "worksheet") {
            found.push_back({name, target->second.member, is_hidden});
        }
    }
    return found;
}

} // namespace

void SharedTexts::add(std::string_view text, std::string const& file)
{
    if (m_all.size() + text.size() > most_shared_bytes) {
        throw Error(ExitCode::bad_data, "has more than 64 MiB of texts", file,
                    "save the sheet as CSV, and import that");
    }
    m_all += text;
    m_ends.push_back(static_cast<std::uint32_t>(m_all.size()));
}

std::string_view SharedTexts::operator[](std::size_t index) const
{
    std::size_t const begin = index == 0 ? 0 : m_ends[index - 1];
    return std::string_view(m_all).substr(begin, m_ends[index] - begin);
}

void read_xml(Archive const& archive, std::string const& member, std::string const& name, XmlHandler& handler)
{
    XmlReader reader(name, handler);
    bool is_there = false;
    archive.read(member, [&](std::string_view bytes) {
        is_there = true;
        reader.put(bytes);
        return true;
    });
    if (is_there) {
        reader.finish();
    }
}

Workbook Workbook::read(Archive const& archive, std::string const& file)
{
    Workbook workbook;
    std::string const main = Relations(archive, "", file).first("officeDocument");
    Sheets sheets;
    read_xml(archive, main, file + ":" + main, sheets);
    Relations const relations(archive, main, file);
    workbook.sheets = sheets_of(sheets, relations);
    workbook.is_1904 = sheets.is_1904;
    Styles styles;
    std::string const style_member = relations.first("styles");
    read_xml(archive, style_member, file + ":" + style_member, styles);
    workbook.styles = std::move(styles.shown);
    Texts texts(workbook.texts, file);
    std::string const text_member = relations.first("sharedStrings");
    read_xml(archive, text_member, file + ":" + text_member, texts);
    return workbook;
}

Workbook::Sheet const& Workbook::sheet(std::string const& wanted, std::string const& file) const
{
    if (sheets.empty()) {
        throw Error(ExitCode::bad_data, "is a workbook without a sheet of cells", file, "export it again");
    }
    auto const by_name = std::find_if(sheets.begin(), sheets.end(), [&](Sheet const& sheet) {
        return wanted.empty() ? !sheet.is_hidden : base::equal_ignoring_case(sheet.name, wanted);
    });
    if (by_name != sheets.end()) {
        return *by_name;
    }
    auto const number = base::parse_integer(wanted);
    if (number && *number >= 1 && *number <= std::ssize(sheets)) {
        return sheets[static_cast<std::size_t>(*number - 1)];
    }
    std::vector<std::string> names;
    std::transform(sheets.begin(), sheets.end(), std::back_inserter(names),
                   [](Sheet const& sheet) { return base::quoted(sheet.name); });
    throw Error(ExitCode::usage,
                wanted.empty() ? "all of its sheets are hidden" : "has no sheet " + base::quoted(wanted), file,
                "--sheet takes a name or a number: " + base::join(names, ", "));
}

} // namespace pf::container
