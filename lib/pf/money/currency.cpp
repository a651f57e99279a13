#include "pf/money/currency.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"

#include <algorithm>
#include <string>

namespace pf::money {
namespace {

constexpr int digits_of_other_codes = 8;

// Codes of ISO 4217 (list one, and those withdrawn since 1999 that old statements carry) by number of minor digits.
// Metals and funds codes have none there; they count as other codes.
constexpr std::string_view without_minor_unit = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF ";
constexpr std::string_view with_two_digits = "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV "
                                             "BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW "
                                             "CNY COP COU CRC CUC CUP CVE CZK DKK DOP DZD EEK EGP ERN ETB EUR FJD FKP "
                                             "GBP GEL GHS GIP GMD GTQ GYD HKD HNL HRK HTG "
                                             "HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL LTL "
                                             "LVL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR "
                                             "MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR "
                                             "RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE "
                                             "SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD "
                                             "USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW "
                                             "ZWG ZWL ";
constexpr std::string_view with_three_digits = "BHD IQD JOD KWD LYD OMR TND ";
constexpr std::string_view with_four_digits = "CLF UYW ";

/// \param list  codes of three letters, each followed by a space
bool contains(std::string_view list, std::string_view code)
{
    for (; !list.empty(); list.remove_prefix(4)) {
        if (list.substr(0, 3) == code) {
            return true;
        }
    }
    return false;
}

constexpr bool is_capital(char character)
{
    return character >= 'A' && character <= 'Z';
}

bool is_code(std::string_view text)
{
    return text.size() >= 3 && text.size() <= 10 && is_capital(text.front()) &&
           std::all_of(text.begin(), text.end(),
                       [](char character) { return is_capital(character) || (character >= '0' && character <= '9'); });
}

bool is_iso_4217(std::string_view code)
{
    return code.size() == 3 && (contains(with_two_digits, code) || contains(without_minor_unit, code) ||
                                contains(with_three_digits, code) || contains(with_four_digits, code));
}

std::string hint_for(std::string_view text)
{
    if (text == "GBp" || text == "ZAc") {
        return "these are hundredths: write the amount in " + std::string(text == "GBp" ? "GBP" : "ZAR");
    }
    auto const capitals = base::to_upper(base::trimmed(text));
    return is_iso_4217(capitals) ? "write it as " + capitals : "a code has 3 to 10 capitals or digits, for example EUR";
}

} // namespace

Currency::Currency(std::string_view code)
{
    auto const parsed = parse(code);
    if (!parsed) {
        throw Error{ExitCode::bad_data, base::quoted(code) + " " + parsed.problem().message, {}, parsed.problem().hint};
    }
    *this = *parsed;
}

Result<Currency> Currency::parse(std::string_view code)
{
    if (!is_code(code)) {
        return Problem{"is not a currency code", hint_for(code)};
    }
    Currency currency;
    std::copy(code.begin(), code.end(), currency.m_code.begin());
    currency.m_length = static_cast<unsigned char>(code.size());
    return currency;
}

int Currency::minor_digits() const
{
    if (contains(with_two_digits, code())) {
        return 2;
    }
    if (contains(without_minor_unit, code())) {
        return 0;
    }
    if (contains(with_three_digits, code())) {
        return 3;
    }
    return contains(with_four_digits, code()) ? 4 : digits_of_other_codes;
}

bool Currency::is_national() const
{
    return minor_digits() != digits_of_other_codes;
}

} // namespace pf::money
