#include "pf/jobs/import/read_files.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"

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
    ScanContext const context{read.companions,
                              request.account,
                              request.account_map,
                              request.said,
                              importer::ids_identify(input.format()),
                              is_large(input, request),
                              read.issues};
    return scan(input, context, progress.of_next_pass(bytes_to_scan(input, request)));
}

} // namespace

namespace {

/// Every file that needs to be told something was told, and nothing was said that no file needs.
void check(importer::Said const& said, std::vector<ImportInput> const& inputs)
{
    bool uses_ticker = false;
    bool uses_currency = false;
    for (auto const& input : inputs) {
        auto const needs = importer::needs_of(input.format());
        uses_ticker = uses_ticker || needs.ticker;
        uses_currency = uses_currency || needs.currency;
        if (needs.ticker && said.ticker.empty()) {
            throw Error(ExitCode::usage, "does not name its instrument", input.name(), "--ticker NAME says it");
        }
        if (needs.currency_of_money && said.currency.empty()) {
            throw Error(ExitCode::usage, "does not name the currency of its amounts", input.name(),
                        "--currency CODE says it: that of the account at the source");
        }
    }
    if ((!said.ticker.empty() && !uses_ticker) || (!said.currency.empty() && !uses_currency)) {
        bool const is_ticker = !said.ticker.empty() && !uses_ticker;
        throw Error(ExitCode::usage, "the files name it themselves", is_ticker ? "--ticker" : "--currency",
                    "leave it out");
    }
}

} // namespace

namespace {

/// Whoever maps an account that is not there has mistyped it, and its rows would go elsewhere.
void refuse_unmapped(std::vector<ReadFile> const& files, ImportRequest const& request)
{
    for (auto const& source : request.told_accounts) {
        auto const names_it = [&source](ReadFile const& file) { return file.scan.mapped_accounts.contains(source); };
        if (std::ranges::none_of(files, names_it)) {
            throw Error(ExitCode::usage, "no row is of an account " + base::quoted(source), "--map-account",
                        "write it as the file does: 'pf-import explain FILE --line N' shows a row");
        }
    }
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
    check(request.said, inputs);
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
    refuse_unmapped(read.files, request);
    return read;
}

} // namespace pf::jobs
