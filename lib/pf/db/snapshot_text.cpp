#include "pf/db/snapshot_text.hpp"

#include "pf/base/sha256.hpp"
#include "pf/base/text.hpp"
#include "pf/base/time.hpp"
#include "pf/db/json_text.hpp"
#include "pf/db/text_values.hpp"

#include <array>

namespace pf::db {

namespace {

using Amount = std::optional<Decimal>;

/// An object in JSON, member by member. Exact numbers are strings, unknown ones null.
class JsonObject {
public:
    explicit JsonObject(std::string& out) : m_out(out) { m_out += '{'; }
    JsonObject(JsonObject const&) = delete;
    JsonObject& operator=(JsonObject const&) = delete;
    ~JsonObject() { m_out += '}'; }

    void name(std::string_view key)
    {
        m_out += m_out.back() == '{' ? "\"" : ",\"";
        m_out += key;
        m_out += "\":";
    }
    void add(std::string_view key, std::string_view text)
    {
        name(key);
        append_json_string(m_out, text);
    }
    void add(std::string_view key, std::int64_t count)
    {
        name(key);
        m_out += std::to_string(count);
    }
    void add(std::string_view key, Amount const& amount)
    {
        name(key);
        if (!amount) {
            m_out += "null";
            return;
        }
        std::array<char, longest_decimal> text{};
        m_out += '"';
        m_out.append(text.data(), write_decimal(text.data(), *amount));
        m_out += '"';
    }
    void add(std::string_view key, std::optional<Date> const& date)
    {
        name(key);
        m_out += date ? "\"" + base::to_text(*date) + "\"" : "null";
    }

private:
    std::string& m_out;
};

void write_flows(JsonObject& object, std::string& out, model::InstrumentFlows const& flows)
{
    if (flows == model::InstrumentFlows{}) {
        return;
    }
    object.name("flows");
    JsonObject inner{out};
    inner.add("purchases", flows.purchases);
    inner.add("sales", flows.sales);
    inner.add("income", flows.income);
    inner.add("charges", flows.charges);
    inner.add("transfers", flows.transfers);
    inner.add("own_transfers", flows.own_transfers);
    if (flows.conversions != Decimal{}) { // rare, and unknown to snapshots of before
        inner.add("conversions", flows.conversions);
    }
}

void write_position(std::string& out, model::SnapshotPosition const& position)
{
    JsonObject object{out};
    object.add("ticker", std::string_view{position.ticker});
    object.add("asset_type", to_text(position.asset_type));
    object.add("quantity", Amount{position.quantity});
    object.add("currency", position.currency.code());
    object.add("total_cost", position.total_cost);
    object.add("total_cost_base", position.total_cost_base);
    object.add("last_price", position.last_price);
    object.add("price_date", position.price_date);
    object.add("market_value", position.market_value);
    object.add("market_value_base", position.market_value_base);
    object.add("realized_pl_base", position.realized_pl_base);
    object.add("income_base", position.income_base);
    write_flows(object, out, position.flows);
}

void write_amounts(JsonObject& object, model::Snapshot const& snapshot)
{
    object.add("total_value", snapshot.total_value);
    object.add("market_value", snapshot.market_value);
    object.add("cash_balance", snapshot.cash_balance);
    object.add("total_cost", snapshot.total_cost);
    object.add("unrealized_pl", snapshot.unrealized_pl);
    object.add("realized_pl", snapshot.realized_pl);
    object.add("income", snapshot.income);
    object.add("net_flows", snapshot.net_flows);
    object.add("own_transfers", snapshot.own_transfers);
    object.add("unpriced", snapshot.unpriced);
    object.add("stale_prices", snapshot.stale_prices);
    object.add("missing_rates", snapshot.missing_rates);
    object.add("stale_rates", snapshot.stale_rates);
    object.add("unknown_cost", snapshot.unknown_cost);
}

std::string moment_text(Timestamp moment)
{
    std::string text(timestamp_size, '\0');
    write_timestamp(text.data(), moment);
    return text;
}

} // namespace

SnapshotText::SnapshotText(model::Snapshot const& snapshot)
{
    positions = "[";
    for (auto const& position : snapshot.positions) {
        positions += positions.size() == 1 ? "" : ",";
        write_position(positions, position);
    }
    positions += ']';
    {
        JsonObject object{cash};
        for (auto const& [currency, amount] : snapshot.cash) {
            object.add(currency.code(), amount);
        }
    }
    std::string amounts{snapshot.base_currency.code()};
    {
        JsonObject object{amounts};
        write_amounts(object, snapshot);
    }
    base::Sha256 digest;
    digest.add(positions);
    digest.add(cash);
    digest.add(amounts);
    sha256 = digest.hex();
}

std::string with_superseded(std::string_view superseded, model::StoredSnapshot const& old, Timestamp now)
{
    auto const last = superseded.find_last_of(']');
    std::string text{superseded.substr(0, last)};
    text += base::trimmed(text) == "[" ? "" : ",";
    {
        JsonObject object{text};
        object.add("stored_at", std::string_view{moment_text(old.restated_at.value_or(old.created_at))});
        object.add("superseded_at", std::string_view{moment_text(now)});
        write_amounts(object, old.snapshot);
    }
    return text + "]";
}

} // namespace pf::db
