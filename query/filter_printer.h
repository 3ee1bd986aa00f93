// The printer behind PrintFilter and PrintParenthesised; nobody else includes this.

#ifndef SEINE_QUERY_FILTER_PRINTER_H_
#define SEINE_QUERY_FILTER_PRINTER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "query/filter.h"

namespace seine {

class FilterPrinter {
 public:
  // Loosest first; what the grammar calls precedence.
  enum class Level : uint8_t {
    kOr,
    kAnd,
    kNot,
    kTest,
    kElse,
    kSum,
    kProduct,
    kUnary,
    kPostfix,
    kPrimary
  };

  explicit FilterPrinter(bool parenthesise) : parenthesise_(parenthesise) {}

  void Print(const filter::Expr& expr);
  void PrintPath(const filter::Path& path);
  std::string Release() { return std::move(out_); }

 private:
  // Words that a bare name must not be where it would be read as something else.
  enum class Edge : uint8_t { kNone, kSet, kHas, kWeekday };

  static Level LevelOf(const filter::Expr& expr);
  // In parentheses when it binds looser than `least`, or when asked to parenthesise and it is no
  // atom.
  void Operand(const filter::Expr& expr, Level least);
  void Enclosed(const filter::Expr& expr);
  // The right side of a test of `subject`.
  void Tested(const filter::Expr& subject, const filter::Expr& value);
  void Set(const filter::Expr& set, const filter::Expr& subject);
  void Joined(const std::vector<filter::Expr>& operands, std::string_view word, Level least);
  void Listed(const std::vector<filter::Expr>& operands);
  void Aggregated(const filter::Expr& value, const filter::Rows& rows);
  void FirstName(const Name& name, bool alone);
  void BeginEdge(Edge edge) {
    edge_ = edge;
    edge_at_ = out_.size();
  }

  void Add(std::string_view text) { out_ += text; }
  void Print(const filter::Count& count);
  void Print(const filter::Duration& duration);
  void Print(const filter::RowPick& pick);
  void PrintRows(const filter::Rows& rows);  // PATH as x where W, inside parentheses
  void AliasAndWhere(const filter::Rows& rows);
  void LoneFilter(const filter::Expr& where);
  void PerAmong(const std::optional<filter::Path>& per, const filter::Expr& among);
  void Negation(bool negated) { Add(negated ? " not " : " "); }
  void IgnoringCase(bool ignoring) { Add(ignoring ? " ignoring case" : ""); }

  // One for each node and period.
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
  const bool parenthesise_;
  bool joined_ = false;  // an `and` or `or` may follow what is printed now
  Edge edge_ = Edge::kNone;
  size_t edge_at_ = 0;
};

}  // namespace seine

#endif  // SEINE_QUERY_FILTER_PRINTER_H_
