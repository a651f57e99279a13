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

TEST_CASE("HMAC-SHA-256 gives the digests of RFC 4231")
{
    CHECK(pf::base::hmac_sha256(std::string(20, '\x0b'), "Hi There") ==
          "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    CHECK(pf::base::hmac_sha256("Jefe", "what do ya want for nothing?") ==
          "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    CHECK(pf::base::hmac_sha256(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First") ==
          "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}
