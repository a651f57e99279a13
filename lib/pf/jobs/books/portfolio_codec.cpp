#include "pf/jobs/books/portfolio_codec.hpp"

#include "pf/base/error.hpp"
#include "pf/base/sha256.hpp"

#include <cstring>
#include <type_traits>

namespace pf::jobs {

namespace {

/// Changes whenever a struct below or what is computed does.
constexpr std::string_view format = "pf.portfolio/4\n";
constexpr std::size_t signature_length = 64;

/// Every member of each struct, once for both directions; `Archive` is a `Writer` or a `Reader`.
template <typename Archive>
void visit(Archive& archive,
           auto& position) requires std::is_same_v<std::remove_cvref_t<decltype(position)>, model::Position>
{
    archive(position.account_id, position.ticker, position.asset_type, position.currency, position.quantity,
            position.total_cost, position.total_cost_base, position.realized_pl, position.realized_pl_base,
            position.income, position.income_base, position.fees, position.first_transaction_date,
            position.last_transaction_date);
}

template <typename Archive>
void visit(Archive& archive, auto& key) requires std::is_same_v<std::remove_cvref_t<decltype(key)>, model::LotKey>
{
    archive(key.account_id, key.opening_transaction_id, key.lot_no);
}

template <typename Archive>
void visit(Archive& archive, auto& lot) requires std::is_same_v<std::remove_cvref_t<decltype(lot)>, model::Lot>
{
    archive(lot.key, lot.ticker, lot.purchase_date, lot.quantity, lot.remaining_quantity, lot.purchase_price,
            lot.total_cost, lot.total_cost_base, lot.remaining_cost, lot.remaining_cost_base, lot.side, lot.place);
}

template <typename Archive>
void visit(Archive& archive,
           auto& disposal) requires std::is_same_v<std::remove_cvref_t<decltype(disposal)>, model::Disposal>
{
    archive(disposal.lot, disposal.closing_transaction_id, disposal.ticker, disposal.date, disposal.purchase_date,
            disposal.quantity, disposal.proceeds, disposal.cost_basis, disposal.realized_pl, disposal.proceeds_base,
            disposal.cost_basis_base, disposal.realized_pl_base, disposal.term, disposal.side);
}

template <typename Archive>
void visit(Archive& archive,
           auto& cash) requires std::is_same_v<std::remove_cvref_t<decltype(cash)>, model::CashBalance>
{
    archive(cash.account_id, cash.currency, cash.balance, cash.last_day);
}

template <typename Archive>
void visit(Archive& archive,
           auto& oversell) requires std::is_same_v<std::remove_cvref_t<decltype(oversell)>, lots::Oversell>
{
    archive(oversell.account_id, oversell.transaction_id, oversell.import_id, oversell.line_no, oversell.ticker,
            oversell.day, oversell.wanted, oversell.held, oversell.kind, oversell.lot, oversell.overflow);
}

template <typename Archive>
void visit(Archive& archive,
           auto& portfolio) requires std::is_same_v<std::remove_cvref_t<decltype(portfolio)>, Portfolio>
{
    archive(portfolio.positions, portfolio.open_lots, portfolio.disposals, portfolio.cash, portfolio.oversells);
}

/// Numbers as the machine has them: the cache of a machine of the other byte order is not readable, and counts as
/// damaged.
class Writer {
public:
    template <typename... Values>
    void operator()(Values const&... values)
    {
        (put(values), ...);
    }

    [[nodiscard]] std::string const& bytes() const { return m_bytes; }

private:
    template <typename Value>
    void raw(Value const& value)
    {
        m_bytes.append(reinterpret_cast<char const*>(&value), sizeof value);
    }

