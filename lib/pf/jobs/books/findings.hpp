#pragma once

#include "pf/base/spilled_list.hpp"
#include "pf/lots/book.hpp"

#include <cstdint>
#include <string>

namespace pf::jobs {

struct OversellCodec {
    static void write(base::RecordWriter& record, lots::Oversell const& oversell);
    static void read(base::RecordReader& record, lots::Oversell& oversell);
};
using Oversells = base::SpilledList<lots::Oversell, OversellCodec>;

/// What is wrong with it, of its ticker: `10 leave on 2024-01-31, but 5 are held`.
[[nodiscard]] std::string text_of(lots::Oversell const& oversell);

/// Is it about which lots a sale names, not about how many units there are?
[[nodiscard]] bool names_lots(lots::Oversell const& oversell);

/// A sale that closed a position which it exceeded a little.
struct Dust {
    std::string ticker;
    std::int64_t import_id = 0;
    std::int64_t line_no = 0;
    Decimal excess;
};

struct DustCodec {
    static void write(base::RecordWriter& record, Dust const& dust);
    static void read(base::RecordReader& record, Dust& dust);
};

/// What booking found wrong or worth telling. Memory does not grow with it: every row may be such a sale.
struct BookingFindings {
    Oversells oversells;
    base::SpilledList<Dust, DustCodec> dust;
};

} // namespace pf::jobs
