// Guarantees I2 and I3: what makes two rows the same event.
#include "pf/importer/fingerprint.hpp"
#include "pf/importer/repeated_keys.hpp"

#include "support/source_dir.hpp"
#include "unit/importer/entry_text.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

using namespace pf;

namespace {

using Fingerprints = std::vector<model::Fingerprint>;

Fingerprints fingerprints(std::string const& format, std::string const& text,
                          importer::Companions const& companions = {}, std::string const& account = "main")
{
    importer::FileReader reader(csv::Source::from_text(text, "t.csv"), test::built_in().get(format), companions,
                                account);
    importer::Entry entry;
    Fingerprints result;
    while (reader.next(entry)) {
        CHECK(entry.issues.empty());
        for (auto const& draft : entry.drafts) {
            result.push_back(draft.transaction.fingerprint);
        }
    }
    return result;
}

struct Told {
    Fingerprints unknown;
    Fingerprints known; ///< by a row above the header that came again
};

/// Of a file whose numbers only the whole of it tells.
Told settled_fingerprints(std::string const& format, std::string const& text)
{
    importer::Format const& definition = test::built_in().get(format);
    importer::Settled const settled(csv::Source::from_text(text, "t.csv"), definition);
    importer::Companions const none;
    importer::FileReader reader(csv::Source::from_text(text, "t.csv"), definition, none, "main");
    reader.use(settled);
    importer::Entry entry;
    Told told;
    while (reader.next(entry)) {
        CHECK(entry.issues.empty());
        for (auto const& draft : entry.drafts) {
            (draft.seems_known ? told.known : told.unknown).push_back(draft.transaction.fingerprint);
        }
    }
    return told;
}

/// All that a reader says of a file, and the fingerprints that it gives.
std::string read(importer::FileReader reader)
{
    std::string result;
    importer::Entry entry;
    while (reader.next(entry)) {
        result += test::to_text(entry);
        for (auto const& draft : entry.drafts) {
            for (std::byte const byte : draft.transaction.fingerprint) {
                result += std::to_string(std::to_integer<int>(byte)) + ' ';
            }
        }
    }
    return result;
}

std::string pf_rows(std::string const& rows)
{
    return "date,type,ticker,quantity,price,fee,currency\n" + rows;
}

bool all_different(Fingerprints const& all)
{
    return std::set(all.begin(), all.end()).size() == all.size();
}

} // namespace

TEST_CASE("I2: the same rows with other number and date formatting are the same")
{
    auto const plain = fingerprints("pf", pf_rows("2024-01-02T10:00:00Z,BUY,AAPL,10,1.50,0,USD\n"));
    CHECK(plain == fingerprints("pf", pf_rows("2024-01-02T11:00:00.000+01:00,buy, AAPL ,10.000,1.5,,USD\r\n")));
    CHECK(
        plain ==
        fingerprints("pf", "currency;fee;price;quantity;ticker;type;date\nUSD;0;1.5;10;AAPL;Buy;2024-01-02T10:00Z\n"));
    CHECK(plain == fingerprints("pf", "date,type,ticker,quantity,price,fee,currency,total,description\n"
                                      "2024-01-02 10:00:00,BUY,AAPL,10,1.5,0,USD,15,a note\n"));
}

TEST_CASE("I2: what is given back is the same event as when it was booked as income")
{
    auto const file = [](std::string const& type, std::string const& description, std::string const& amount) {
        return "Date,Ticker,Type,Quantity,Price per share,Total Amount,Currency,FX Rate\n2024-01-03T10:00:00.000Z,A," +
               type + description + ",,," + amount + ",USD,1\n";
    };
    auto const refund = fingerprints("revolut-stocks", file("DIVIDEND TAX", "", "$0.10"));
    auto const dividend = fingerprints("revolut-stocks", file("DIVIDEND", "", "$0.10"));
    REQUIRE(refund.size() == 1);
    CHECK(refund == dividend);
    // In the canonical format both have their own names, and are two events.
    CHECK(
        all_different(fingerprints("pf", pf_rows("2024-01-03,TAX_REFUND,A,,1,,USD\n2024-01-03,DIVIDEND,A,,1,,USD\n"))));
}

