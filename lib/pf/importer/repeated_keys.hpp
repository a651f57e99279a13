#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace pf::importer {

/// Which rows of a file may stand in it more than once, when it is too large to remember all of its rows: a first look
/// notes their keys in a Bloom filter (a bit for every four bytes of the file), and remembers those that it seems to
/// have seen. Those are all that come twice, and a few that only look so.
class RepeatedKeys {
public:
    /// \param bytes  of the file
    explicit RepeatedKeys(std::int64_t bytes);

    /// \param key  a hash: any of its bits is as good as any other
    void note(std::uint64_t key);

    /// The first look is over; what only it needed is given back.
    void finish();

    /// \return  false: it comes once, or not at all. Only after `finish`.
    [[nodiscard]] bool contains(std::uint64_t key) const;

private:
    void drop_duplicates();

    using Block = std::array<std::uint64_t, 8>; ///< as wide as a line of the processor's cache
    std::vector<Block> m_blocks;
    std::vector<std::uint64_t> m_keys;
    std::size_t m_sorted_at = 1024; ///< how many keys it takes to look for equal ones among them
};

} // namespace pf::importer
