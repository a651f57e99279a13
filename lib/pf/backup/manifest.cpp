#include "pf/backup/manifest.hpp"

#include "pf/base/error.hpp"
#include "pf/base/nesting.hpp"
#include "pf/base/text.hpp"

#include <nlohmann/json.hpp>

#include <numeric>

namespace pf::backup {

namespace {

using Json = nlohmann::ordered_json;

constexpr char const* schema_name = "pf.manifest/1";
constexpr std::size_t deepest = 8;

Json table_json(TableEntry const& table)
{
    return {{"name", table.name},
            {"rows", table.rows},
            {"bytes", table.bytes},
            {"blake2b", table.blake2b},
            {"columns", table.columns}};
}

TableEntry table_of(Json const& json)
{
    TableEntry table;
    table.name = json.at("name").get<std::string>();
    table.rows = json.at("rows").get<std::int64_t>();
    table.bytes = json.at("bytes").get<std::uint64_t>();
    table.blake2b = json.at("blake2b").get<std::string>();
    table.columns = json.at("columns").get<std::vector<std::string>>();
    return table;
}

Error not_a_manifest(std::string const& why, std::string const& where)
{
    return Error{ExitCode::bad_data, "manifest.json is not a manifest: " + why, where,
                 "the backup is damaged, or was not written by pf-backup"};
}

Timestamp moment_of(std::string const& text, std::string const& where)
{
    auto const parsed = base::parse_iso_timestamp(text);
    if (!parsed) {
        throw not_a_manifest("created_at " + base::quoted(text) + " " + parsed.problem().message, where);
    }
    return parsed->timestamp;
}

void check_format(int format, std::string const& where)
{
    if (format > format_version) {
        throw Error{ExitCode::schema,
                    "the backup has format " + std::to_string(format) + ", this program reads up to format " +
                        std::to_string(format_version),
                    where, "use the newer program that has written it"};
    }
}

Manifest manifest_of(Json const& json, std::string const& where)
{
    Manifest manifest;
    manifest.format = json.at("format_version").get<int>();
    check_format(manifest.format, where);
    manifest.schema_version = json.at("schema_version").get<std::int64_t>();
    manifest.created_at = moment_of(json.at("created_at").get<std::string>(), where);
    manifest.tool_version = json.at("tool_version").get<std::string>();
    manifest.source = json.at("source").get<std::string>();
    for (auto const& table : json.at("tables")) {
        manifest.tables.push_back(table_of(table));
    }
    return manifest;
}

} // namespace

std::int64_t Manifest::rows() const
{
    return std::accumulate(tables.begin(), tables.end(), std::int64_t{0},
                           [](std::int64_t sum, TableEntry const& table) { return sum + table.rows; });
}

std::string to_json(Manifest const& manifest)
{
    Json json{{"schema", schema_name},
              {"format_version", manifest.format},
              {"schema_version", manifest.schema_version},
              {"created_at", base::to_text(manifest.created_at)},
              {"tool_version", manifest.tool_version},
              {"source", manifest.source},
              {"tables", Json::array()}};
    for (auto const& table : manifest.tables) {
        json["tables"].push_back(table_json(table));
    }
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Manifest parse_manifest(std::string_view json, std::string const& where)
{
    if (base::nests_deeper(json, deepest)) {
        throw not_a_manifest("it is nested too deeply", where);
    }
    try {
        return manifest_of(Json::parse(json), where);
    } catch (nlohmann::json::exception const& error) {
        throw not_a_manifest(error.what(), where);
    }
}

} // namespace pf::backup
