// Every folder of golden/ named after a format: input.csv is read and must give expected.txt; `fiat.csv`, where there
// is one, is a companion file of the same command. `PF_UPDATE_GOLDEN=1` writes what was read instead of comparing it.
#include "support/source_dir.hpp"
#include "unit/importer/entry_text.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <vector>

namespace fs = std::filesystem;
using namespace pf;

namespace {

std::vector<fs::path> golden_folders()
{
    std::vector<fs::path> folders;
    for (auto const& entry : fs::directory_iterator(fs::path(test::source_dir()) / "tests/unit/importer/golden")) {
        folders.push_back(entry.path());
    }
    std::sort(folders.begin(), folders.end());
    return folders;
}

/// `revolut-commodities.broken` holds another case of the format revolut-commodities.
std::string format_of(fs::path const& folder)
{
    std::string const name = folder.filename().string();
    return name.substr(0, name.find('.'));
}

} // namespace

TEST_CASE("I1, I6: every row of a golden file has the fate that its expected text says")
{
    for (fs::path const& folder : golden_folders()) {
        CAPTURE(folder.filename().string());
        importer::Format const& format = test::built_in().get(format_of(folder));
        std::string const input = test::rows_of((folder / "input").string());
        importer::Companions companions;
        std::string const fiat = test::content_of((folder / "fiat.csv").string());
        if (!fiat.empty()) {
            companions.collect(csv::Source::from_text(fiat, "fiat.csv"), format);
            companions.collect(csv::Source::from_text(input, "input.csv"), format);
        }
        std::string const text = test::read_all(format, input, "input.csv", companions);
        if (std::getenv("PF_UPDATE_GOLDEN") != nullptr) {
            std::ofstream(folder / "expected.txt") << text;
        }
        CHECK(text == test::content_of((folder / "expected.txt").string()));
        CHECK(&test::built_in().detect(input, "input.csv") == &format);
    }
}

TEST_CASE("every built-in format has a golden file and a sample")
{
    for (importer::Format const* const format : test::built_in().all()) {
        std::string const& name = importer::name_of(*format);
        CAPTURE(name);
        CHECK(fs::exists(fs::path(test::source_dir()) / "tests/unit/importer/golden" / name / "expected.txt"));
        CHECK(!test::rows_of(test::source_dir() + "/samples/" + name).empty());
    }
}

TEST_CASE("I1: every row of a sample is booked or ignored by a named rule")
{
    for (importer::Format const* const format : test::built_in().all()) {
        std::string const path = test::source_dir() + "/samples/" + importer::name_of(*format);
        std::string const text = test::rows_of(path);
        CAPTURE(path);
        CHECK(&test::built_in().detect(text, path) == format);
        std::string const entries = test::read_all(*format, text, path);
        CHECK(entries.find("rejected") == std::string::npos);
        CHECK(entries.find("error") == std::string::npos);
        CHECK(entries.find("books") != std::string::npos);
    }
}
