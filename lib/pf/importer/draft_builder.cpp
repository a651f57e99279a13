#include "pf/importer/draft_builder.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/model/instrument.hpp"
#include "pf/model/named_lot.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <optional>
#include <tuple>

namespace pf::importer {

using model::TransactionType;
using money::Excess;
using money::Rounding;

namespace {

constexpr std::chrono::year first_year{1900};        // nobody's books begin before, and nobody's end after
constexpr std::chrono::year first_year_quoted{1600}; // there are series of prices from the oldest exchange on
constexpr std::chrono::year last_year{2100};

constexpr std::size_t longest_description = 500; // characters
constexpr std::size_t leg_of_separate_fee = 1000;
constexpr std::size_t leg_of_exchanged_fee = 2000; // and the next thousand for what arrives

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

std::string joined(std::span<std::string_view const> words)
{
    return base::join(std::vector<std::string>{words.begin(), words.end()}, ", ");
}

std::vector<std::string> all_types()
{
    std::vector<std::string> types;
    for (auto const word : model::transaction_type_words()) {
        if (!model::converts(*model::parse_transaction_type(word))) { // halves of what comes below
            types.emplace_back(word);
        }
    }
    types.insert(types.end(), {"TRANSFER", "EXCHANGE", "MERGER", "SPINOFF", "EXERCISE", "ASSIGNMENT", "BALANCE"});
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

/// Money that moves with a trade: of the same moment, account and source.
Draft money_beside(Draft const& trade, TransactionType type, Decimal amount, Currency currency)
{
    Draft draft;
    draft.account = trade.account;
    draft.transaction = trade.transaction;
    auto& transaction = draft.transaction;
    transaction.type = type;
    transaction.quantity = Decimal();
    transaction.price.reset();
    transaction.fx_rate.reset();
    transaction.total_amount = amount;
    transaction.fee = Decimal();
    transaction.currency = currency;
    transaction.split_numerator = 0;
    transaction.split_denominator = 0;
    transaction.counter_ticker.clear();
    transaction.cost_share.reset();
    transaction.lots.clear();
    return draft;
}

/// What an amount of the other sign is.
TransactionType other_side(model::Transaction const& transaction)
{
    switch (transaction.type) {
    case TransactionType::dividend:
        return TransactionType::tax;
    case TransactionType::tax:
        return TransactionType::tax_refund;
    case TransactionType::interest:
        return TransactionType::fee;
    case TransactionType::fee:
        return TransactionType::fee_refund;
    case TransactionType::tax_refund:
        return TransactionType::tax;
    case TransactionType::fee_refund:
        return TransactionType::fee;
    case TransactionType::deposit:
        return TransactionType::withdrawal;
    case TransactionType::withdrawal:
        return TransactionType::deposit;
    case TransactionType::exchange_out:
        return TransactionType::exchange_in;
    case TransactionType::exchange_in:
        return TransactionType::exchange_out;
    default:
        return transaction.type;
    }
}

/// What a charge that is given back was booked as before there were refunds.
std::optional<TransactionType> known_as(model::Transaction const& charge)
{
    if (charge.type == TransactionType::fee || (charge.type == TransactionType::tax && charge.ticker.empty())) {
        return TransactionType::interest;
    }
    return charge.type == TransactionType::tax ? std::optional{TransactionType::dividend} : std::nullopt;
}

bool moves_money_alone(TransactionType type)
{
    return type == TransactionType::dividend || type == TransactionType::interest || type == TransactionType::fee ||
           type == TransactionType::tax || type == TransactionType::tax_refund || type == TransactionType::fee_refund ||
           type == TransactionType::deposit || type == TransactionType::withdrawal || model::exchanges_money(type);
}

/// An amount of zero that takes no units either.
bool moves_nothing(model::Transaction const& transaction)
{
    return moves_money_alone(transaction.type) && transaction.total_amount && transaction.total_amount->is_zero() &&
           transaction.fee.is_zero() && transaction.quantity.is_zero();
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
    case Record::balance:
        build_balance(emission, scope, line, entry, findings);
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
    auto const read = read_date(text, m_format.dates, m_format.zone, scope.date_order);
    if (!read) {
        add_fault(findings, emission, Field::date, scope, read.problem().message, read.problem().hint);
        return std::nullopt;
    }
    auto const year = std::chrono::year_month_day{base::day_of(read->timestamp)}.year();
    bool const is_quote = emission.record == Record::price || emission.record == Record::fx_rate;
    auto const first = is_quote ? first_year_quoted : first_year;
    if (year < first || year > last_year) {
        add_fault(findings, emission, Field::date, scope,
                  "is of a year before " + std::to_string(static_cast<int>(first)) + " or after 2100",
                  "is a digit of the year mistyped?");
        return std::nullopt;
    }
    return *read;
}

MoneyUnit DraftBuilder::unit(Emission const& emission, Field field, Scope const& scope, Findings& findings)
{
    std::string_view const code = view(emission, field, scope);
    if (code.empty()) {
        return {};
    }
    auto const parsed = parse_money_unit(code);
    if (!parsed) {
        add_fault(findings, emission, field, scope, parsed.problem().message, parsed.problem().hint);
        return {};
    }
    return *parsed;
}

Currency DraftBuilder::currency(Emission const& emission, Field field, Scope const& scope, Findings& findings)
{
    return unit(emission, field, scope, findings).currency;
}

void DraftBuilder::set_numbers(Draft& draft, Emission const& emission, Scope const& scope, Findings& findings) const
{
    auto& transaction = draft.transaction;
    auto const number = [&](Field field, Excess excess) {
        return emission.field(field).number(scope, excess, findings);
    };
    transaction.quantity = number(Field::quantity, Excess::reject).value_or(Decimal());
    transaction.price = number(Field::price, Excess::round);
    transaction.total_amount = number(Field::total, Excess::reject);
    transaction.fee = number(Field::fee, Excess::reject).value_or(Decimal());
    transaction.fx_rate = number(Field::fx_rate, Excess::round);
    transaction.cost_share = number(Field::cost_share, Excess::reject);
    draft.multiplier = number(Field::multiplier, Excess::reject);
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
                      "asset types: " + joined(model::asset_type_words()));
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
    MoneyUnit const counted_in = unit(emission, Field::currency, scope, findings);
    transaction.currency = counted_in.currency;
    if (counted_in.is_hundredth) {
        count_in_whole_units(transaction, !emission.field(Field::fee_currency).is_empty());
    }
    if (!emission.field(Field::description).is_empty()) {
        transaction.description = shortened(view(emission, Field::description, scope));
    }
    if (!emission.field(Field::external_id).is_empty()) {
        transaction.external_id = view(emission, Field::external_id, scope);
    }
    if (!emission.field(Field::account).is_empty()) {
        draft.account = view(emission, Field::account, scope);
    }
    if (!emission.field(Field::to_ticker).is_empty()) {
        transaction.counter_ticker = view(emission, Field::to_ticker, scope);
    }
    if (!emission.field(Field::to_account).is_empty()) {
        draft.counter_account = view(emission, Field::to_account, scope);
    }
    MoneyUnit const rate_leads_to = unit(emission, Field::fx_currency, scope, findings);
    draft.fx_currency = rate_leads_to.currency;
    if (rate_leads_to.is_hundredth) {
        divide_by_hundred(transaction.fx_rate);
    }
}

void DraftBuilder::set_lots(model::Transaction& transaction, Emission const& emission, Scope const& scope,
                            Findings& findings)
{
    if (emission.field(Field::lots).is_empty()) {
        return;
    }
    auto const lots = model::parse_named_lots(view(emission, Field::lots, scope));
    if (!lots) {
        add_fault(findings, emission, Field::lots, scope, lots.problem().message, lots.problem().hint);
        return;
    }
    transaction.lots = to_text(*lots);
}

/// What a broker calls the instrument besides is taken as far as it is a name; an ISIN that somebody has written is
/// one.
void DraftBuilder::set_other_name(Draft& draft, Emission const& emission, Scope const& scope, Findings& findings)
{
    if (!emission.field(Field::also_named).is_empty()) {
        draft.also_named = view(emission, Field::also_named, scope);
    }
    if (!emission.field(Field::isin).is_empty()) {
        draft.also_named = view(emission, Field::isin, scope);
        if (!draft.also_named.empty() && !model::is_isin(draft.also_named)) {
            add_fault(findings, emission, Field::isin, scope, "is not an ISIN",
                      "it has twelve characters, of which the last is a check digit: US0378331005");
        } else if (!draft.also_named.empty() && draft.transaction.ticker.empty()) {
            add_fault(findings, emission, Field::isin, scope, "does not go without a ticker",
                      "write the ISIN into the column ticker where the instrument has no other name");
        }
    }
    if (draft.also_named == draft.transaction.ticker || !is_ticker(draft.also_named)) {
        draft.also_named.clear();
    }
}

void DraftBuilder::turn_sign(Draft& draft, Emission const& emission)
{
    auto& transaction = draft.transaction;
    if (emission.takes_either_sign && transaction.total_amount && transaction.total_amount->is_negative()) {
        draft.known_as = known_as(transaction);
        transaction.type = other_side(transaction);
        transaction.total_amount = -*transaction.total_amount;
    }
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
    set_numbers(draft, emission, scope, findings);
    entry.rounded_prices += findings.rounded - rounded_before;
    set_texts(draft, emission, scope, findings);
    set_other_name(draft, emission, scope, findings);
    turn_sign(draft, emission);
    set_asset_type(transaction, emission, scope, findings);
    set_split(transaction, emission, scope, findings);
    set_lots(transaction, emission, scope, findings);
    DraftCheck check(draft, emission, scope, findings);
    has_type ? check.run() : check.check_signs();
    if (transaction.ticker.empty()) {
        draft.also_named.clear();
    }
    if (findings.faults.empty() && moves_nothing(transaction)) {
        entry.has_empty_side = entry.has_empty_side || model::exchanges_money(transaction.type);
        entry.drafts.pop_back();
        return;
    }
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
    MoneyUnit const counted_in = unit(emission, Field::fee_currency, scope, findings);
    Currency const paid_in = counted_in.currency;
    model::Transaction& transaction = draft.transaction;
    transaction.fee = counted_in.is_hundredth ? hundredth(transaction.fee) : transaction.fee;
    if (paid_in.is_none() || paid_in == transaction.currency) {
        return;
    }
    if (transaction.fx_rate && transaction.fx_rate->is_positive() && draft.fx_currency == paid_in) {
        exchange_fee(draft, paid_in, entry, origins);
        return;
    }
    auto fee = money_beside(draft, TransactionType::fee, transaction.fee, paid_in);
    transaction.fee = Decimal();
    origins.push_back({leg_of_separate_fee + origins.back().leg, {}});
    entry.drafts.push_back(std::move(fee));
}

/// The fee is part of the trade's cost, in the trade's currency, to its cent; what left the account is the other one's
/// money.
void DraftBuilder::exchange_fee(Draft& draft, Currency paid_in, Entry& entry, std::vector<DraftOrigin>& origins)
{
    model::Transaction& transaction = draft.transaction;
    auto const paid = transaction.fee;
    transaction.fee = money::divide(paid, *transaction.fx_rate, Rounding::half_even)
                          .rounded(transaction.currency.minor_digits(), Rounding::half_even);
    auto out = money_beside(draft, TransactionType::exchange_out, paid, paid_in);
    auto in = money_beside(draft, TransactionType::exchange_in, transaction.fee, transaction.currency);
    auto const leg = origins.back().leg;
    for (auto* const side : {&out, &in}) {
        side->transaction.ticker.clear();
        side->transaction.asset_type = model::AssetType::cash;
    }
    origins.push_back({leg_of_exchanged_fee + leg, {}});
    origins.push_back({leg_of_exchanged_fee + leg_of_separate_fee + leg, {}});
    entry.drafts.push_back(std::move(out));
    entry.drafts.push_back(std::move(in));
}

} // namespace pf::importer
