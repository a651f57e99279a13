#include "pf/jobs/books/row_digest.hpp"

#include <string_view>

namespace pf::jobs {

namespace {

/// Mixes values into 64 bits (the finalizer of MurmurHash3).
class Hasher {
public:
    Hasher& add(std::uint64_t value)
    {
        m_state = (m_state ^ value) * 0x9e3779b97f4a7c15U;
        m_state ^= m_state >> 33U;
        m_state *= 0xff51afd7ed558ccdU;
        m_state ^= m_state >> 33U;
        return *this;
    }
    Hasher& add(std::int64_t value) { return add(static_cast<std::uint64_t>(value)); }
    Hasher& add(Decimal value)
    {
        auto const units = static_cast<money::Uint128>(value.units());
        return add(static_cast<std::uint64_t>(units)).add(static_cast<std::uint64_t>(units >> 64U));
    }
    Hasher& add(std::optional<Decimal> const& value)
    {
        return value ? add(std::uint64_t{1}).add(*value) : add(std::uint64_t{0});
    }
    Hasher& add(Timestamp value) { return add(std::int64_t{value.time_since_epoch().count()}); }
    Hasher& add(std::string_view text)
    {
        add(static_cast<std::uint64_t>(text.size()));
        for (auto const character : text) {
            add(static_cast<std::uint64_t>(static_cast<unsigned char>(character)));
        }
        return *this;
    }
    Hasher& add(model::LotKey const& key)
    {
        return add(key.account_id).add(key.opening_transaction_id).add(std::int64_t{key.lot_no});
    }
    [[nodiscard]] std::uint64_t value() const { return m_state; }

private:
    std::uint64_t m_state = 0;
};

} // namespace

void RowDigest::add(model::Lot const& lot)
{
    Hasher hasher;
    hasher.add(lot.key).add(std::string_view{lot.ticker}).add(lot.purchase_date);
    hasher.add(lot.quantity).add(lot.remaining_quantity).add(lot.purchase_price);
    hasher.add(lot.total_cost).add(lot.total_cost_base).add(lot.remaining_cost).add(lot.remaining_cost_base);
    hasher.add(static_cast<std::int64_t>(lot.side)).add(lot.place);
    add_hash(hasher.value());
}

void RowDigest::add(model::Disposal const& disposal)
{
    Hasher hasher;
    hasher.add(disposal.lot).add(disposal.closing_transaction_id).add(std::string_view{disposal.ticker});
    hasher.add(disposal.date).add(disposal.purchase_date).add(disposal.quantity);
    hasher.add(disposal.proceeds).add(disposal.cost_basis).add(disposal.realized_pl);
    hasher.add(disposal.proceeds_base).add(disposal.cost_basis_base).add(disposal.realized_pl_base);
    hasher.add(static_cast<std::int64_t>(disposal.term)).add(static_cast<std::int64_t>(disposal.side));
    add_hash(hasher.value());
}

void RowDigest::add_hash(std::uint64_t hash)
{
    m_sum += hash;
    ++m_count;
}

} // namespace pf::jobs