TEST_CASE("I2: rows that tell of different events differ")
{
    auto const all = fingerprints("pf", pf_rows("2024-01-02T00:00:00Z,BUY,AAPL,10,1,0,USD\n"
                                                "2024-01-02,BUY,AAPL,10,1,0,USD\n"
                                                "2024-01-02,SELL,AAPL,10,1,0,USD\n"
                                                "2024-01-02,BUY,AAP,10,1,0,USD\n"
                                                "2024-01-02,BUY,AAPL,5,2,0,USD\n"
                                                "2024-01-02,BUY,AAPL,10,1.1,0,USD\n"
                                                "2024-01-02,BUY,AAPL,10,1,1,USD\n"
                                                "2024-01-02,BUY,AAPL,10,1,0,EUR\n"
                                                "2024-01-02,TRANSFER_IN,AAPL,10,,,USD\n"
                                                "2024-01-02,TRANSFER_IN,AAPL,10,0,,USD\n"));
    CHECK(all.size() == 10);
    CHECK(all_different(all));
}

TEST_CASE("I3: identical fills of one file stay apart, and are the same in every file")
{
    std::string const fill = "2024-01-02,BUY,AAPL,10,1,0,USD\n";
    std::string const other = "2024-01-02,BUY,MSFT,1,1,0,USD\n";
    auto const three = fingerprints("pf", pf_rows(fill + fill + fill));
    CHECK(all_different(three));
    auto const four = fingerprints("pf", pf_rows(fill + other + fill + fill + fill));
    CHECK(all_different(four));
    for (auto const& fingerprint : three) {
        CHECK(std::count(four.begin(), four.end(), fingerprint) == 1);
    }
}

TEST_CASE("I3: equal trades in two accounts are counted apart")
{
    std::string const header = "date,type,ticker,quantity,price,fee,currency,account\n";
    std::string const row = "2024-01-02,BUY,AAPL,10,1,0,USD,";
    auto const apart = fingerprints("pf", header + row + "a\n" + row + "b\n");
    CHECK(apart[0] == apart[1]);
    auto const same = fingerprints("pf", header + row + "main\n" + row + "\n");
    CHECK(same[0] != same[1]);
}

TEST_CASE("a source's own id makes the event, whatever else the row says")
{
    std::string const header = "date,type,ticker,quantity,price,fee,currency,external_id\n";
    auto const first = fingerprints("pf", header + "2024-01-02,BUY,AAPL,10,1,0,USD,X-1\n");
    CHECK(first == fingerprints("pf", header + "2024-01-03,BUY,AAPL,10,1.1,0,USD,X-1\n"));
    CHECK(first != fingerprints("pf", header + "2024-01-02,BUY,AAPL,10,1,0,USD,X-2\n"));
    auto const repeated =
        fingerprints("pf", header + "2024-01-02,BUY,AAPL,10,1,0,USD,X-1\n2024-01-02,BUY,AAPL,10,1,0,USD,X-1\n");
    CHECK(repeated[0] == first[0]);
    CHECK(repeated[1] == first[0]);
}

TEST_CASE("I3: two exports joined in one file tell of each event once")
{
    std::string const header = "date,type,ticker,quantity,price,fee,currency\n";
    std::string const fill = "2024-01-02,BUY,AAPL,10,1,0,USD\n";
    auto const known = [&header](std::string const& rows) {
        importer::Companions const none;
        importer::FileReader reader(csv::Source::from_text(header + rows, "t.csv"), test::built_in().get("pf"), none,
                                    "main");
        importer::Entry entry;
        std::string result;
        while (reader.next(entry)) {
            for (auto const& draft : entry.drafts) {
                result += draft.seems_known ? 'k' : 'n';
            }
        }
        return result;
    };
    CHECK(known(fill + fill) == "nn");
    CHECK(known(fill + fill + header + fill + fill) == "nnkk");
    CHECK(known(fill + header + fill + fill) == "nkn");
    CHECK(known(fill + header + fill + header + fill) == "nkk");
    CHECK(known(fill + "\xEF\xBB\xBF" + header + fill) == "nk");
}

