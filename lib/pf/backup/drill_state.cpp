#include "pf/backup/drill_state.hpp"

#include "pf/backup/partial_file.hpp"
#include "pf/base/error.hpp"
#include "pf/base/nesting.hpp"

#include <nlohmann/json.hpp>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <unistd.h>

namespace pf::backup {

namespace {

using Json = nlohmann::ordered_json;

constexpr char const* schema = "pf.drill_state/1";

[[noreturn]] void refuse(std::filesystem::path const& path, std::string const& why)
{
    throw Error{ExitCode::bad_data, "cannot be understood: " + why, path.string(),
                "remove it and run `pf-backup drill`, which writes it anew"};
}

DrillState parse(std::string const& text, std::filesystem::path const& path)
{
    if (base::nests_deeper(text, 8)) {
        refuse(path, "it is nested too deeply");
    }
    try {
        auto const json = Json::parse(text);
        if (json.at("schema") != schema) {
            refuse(path, "another schema");
        }
        auto const moment = base::parse_iso_timestamp(json.at("drilled_at").get<std::string>());
        if (!moment) {
            refuse(path, "drilled_at " + moment.problem().message);
        }
        return {json.at("file").get<std::string>(), (*moment).timestamp, json.at("rows").get<std::int64_t>()};
    } catch (Json::exception const& error) {
        refuse(path, error.what());
    }
}

} // namespace

std::optional<DrillState> read_drill_state(std::filesystem::path const& folder)
{
    auto const path = folder / drill_state_name;
    std::ifstream stream{path};
    if (!stream) {
        if (errno == ENOENT || errno == ENOTDIR) {
            return std::nullopt;
        }
        throw Error{errno == EACCES ? ExitCode::permission : ExitCode::io_error,
                    std::string{"cannot be read: "} + std::strerror(errno), path.string()};
    }
    return parse({std::istreambuf_iterator<char>{stream}, {}}, path);
}

void write_drill_state(std::filesystem::path const& folder, DrillState const& state)
{
    Json const json{{"schema", schema},
                    {"file", state.file},
                    {"drilled_at", base::to_text(state.drilled_at)},
                    {"rows", state.rows}};
    auto const text = json.dump(2) + "\n";
    PartialFile file{folder, drill_state_name};
    if (::write(file.descriptor(), text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
        throw Error{ExitCode::io_error, std::string{"cannot be written: "} + std::strerror(errno), file.shown(),
                    "check the disk"};
    }
    file.sync();
    file.publish();
}

} // namespace pf::backup
