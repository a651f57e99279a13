#include "pf/jobs/prices/questions.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/jobs/run/words.hpp"
#include "pf/prices/gaps.hpp"
#include "pf/prices/judge.hpp"
#include "pf/prices/request.hpp"
#include "pf/prices/symbol.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>

namespace pf::jobs {

namespace {

using prices::Question;
using prices::Source;

/// So far back an instrument without any close is asked for, unless --from or --catch-up say more.
constexpr std::chrono::days first_look{7};

class Planner {
public:
    Planner(Needs const& needs, prices::Sources const& sources, cli::Common const& common, FetchWords const& words,
            Timestamp now)
        : m_needs(needs), m_sources(sources), m_common(common), m_words(words), m_now(now)
    {
        if (!words.source.empty()) {
            m_given = &sources.get(words.source, "--source");
        }
        auto const today = [now] { return base::day_of(now); };
        if (!words.from.empty()) {
            m_from = day_of_word(words.from, "--from", base::DayEdge::first, today);
        }
        if (!words.to.empty()) {
            m_to = day_of_word(words.to, "--to", base::DayEdge::last, today);
        }
        if (m_from && m_to && *m_from > *m_to) {
            throw Error(ExitCode::usage, words.from + " is after " + words.to, "--from", "exchange the two");
        }
    }

    Questions plan()
    {
        bool const names_prices = m_given == nullptr || m_given->gives == prices::Gives::prices;
        if (!m_words.tickers.empty() && !names_prices) {
            throw Error(ExitCode::usage,
                        m_given->name + " gives exchange rates, no prices of " + m_words.tickers.front(), "--source",
                        "leave the tickers out: all rates that the books need are fetched");
        }
        if (m_words.tickers.empty() && (m_given == nullptr || !names_prices)) {
            add_rates(m_given != nullptr ? *m_given
                                         : m_sources.get(m_common.rates_source.value, m_common.rates_source.origin));
        }
        if (names_prices) {
            add_prices();
        }
        return std::move(m_questions);
    }

private:
    /// What the books say of an instrument, else its entry in the configuration, or that for all others.
    [[nodiscard]] std::optional<cli::Setting> entry_of(std::string const& ticker) const
    {
        if (auto const source = m_needs.of(ticker).price_source; !source.empty()) {
            return cli::Setting{source, "'pf-ledger instruments set " + ticker + " --price-source'"};
        }
        auto const own = m_common.symbols.find(ticker);
        auto const found = own != m_common.symbols.end() ? own : m_common.symbols.find("*");
        return found == m_common.symbols.end() ? std::nullopt : std::optional{found->second};
    }

    [[nodiscard]] std::optional<prices::Symbol> symbol_of(std::string const& ticker) const
    {
        auto const entry = entry_of(ticker);
        if (!entry) {
            return std::nullopt;
        }
        auto const symbol = prices::parse_symbol(entry->value);
        if (!symbol) {
            throw Error(ExitCode::config, base::quoted(entry->value) + " " + symbol.problem().message, entry->origin,
                        symbol.problem().hint);
        }
        (void)m_sources.get(symbol->source, entry->origin);
        return *symbol;
    }

    [[nodiscard]] std::vector<NeededPrices> wanted() const
    {
        std::vector<NeededPrices> wanted;
        for (auto const& [ticker, needed] : m_needs.instruments) {
            bool const is_named = std::ranges::find(m_words.tickers, ticker) != m_words.tickers.end();
            bool const is_of_books = m_words.tickers.empty() && (needed.is_held || m_words.catch_up);
            if (is_named || is_of_books) {
                wanted.push_back(needed);
            }
        }
        return wanted;
    }

    void add_prices()
    {
        for (auto const& needed : wanted()) {
            auto const symbol = symbol_of(needed.ticker);
            bool const is_elsewhere = m_given != nullptr && symbol && symbol->source != m_given->name;
            if (m_given == nullptr && !symbol) {
                m_questions.unanswerable.push_back({needed.ticker, "no source is named for its prices",
                                                    "'pf-ledger instruments set " + needed.ticker +
                                                        " --price-source twelvedata' names one, as [symbols] in "
                                                        "config.toml does; 'pf-prices sources' lists them"});
            } else if (is_elsewhere && m_words.tickers.empty()) {
                continue; // --source S alone asks for what [symbols] has from there
            } else {
                add_price(needed, symbol && !is_elsewhere ? *symbol : prices::Symbol{m_given->name, {}, {}});
            }
        }
    }

