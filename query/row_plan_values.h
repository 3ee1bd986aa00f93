// The physical form of bound values. See query/row_plan.h. `text` is how the filter says a value
// whose numbers may not fit, or what that is a part of; for errors.
#ifndef SEINE_QUERY_ROW_PLAN_VALUES_H_
#define SEINE_QUERY_ROW_PLAN_VALUES_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "query/row_plan.h"

namespace seine::row {

struct ConstantValue {
  absl::int128 number;
  double real;
  std::string text;
  absl::int128 denominator;
  bool missing;
};
// Per offset in the shard; 0: missing.
struct MemberNumbers {
  std::shared_ptr<const bound::MemberTiles> tiles;
  const bound::MemberTiles::Numbers* numbers;
};
struct ColumnValue {
  const ColumnView* column;
  const Dictionary* dictionary;
};
struct LookupValue {
  ColumnReader from;
};
struct MidnightOf {
  ValuePtr date;
};  // as an instant, in the shard's zone
struct SetSize {
  ColumnReader from;
};
struct Aggregate {
  bound::AggregateKind kind;
  Descent rows;
  ValuePtr value;
  bool wide;  // sums need 128 bits
  std::string text;
};
// A category's code instead of its text, where only equality counts; or its number, which those
// of another dictionary have, too.
struct CodeValue {
  ColumnReader from;
  CodeNumbers numbers;
};
// `value`, or the elements of `set` when it is null.
struct Distinct {
  Descent rows;
  ValuePtr value;
  SetReader set;
  std::string text;
};
// With a dictionary, `value` is a code of it.
struct Mode {
  Descent rows;
  ValuePtr value;
  const Dictionary* dictionary;
  bool wide;  // numbers need 128 bits
  std::string text;
};
struct Gap {
  filter::GapFunction function;
  Descent rows;
  ValuePtr time;
  bool in_order;  // rows are scanned in order of time
};
struct PeriodOf {
  filter::TimeUnit unit;
  ValuePtr time;
};
struct PickedValue {
  Picks picks;
  ValuePtr value;
};
struct OuterValue {
  int scope;
  int table;
  ValuePtr value;
};
struct Arithmetic {
  filter::ArithmeticOp op;
  ValuePtr left;
  ValuePtr right;
  std::string text;
};
struct FirstOf {
  std::vector<ValuePtr> operands;
  std::string text;
};
struct DatePart {
  filter::DatePartKind part;
  ValuePtr time;
};
struct ShiftedTime {
  ValuePtr time;
  int64_t n;
  filter::TimeUnit unit;
};
struct ElapsedUnits {
  filter::TimeUnit unit;
  ValuePtr start;
  ValuePtr end;
};
struct When {
  FilterPtr filter;
  ValuePtr value;
};
struct Bucket {
  uint64_t buckets;
  std::string salt;
};
struct Score {
  struct Term {
    int64_t weight;
    FilterPtr filter;
  };
  std::vector<Term> terms;
};

// A value of the members that several places may have. Set while it is planned.
struct SharedValue {
  size_t number;    // query/shared_parts.h
  bool remembered;  // several places have it
};
struct Remembered {
  ValuePtr value;
  std::shared_ptr<const SharedValue> shared;
};

struct Value {
  std::variant<ConstantValue, ColumnValue, LookupValue, MidnightOf, SetSize, Aggregate, CodeValue,
               Distinct, Mode, Gap, PickedValue, OuterValue, Arithmetic, FirstOf, DatePart,
               PeriodOf, ShiftedTime, ElapsedUnits, Bucket, Score, When, MemberNumbers, Remembered>
      node;
  bound::ValueType type;
  int grain = 0;
  double cost = 0;
  // Numbers: no numerator is greater in magnitude; absent: up to 128 bits, held in `wide` vectors.
  std::optional<absl::int128> bound;
};

}  // namespace seine::row

#endif  // SEINE_QUERY_ROW_PLAN_VALUES_H_
