// The recursive-descent parser behind ParseFilter and ParseDefinition; nobody else includes this.
//
// Each Parse… method reads one construct from the current token on and returns its node. Errors are
// sticky: the first one is kept, from then on every token is the end and every result absent, so
// callers need not check at each step. By subject: parser.cc (tokens, errors, and/or/not),
// parser_predicates.cc, parser_sets.cc, parser_values.cc, parser_calls.cc, parser_periods.cc,
// parser_rows.cc, parser_groups.cc.

#ifndef SEINE_QUERY_FILTER_PARSER_H_
#define SEINE_QUERY_FILTER_PARSER_H_

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"

#include "query/filter.h"
#include "query/filter_limits.h"
#include "query/lexer.h"

namespace seine {

class FilterParser {
 public:
  using Expr = filter::Expr;

  // Precondition: CheckFilterText(text) passed. `text` outlives the parser.
  FilterParser(std::string_view text, const FilterLimits& limits);

  // The first error, not located.
  absl::Status status() const;
  bool failed() const { return !error_.ok(); }

  // A filter, up to what cannot belong to it.
  Expr ParseFilter();
  // Refuses what is left of the text.
  void ExpectEnd();

  // Tokens.
  const Token& Peek(size_t ahead = 0);
  Token Take();
  bool TakeSymbol(std::string_view symbol);
  bool TakeWord(std::string_view word);
  void ExpectSymbol(std::string_view symbol, std::string_view where);
  std::string ExpectText(std::string_view what);

  // Errors.
  void Fail(Span span, std::string_view message, std::string_view hint = "");
  void FailLimit(Span span, std::string_view message, uint64_t limit);
  // "expected WHAT, found `x`".
  void FailExpected(std::string_view what, std::string_view hint = "");
  void FailUnexpected();

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
  Expr Checked(Expr made);
  uint32_t Begin() { return Peek().span.begin; }
  std::string Source(Span span, size_t most = 60) const;
  std::string Describe(const Token& token) const;
  std::string HintFor(const Token& token);
  std::string HintAfterValue(const Token& token);
  bool CountListValue();
  bool IsNumberOrParameter(size_t ahead);
  bool IsCall(std::string_view word) { return Peek().IsWord(word) && Peek(1).IsSymbol("("); }

  // parser.cc
  Expr ParseAnd();
  Expr ParseNot();
  Expr ParseParenthesised();

  // parser_predicates.cc: one test
  Expr ParseTest();
  Expr ParsePredicate(const Expr& subject, uint32_t begin);
  Expr ParseWordTest(const Expr& subject, uint32_t begin, bool negated);
  Expr ParseCompare(const Expr& subject, uint32_t begin);
  Expr ParseBetween(const Expr& subject, uint32_t begin, bool negated);
  Expr ParseIs(const Expr& subject, uint32_t begin);
  Expr ParseHas(const Expr& subject, uint32_t begin, bool negated);
  Expr ParseAnniversary(const Expr& subject, uint32_t begin, bool negated);
  std::optional<filter::TextOp> TakeTextOp();
  bool TakeIgnoringCase();
  bool AtTestWord(size_t ahead);
  bool ContinuesValue();
  void RefuseChain(uint32_t begin);
  // A value compared with `subject`; names of weekdays when that is a weekday.
  Expr ParseOperand(const Expr& subject);

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
  void RefuseCall();

  // parser_periods.cc
  bool AtPeriod();
  Expr ParsePeriod();
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
  Expr ParseEach();
  Expr ParseLoneFilter(uint32_t begin, uint32_t where);
  void RefuseJoiner(uint32_t begin, uint32_t where, uint32_t test);

  // parser_groups.cc: filters over filters or steps
  Expr ParseKOf();
  Expr ParseScore();
  Expr ParseSequence();
  filter::Sequence::Step ParseStep(bool first);

  std::string_view text_;
  FilterLimits limits_;
  Lexer lexer_;
  std::deque<Token> ahead_;
  Token last_;  // taken most recently
  Token end_;   // what every token is after an error
  Expr seed_;   // a primary that was read already (ParseLoneFilter)
  absl::Status error_;
  uint32_t nesting_ = 0;
  uint32_t nodes_ = 0;
  uint32_t list_values_ = 0;
};

template <typename T>
filter::Expr FilterParser::Make(T node, uint32_t begin) {
  if (failed()) return {};
  return Checked(Expr::Make(std::move(node), {begin, last_.span.end}));
}

}  // namespace seine

#endif  // SEINE_QUERY_FILTER_PARSER_H_
