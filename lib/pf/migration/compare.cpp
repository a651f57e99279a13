#include "pf/base/text.hpp"
#include "pf/migration/set.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace pf::migration {

namespace {

using Kind = Disagreement::Kind;

std::string when_and_by_whom(Applied const& applied)
{
    auto const time = std::chrono::floor<std::chrono::seconds>(applied.applied_at);
    return fmt::format("{} by {}", base::to_text(pf::Timestamp{time}), applied.applied_by);
}

Disagreement edited(Source const& file, Applied const& applied)
{
    return {Kind::edited,
            file.version,
            file.script.path,
            fmt::format("was changed after it was applied ({})", when_and_by_whom(applied)),
            "bring back the file as it was applied, and put the change into a new migration; if it changes nothing, "
            "such as "
            "a comment: pf-migrate repair FILE --reason TEXT",
            {"applied: SHA-256 " + applied.checksum, "file:    SHA-256 " + file.checksum}};
}

Disagreement renamed(Source const& file, Applied const& applied)
{
    return {Kind::renamed, file.version, file.script.path,
            fmt::format("was applied under the name {} ({})", base::quoted(applied.name + ".sql"),
                        when_and_by_whom(applied)),
            "give it that name again, or accept the new one: pf-migrate repair FILE --reason TEXT"};
}

Disagreement replaced(Source const& file, Applied const& applied)
{
    return {Kind::replaced, file.version, file.script.path,
            fmt::format("version {} was applied from another file, {} ({})", file.version,
                        base::quoted(applied.name + ".sql"), when_and_by_whom(applied)),
            "give this file the next free number, and bring back the applied one"};
}

Disagreement missing(Applied const& applied)
{
    return {Kind::missing,
            applied.version,
            {},
            fmt::format("{} is applied ({}), but there is no such file", base::quoted(applied.name + ".sql"),
                        when_and_by_whom(applied)),
            "bring back the file as it was applied; its SHA-256 is " + applied.checksum};
}

Disagreement late(Source const& file, Set const& set, History const& history)
{
    return {Kind::late, file.version, file.script.path,
            fmt::format("comes late: version {} is not applied, but version {} is", file.version, version_of(history)),
            fmt::format("give it the next free number, {}, or apply it as it is with `pf-migrate up --allow-late`",
                        version_text(std::max(set.latest(), version_of(history)) + 1))};
}

Disagreement newer(Set const& set, Applied const& applied)
{
    return {Kind::newer,
            applied.version,
            {},
            fmt::format("the schema is at version {} ({}), newer than the version {} that this program knows",
                        applied.version, base::quoted(applied.name), set.latest()),
            "use the newer program, or the folder of migrations that belongs to this database"};
}

void compare_applied(Set const& set, Applied const& applied, bool is_last, std::vector<Disagreement>& found)
{
    Source const* const file = set.find(applied.version);
    if (file == nullptr && applied.version > set.latest()) {
        if (is_last) {
            found.push_back(newer(set, applied));
        }
    } else if (file == nullptr) {
        found.push_back(missing(applied));
    } else if (file->checksum == applied.checksum && file->name != applied.name) {
        found.push_back(renamed(*file, applied));
    } else if (file->checksum != applied.checksum) {
        found.push_back(file->name == applied.name ? edited(*file, applied) : replaced(*file, applied));
    }
}

} // namespace

std::string_view to_text(Kind kind)
{
    switch (kind) {
    case Kind::edited:
        return "edited";
    case Kind::renamed:
        return "renamed";
    case Kind::replaced:
        return "replaced";
    case Kind::missing:
        return "missing";
    case Kind::late:
        return "late";
    case Kind::newer:
        return "newer";
    }
    return "";
}

std::vector<Disagreement> compare(Set const& set, History const& history)
{
    std::vector<Disagreement> found;
    auto file = set.sources().begin();
    auto const note_late_before = [&](std::int64_t version) {
        for (; file != set.sources().end() && file->version < version; ++file) {
            found.push_back(late(*file, set, history));
        }
        file += file != set.sources().end() && file->version == version ? 1 : 0;
    };
    for (auto const& applied : history) {
        note_late_before(applied.version);
        compare_applied(set, applied, &applied == &history.back(), found);
    }
    return found;
}

} // namespace pf::migration
