// Gives every file of the folders named on the command line to a fuzz target once: the corpus as a regression test,
// without clang. A crash or a broken promise ends the process.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size);

namespace {

std::size_t replay(std::filesystem::path const& folder)
{
    std::vector<std::filesystem::path> files;
    std::copy(std::filesystem::directory_iterator{folder}, {}, std::back_inserter(files));
    std::sort(files.begin(), files.end());
    for (auto const& file : files) {
        std::ifstream in{file, std::ios::binary};
        std::string const content{std::istreambuf_iterator<char>{in}, {}};
        std::cerr << file.filename().string() << '\n';
        LLVMFuzzerTestOneInput(reinterpret_cast<std::uint8_t const*>(content.data()), content.size());
    }
    return files.size();
}

} // namespace

int main(int argc, char** argv)
{
    std::size_t count = 0;
    for (int i = 1; i < argc; ++i) {
        count += replay(argv[i]);
    }
    std::cerr << count << " inputs\n";
    return count == 0 ? 1 : 0;
}
