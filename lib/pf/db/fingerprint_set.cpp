#include "pf/db/transaction_store.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <numeric>

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

constexpr std::size_t fingerprints_per_bucket = 16;
constexpr int most_bucket_bits = 16;

/// As many buckets as content fills: an account with a handful of rows has one.
int bucket_bits(std::size_t fingerprints)
{
    return std::min(most_bucket_bits, static_cast<int>(std::bit_width(fingerprints / fingerprints_per_bucket)));
}

/// The first bits of a fingerprint; with none of them there is one bucket.
std::size_t bucket(model::Fingerprint const& fingerprint, int bits)
{
    return static_cast<std::size_t>((half(fingerprint, 0) >> 1U) >> (63 - bits));
}

} // namespace

FingerprintSet::FingerprintSet(std::vector<model::Fingerprint> fingerprints)
    : m_sorted(std::move(fingerprints)), m_bucket_bits(bucket_bits(m_sorted.size()))
{
    if (m_sorted.empty()) {
        return;
    }
    std::ranges::sort(m_sorted, before);
    m_starts.assign((std::size_t{1} << static_cast<unsigned>(m_bucket_bits)) + 1, 0);
    for (auto const& fingerprint : m_sorted) {
        ++m_starts[bucket(fingerprint, m_bucket_bits) + 1];
    }
    std::partial_sum(m_starts.begin(), m_starts.end(), m_starts.begin());
}

bool FingerprintSet::contains(model::Fingerprint const& fingerprint) const
{
    if (m_sorted.empty()) {
        return false;
    }
    auto const index = bucket(fingerprint, m_bucket_bits);
    auto const* const data = m_sorted.data();
    return std::binary_search(data + m_starts[index], data + m_starts[index + 1], fingerprint, before);
}

std::map<std::int64_t, FingerprintSet> sets_of(std::map<std::int64_t, std::vector<model::Fingerprint>>&& fingerprints)
{
    std::map<std::int64_t, FingerprintSet> sets;
    for (auto& [account_id, of_account] : fingerprints) {
        of_account.shrink_to_fit(); // it grew by doubling, as do thousands of others
        sets.emplace_hint(sets.end(), account_id, FingerprintSet{std::move(of_account)});
    }
    return sets;
}

} // namespace pf::db
