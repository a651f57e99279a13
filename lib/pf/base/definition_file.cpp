#include "pf/base/definition_file.hpp"

#include "pf/base/error.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <ios>
#include <system_error>

namespace pf::base {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest = 1U << 20U; // bytes

std::string content_of(fs::path const& path)
{
    std::error_code problem;
    if (fs::is_directory(path, problem)) {
        throw Error(ExitCode::config, "is a folder", path.string(), "give it another name, or move it away");
    }
    std::ifstream stream(path, std::ios::binary);
    std::string content(longest + 1, '\0');
    stream.read(content.data(), static_cast<std::streamsize>(content.size()));
    if (stream.bad() || (stream.fail() && !stream.eof())) {
        throw Error(ExitCode::config, "cannot be read", path.string());
    }
    content.resize(static_cast<std::size_t>(stream.gcount()));
    if (content.size() > longest) {
        throw Error(ExitCode::config, "is longer than any definition", path.string());
    }
    return content;
}

} // namespace

std::vector<DefinitionFile> definition_files_in(std::string const& folder)
{
    std::vector<fs::path> paths;
    std::error_code problem;
    for (auto const& entry : fs::directory_iterator(folder, problem)) {
        if (entry.path().extension() == ".toml") {
            paths.push_back(entry.path());
        }
    }
    if (problem && problem != std::errc::no_such_file_or_directory) {
        throw Error(ExitCode::config, "cannot be listed: " + problem.message(), folder);
    }
    std::sort(paths.begin(), paths.end());
    std::vector<DefinitionFile> files;
    for (fs::path const& path : paths) {
        files.push_back({path.filename().string(), content_of(path), path.string()});
    }
    return files;
}

} // namespace pf::base
