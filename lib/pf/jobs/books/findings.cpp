#include "pf/jobs/books/findings.hpp"

#include "pf/base/time.hpp"
#include "pf/money/decimal_record.hpp"

#include <fmt/format.h>

namespace pf::jobs {

void OversellCodec::write(base::RecordWriter& record, lots::Oversell const& oversell)
{
    record.number(oversell.account_id).number(oversell.transaction_id).number(oversell.import_id);
    record.number(oversell.line_no).text(oversell.ticker).number(oversell.day.time_since_epoch().count());
    money::write(record, oversell.wanted);
    money::write(record, oversell.held);
    record.number(static_cast<std::int64_t>(oversell.kind)).text(oversell.lot).number(oversell.is_sale ? 1 : 0);
    record.text(oversell.overflow);
}

void OversellCodec::read(base::RecordReader& record, lots::Oversell& oversell)
{
    oversell.account_id = record.number();
    oversell.transaction_id = record.number();
    oversell.import_id = record.number();
    oversell.line_no = record.number();
    oversell.ticker = record.text();
    oversell.day = Date{std::chrono::days{record.number()}};
    oversell.wanted = money::read_decimal(record);
    oversell.held = money::read_decimal(record);
    oversell.kind = static_cast<lots::Oversell::Kind>(record.number());
    oversell.lot = record.text();
    oversell.is_sale = record.number() != 0;
    oversell.overflow = record.text();
}

std::string text_of(lots::Oversell const& oversell)
{
    auto const day = base::to_text(oversell.day);
    switch (oversell.kind) {
    case lots::Oversell::Kind::cost_of_nothing:
        return fmt::format("what it cost changes on {}, but none is held", day);
    case lots::Oversell::Kind::conversion_cycle:
        return fmt::format("becomes what became it at the same moment ({})", day);
    case lots::Oversell::Kind::lot_missing:
        return fmt::format("the sale of {} names {} of the lot {}, which holds {}", day, oversell.wanted.to_text(),
                           oversell.lot, oversell.held.to_text());
    case lots::Oversell::Kind::lots_unnamed:
        return fmt::format("the sale of {} does not say of which lots {} are", day, oversell.wanted.to_text());
    case lots::Oversell::Kind::out_of_range:
        return fmt::format("on {} {}", day, oversell.overflow);
    case lots::Oversell::Kind::units_missing:
    case lots::Oversell::Kind::split_of_nothing:
    case lots::Oversell::Kind::split_to_nothing:
        break;
    }
    return fmt::format("{} leave on {}, but {} are held", oversell.wanted.to_text(), day, oversell.held.to_text());
}

bool names_lots(lots::Oversell const& oversell)
{
    return oversell.kind == lots::Oversell::Kind::lot_missing || oversell.kind == lots::Oversell::Kind::lots_unnamed;
}

void DustCodec::write(base::RecordWriter& record, Dust const& dust)
{
    record.text(dust.ticker).number(dust.import_id).number(dust.line_no);
    money::write(record, dust.excess);
}

void DustCodec::read(base::RecordReader& record, Dust& dust)
{
    dust.ticker = record.text();
    dust.import_id = record.number();
    dust.line_no = record.number();
    dust.excess = money::read_decimal(record);
}

} // namespace pf::jobs
