#pragma once

#include "pf/model/lot.hpp"

#include <cstdint>

namespace pf::jobs {

/// A number that is equal for two sets of rows exactly when they hold the same rows, whatever their order (but for one
/// chance in 2^64): the sum of a hash of each.
class RowDigest {
public:
    void add(model::Lot const& lot);
    void add(model::Disposal const& disposal);

    [[nodiscard]] std::int64_t count() const { return m_count; }

    friend bool operator==(RowDigest const&, RowDigest const&) = default;

private:
    void add_hash(std::uint64_t hash);
    std::uint64_t m_sum = 0;
    std::int64_t m_count = 0;
};

} // namespace pf::jobs
