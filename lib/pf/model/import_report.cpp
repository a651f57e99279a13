#include "pf/model/import_report.hpp"

#include "pf/money/decimal_record.hpp"

namespace pf::model {

void PositionChangeCodec::write(base::RecordWriter& record, PositionChange const& change)
{
    record.text(change.account).text(change.ticker).text(change.currency.code());
    money::write(record, change.quantity_before);
    money::write(record, change.quantity_after);
    money::write(record, change.realized_before);
    money::write(record, change.realized_after);
}

void PositionChangeCodec::read(base::RecordReader& record, PositionChange& change)
{
    change.account = record.text();
    change.ticker = record.text();
    auto const currency = record.text();
    change.currency = currency.empty() ? Currency{} : Currency{currency};
    change.quantity_before = money::read_decimal(record);
    change.quantity_after = money::read_decimal(record);
    change.realized_before = money::read_optional_decimal(record);
    change.realized_after = money::read_optional_decimal(record);
}

} // namespace pf::model