TEST_CASE("I3: rows that tell of one event are not mixed with those of the export that was joined")
{
    std::string const sample = test::content_of(test::source_dir() + "/samples/degiro.csv");
    auto const once = settled_fingerprints("degiro", sample);
    auto const twice = settled_fingerprints("degiro", sample + sample);
    CHECK(once.known.empty());
    CHECK(twice.unknown == once.unknown);
    CHECK(twice.known.size() == once.unknown.size());
}

TEST_CASE("I2: a trade is recognised with and without the statement that supplies its cost")
{
    std::string const metal = test::content_of(test::source_dir() + "/samples/revolut-commodities.csv");
    std::string const fiat = test::content_of(test::source_dir() + "/samples/revolut-commodities-fiat.csv");
    importer::Companions companions;
    companions.collect(csv::Source::from_text(fiat, "fiat.csv"), test::built_in().get("revolut-commodities"));
    auto const with = fingerprints("revolut-commodities", metal, companions);
    CHECK(with.size() == 3);
    CHECK(with == fingerprints("revolut-commodities", metal));
}

TEST_CASE("companions of one key are used one after the other, and formats without them collect none")
{
    std::string const header =
        "Type,Product,Started Date,Completed Date,Description,Amount,Fee,Currency,State,Balance\n";
    std::string const bought =
        "EXCHANGE,Current,2024-01-02 10:00:00,2024-01-02 10:00:00,Exchanged to XAU,1,0,XAU,COMPLETED,1\n";
    importer::Format const& format = test::built_in().get("revolut-commodities");
    std::string const fiat =
        header + "EXCHANGE,Current,2024-01-02 10:00:00,2024-01-02 10:00:00,Exchanged to XAU,-10,0,EUR,COMPLETED,1\n"
                 "EXCHANGE,Current,2024-01-02 10:00:00,2024-01-02 10:00:00,Exchanged to XAU,-20,0,EUR,COMPLETED,1\n"
                 "EXCHANGE,Current,2024-01-02 10:00:00,2024-01-02 10:00:00,Exchanged to XAU,x,0,EUR,COMPLETED,1\n";
    importer::Companions companions;
    companions.collect(csv::Source::from_text(fiat, "fiat.csv"), format);
    companions.collect(csv::Source::from_text("date,base,quote,rate\n", "fx.csv"), test::built_in().get("fx"));
    std::string const text = test::read_all(format, header + bought + bought + bought, "t.csv", companions);
    CHECK(text.find("total=10 ") != std::string::npos);
    CHECK(text.find("total=20 ") != std::string::npos);
    CHECK(text.find("total=unknown") != std::string::npos);
}

TEST_CASE("fingerprints do not change from release to release")
{
    auto const hex = [](model::Fingerprint const& fingerprint) {
        std::string text;
        for (std::byte const byte : fingerprint) {
            text += "0123456789abcdef"[std::to_integer<unsigned>(byte) >> 4U];
            text += "0123456789abcdef"[std::to_integer<unsigned>(byte) & 0xFU];
        }
        return text;
    };
    std::string const row = "2024-01-02,BUY,AAPL,10,1.5,0,USD\n";
    auto const twice = fingerprints("pf", pf_rows(row + row));
    CHECK(hex(twice[0]) == "18bb0d9e44cf0b5cf81c3d3fa201a2e4");
    CHECK(hex(twice[1]) == "834c5d3db69f9eccaccba9c3eb559140");
    CHECK(hex(fingerprints("pf", "date,type,ticker,quantity,price,fee,currency,external_id\n"
                                 "2024-01-02,BUY,AAPL,10,1.5,0,USD,X-1\n")[0]) == "49bc898b18ff72548f7b32aa91851a71");
}

TEST_CASE("the occurrence counter counts like a map")
{
    CHECK(rc::check([](std::vector<std::uint8_t> const& keys) {
        importer::OccurrenceCounter counter;
        std::map<std::uint64_t, std::uint32_t> expected;
        for (std::uint64_t const key : keys) {
            RC_ASSERT(counter.count(key << 32U) == expected[key << 32U]++);
        }
    }));
    importer::OccurrenceCounter many;
    for (std::uint64_t key = 0; key < 20'000; ++key) {
        CHECK_EQ(many.count(key * 7919), 0U);
    }
    CHECK(many.count(7919) == 1);
}

