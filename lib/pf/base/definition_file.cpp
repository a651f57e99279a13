#include "pf/base/definition_file.hpp"

#include "pf/base/error.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

namespace pf::base {

namespace {

namespace fs = std::filesystem;

std::string content_of(fs::path const& path)
{
    std::ifstream stream(path, std::ios::binary);
    if (!stream) {
        throw Error(ExitCode::config, "cannot be read", path.string());
    }
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
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
