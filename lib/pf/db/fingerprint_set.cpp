#include "pf/db/transaction_store.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

namespace pf::db {

namespace {

/// Half of a fingerprint as a number that orders as its bytes do.
std::uint64_t half(model::Fingerprint const& fingerprint, std::size_t offset)
{
    std::uint64_t value = 0;
    std::memcpy(&value, fingerprint.data() + offset, sizeof value);
    if constexpr (std::endian::native == std::endian::little) {
        value = __builtin_bswap64(value);
    }
    return value;
}

bool before(model::Fingerprint const& left, model::Fingerprint const& right)
{
    auto const left_high = half(left, 0);
    auto const right_high = half(right, 0);
    return left_high != right_high ? left_high < right_high : half(left, 8) < half(right, 8);
}

std::size_t bucket(model::Fingerprint const& fingerprint)
{
    return static_cast<std::size_t>(half(fingerprint, 0) >> 48U);
}

} // namespace

FingerprintSet::FingerprintSet(std::vector<model::Fingerprint> fingerprints) : m_sorted(std::move(fingerprints))
{
    std::ranges::sort(m_sorted, before);
    constexpr std::size_t buckets = std::size_t{1} << 16U;
    m_starts.assign(buckets + 1, 0);
    for (auto const& fingerprint : m_sorted) {
        ++m_starts[bucket(fingerprint) + 1];
    }
    for (std::size_t i = 1; i <= buckets; ++i) {
        m_starts[i] += m_starts[i - 1];
    }
}

bool FingerprintSet::contains(model::Fingerprint const& fingerprint) const
{
    if (m_sorted.empty()) {
        return false;
    }
    auto const index = bucket(fingerprint);
    auto const* const data = m_sorted.data();
    return std::binary_search(data + m_starts[index], data + m_starts[index + 1], fingerprint, before);
}

} // namespace pf::db
