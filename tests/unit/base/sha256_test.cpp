#include "pf/base/background_sha256.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace pf;

TEST_CASE("what is digested in the background is what was added, in order and whatever becomes of the piece")
{
    base::BackgroundSha256 background;
    base::Sha256 plain;
    std::string piece;
    std::int64_t size = 0;
    for (int i = 0; i < 200; ++i) {
        piece.assign(static_cast<std::size_t>(i * 37), static_cast<char>('a' + i % 26));
        background.add(piece);
        plain.add(piece);
        size += static_cast<std::int64_t>(piece.size());
    }
    CHECK(background.size() == size);
    CHECK(background.hex() == plain.hex());
    CHECK(base::BackgroundSha256{}.hex() == base::Sha256{}.hex());
}
