// The recursive-descent parser behind ParseFilter and ParseDefinition; nobody else includes this.
//
// Each Parse… method reads one construct from the current token on and returns its node, or an
// absent one after an error. By subject: parser.cc (and, or, not), parser_predicates.cc,
// parser_sets.cc, parser_values.cc, parser_calls.cc, parser_periods.cc, parser_rows.cc,
// parser_groups.cc.

#ifndef SEINE_QUERY_FILTER_PARSER_H_
#define SEINE_QUERY_FILTER_PARSER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "query/filter.h"
#include "query/filter_limits.h"
#include "query/token_stream.h"

namespace seine {

class FilterParser : public TokenStream {
 public:
  using Expr = filter::Expr;

  FilterParser(FilterSource source, const FilterLimits& limits);

  // A filter, up to what cannot belong to it.
  Expr ParseFilter();
  // A filter that takes the whole text and is not empty.
  Expr ParseWhole();

 private:
  // Bounds the recursion; false when too deep (and the error is set).
  class Nesting {
   public:
    explicit Nesting(FilterParser* parser);
    ~Nesting() { --parser_->nesting_; }
    explicit operator bool() const { return !parser_->failed(); }

   private:
    FilterParser* parser_;
  };

  template <typename T>
  Expr Make(T node, uint32_t begin);
  Expr Checked(const Expr& made);
  bool CountListValue();

  // parser.cc
  Expr ParseAnd();
  Expr ParseNot();
  Expr ParseParenthesised();

  // parser_predicates.cc: one test
  Expr ParseTest();
  Expr ParsePredicate(const Expr& subject, uint32_t begin);
  Expr ParseWordTest(const Expr& subject, uint32_t begin, bool negated);
  bool AtOwnKey();
  Expr ParseOwnKey();
  Expr ParseCompare(const Expr& subject, uint32_t begin);
  Expr ParseBetween(const Expr& subject, uint32_t begin, bool negated);
  Expr ParseIs(const Expr& subject, uint32_t begin);
  Expr ParseHas(const Expr& subject, uint32_t begin, bool negated);
  Expr ParseAnniversary(const Expr& subject, uint32_t begin, bool negated);
  std::optional<filter::TextOp> TakeTextOp();
  bool TakeIgnoringCase();
  bool AtTestWord(size_t ahead);
  bool ContinuesValue();
  void RefusePeriod(const Token& sign);
  void RefuseChain(const Expr& subject, const Expr& test, uint32_t begin);
  // A value compared with `subject`; names of weekdays when that is a weekday.
  Expr ParseOperand(const Expr& subject);
  // At the name of a weekday, which becomes a constant; absent: at anything else.
  Expr ParseWeekday();
  // A bare name of a weekday that was read before it was known what stands beside it.
  Expr AsWeekday(const Expr& expr);

  // parser_sets.cc: right of `in` and `has any`
  Expr ParseIn(const Expr& subject, uint32_t begin, bool negated);
  Expr ParseRank(const Expr& subject, uint32_t begin, bool negated);
  Expr ParseSet(const Expr& subject);
  Expr ParseLiteralSet();
  Expr ParseList(const Expr& subject);
  void ParseListValue(const Expr& subject, filter::List& list);
  void ParsePerAmong(std::optional<filter::Path>& per, Expr& among);
  Expr ParseNumberOrParameter(std::string_view what);

  // parser_values.cc: values by precedence
  Expr ParseElse();
  Expr ParseSum();
  Expr ParseProduct();
  Expr ParseUnary();
  Expr ParsePostfix();
  Expr ParsePrimary();
  Expr ParseLiteralOrDuration();
  Expr ParseReserved();
  Expr ParseNamed();
  Expr ParseAsOf(Expr filter, uint32_t begin);
  std::optional<filter::DatePartKind> TakeDatePart();

  // parser_calls.cc: what is called, or begins with two words
  Expr ParseCall();
  Expr ParseAggregate();
  // What stands inside an aggregate's parentheses: VALUE of ROWS, or a path with `as` and `where`.
  void ParseAggregated(std::string_view name, Expr* value, filter::Rows* rows);
  std::string OfItsRows(const Expr& value);
  Expr ParseDistinctPeriods();
  Expr ParseGap();
  Expr ParseSize();
  Expr ParseNTile();
  Expr ParsePopulationValue();
  Expr ParseModel();
  Expr ParseModelArgument();
  Expr ParseBucket();
  Expr ParseSegment();
  Expr ParseElapsed();

  // parser_periods.cc
  bool AtPeriod();
  Expr ParsePeriod();
  // A period, a literal that is one, a list of them or a parameter.
  Expr ParsePeriods(std::string_view what, std::string_view example);
  filter::PeriodValue ParseWordedPeriod();
  filter::PeriodValue ParseRolling();
  filter::PeriodValue ParseCalendarPeriod();
  filter::PeriodValue ParseRetailWindow();
  filter::Count ParseCount(std::string_view what, bool may_be_negative = false);
  filter::TimeUnit ParseUnit();
  filter::Duration ParseDuration(std::string_view what);

  // parser_rows.cc: paths, rows, quantifiers
  std::optional<Name> ParseName(std::string_view what);
  filter::Path ParsePath(std::string_view what);
  std::shared_ptr<const filter::RowPick> ParsePick();
  void ParseAliasAndWhere(filter::Rows& rows);
  std::optional<Name> ParseAlias();
  filter::Rows ParseRows(std::string_view what);
  Expr ParseQuantifier();
  void RefuseTestOfRows(const filter::Rows& rows, uint32_t begin);
  Expr ParseEach();
  Expr ParseLoneFilter(uint32_t begin, uint32_t where, uint32_t test);
  void RefuseJoiner(uint32_t begin, uint32_t where, uint32_t test);

  // parser_groups.cc: filters over filters or steps
  Expr ParseKOf();
  Expr ParseScore();
  Expr ParseSequence();
  filter::Sequence::Step ParseStep(bool first);

  FilterLimits limits_;
  Expr seed_;  // a primary that was read already (ParseLoneFilter)
  uint32_t nesting_ = 0;
  uint32_t nodes_ = 0;
  uint32_t list_values_ = 0;
};

template <typename T>
filter::Expr FilterParser::Make(T node, uint32_t begin) {
  if (failed()) return {};
  return Checked(Expr::Make(std::move(node), {begin, last().end}));
}

}  // namespace seine

#endif  // SEINE_QUERY_FILTER_PARSER_H_