TEST_CASE("the register of ids keeps the first of each")
{
    importer::IdRegister ids;
    for (std::uint64_t key = 0; key < 5'000; ++key) {
        CHECK_EQ(ids.note(key, {7, static_cast<std::uint32_t>(key + 1)}).line, 0U);
    }
    CHECK(ids.note(41, {8, 9}).line == 42);
    CHECK(ids.note(41, {8, 9}).content == 7);
}

TEST_CASE("a survey finds every key that comes twice, and hardly any other")
{
    CHECK(rc::check([](std::vector<std::uint16_t> const& small) {
        importer::RepeatedKeys repeated{*rc::gen::inRange(0, 100'000)};
        std::map<std::uint64_t, int> times;
        for (std::uint64_t const number : small) {
            auto const key = number * 0x9E3779B97F4A7C15ULL;
            repeated.note(key);
            ++times[key];
        }
        repeated.finish();
        for (auto const& [key, count] : times) {
            RC_ASSERT(count == 1 || repeated.contains(key));
        }
    }));
    constexpr std::uint64_t rows = 200'000;
    importer::RepeatedKeys repeated{50 * rows};
    auto const key_of = [](std::uint64_t number) { return number * 0xD1342543DE82EF95ULL + (number << 40U); };
    for (std::uint64_t number = 0; number < rows; ++number) {
        repeated.note(key_of(number));
    }
    for (int again = 0; again < 3; ++again) {
        for (std::uint64_t number = 0; number < rows / 2; ++number) {
            repeated.note(key_of(number));
        }
    }
    repeated.finish();
    int repeats = 0;
    int mistaken = 0;
    for (std::uint64_t number = 0; number < rows; ++number) {
        (number < rows / 2 ? repeats : mistaken) += repeated.contains(key_of(number)) ? 1 : 0;
    }
    CHECK(repeats == rows / 2);
    CHECK(mistaken < 2'000);
}

TEST_CASE("I9: a file is the same to a reader that only remembers what a survey found to repeat")
{
    CHECK(rc::check([](std::vector<std::uint8_t> const& numbers, bool with_ids) {
        std::string text = "date,type,ticker,quantity,price,fee,currency,account,external_id\n";
        for (auto const number : numbers) {
            auto const id = with_ids && number % 3 != 0 ? "X-" + std::to_string(number / 4) : "";
            text += "2024-01-02,BUY,AAPL," + std::to_string(number % 8) + ",1,0,USD,a" + std::to_string(number % 2) +
                    "," + id + "\n";
        }
        importer::Companions const companions;
        auto const reader = [&] {
            return importer::FileReader{csv::Source::from_text(text, "t.csv"), test::built_in().get("pf"), companions,
                                        "main"};
        };
        importer::RepeatedKeys repeated{*rc::gen::element<std::int64_t>(0, 1'000'000)};
        auto surveying = reader();
        surveying.survey(repeated);
        static_cast<void>(read(std::move(surveying)));
        repeated.finish();
        auto knowing = reader();
        knowing.expect(repeated);
        RC_ASSERT(read(std::move(knowing)) == read(reader()));
    }));
}

TEST_CASE("a reader that only checks finds the same issues")
{
    std::string const row = "2024-01-02,BUY,AAPL,10,1,0,USD,";
    std::string const text = "date,type,ticker,quantity,price,fee,currency,external_id\n" + row + "X-1\n" + row + "\n" +
                             row + "X-1\n2024-01-02,BUY,AAPL,11,1,0,USD,X-1\n2024-01-02,BUY,AAPL,one,1,0,USD,\n";
    auto const issues = [&](bool check_only) {
        importer::Companions const companions;
        importer::FileReader reader{csv::Source::from_text(text, "t.csv"), test::built_in().get("pf"), companions,
                                    "main"};
        if (check_only) {
            reader.check_only();
        }
        std::vector<importer::Issue> found;
        importer::Entry entry;
        while (reader.next(entry)) {
            found.insert(found.end(), entry.issues.begin(), entry.issues.end());
        }
        return found;
    };
    CHECK(issues(true).size() == 2);
    CHECK(issues(true) == issues(false));
}