    template <typename Value>
    void put(Value const& value)
    {
        if constexpr (std::is_arithmetic_v<Value> || std::is_enum_v<Value>) {
            raw(value);
        } else {
            visit(*this, value);
        }
    }
    void put(std::string const& text)
    {
        raw(text.size());
        m_bytes += text;
    }
    void put(Decimal value) { raw(value.units()); }
    void put(Timestamp value) { raw(std::int64_t{value.time_since_epoch().count()}); }
    void put(Date value) { raw(std::int64_t{value.time_since_epoch().count()}); }
    void put(Currency const& value) { put(std::string{value.code()}); }

    template <typename Value>
    void put(std::optional<Value> const& value)
    {
        raw(value.has_value());
        if (value) {
            put(*value);
        }
    }
    template <typename Value>
    void put(std::vector<Value> const& values)
    {
        raw(values.size());
        for (auto const& value : values) {
            put(value);
        }
    }

    std::string m_bytes;
};

class Reader {
public:
    explicit Reader(std::string_view bytes) : m_rest(bytes) {}

    template <typename... Values>
    void operator()(Values&... values)
    {
        (get(values), ...);
    }

    [[nodiscard]] bool is_at_end() const { return m_rest.empty(); }

private:
    [[nodiscard]] std::string_view taken(std::size_t size)
    {
        if (size > m_rest.size()) {
            throw Error{ExitCode::internal, "a cached portfolio ends too early"};
        }
        auto const bytes = m_rest.substr(0, size);
        m_rest.remove_prefix(size);
        return bytes;
    }

    template <typename Value>
    [[nodiscard]] Value raw()
    {
        Value value{};
        std::memcpy(&value, taken(sizeof value).data(), sizeof value);
        return value;
    }

    template <typename Value>
    void get(Value& value)
    {
        if constexpr (std::is_arithmetic_v<Value> || std::is_enum_v<Value>) {
            value = raw<Value>();
        } else {
            visit(*this, value);
        }
    }
    void get(std::string& text) { text = taken(raw<std::size_t>()); }
    void get(Decimal& value) { value = Decimal::from_units(raw<decltype(value.units())>()); }
    void get(Timestamp& value) { value = Timestamp{std::chrono::microseconds{raw<std::int64_t>()}}; }
    void get(Date& value) { value = Date{std::chrono::days{raw<std::int64_t>()}}; }
    void get(Currency& value)
    {
        std::string code;
        get(code);
        value = code.empty() ? Currency{} : Currency{code};
    }
    template <typename Value>
    void get(std::optional<Value>& value)
    {
        value.reset();
        if (raw<std::uint8_t>() != 0) {
            get(value.emplace());
        }
    }
    template <typename Value>
    void get(std::vector<Value>& values)
    {
        values.clear();
        for (auto count = raw<std::size_t>(); count > 0; --count) {
            get(values.emplace_back());
        }
    }

    std::string_view m_rest;
};

std::string signature_of(std::string_view bytes, Seal const& seal)
{
    auto text = std::to_string(seal.purpose.size()) + ":" + seal.purpose;
    return base::hmac_sha256(seal.secret, text.append(bytes));
}

std::optional<Portfolio> read_all(std::string_view body)
{
    Portfolio portfolio;
    Reader reader{body};
    reader(portfolio);
    return reader.is_at_end() ? std::optional(std::move(portfolio)) : std::nullopt;
}

} // namespace

std::string encoded(Portfolio const& portfolio, Seal const& seal)
{
    Writer writer;
    writer(portfolio);
    return std::string{format} + signature_of(writer.bytes(), seal) + writer.bytes();
}

std::optional<Portfolio> decoded(std::string_view bytes, Seal const& seal)
{
    if (!bytes.starts_with(format) || bytes.size() < format.size() + signature_length) {
        return std::nullopt;
    }
    auto const signature = bytes.substr(format.size(), signature_length);
    auto const body = bytes.substr(format.size() + signature_length);
    if (signature_of(body, seal) != signature) {
        return std::nullopt;
    }
    try {
        return read_all(body);
    } catch (Error const&) { // signed, and yet no portfolio: it is not there, then
        return std::nullopt;
    }
}

} // namespace pf::jobs
