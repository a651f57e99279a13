#include "pf/jobs/import/read_files.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <optional>
#include <utility>

namespace pf::jobs {

namespace {

/// A price takes several times the memory of a transaction's key, and its row is much shorter.
constexpr std::int64_t most_bytes_of_quotes = std::int64_t{1} << 20U;

bool is_large(ImportInput const& input, ImportRequest const& request)
{
    auto const most = importer::has_quotes(input.format())
                          ? std::min(request.most_bytes_remembered, most_bytes_of_quotes)
                          : request.most_bytes_remembered;
    return input.size() > most;
}

std::int64_t bytes_to_scan(ImportInput const& input, ImportRequest const& request)
{
    return is_large(input, request) ? 2 * input.size() : input.size();
}

/// \return  the digest of the file; nothing, when its format needs no companions and it was not read
std::optional<std::string> collect(importer::Companions& companions, ImportInput const& input)
{
    base::BackgroundSha256 digest;
    companions.collect(input.source(digest), input.format());
    return digest.size() > 0 ? std::optional{digest.hex()} : std::nullopt;
}

FileScan scan_file(ImportInput const& input, ReadFiles& read, ImportRequest const& request, ReadProgress& progress)
{
    ScanContext const context{read.companions,          request.account,
                              request.account_map,      importer::ids_identify(input.format()),
                              is_large(input, request), read.issues};
    return scan(input, context, progress.of_next_pass(bytes_to_scan(input, request)));
}

} // namespace

std::vector<ImportInput> open_files(importer::Catalog const& catalog, ImportRequest const& request)
{
    std::vector<ImportInput> inputs;
    for (auto const& path : request.files) {
        auto tables = ImportInput::open(path, request.format, catalog, request.choice);
        if (auto const name = request.names.find(path); name != request.names.end()) {
            std::ranges::for_each(tables, [&name](ImportInput& table) { table.rename(name->second); });
        }
        std::ranges::move(tables, std::back_inserter(inputs));
    }
    return inputs;
}

std::int64_t bytes_to_read(std::vector<ImportInput> const& inputs, ImportRequest const& request)
{
    return std::accumulate(inputs.begin(), inputs.end(), std::int64_t{0}, [&](std::int64_t sum, auto const& input) {
        return sum + bytes_to_scan(input, request) + input.size();
    });
}

ReadFiles read_files(std::vector<ImportInput> inputs, ImportRequest const& request, ReadProgress& progress)
{
    ReadFiles read;
    std::vector<std::optional<std::string>> collected;
    for (auto const& input : inputs) {
        collected.push_back(collect(read.companions, input));
    }
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        auto scanned = scan_file(inputs[i], read, request, progress);
        inputs[i].require_unchanged(collected[i].value_or(scanned.sha256), scanned.sha256);
        read.bad_rows += scanned.bad_rows;
        read.files.push_back({std::move(inputs[i]), std::move(scanned)});
    }
    return read;
}

} // namespace pf::jobs
