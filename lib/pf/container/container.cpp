#include "pf/container/container.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/container/archive.hpp"
#include "pf/container/flex.hpp"
#include "pf/container/ghostfolio.hpp"
#include "pf/container/ofx.hpp"
#include "pf/container/unreadable.hpp"
#include "pf/container/xlsx.hpp"

#include <algorithm>
#include <unistd.h>
#include <utility>

namespace pf::container {

namespace {

constexpr std::size_t head_bytes = 4096;
constexpr int most_wrappings = 3; ///< archives in archives

std::string head_of(int descriptor)
{
    std::string head(head_bytes, '\0');
    auto const count = ::pread(descriptor, head.data(), head.size(), 0);
    head.resize(count < 0 ? 0 : static_cast<std::size_t>(count));
    return head;
}

/// Not what computers put there by themselves.
bool is_meant(std::string_view member)
{
    auto const file = member.substr(member.rfind('/') + 1);
    return !member.starts_with("__MACOSX/") && !file.starts_with('.') && file != "Thumbs.db" && file != "desktop.ini";
}

std::string only_member(Archive const& archive, std::string const& name)
{
    auto members = archive.members();
    std::erase_if(members, [](std::string const& member) { return !is_meant(member); });
    if (members.size() == 1) {
        return members.front();
    }
    std::size_t const count = members.size();
    members.resize(std::min<std::size_t>(count, 3));
    std::transform(members.begin(), members.end(), members.begin(),
                   [](auto const& member) { return base::quoted(member); });
    throw Error(ExitCode::bad_data,
                count == 0 ? "is an archive without a file"
                           : "is an archive of " + std::to_string(count) + " files: " + base::join(members, ", ") +
                                 (count > 3 ? ", …" : ""),
                name, "unpack it, and name the files to import");
}

base::UnnamedFile unwrapped(Archive const& archive, std::string const& member)
{
    base::UnnamedFile file;
    archive.read(member, [&file](std::string_view bytes) {
        file.put(bytes);
        return true;
    });
    return file;
}

bool is_zip(std::string_view head)
{
    return head.starts_with("PK\x03\x04") || head.starts_with("PK\x05\x06");
}

bool is_gzip(std::string_view head)
{
    return head.starts_with("\x1F\x8B");
}

bool is_workbook(std::vector<std::string> const& members)
{
    return std::find(members.begin(), members.end(), "[Content_Types].xml") != members.end() &&
           std::find(members.begin(), members.end(), "xl/workbook.bin") == members.end();
}

/// Looks into archives until there is no other.
class Opener {
public:
    Opener(std::string const& name, Choice const& choice) : m_name(name), m_choice(choice) {}

    std::vector<Table> open(int descriptor, int wrappings)
    {
        std::string const head = head_of(descriptor);
        refuse_unreadable(descriptor, head, m_name);
        if (is_zip(head)) {
            return open_zip(descriptor, wrappings);
        }
        if (is_gzip(head)) {
            return open_archive({descriptor, m_name, Archive::Kind::gzip}, {}, wrappings);
        }
        refuse_sheet();
        std::vector<Table> tables;
        if (begins_flex(head)) {
            tables = read_flex(descriptor, m_name);
        } else if (begins_ofx(head)) {
            tables.push_back(read_ofx(descriptor, m_name));
        } else if (begins_json(head)) {
            tables.push_back(read_ghostfolio(descriptor, m_name));
        }
        return tables;
    }

private:
    void refuse_sheet() const
    {
        if (!m_choice.sheet.empty()) {
            throw Error(ExitCode::usage, "is no workbook, and has no sheets", m_name,
                        "leave --sheet out, or import it apart");
        }
    }

    std::vector<Table> open_zip(int descriptor, int wrappings)
    {
        Archive const archive(descriptor, m_name, Archive::Kind::zip);
        auto const members = archive.members();
        refuse_unreadable_members(members, m_name);
        if (is_workbook(members)) {
            std::vector<Table> tables;
            tables.push_back(read_xlsx(descriptor, m_name, m_choice));
            return tables;
        }
        return open_archive(archive, only_member(archive, m_name), wrappings);
    }

    std::vector<Table> open_archive(Archive const& archive, std::string const& wanted, int wrappings)
    {
        if (wrappings == most_wrappings) {
            throw Error(ExitCode::bad_data, "holds archives in archives in archives", m_name, "unpack it yourself");
        }
        auto const members = archive.members();
        base::UnnamedFile file = unwrapped(archive, wanted.empty() && !members.empty() ? members.front() : wanted);
        auto tables = open(file.finished(), wrappings + 1);
        if (tables.empty()) {
            tables.push_back({{}, std::move(file), {}});
        }
        return tables;
    }

    std::string const& m_name;
    Choice const& m_choice;
};

} // namespace

bool may_hold_tables(std::string_view head)
{
    std::string const begin{head.substr(0, head_bytes)};
    return is_zip(begin) || is_gzip(begin) || begins_flex(begin) || begins_ofx(begin) || begins_json(begin);
}

std::vector<Table> tables_of(int descriptor, std::string const& name, Choice const& choice)
{
    return Opener(name, choice).open(descriptor, 0);
}

} // namespace pf::container
