#include "pf/importer/repeated_keys.hpp"

#include <algorithm>

namespace pf::importer {

namespace {

constexpr std::int64_t file_bytes_per_block = 4 * 512;

} // namespace

RepeatedKeys::RepeatedKeys(std::int64_t bytes) : m_blocks(static_cast<std::size_t>(bytes / file_bytes_per_block + 1)) {}

void RepeatedKeys::note(std::uint64_t key)
{
    // The low 36 bits choose four bits of 512, the others the block.
    auto& block = m_blocks[(key >> 36U) % m_blocks.size()];
    bool is_new = false;
    for (unsigned shift = 0; shift < 36; shift += 9) {
        auto& word = block[(key >> shift) & 7U];
        auto const bit = std::uint64_t{1} << ((key >> (shift + 3)) & 63U);
        is_new = is_new || (word & bit) == 0;
        word |= bit;
    }
    if (is_new) {
        return;
    }
    m_keys.push_back(key);
    if (m_keys.size() == m_sorted_at) {
        drop_duplicates();
        m_sorted_at = std::max(m_sorted_at, 2 * m_keys.size());
    }
}

void RepeatedKeys::drop_duplicates()
{
    std::ranges::sort(m_keys);
    m_keys.erase(std::unique(m_keys.begin(), m_keys.end()), m_keys.end());
}

void RepeatedKeys::finish()
{
    drop_duplicates();
    m_keys.shrink_to_fit();
    m_blocks = {};
}

bool RepeatedKeys::contains(std::uint64_t key) const
{
    return std::ranges::binary_search(m_keys, key);
}

} // namespace pf::importer
