#include "pf/importer/draft_check.hpp"

#include "pf/base/error.hpp"
#include "pf/base/name.hpp"
#include "pf/base/text.hpp"
#include "pf/model/named_lot.hpp"

#include <algorithm>
#include <utility>

namespace pf::importer {

using model::TransactionType;
using money::Rounding;

namespace {

constexpr std::size_t longest_ticker = 50;       // characters
constexpr std::size_t longest_external_id = 200; // characters

std::string with_article(std::string const& type)
{
    return (std::string_view("AEIOU").find(type.front()) != std::string_view::npos ? "an " : "a ") + type;
}

} // namespace

bool is_ticker(std::string_view text)
{
    return base::is_name(text, longest_ticker);
}

void add_fault(Findings& findings, Emission const& emission, Field field, Scope const& scope, std::string reason,
               std::string hint)
{
    auto const slot = emission.field(field).told_slot(scope);
    std::string value = slot ? std::string(text_of(*slot, scope)) : std::string();
    findings.faults.push_back({slot, std::move(value), std::move(reason), std::move(hint)});
}

DraftCheck::DraftCheck(Draft& draft, Emission const& emission, Scope const& scope, Findings& findings)
    : m_draft(draft), m_transaction(draft.transaction), m_emission(emission), m_scope(scope), m_findings(findings)
{
}

void DraftCheck::fault(Field field, std::string reason, std::string hint)
{
    add_fault(m_findings, m_emission, field, m_scope, std::move(reason), std::move(hint));
}

std::string DraftCheck::type_text() const
{
    return std::string(model::to_text(m_transaction.type));
}

/// Without an instrument a transfer between own accounts moves money.
bool DraftCheck::is_transfer_of_money() const
{
    auto const is_transfer =
        m_transaction.type == TransactionType::transfer_in || m_transaction.type == TransactionType::transfer_out;
    return is_transfer && m_transaction.ticker.empty() && !m_draft.counter_account.empty();
}

bool DraftCheck::is_cash_movement() const
{
    return is_transfer_of_money() || is_pure_cash_type();
}

bool DraftCheck::is_pure_cash_type() const
{
    bool const takes_units = model::reduces_lots(m_transaction.type) && m_transaction.type != TransactionType::fee;
    return !model::opens_lot(m_transaction.type) && !takes_units && !model::converts(m_transaction.type) &&
           m_transaction.type != TransactionType::split;
}

void DraftCheck::run()
{
    check_signs();
    check_ticker();
    check_split();
    check_transfer();
    check_conversion();
    check_quantity();
    check_amounts();
    check_expiry();
    check_lots();
    check_currency();
    settle_cash_movement();
}

bool DraftCheck::has_fault(Field field) const
{
    if (m_findings.faults.empty()) {
        return false;
    }
    auto const slot = m_emission.field(field).first_slot();
    return slot && std::any_of(m_findings.faults.begin(), m_findings.faults.end(),
                               [&slot](Fault const& known) { return known.slot == slot; });
}

void DraftCheck::check_signs()
{
    if (m_transaction.type == TransactionType::split && m_transaction.quantity.is_negative()) {
        fault(Field::quantity, "takes units away: a reverse split",
              "book it as a SPLIT with its ratio in a file of the format pf, and leave this row out");
    } else if (m_transaction.quantity.is_negative()) {
        sign_fault(Field::quantity);
    }
    if (m_transaction.price && m_transaction.price->is_negative()) {
        sign_fault(Field::price);
    }
    if (m_transaction.total_amount && m_transaction.total_amount->is_negative()) {
        sign_fault(Field::total);
    }
    if (m_transaction.fee.is_negative()) {
        sign_fault(Field::fee);
    }
    if (m_draft.multiplier && !m_draft.multiplier->is_positive()) {
        fault(Field::multiplier, "is not greater than zero",
              "it is how many units of what is quoted one contract stands for: 100 for most options on shares");
    }
    if (m_transaction.fx_rate && !m_transaction.fx_rate->is_positive()) {
        fault(Field::fx_rate, "is not greater than zero",
              "it is the price of one unit of the row's currency in the account's base currency");
    }
}

/// The formula may have turned the sign; then "is negative" would not be what the file shows.
void DraftCheck::sign_fault(Field field)
{
    auto const slot = m_emission.field(field).first_slot();
    std::string_view const shown = slot ? text_of(*slot, m_scope) : std::string_view();
    if (shown.find('-') != std::string_view::npos) {
        fault(field, "is negative", "quantities and amounts are positive; the type gives the direction");
    } else {
        fault(field, "has the wrong sign for " + with_article(type_text()),
              "the source writes the other direction with a minus");
    }
}

void DraftCheck::check_ticker()
{
    std::string const& ticker = m_transaction.ticker;
    if (!ticker.empty() && !is_ticker(ticker)) {
        fault(Field::ticker, "is not a ticker", "a ticker has at most 50 characters and no control characters");
    }
    bool const is_needed = !is_cash_movement() || m_transaction.type == TransactionType::dividend ||
                           model::changes_cost(m_transaction.type);
    if (is_needed && ticker.empty()) {
        fault(Field::ticker, "is empty; " + with_article(type_text()) + " needs a ticker",
              m_transaction.type == TransactionType::dividend
                  ? "interest on cash is INTEREST"
                  : "cash without an instrument is a DEPOSIT or WITHDRAWAL, or a TRANSFER with its total");
    }
    bool const is_cash = m_transaction.type == TransactionType::deposit ||
                         m_transaction.type == TransactionType::withdrawal ||
                         model::exchanges_money(m_transaction.type);
    if (!is_cash || ticker.empty()) {
        return;
    }
    if (ticker != m_transaction.currency.code()) {
        fault(Field::ticker, "does not go with " + type_text() + ", which moves cash",
              "units come in by TRANSFER_IN and go out by TRANSFER_OUT");
    }
    m_transaction.ticker.clear();
}

void DraftCheck::check_quantity()
{
    bool const takes_cost = m_transaction.type == TransactionType::convert_out && m_transaction.cost_share;
    bool const is_needed = !is_cash_movement() && m_transaction.type != TransactionType::split && !takes_cost;
    if (!is_needed || !m_transaction.quantity.is_zero() || has_fault(Field::quantity)) {
        return;
    }
    auto const slot = m_emission.field(Field::quantity).first_slot();
    bool const is_empty = !slot || text_of(*slot, m_scope).empty();
    fault(Field::quantity,
          std::string(is_empty ? "is empty; " : "is zero; ") + with_article(type_text()) + " needs a quantity",
          "what moves cash and no units is a DEPOSIT, WITHDRAWAL, EXCHANGE, FEE, TAX, INTEREST or DIVIDEND");
}

/// Cash is no units, but for a fee that is paid in the asset itself.
void DraftCheck::settle_cash_movement()
{
    if (m_transaction.ticker.empty()) {
        m_transaction.asset_type = model::AssetType::cash;
    }
    bool const is_paid_in_units = m_transaction.type == TransactionType::fee && !m_transaction.ticker.empty();
    if (is_cash_movement() && !is_paid_in_units) {
        m_transaction.quantity = Decimal();
    }
}

void DraftCheck::check_split()
{
    bool const has_ratio = m_transaction.split_numerator != 0;
    if (m_transaction.type != TransactionType::split) {
        if (has_ratio) {
            fault(Field::split, "does not go with " + type_text(), "only a SPLIT has a ratio");
        }
        return;
    }
    bool const has_quantity = m_transaction.quantity.is_positive();
    if (!has_ratio && !has_quantity && !has_fault(Field::quantity) && !has_fault(Field::split) &&
        !has_fault(Field::split_new)) {
        Field const blamed = m_emission.field(Field::split).is_empty() ? Field::quantity : Field::split;
        fault(blamed, "is empty; a SPLIT needs its ratio",
              "4:1 is four new units for one old; +15 is fifteen units more");
    }
    if (has_ratio && has_quantity) {
        fault(Field::quantity, "does not go with a ratio", "leave the quantity of a SPLIT empty");
    }
    m_transaction.price.reset();
    m_transaction.total_amount.reset();
}

void DraftCheck::check_transfer()
{
    if (m_draft.counter_account.empty() || m_transaction.type != TransactionType::transfer_out) {
        return;
    }
    std::string_view const account =
        m_draft.account.empty() ? m_scope.default_account : std::string_view(m_draft.account);
    if (account == m_draft.counter_account) {
        fault(Field::to_account, "is the account that the units are in already", "name the account that receives them");
    }
}

void DraftCheck::check_conversion()
{
    auto const& other = m_transaction.counter_ticker;
    bool const closes_option =
        m_transaction.type == TransactionType::sell || m_transaction.type == TransactionType::expire;
    if (!model::converts(m_transaction.type) && (other.empty() || !closes_option)) {
        if (!other.empty()) {
            fault(Field::to_ticker, "does not go with " + type_text(),
                  "units become units of another ticker by a MERGER, a SPINOFF, an EXERCISE or an ASSIGNMENT");
        }
        return;
    }
    if (other.empty()) {
        fault(Field::to_ticker, "is empty; " + with_article(type_text()) + " is half of a conversion",
              "write the whole as a MERGER, a SPINOFF, an EXERCISE or an ASSIGNMENT");
    } else if (other == m_transaction.ticker) {
        fault(Field::to_ticker, "is the ticker that the units have already", "name the instrument that they become");
    } else if (!is_ticker(other)) {
        fault(Field::to_ticker, "is not a ticker", "a ticker has at most 50 characters and no control characters");
    }
    auto const share = m_transaction.cost_share;
    if (share && (share->is_negative() || *share > Decimal(1))) {
        fault(Field::cost_share, "is not between 0 and 1", "a twentieth of the cost is 0.05");
    }
}

void DraftCheck::check_lots()
{
    if (m_transaction.lots.empty()) {
        return;
    }
    if (m_transaction.type != TransactionType::sell) {
        return fault(Field::lots, "does not go with " + type_text(), "only a SELL names the lots that it takes");
    }
    auto const named = total_quantity(*model::parse_named_lots(m_transaction.lots));
    if (named > m_transaction.quantity && !has_fault(Field::quantity)) {
        fault(Field::lots, "names more units than the " + m_transaction.quantity.to_text() + " that are sold",
              "what the names leave over follows the account's method; they may be fewer, not more");
    }
}

/// What expires brings nothing; what it brought would be a sale.
void DraftCheck::check_expiry()
{
    if (m_transaction.type != TransactionType::expire) {
        return;
    }
    if (m_transaction.total_amount && !m_transaction.total_amount->is_zero()) {
        fault(m_transaction.price ? Field::price : Field::total, "does not go with EXPIRE, which brings nothing",
              "what was paid for the units is a SELL");
    }
    m_transaction.total_amount.reset();
    m_transaction.price.reset();
}

void DraftCheck::check_amounts()
{
    if (has_fault(Field::quantity) || has_fault(Field::price) || has_fault(Field::total) || has_fault(Field::fee)) {
        return;
    }
    try {
        work_out_total();
    } catch (Error const& error) {
        fault(Field::price, error.message(), "quantity times price must stay below 10^20");
        return;
    }
    move_fee_to_total();
    if (m_transaction.total_amount || m_transaction.type == TransactionType::split || m_emission.may_lack_cost) {
        return;
    }
    bool const is_trade = m_transaction.type == TransactionType::buy || m_transaction.type == TransactionType::sell;
    bool const is_pure_cash =
        is_cash_movement() && !(m_transaction.type == TransactionType::fee && m_transaction.quantity.is_positive());
    if (is_trade || is_pure_cash) {
        Field const blamed = m_emission.field(Field::price).is_empty() ? Field::total : Field::price;
        fault(blamed, "is empty; " + with_article(type_text()) + " needs an amount",
              m_transaction.type == TransactionType::buy ? "units of unknown cost come in by TRANSFER_IN"
                                                         : "give the price, or the total where the file has one");
    }
}

/// The amount is what the source gives; else quantity × price × multiplier; for cash the price alone will do.
void DraftCheck::work_out_total()
{
    if (m_transaction.total_amount || !m_transaction.price) {
        return;
    }
    if (!m_transaction.quantity.is_zero()) {
        auto const units =
            money::multiply(m_transaction.quantity, m_draft.multiplier.value_or(Decimal(1)), Rounding::half_even);
        m_transaction.total_amount = money::multiply(units, *m_transaction.price, Rounding::half_even);
    } else if (is_cash_movement()) {
        m_transaction.total_amount = std::exchange(m_transaction.price, std::nullopt);
    }
}

/// `FEE` with its amount in the fee's place.
void DraftCheck::move_fee_to_total()
{
    if (m_transaction.type != TransactionType::fee || m_transaction.fee.is_zero()) {
        return;
    }
    if (m_transaction.total_amount || m_transaction.quantity.is_positive()) {
        fault(Field::fee, "does not go with a FEE that has another amount", "leave one of the two empty");
        return;
    }
    m_transaction.total_amount = m_transaction.fee;
    m_transaction.fee = Decimal();
}

void DraftCheck::check_currency()
{
    bool const has_amount = m_transaction.total_amount || m_transaction.price || !m_transaction.fee.is_zero();
    if (m_transaction.currency.is_none() && has_amount && !has_fault(Field::currency)) {
        auto const slot = m_emission.field(Field::currency).first_slot();
        bool const is_empty = !slot || text_of(*slot, m_scope).empty();
        fault(Field::currency, is_empty ? "is empty; an amount needs a currency" : "does not tell its currency",
              is_empty ? "write its code, for example EUR"
                       : "its sign is that of several currencies, or of none that is known");
    }
    for (SeenMark const& seen : m_findings.marks) {
        if (!m_transaction.currency.is_none() && !mark_fits(seen.mark, m_transaction.currency.code())) {
            m_findings.faults.push_back(
                {seen.slot, std::string(text_of(seen.slot, m_scope)),
                 "is not in " + std::string(m_transaction.currency.code()) + ", the currency of the row",
                 "an amount's sign of currency and the row's code must agree"});
        }
    }
    m_findings.marks.clear();
    if (!m_transaction.external_id.empty() && !base::is_name(m_transaction.external_id, longest_external_id)) {
        fault(Field::external_id, "is not an id", "an id has at most 200 characters and no control characters");
    }
}

} // namespace pf::importer
