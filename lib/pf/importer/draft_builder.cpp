#include "pf/importer/draft_builder.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <optional>

namespace pf::importer {

using model::TransactionType;
using money::Excess;
using money::Rounding;

namespace {

constexpr std::size_t longest_description = 500; // characters
constexpr std::size_t leg_of_separate_fee = 1000;

/// At most so many characters, no character cut.
std::string_view shortened(std::string_view text)
{
    if (text.size() <= longest_description) {
        return text;
    }
    std::size_t characters = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        bool const begins = (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
        if (begins && characters++ == longest_description) {
            return text.substr(0, at);
        }
    }
    return text;
}

std::vector<std::string> all_types()
{
    std::vector<std::string> types;
    for (int index = 0; index <= static_cast<int>(TransactionType::split); ++index) {
        types.emplace_back(model::to_text(static_cast<TransactionType>(index)));
    }
    types.emplace_back("TRANSFER");
    return types;
}

/// A ratio of decimals in the smallest whole numbers.
struct Ratio {
    std::int64_t numerator = 0;
    std::int64_t denominator = 0;
};

std::optional<Ratio> ratio_of(Decimal numerator, Decimal denominator)
{
    if (!numerator.is_positive() || !denominator.is_positive()) {
        return std::nullopt;
    }
    money::Int128 left = numerator.units();
    money::Int128 right = denominator.units();
    while (right != 0) {
        left = std::exchange(right, left % right);
    }
    money::Int128 const upper = numerator.units() / left;
    money::Int128 const lower = denominator.units() / left;
    constexpr auto most = static_cast<money::Int128>(std::numeric_limits<std::int64_t>::max());
    if (upper > most || lower > most || upper == lower) {
        return std::nullopt;
    }
    return Ratio{static_cast<std::int64_t>(upper), static_cast<std::int64_t>(lower)};
}

/// `4:1`
std::optional<Ratio> parse_ratio(std::string_view text)
{
    auto const parts = base::split(text, ':');
    if (parts.size() != 2) {
        return std::nullopt;
    }
    auto const numerator = money::parse_decimal(base::trimmed(parts[0]));
    auto const denominator = money::parse_decimal(base::trimmed(parts[1]));
    if (!numerator || !denominator) {
        return std::nullopt;
    }
    return ratio_of(numerator->value, denominator->value);
}

void set_ratio(model::Transaction& transaction, Ratio ratio)
{
    transaction.split_numerator = ratio.numerator;
    transaction.split_denominator = ratio.denominator;
}

} // namespace

std::string_view DraftBuilder::view(Emission const& emission, Field field, Scope const& scope)
{
    return emission.field(field).view(scope, m_buffer);
}

void DraftBuilder::build(Emission const& emission, std::size_t leg, Scope const& scope, std::int64_t line, Entry& entry,
                         std::vector<DraftOrigin>& origins, Findings& findings)
{
    switch (emission.record) {
    case Record::transaction:
        build_transaction(emission, leg, scope, line, entry, origins, findings);
        return;
    case Record::price:
        build_price(emission, scope, entry, findings);
        return;
    case Record::fx_rate:
        build_fx_rate(emission, scope, entry, findings);
        return;
    }
}

bool DraftBuilder::set_type(model::Transaction& transaction, Emission const& emission, Scope const& scope,
                            Findings& findings)
{
    if (emission.type) {
        transaction.type = *emission.type;
        return true;
    }
    std::string_view const word = view(emission, Field::type, scope);
    auto type = model::parse_transaction_type(word);
    if (!type) {
        type = model::parse_transaction_type(base::to_upper(word));
    }
    if (type) {
        transaction.type = *type;
        return true;
    }
    auto const types = all_types();
    auto const nearest = base::nearest(base::to_upper(word), types);
    add_fault(findings, emission, Field::type, scope, word.empty() ? "is empty" : "is not a type of transaction",
              nearest && !word.empty() ? "did you mean " + *nearest + "?" : "types: " + base::join(types, ", "));
    return false;
}

std::optional<base::ParsedTimestamp> DraftBuilder::date(Emission const& emission, Scope const& scope,
                                                        Findings& findings)
{
    std::string_view const text = view(emission, Field::date, scope);
    if (text.empty()) {
        add_fault(findings, emission, Field::date, scope, "is empty", "a row needs its day");
        return std::nullopt;
    }
    auto const read = read_date(text, m_format.dates, m_format.zone);
    if (!read) {
        add_fault(findings, emission, Field::date, scope, read.problem().message, read.problem().hint);
        return std::nullopt;
    }
    return *read;
}

Currency DraftBuilder::currency(Emission const& emission, Field field, Scope const& scope, Findings& findings)
{
    std::string_view const code = view(emission, field, scope);
    if (code.empty()) {
        return {};
    }
    auto const parsed = Currency::parse(code);
    if (!parsed) {
        add_fault(findings, emission, field, scope, parsed.problem().message, parsed.problem().hint);
        return {};
    }
    return *parsed;
}

void DraftBuilder::set_numbers(model::Transaction& transaction, Emission const& emission, Scope const& scope,
                               Findings& findings) const
{
    auto const number = [&](Field field, Excess excess) {
        return emission.field(field).number(scope, excess, findings);
    };
    transaction.quantity = number(Field::quantity, Excess::reject).value_or(Decimal());
    transaction.price = number(Field::price, Excess::round);
    transaction.total_amount = number(Field::total, Excess::reject);
    transaction.fee = number(Field::fee, Excess::reject).value_or(Decimal());
    transaction.fx_rate = number(Field::fx_rate, Excess::round);
}

void DraftBuilder::set_asset_type(model::Transaction& transaction, Emission const& emission, Scope const& scope,
                                  Findings& findings)
{
    transaction.asset_type = emission.asset_type.value_or(model::AssetType::other);
    std::string_view const word = view(emission, Field::asset_type, scope);
    if (!word.empty()) {
        auto const parsed = model::parse_asset_type(base::to_upper(word));
        if (!parsed) {
            add_fault(findings, emission, Field::asset_type, scope, "is not an asset type",
                      "asset types: STOCK, ETF, FUND, BOND, CRYPTO, METAL, CASH, OTHER");
        }
        transaction.asset_type = parsed.value_or(model::AssetType::other);
    }
}

void DraftBuilder::set_split(model::Transaction& transaction, Emission const& emission, Scope const& scope,
                             Findings& findings)
{
    Expression const& upper = emission.field(Field::split_new);
    if (!upper.is_empty()) {
        auto const units_new = upper.number(scope, Excess::reject, findings);
        auto const units_old = emission.field(Field::split_old).number(scope, Excess::reject, findings);
        auto const ratio = units_new && units_old ? ratio_of(*units_new, *units_old) : std::nullopt;
        if (!ratio) {
            add_fault(findings, emission, Field::split_new, scope,
                      "does not make a ratio with the units before the split", "both are numbers greater than zero");
        }
        set_ratio(transaction, ratio.value_or(Ratio{}));
        return;
    }
    std::string_view const text = view(emission, Field::split, scope);
    if (text.empty()) {
        return;
    }
    if (text.front() == '+') {
        auto const added = money::parse_decimal(text.substr(1));
        if (added && added->value.is_positive() && transaction.quantity.is_zero()) {
            transaction.quantity = added->value;
            return;
        }
    } else if (auto const ratio = parse_ratio(text)) {
        set_ratio(transaction, *ratio);
        return;
    }
    add_fault(findings, emission, Field::split, scope, "is not a split",
              "4:1 is four new units for one old; +15 is fifteen units more");
}

void DraftBuilder::set_texts(Draft& draft, Emission const& emission, Scope const& scope, Findings& findings)
{
    model::Transaction& transaction = draft.transaction;
    transaction.ticker = view(emission, Field::ticker, scope);
    transaction.currency = currency(emission, Field::currency, scope, findings);
    if (!emission.field(Field::description).is_empty()) {
        transaction.description = shortened(view(emission, Field::description, scope));
    }
    if (!emission.field(Field::external_id).is_empty()) {
        transaction.external_id = view(emission, Field::external_id, scope);
    }
    if (!emission.field(Field::account).is_empty()) {
        draft.account = view(emission, Field::account, scope);
    }
    if (!emission.field(Field::to_account).is_empty()) {
        draft.counter_account = view(emission, Field::to_account, scope);
    }
    draft.fx_currency = currency(emission, Field::fx_currency, scope, findings);
}

void DraftBuilder::build_transaction(Emission const& emission, std::size_t leg, Scope const& scope, std::int64_t line,
                                     Entry& entry, std::vector<DraftOrigin>& origins, Findings& findings)
{
    Draft& draft = entry.drafts.emplace_back();
    model::Transaction& transaction = draft.transaction;
    transaction.line_no = line;
    bool const has_type = set_type(transaction, emission, scope, findings);
    if (auto const when = date(emission, scope, findings)) {
        transaction.date = when->timestamp;
        transaction.date_only = when->date_only;
    }
    std::int64_t const rounded_before = findings.rounded;
    set_numbers(transaction, emission, scope, findings);
    entry.rounded_prices += findings.rounded - rounded_before;
    set_texts(draft, emission, scope, findings);
    set_asset_type(transaction, emission, scope, findings);
    set_split(transaction, emission, scope, findings);
    DraftCheck check(draft, emission, scope, findings);
    has_type ? check.run() : check.check_signs();
    origins.push_back({leg, emission.borrowed});
    if (!emission.field(Field::fee_currency).is_empty() && !draft.transaction.fee.is_zero()) {
        settle_fee_currency(draft, emission, scope, entry, origins, findings);
    }
}

/// A fee in another currency is converted by the trade's own rate where that leads there; otherwise it becomes a FEE of
/// its own.
void DraftBuilder::settle_fee_currency(Draft& draft, Emission const& emission, Scope const& scope, Entry& entry,
                                       std::vector<DraftOrigin>& origins, Findings& findings)
{
    Currency const paid_in = currency(emission, Field::fee_currency, scope, findings);
    model::Transaction& transaction = draft.transaction;
    if (paid_in.is_none() || paid_in == transaction.currency) {
        return;
    }
    if (transaction.fx_rate && transaction.fx_rate->is_positive() && draft.fx_currency == paid_in) {
        transaction.fee = money::divide(transaction.fee, *transaction.fx_rate, Rounding::half_even);
        return;
    }
    Draft fee;
    fee.account = draft.account;
    fee.transaction = transaction;
    fee.transaction.type = TransactionType::fee;
    fee.transaction.quantity = Decimal();
    fee.transaction.price.reset();
    fee.transaction.fx_rate.reset();
    fee.transaction.total_amount = transaction.fee;
    fee.transaction.fee = Decimal();
    fee.transaction.currency = paid_in;
    fee.transaction.split_numerator = 0;
    fee.transaction.split_denominator = 0;
    transaction.fee = Decimal();
    origins.push_back({leg_of_separate_fee + origins.back().leg, {}});
    entry.drafts.push_back(std::move(fee));
}

void DraftBuilder::build_price(Emission const& emission, Scope const& scope, Entry& entry, Findings& findings)
{
    auto const number = [&](Field field, Excess excess) {
        auto const value = emission.field(field).number(scope, excess, findings);
        if (value && value->is_negative()) {
            add_fault(findings, emission, field, scope, "is negative", "prices and volumes are positive");
        }
        return value;
    };
    model::Price price;
    if (auto const when = date(emission, scope, findings)) {
        price.date = base::day_of(when->timestamp);
    }
    price.ticker = view(emission, Field::ticker, scope);
    if (price.ticker.empty()) {
        add_fault(findings, emission, Field::ticker, scope, "is empty", "write what the price is of");
    }
    std::int64_t const rounded_before = findings.rounded;
    std::size_t const faults_before = findings.faults.size();
    auto const close = number(Field::close, Excess::round);
    if (!close && findings.faults.size() == faults_before) {
        add_fault(findings, emission, Field::close, scope, "is empty; a price is needed",
                  "leave out the days without a close");
    }
    price.close = close.value_or(Decimal());
    price.open = number(Field::open, Excess::round);
    price.high = number(Field::high, Excess::round);
    price.low = number(Field::low, Excess::round);
    price.volume = number(Field::volume, Excess::reject);
    if (price.high && price.low && *price.high < *price.low) {
        add_fault(findings, emission, Field::high, scope, "is lower than the low", "are the two exchanged?");
    }
    price.currency = currency(emission, Field::currency, scope, findings);
    price.source = m_format.name;
    entry.rounded_prices += findings.rounded - rounded_before;
    entry.prices.push_back(std::move(price));
}

void DraftBuilder::build_fx_rate(Emission const& emission, Scope const& scope, Entry& entry, Findings& findings)
{
    model::FxRate rate;
    if (auto const when = date(emission, scope, findings)) {
        rate.date = base::day_of(when->timestamp);
    }
    for (auto const& [field, target] : {std::pair{Field::base, &rate.base}, std::pair{Field::quote, &rate.quote}}) {
        *target = currency(emission, field, scope, findings);
        if (view(emission, field, scope).empty()) {
            add_fault(findings, emission, field, scope, "is empty", "write its code, for example EUR");
        }
    }
    if (!rate.base.is_none() && rate.base == rate.quote) {
        add_fault(findings, emission, Field::quote, scope, "is the base currency itself",
                  "a rate leads from one currency to another");
    }
    std::int64_t const rounded_before = findings.rounded;
    std::size_t const faults_before = findings.faults.size();
    auto const value = emission.field(Field::rate).number(scope, Excess::round, findings);
    if (findings.faults.size() == faults_before && (!value || !value->is_positive())) {
        add_fault(findings, emission, Field::rate, scope, value ? "is not greater than zero" : "is empty",
                  "it is the price of one unit of base in units of quote");
    }
    rate.rate = value.value_or(Decimal());
    entry.rounded_prices += findings.rounded - rounded_before;
    entry.fx_rates.push_back(rate);
}

} // namespace pf::importer
