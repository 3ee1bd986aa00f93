// Arithmetic over the columns of a row, computed on the way in: value = "quantity * price".
//
// Names (in backquotes where they are not letters, digits and _), numbers, + - * /, unary minus and
// parentheses. Integers and decimals are computed exactly, as fractions of 128 bits; a real among
// the operands makes the rest real. A missing operand and a division by zero give a missing value.
#ifndef SEINE_ENGINE_COMPUTED_VALUE_H_
#define SEINE_ENGINE_COMPUTED_VALUE_H_

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

#include "engine/schema.h"
#include "engine/value_parser.h"

namespace seine {

// Immutable once parsed; Evaluate may run on many threads.
class ComputedValue {
 public:
  // Parses the `value` of a column. It may name columns of the table that are numbers, and computed
  // ones only if they are declared before it. Errors: InvalidArgument with the place in the text.
  static absl::StatusOr<ComputedValue> Parse(const TableSchema& table, int column);

  // The columns it reads: `values` below holds a value of each, in this order.
  std::span<const int> inputs() const { return inputs_; }

  enum class Outcome : uint8_t { kValue, kMissing, kTooManyDigits, kTooLarge };
  // Integers, minor units of decimals, and OrderedBits of reals; the result likewise, by the type
  // and scale of the computed column. No input may be missing (else the value is missing).
  Outcome Evaluate(std::span<const int64_t> values, int64_t* result) const;

 private:
  friend class ComputedValueParser;

  enum class Code : uint8_t { kInput, kNumber, kAdd, kSubtract, kMultiply, kDivide, kNegate };
  struct Step {
    Code code;
    int input = 0;      // kInput
    Int128 number = 0;  // kNumber: number / denominator
    Int128 denominator = 1;
  };
  struct Input {
    bool real;
    Int128 denominator;  // 10^scale
  };
  struct Fraction {
    Int128 numerator;
    Int128 denominator;  // > 0
  };

  Outcome EvaluateExact(std::span<const int64_t> values, int64_t* result) const;
  Outcome EvaluateReal(std::span<const int64_t> values, int64_t* result) const;
  static Outcome Apply(Code code, const Fraction& right, Fraction* left);

  std::vector<Step> steps_;  // operands before their operator
  std::vector<int> inputs_;
  std::vector<Input> input_types_;
  bool real_ = false;  // some operand is real
  ColumnType type_ = ColumnType::kDecimal;
  int scale_ = 0;
  bool round_ = false;
  // quantity * price: of two different columns whose scales add up to that of the result.
  bool plain_product_ = false;
};

}  // namespace seine

#endif  // SEINE_ENGINE_COMPUTED_VALUE_H_
