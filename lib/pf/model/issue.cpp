#include "pf/model/issue.hpp"

namespace pf::model {

void IssueCodec::write(base::RecordWriter& record, Issue const& issue)
{
    m_texts.write(record, issue.file);
    record.number(issue.line);
    m_texts.write(record, issue.column);
    record.text(issue.value);
    m_texts.write(record, issue.reason);
    m_texts.write(record, issue.hint);
}

void IssueCodec::read(base::RecordReader& record, Issue& issue) const
{
    issue.file = m_texts.read(record);
    issue.line = record.number();
    issue.column = m_texts.read(record);
    issue.value = record.text();
    issue.reason = m_texts.read(record);
    issue.hint = m_texts.read(record);
}

} // namespace pf::model
