#include <iostream>
#include <pf/money/decimal.hpp>

using pf::money::operator""_dec;

int main()
{
    std::cout << ("0.1"_dec + "0.2"_dec).to_text() << '\n';
}
