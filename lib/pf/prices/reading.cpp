#include "pf/prices/reading.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/csv/reader.hpp"
#include "pf/importer/money_unit.hpp"
#include "pf/prices/json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>

namespace pf::prices {

namespace {

using money::Rounding;

/// The cells of a row, whatever it came in.
struct Cells {
    std::string day;
    std::string value;
    std::string currency;
    std::string base;
    std::string quote;
    std::string where; ///< `line 3`
};

Problem about(Cells const& cells, std::string_view what, std::string_view value, std::string_view why)
{
    return {fmt::format("{}: {} {} {}", cells.where, what, base::quoted(value), why), {}};
}

Result<Unit> unit_of(Source const& source, std::string_view word)
{
    auto const own = source.units.find(std::string{word});
    if (own != source.units.end()) {
        return own->second;
    }
    // Most sources of coins write usd.
    auto const known = importer::parse_money_unit(word);
    auto const parsed = known ? known : importer::parse_money_unit(base::to_upper(word));
    if (!parsed) {
        return parsed.problem();
    }
    return Unit{parsed->currency, parsed->is_hundredth ? money::parse_decimal("0.01")->value : Decimal{1}};
}

/// The digits before and after the decimal mark, without the mark.
std::string shifted(std::string_view digits, std::string_view fraction, long long exponent)
{
    auto whole = std::string{digits};
    auto rest = std::string{fraction};
    for (; exponent > 0; --exponent) {
        whole += rest.empty() ? '0' : rest.front();
        rest.erase(0, rest.empty() ? 0 : 1);
    }
    for (; exponent < 0; ++exponent) {
        rest.insert(rest.begin(), whole.empty() ? '0' : whole.back());
        if (!whole.empty()) {
            whole.pop_back();
        }
    }
    return (whole.empty() ? "0" : whole) + (rest.empty() ? "" : "." + rest);
}

/// `5.1e-05` as `0.000051`; nothing when it is no such number, or one that no price is.
std::optional<std::string> without_exponent(std::string_view text)
{
    auto const mark = text.find_first_of("eE");
    if (mark == std::string_view::npos) {
        return std::string{text};
    }
    auto power = text.substr(mark + 1);
    power.remove_prefix(power.starts_with('+') ? 1 : 0);
    auto const exponent = base::parse_integer(power);
    constexpr long long most = 100;
    if (!exponent || *exponent > most || *exponent < -most) {
        return std::nullopt;
    }
    auto number = text.substr(0, mark);
    bool const has_digits = number.find_first_of("0123456789") != std::string_view::npos;
    if (!has_digits) {
        return std::nullopt;
    }
    std::string const sign = number.starts_with('-') ? "-" : "";
    number.remove_prefix(sign.size());
    auto const point = number.find('.');
    auto const fraction = point == std::string_view::npos ? std::string_view{} : number.substr(point + 1);
    return sign + shifted(number.substr(0, point), fraction, *exponent);
}

/// The value of one place, from the names that it may have.
std::string first_of(std::vector<std::string> const& names,
                     std::function<std::optional<std::string>(std::string const&)> const& find)
{
    for (auto const& name : names) {
        if (auto const found = find(name)) {
            return *found;
        }
    }
    return {};
}

Cells cells_at(Places const& places, std::function<std::optional<std::string>(std::string const&)> const& find,
               std::string where)
{
    return {first_of(places.day, find),  first_of(places.value, find), first_of(places.currency, find),
            first_of(places.base, find), first_of(places.quote, find), std::move(where)};
}

/// Takes rows one by one until one cannot be read.
class Collector {
public:
    explicit Collector(Question const& question) : m_question(question), m_source(*question.source) {}

    [[nodiscard]] std::optional<Problem> add(Cells const& cells)
    {
        if (is_missing(cells)) {
            return std::nullopt;
        }
        Observed row;
        auto problem = read_day(cells, row);
        problem = problem ? problem : read_value(cells, row);
        problem = problem ? problem : read_money(cells, row);
        if (!problem) {
            reading.rows.push_back(row);
        }
        return problem;
    }

    Reading reading;

private:
    /// A day without a value, or a currency that was not asked for.
    [[nodiscard]] bool is_missing(Cells const& cells) const
    {
        if (std::ranges::find(m_source.missing, cells.value) != m_source.missing.end()) {
            return true;
        }
        auto const& quotes = m_question.quotes;
        return m_source.gives == Gives::rates && !quotes.empty() && !cells.quote.empty() &&
               std::ranges::none_of(quotes, [&](Currency one) { return one.code() == cells.quote; });
    }

