// From JSON values to nodes; behind ReadFilterJson, nobody else includes this.
//
// Errors are sticky, as in the parser: the first one is kept, with its place and the path to it,
// and every later result is absent. By subject: json_filter_reader.cc (operators, errors),
// json_reader_values.cc, json_reader_tests.cc, json_reader_rows.cc.

#ifndef SEINE_QUERY_JSON_FILTER_READER_H_
#define SEINE_QUERY_JSON_FILTER_READER_H_

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"

#include "query/filter.h"
#include "query/filter_error.h"
#include "query/filter_limits.h"
#include "query/json_document.h"

namespace seine {

class JsonFilterReader {
 public:
  using Expr = filter::Expr;
  using Value = JsonDocument::Value;

  JsonFilterReader(const JsonDocument& document, const FilterLimits& limits)
      : document_(document), limits_(limits) {}

  bool failed() const { return !error_.ok(); }
  const absl::Status& status() const { return error_; }

  // A filter: an object, or a string that holds filter text. Every node stands where text could put
  // it.
  Expr ReadWhole(Value value);
  void Fail(Value at, std::string_view message, std::string_view hint = "");
  // Runs `read` with `step` (a key or an index) as part of the path that errors give.
  template <typename Read>
  auto Under(std::string step, Read read) {
    path_.push_back(std::move(step));
    auto result = read();
    path_.pop_back();
    return result;
  }

  // Every key that a node may have, sorted; "not " and " ignoring case" forms included.
  static std::vector<std::string> Operators();

 private:
  using Handler = Expr (JsonFilterReader::*)(std::string_view key, Value value);
  static const std::map<std::string, Handler, std::less<>>& Handlers();

  // The members of an object, each to be taken once.
  class Fields {
   public:
    Fields(JsonFilterReader* reader, Value object);
    std::optional<Value> Take(std::string_view key);
    Value Require(std::string_view key);  // fails, and gives the object itself, when there is none
    bool TakeTrue(std::string_view key);
    void ExpectNoMore();

   private:
    JsonFilterReader* reader_;
    Value object_;
    std::vector<std::pair<std::string, Value>> members_;
    std::vector<std::string> known_;
  };

  template <typename T>
  Expr Make(T node, Value at) {
    return failed() ? Expr() : Checked(Expr::Make(std::move(node), at.span()));
  }
  Expr Checked(Expr made);
  void FailLimit(Value at, std::string_view message, uint64_t limit);
  bool CountListValue(Value at);

  // json_filter_reader.cc
  // Where a filter must stand, a string is filter text; elsewhere it is text.
  Expr ReadFilter(Value value);
  Expr Read(Value value);
  Expr ReadNode(Value object);
  Expr ReadText(Value string);
  Expr ReadField(Fields& fields, std::string_view key);
  Expr RequireField(Fields& fields, std::string_view key, Value object);
  std::string HintForOperator(const std::string& name) const;
  // Refuses what is neither a number nor a parameter.
  void ExpectNumber(const Expr& expr, Value at);
  void Adopt(absl::StatusCode code, FilterErrorInfo info);
  std::vector<Value> Elements(Value array, size_t least, size_t most, std::string_view example);
  Expr ReadElement(const std::vector<Value>& elements, size_t i);
  std::vector<Expr> ReadAll(Value array, size_t least, bool filters = false);
  void ExpectTrue(std::string_view key, Value value);
  std::string Text(Value value, std::string_view what);

  // json_reader_values.cc
  Expr ReadNumber(Value number);
  Expr ReadTime(std::string_view key, Value value);
  Expr ReadDigits(std::string_view key, Value value);
  Expr ReadTextLiteral(std::string_view key, Value value);
  Expr ReadWeekday(std::string_view key, Value value);
  bool RefusePart(std::string_view key, Value value);
  Expr ReadParameter(std::string_view key, Value value);
  Expr ReadMember(std::string_view key, Value value);
  Expr ReadColumn(std::string_view key, Value value);
  Expr ReadArithmetic(std::string_view key, Value value);
  Expr ReadElse(std::string_view key, Value value);
  Expr ReadDatePart(std::string_view key, Value value);
  Expr ReadDuration(std::string_view key, Value value);
  Expr ReadElapsed(std::string_view key, Value value);
  Expr ReadBucket(std::string_view key, Value value);
  void ReadAggregated(Value value, Expr* of, filter::Rows* rows);
  Expr ReadAggregate(std::string_view key, Value value);
  Expr ReadDistinctPeriods(std::string_view key, Value value);
  Expr ReadSize(std::string_view key, Value value);
  Expr ReadGap(std::string_view key, Value value);
  Expr ReadNTile(std::string_view key, Value value);
  Expr ReadPopulationValue(std::string_view key, Value value);
  Expr ReadModel(std::string_view key, Value value);

  // json_reader_tests.cc
  Expr ReadTest(std::string_view key, Value value);
  Expr ReadIn(Value value, bool negated, bool ignoring_case);
  Expr ReadRank(Expr subject, Value rank, Value at, bool negated);
  Expr ReadAnniversary(std::string_view key, Value value);
  Expr ReadBetween(std::string_view key, Value value);
  Expr ReadExists(std::string_view key, Value value);
  Expr ReadSet(Value value);
  // A period, a literal that is one, a list of them or a parameter.
  Expr ReadPeriods(Value value);
  Expr ReadList(Value array);
  Expr ReadNamedList(std::string_view key, Value value);
  Expr ReadPeriod(std::string_view key, Value value);
  Expr ReadConstant(std::string_view key, Value value);
  Expr ReadJoin(std::string_view key, Value value);
  Expr ReadNot(std::string_view key, Value value);
  Expr ReadKOf(std::string_view key, Value value);
  Expr ReadScore(std::string_view key, Value value);
  Expr ReadSegment(std::string_view key, Value value);
  Expr ReadAsOf(std::string_view key, Value value);

  // json_reader_rows.cc
  Expr ReadQuantifier(std::string_view key, Value value);
  Expr ReadSequence(std::string_view key, Value value);
  filter::Sequence::Step ReadStep(Value value, bool first);
  Expr ReadFilterText(std::string_view key, Value value);
  filter::Rows ReadRows(Value value);
  filter::Rows ReadRowFields(Fields& fields);
  filter::Path ReadPath(Value value);
  void ReadPick(Value object, filter::Path& path);
  void SplitPath(Value string, filter::Path& path);
  void AddName(Value at, std::string_view text, filter::Path& path);
  filter::Count ReadCount(Value value, bool may_be_negative = false);
  filter::TimeUnit ReadUnit(Value value);
  filter::Duration ReadLength(Value value);
  void ReadPerAmong(Fields& fields, std::optional<filter::Path>& per, Expr& among);

  const JsonDocument& document_;
  FilterLimits limits_;
  absl::Status error_;
  std::vector<std::string> path_;
  uint32_t nodes_ = 0;
  uint32_t list_values_ = 0;
};

}  // namespace seine

#endif  // SEINE_QUERY_JSON_FILTER_READER_H_