    void add_price(NeededPrices const& needed, prices::Symbol const& symbol)
    {
        auto const& source = m_sources.get(symbol.source, "[symbols]");
        if (source.gives != prices::Gives::prices) {
            throw Error(ExitCode::config, source.name + " gives exchange rates, no prices",
                        "[symbols] " + needed.ticker, "'pf-prices sources' lists what gives prices");
        }
        Question question;
        question.source = &source;
        question.ticker = needed.ticker;
        question.symbol = symbol.symbol.empty() ? needed.ticker : symbol.symbol;
        question.currency = needed.currency;
        question.unit = symbol.unit.empty() ? prices::filled_currency(source.currency, needed.currency) : symbol.unit;
        std::vector<Date> days;
        std::ranges::transform(needed.closes, std::back_inserter(days), &model::Close::date);
        bool const ends = m_words.catch_up && !needed.is_held && needed.last_day;
        set_days(question, days, needed.first_day, ends ? needed.last_day : std::nullopt);
        if (needed.currency.is_none() && source.url.find("{currency") != std::string::npos) {
            m_questions.unanswerable.push_back({needed.ticker, source.name + " is asked by currency, and none is known",
                                                "'pf-ledger instruments set' tells the currency"});
            return;
        }
        add(question, m_questions.prices);
    }

    void add_rates(Source const& source)
    {
        if (source.gives != prices::Gives::rates) {
            throw Error(ExitCode::config, source.name + " gives prices, no exchange rates",
                        m_common.rates_source.origin, "'pf-prices sources' lists what gives rates");
        }
        Question question;
        question.source = &source;
        for (auto const currency : m_needs.currencies) {
            if (currency != source.base && m_needs.currencies.size() > 1) {
                question.quotes.push_back(currency);
            }
        }
        if (question.quotes.empty()) {
            return;
        }
        if (!source.asks_one_by_one()) {
            set_rate_days(question);
            add(question, m_questions.rates);
            return;
        }
        for (auto const quote : std::vector<Currency>{question.quotes}) {
            question.quotes = {quote};
            set_rate_days(question);
            add(question, m_questions.rates);
        }
    }

    /// From the earliest day that one of them lacks.
    void set_rate_days(Question& question)
    {
        std::optional<Date> from;
        for (auto const quote : question.quotes) {
            set_days(question, m_needs.days_of(question.source->base, quote), m_needs.first_day, std::nullopt);
            from = std::min(from.value_or(question.from), question.from);
        }
        question.from = from.value_or(question.from);
    }

    void set_days(Question& question, std::vector<Date> const& known, std::optional<Date> first,
                  std::optional<Date> last) const
    {
        auto const finished = prices::last_finished_day(*question.source, m_now);
        question.to = std::min({m_to.value_or(finished), last.value_or(finished), finished});
        auto const since = m_words.catch_up ? std::optional{first.value_or(finished - first_look)} : std::nullopt;
        question.from = m_from.value_or(prices::first_missing_day(known, since, finished - first_look));
        if (m_words.to_redis && !m_to && !last) {
            question.to = base::day_of(m_now); // the day that is not over goes to Redis alone
        }
    }

    void add(Question const& question, std::vector<Question>& questions)
    {
        bool const asks_for_days = question.from <= question.to;
        bool const rests =
            !question.source->has_weekends && asks_for_days && !prices::has_weekday(question.from, question.to);
        if (!asks_for_days || rests) {
            ++m_questions.up_to_date;
            return;
        }
        questions.push_back(question);
    }

    Needs const& m_needs;
    prices::Sources const& m_sources;
    cli::Common const& m_common;
    FetchWords const& m_words;
    Timestamp m_now;
    Source const* m_given = nullptr; ///< by --source
    std::optional<Date> m_from;
    std::optional<Date> m_to;
    Questions m_questions;
};

} // namespace

Questions questions_of(Needs const& needs, prices::Sources const& sources, cli::Common const& common,
                       FetchWords const& words, Timestamp now)
{
    return Planner{needs, sources, common, words, now}.plan();
}

} // namespace pf::jobs