    std::optional<Problem> read_day(Cells const& cells, Observed& row) const
    {
        if (m_source.day_style == DayStyle::iso) {
            auto const parsed = base::parse_iso_timestamp(cells.day);
            if (!parsed) {
                return about(cells, "the day", cells.day, parsed.problem().message);
            }
            row.moment = parsed->timestamp;
        } else {
            auto const number = base::parse_integer(cells.day);
            constexpr long long latest = 253'402'300'799'999; // of the year 9999, in milliseconds
            if (!number || *number < 0 || *number > latest) {
                return about(cells, "the day", cells.day, "is not a count since 1970");
            }
            auto const scale = m_source.day_style == DayStyle::unix_s ? 1'000'000 : 1'000;
            row.moment = Timestamp{std::chrono::microseconds{*number * scale}};
        }
        row.day = base::day_of(row.moment - std::chrono::microseconds{m_source.names_ends ? 1 : 0});
        return std::nullopt;
    }

    std::optional<Problem> read_value(Cells const& cells, Observed& row)
    {
        auto const parsed = parse_value(cells.value, m_source.decimals);
        if (!parsed) {
            return about(cells, m_source.gives == Gives::rates ? "the rate" : "the close", cells.value,
                         parsed.problem().message);
        }
        row.value = parsed->value;
        reading.rounded += parsed->was_rounded ? 1 : 0;
        return std::nullopt;
    }

    std::optional<Problem> read_money(Cells const& cells, Observed& row) const
    {
        return m_source.gives == Gives::rates ? read_pair(cells, row) : read_currency(cells, row);
    }

    std::optional<Problem> read_currency(Cells const& cells, Observed& row) const
    {
        auto const& told = cells.currency.empty() ? m_question.unit : cells.currency;
        if (told.empty()) {
            return std::nullopt;
        }
        auto const unit = unit_of(m_source, told);
        if (!unit) {
            return about(cells, "the currency", told, unit.problem().message);
        }
        row.currency = unit->currency;
        row.value = money::multiply(row.value, unit->scale, Rounding::half_even);
        return std::nullopt;
    }

    std::optional<Problem> read_pair(Cells const& cells, Observed& row) const
    {
        auto const base = cells.base.empty() ? Result<Currency>{m_source.base} : Currency::parse(cells.base);
        bool const names_one = cells.quote.empty() && m_question.quotes.size() == 1;
        auto const quote = names_one ? Result<Currency>{m_question.quotes.front()} : Currency::parse(cells.quote);
        if (!base || base->is_none() || !quote || *base == *quote) {
            return about(cells, "the pair", cells.base + "/" + cells.quote, "is not of two currencies");
        }
        row.base = *base;
        row.quote = *quote;
        return std::nullopt;
    }

