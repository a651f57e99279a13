#pragma once

#include <cstddef>
#include <vector>

namespace pf::base {

/// Append to a list that thousands of others stand beside: it grows by half, where doubling would leave them half
/// empty, and only when `condense` has made no room in it. \param condense  joins what can stand for one; not asked of
/// lists that are too short to be worth it
template <typename Value, typename Condense>
void append_condensed(std::vector<Value>& values, Value const& value, Condense const& condense)
{
    constexpr std::size_t fewest_to_condense = 64;
    if (values.size() == values.capacity()) {
        if (values.size() >= fewest_to_condense) {
            condense(values);
        }
        if (values.size() >= values.capacity() / 4 * 3) {
            values.reserve(values.capacity() + values.capacity() / 2 + 2);
        }
    }
    values.push_back(value);
}

} // namespace pf::base
