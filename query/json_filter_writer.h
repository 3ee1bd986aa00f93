// The writer behind WriteFilterJson and WriteDefinitionJson; nobody else includes this.

#ifndef SEINE_QUERY_JSON_FILTER_WRITER_H_
#define SEINE_QUERY_JSON_FILTER_WRITER_H_

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "query/filter.h"
#include "query/printer.h"

namespace seine {

class JsonFilterWriter {
 public:
  // Where a filter stands: text there is written {"text": …}, a string would be read as filter
  // text.
  void WriteFilter(const filter::Expr& expr);
  // {"key":  and  ,"key":  and  }
  void Open(std::string_view key);
  void Member(std::string_view key);
  void Close() { Add("}"); }
  std::string Release() { return std::move(out_); }

 private:
  void Write(const filter::Expr& expr);
  void Add(std::string_view text) { out_ += text; }
  void String(std::string_view text);
  void Named(std::string_view key, std::string_view text);
  void Operator(std::string_view key, std::initializer_list<const filter::Expr*> operands);
  void Operator(std::string_view key, const std::vector<filter::Expr>& operands);
  void Array(const std::vector<filter::Expr>& elements, bool filters = false);
  void Value(const filter::LiteralValue& value);
  void Write(const filter::Count& count);
  void Write(const filter::Duration& duration);
  void Write(const filter::Path& path);
  void Write(const filter::RowPick& pick);
  void Write(const filter::Rows& rows);
  // Leaves the object open.
  void RowMembers(const filter::Rows& rows, const filter::Expr* each = nullptr);
  // What is aggregated; closes the object.
  void Aggregated(const filter::Expr& value, const filter::Rows& rows);
  void PerAmong(const std::optional<filter::Path>& per, const filter::Expr& among);

  void Node(const filter::Literal& node);
  void Node(const filter::Period& node);
  void Node(const filter::Path& node);
  void Node(const filter::Duration& node);
  void Node(const filter::Parameter& node);
  void Node(const filter::OwnKey& node);
  void Node(const filter::Negate& node);
  void Node(const filter::Arithmetic& node);
  void Node(const filter::Else& node);
  void Node(const filter::DatePart& node);
  void Node(const filter::Ago& node);
  void Node(const filter::Elapsed& node);
  void Node(const filter::Bucket& node);
  void Node(const filter::Aggregate& node);
  void Node(const filter::DistinctPeriods& node);
  void Node(const filter::Size& node);
  void Node(const filter::Gap& node);
  void Node(const filter::Rank& node);
  void Node(const filter::NTile& node);
  void Node(const filter::PopulationValue& node);
  void Node(const filter::Model& node);
  void Node(const filter::Compare& node);
  void Node(const filter::Between& node);
  void Node(const filter::In& node);
  void Node(const filter::TextTest& node);
  void Node(const filter::Has& node);
  void Node(const filter::Exists& node);
  void Node(const filter::Anniversary& node);
  void Node(const filter::List& node);
  void Node(const filter::NamedList& node);
  void Node(const filter::Constant& node);
  void Node(const filter::And& node);
  void Node(const filter::Or& node);
  void Node(const filter::Not& node);
  void Node(const filter::KOf& node);
  void Node(const filter::Score& node);
  void Node(const filter::Quantifier& node);
  void Node(const filter::Sequence& node);
  void Node(const filter::Segment& node);
  void Node(const filter::AsOf& node);
  void PeriodNode(const filter::RollingPeriod& period);
  void PeriodNode(const filter::NamedDay& period);
  void PeriodNode(const filter::CalendarPeriod& period);
  void PeriodNode(const filter::DayAgo& period);
  void PeriodNode(const filter::Since& period);
  void PeriodNode(const filter::Before& period);
  void PeriodNode(const filter::FromTo& period);
  void PeriodNode(const filter::BetweenPeriod& period);
  void PeriodNode(const filter::RetailWindow& period);

  std::string out_;
};

}  // namespace seine

#endif  // SEINE_QUERY_JSON_FILTER_WRITER_H_