    Question const& m_question;
    Source const& m_source;
};

/// The separator that the header holds most often.
char delimiter_of(std::string_view body)
{
    auto const header = body.substr(0, body.find('\n'));
    constexpr std::array candidates{',', ';', '\t'};
    return *std::ranges::max_element(candidates, {}, [&](char one) { return std::ranges::count(header, one); });
}

Problem unknown_shape(std::string_view body, std::string_view expected)
{
    return {fmt::format("the answer begins with {}, which is not {}", base::quoted(body.substr(0, 60)), expected), {}};
}

Result<Reading> read_csv(Question const& question, std::string_view body)
{
    auto const& places = *question.source->csv;
    csv::Reader reader{csv::Source::from_text(body, "the answer"), {delimiter_of(body), '"'}};
    csv::Row row;
    Collector collector{question};
    if (!reader.next(row)) {
        return collector.reading;
    }
    std::vector<std::string> const header{row.fields.begin(), row.fields.end()};
    auto const find = [&](std::string const& name) -> std::optional<std::string> {
        auto const at = static_cast<std::size_t>(std::ranges::find(header, name) - header.begin());
        return at < header.size() && at < row.fields.size() ? std::optional{std::string{row.fields[at]}} : std::nullopt;
    };
    auto const header_cells = cells_at(places, find, {});
    if (header_cells.day.empty() || header_cells.value.empty()) {
        return unknown_shape(body, "a CSV file with " + places.day.front() + " and " + places.value.front());
    }
    while (reader.next(row)) {
        if (auto problem = collector.add(cells_at(places, find, fmt::format("line {}", row.line)))) {
            return *problem;
        }
    }
    return collector.reading;
}

std::optional<std::string> text_at(Json const& row, std::string const& pointer)
{
    auto const* const value = pointer == "@key" ? nullptr : find(row, pointer);
    if (pointer == "@key") {
        return row.name;
    }
    bool const has_text = value != nullptr && value->is_scalar() && value->kind != Json::Kind::null;
    return has_text ? std::optional{value->text} : std::nullopt;
}

/// A row whose close is null is a day without one.
bool has_value(Places const& places, Json const& row)
{
    return std::ranges::none_of(places.value, [&](std::string const& pointer) {
        auto const* const value = find(row, pointer);
        return value != nullptr && value->kind == Json::Kind::null;
    });
}

Result<Reading> read_rows(Question const& question, Json const& rows, std::string const& currency)
{
    auto const& places = *question.source->json;
    Collector collector{question};
    std::size_t number = 0;
    for (auto const& row : rows.members) {
        ++number;
        if (!has_value(places, row)) {
            continue;
        }
        auto cells = cells_at(
            places, [&](std::string const& pointer) { return text_at(row, pointer); }, fmt::format("row {}", number));
        cells.currency = cells.currency.empty() ? currency : cells.currency;
        if (auto problem = collector.add(cells)) {
            return *problem;
        }
    }
    return collector.reading;
}

/// Days and values in lists beside each other.
Result<Reading> read_columns(Question const& question, Json const& document, std::string const& currency)
{
    auto const& places = *question.source->json;
    auto const* const days = find(document, places.day.front());
    auto const* const values = find(document, places.value.front());
    if (days == nullptr || values == nullptr) {
        return Reading{};
    }
    if (days->members.size() != values->members.size()) {
        return Problem{
            fmt::format("the answer has {} days and {} values", days->members.size(), values->members.size()), {}};
    }
    Collector collector{question};
    for (std::size_t i = 0; i < days->members.size(); ++i) {
        auto const& value = values->members[i];
        Cells const cells{days->members[i].text, value.text, currency, {}, {}, fmt::format("row {}", i + 1)};
        auto const problem = value.kind == Json::Kind::null ? std::nullopt : collector.add(cells);
        if (problem) {
            return *problem;
        }
    }
    return collector.reading;
}

Result<Reading> read_json(Question const& question, std::string_view body)
{
    auto const& source = *question.source;
    auto const document = parse_json(body);
    if (!document) {
        return unknown_shape(body, "JSON, or was cut off");
    }
    for (auto const& pointer : source.refusals) {
        auto const words = text_at(*document, pointer);
        if (words && !words->empty()) {
            return Problem{"the source says " + base::quoted(*words), {}};
        }
    }
    auto const currency =
        source.document_currency.empty() ? std::string{} : text_at(*document, source.document_currency).value_or("");
    if (!source.has_rows) {
        return read_columns(question, *document, currency);
    }
    auto const* const rows = find(*document, source.rows);
    if (rows == nullptr || rows->is_scalar()) {
        return unknown_shape(body, "a document with rows at " + base::quoted(source.rows));
    }
    return read_rows(question, *rows, currency);
}

bool is_asked_for(Question const& question, model::Price const& price)
{
    return base::equal_ignoring_case(price.ticker, question.symbol) ||
           base::equal_ignoring_case(price.ticker, question.ticker);
}

void take(Question const& question, importer::Entry const& entry, Reading& reading)
{
    for (auto const& price : entry.prices) {
        if (is_asked_for(question, price)) {
            reading.rows.push_back({price.date, Timestamp{price.date}, price.close, price.currency, {}, {}});
        }
    }
    for (auto const& rate : entry.fx_rates) {
        if (question.quotes.empty() || std::ranges::find(question.quotes, rate.quote) != question.quotes.end()) {
            reading.rows.push_back({rate.date, Timestamp{rate.date}, rate.rate, {}, rate.base, rate.quote});
        }
    }
    reading.rounded += entry.rounded_prices;
}

Result<Reading> read_format(Question const& question, std::string_view body, importer::Catalog const& formats)
{
    auto const& format = formats.get(question.source->format);
    importer::Companions const companions;
    importer::FileReader reader{csv::Source::from_text(body, "the answer"), format, companions, "main"};
    reader.check_only();
    Reading reading;
    importer::Entry entry;
    while (reader.next(entry)) {
        if (!entry.issues.empty()) {
            auto const& issue = entry.issues.front();
            return Problem{
                fmt::format("line {}: {} {} {}", issue.line, issue.column, base::quoted(issue.value), issue.reason),
                issue.hint};
        }
        take(question, entry, reading);
    }
    return reading;
}

} // namespace

std::string Question::subject() const
{
    if (source->gives == Gives::prices) {
        return ticker;
    }
    auto const base = source->base.is_none() ? std::string{} : std::string{source->base.code()} + "/";
    auto const first = quotes.empty() ? "rates" : base + std::string{quotes.front().code()};
    return quotes.size() > 1 ? fmt::format("{} and {} more", first, quotes.size() - 1) : first;
}

Result<money::ParsedDecimal> parse_value(std::string_view text, std::optional<int> decimals)
{
    auto const plain = without_exponent(text);
    auto const parsed =
        plain ? money::parse_decimal(*plain, {}, money::Excess::round) : Problem{"is not a decimal", {}};
    if (!parsed || !decimals) {
        return parsed;
    }
    auto const value = parsed->value.rounded(*decimals, Rounding::half_even);
    return money::ParsedDecimal{value, parsed->was_rounded || value != parsed->value};
}

Result<Reading> read_answer(Question const& question, std::string_view body, importer::Catalog const& formats)
{
    if (base::trimmed(body).empty()) {
        return Reading{};
    }
    try {
        if (question.source->json) {
            return read_json(question, body);
        }
        return question.source->csv ? read_csv(question, body) : read_format(question, body, formats);
    } catch (Error const& error) {
        // What the answer says is the source's fault, and that of one question; a wrong definition is the user's.
        if (error.code() != ExitCode::bad_data) {
            throw;
        }
        return Problem{error.what(), error.hint()};
    }
}

} // namespace pf::prices
