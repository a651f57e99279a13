#include "pf/cache/quotes.hpp"

#include "pf/base/age.hpp"
#include "pf/base/text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace pf::cache {

namespace {

constexpr char const* hash_key = "pf:quotes";

/// A JSON number is taken from its text: a double never touches a price.
class Quote : public nlohmann::json_sax<nlohmann::json> {
public:
    std::string price;
    std::string currency;
    std::string time;

    bool null() override { return take(""); }
    bool boolean(bool /*value*/) override { return false; }
    bool number_integer(number_integer_t value) override { return take(std::to_string(value)); }
    bool number_unsigned(number_unsigned_t value) override { return take(std::to_string(value)); }
    bool number_float(number_float_t /*value*/, string_t const& text) override { return take(text); }
    bool string(string_t& value) override { return take(value); }
    bool binary(binary_t& /*value*/) override { return false; }
    bool start_object(std::size_t /*size*/) override { return m_depth++ == 0; }
    bool end_object() override { return true; }
    bool start_array(std::size_t /*size*/) override { return false; }
    bool end_array() override { return false; }
    bool key(string_t& value) override
    {
        m_key = value;
        return true;
    }
    bool parse_error(std::size_t /*at*/, std::string const& /*token*/,
                     nlohmann::json::exception const& /*error*/) override
    {
        return false;
    }

private:
    bool take(std::string const& value)
    {
        if (m_depth == 0) {
            return false;
        }
        if (m_key == "price") {
            price = value;
        } else if (m_key == "currency") {
            currency = value;
        } else if (m_key == "time") {
            time = value;
        }
        return true;
    }

    std::string m_key;
    int m_depth = 0;
};

struct Quoted {
    model::Price price;
    Timestamp time{};
};

Result<Quoted> read(std::string const& ticker, std::string_view json)
{
    Quote quote;
    if (!nlohmann::json::sax_parse(json, &quote)) {
        return Problem{"is not a JSON object of price, currency and time", {}};
    }
    auto const price = money::parse_decimal(quote.price, {}, money::Excess::round);
    if (!price || price->value.is_negative()) {
        return Problem{"has no price", {}};
    }
    auto const time = base::parse_iso_timestamp(quote.time);
    if (!time || time->date_only) {
        return Problem{"has no time", {}};
    }
    Quoted quoted;
    if (!quote.currency.empty()) {
        auto const currency = Currency::parse(quote.currency);
        if (!currency) {
            return Problem{"has a currency that is not one", {}};
        }
        quoted.price.currency = *currency;
    }
    quoted.price.ticker = ticker;
    quoted.price.close = price->value;
    quoted.price.source = "live";
    quoted.price.date = base::day_of(time->timestamp);
    quoted.time = time->timestamp;
    return quoted;
}

} // namespace

Result<model::Price> parse_quote(std::string const& ticker, std::string_view json)
{
    auto const quoted = read(ticker, json);
    return quoted ? Result<model::Price>(quoted->price) : Result<model::Price>(quoted.problem());
}

std::vector<model::Price> quotes(Redis& redis, std::set<std::string> const& tickers, Timestamp now)
{
    std::vector<std::string> const names{tickers.begin(), tickers.end()};
    std::vector<model::Price> prices;
    auto const values = names.empty() ? std::vector<std::optional<std::string>>{} : redis.fields(hash_key, names);
    for (std::size_t i = 0; i < values.size() && i < names.size(); ++i) {
        if (!values[i]) {
            continue;
        }
        auto const quoted = read(names[i], *values[i]);
        if (quoted && !base::is_from_the_future(quoted->time, now)) {
            prices.push_back(quoted->price);
        } else {
            redis.distrust(fmt::format("{}: the quote of {} {}; left out", hash_key, base::quoted(names[i]),
                                       quoted ? "is from the future" : quoted.problem().message));
        }
    }
    return prices;
}

void put_quotes(Redis& redis, std::vector<LiveQuote> const& quotes)
{
    std::vector<std::pair<std::string, std::string>> fields;
    for (auto const& quote : quotes) {
        auto const currency =
            quote.currency.is_none() ? std::string{} : fmt::format(R"("currency": "{}", )", quote.currency.code());
        fields.emplace_back(quote.ticker, fmt::format(R"({{"price": "{}", {}"time": "{}"}})", quote.price.to_text(),
                                                      currency, base::to_text(quote.time)));
    }
    if (!fields.empty()) {
        redis.set_fields(hash_key, fields);
    }
}

} // namespace pf::cache
