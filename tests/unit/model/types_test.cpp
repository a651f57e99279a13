#include "pf/model/types.hpp"

#include <doctest/doctest.h>

#include <string_view>

using namespace pf::model;

TEST_CASE("every transaction type is written and read back")
{
    for (std::string_view const name : {"BUY", "SELL", "DIVIDEND", "INTEREST", "STAKING", "AIRDROP", "MINING", "FEE",
                                        "TAX", "DEPOSIT", "WITHDRAWAL", "TRANSFER_IN", "TRANSFER_OUT", "SPLIT"}) {
        CAPTURE(name);
        auto const type = parse_transaction_type(name);
        REQUIRE(type);
        CHECK(to_text(*type) == name);
    }
    CHECK(to_text(TransactionType::buy) == "BUY");
    CHECK(to_text(TransactionType::transfer_out) == "TRANSFER_OUT");
    CHECK(to_text(TransactionType::split) == "SPLIT");
}

TEST_CASE("every asset type is written and read back")
{
    for (std::string_view const name : {"STOCK", "ETF", "FUND", "BOND", "CRYPTO", "METAL", "CASH", "OTHER"}) {
        CAPTURE(name);
        auto const type = parse_asset_type(name);
        REQUIRE(type);
        CHECK(to_text(*type) == name);
    }
    CHECK(to_text(AssetType::stock) == "STOCK");
    CHECK(to_text(AssetType::other) == "OTHER");
}

TEST_CASE("every booking method is written and read back")
{
    for (auto const method : booking_methods) {
        CHECK(parse_booking_method(to_text(method)) == method);
    }
    CHECK(to_text(BookingMethod::fifo) == "fifo");
    CHECK(to_text(BookingMethod::average) == "average");
    CHECK(to_text(BookingMethod::specific) == "specific");
    CHECK(parse_booking_method("specific") == BookingMethod::specific);
}

TEST_CASE("names that are not exactly right are not read")
{
    for (std::string_view const name : {"", "buy", "BUY ", "TRANSFER", "FIFO", "Stock"}) {
        CAPTURE(name);
        CHECK_FALSE(parse_transaction_type(name));
        CHECK_FALSE(parse_asset_type(name));
        CHECK_FALSE(parse_booking_method(name));
    }
}
