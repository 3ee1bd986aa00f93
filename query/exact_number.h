// A number exactly as it was written, with any number of digits, brought to the units of a column.
#ifndef SEINE_QUERY_EXACT_NUMBER_H_
#define SEINE_QUERY_EXACT_NUMBER_H_

#include <optional>
#include <string>
#include <string_view>

#include "absl/numeric/int128.h"

#include "query/literal.h"

namespace seine {

class ExactNumber {
 public:
  // Absent unless the literal is an Integer or a Decimal.
  static std::optional<ExactNumber> Of(const filter::LiteralValue& literal);
  // "12", "-12.50", as in lists that a host gives. Absent when the text is anything else.
  static std::optional<ExactNumber> Parse(std::string_view text);

  // The greatest multiple of 10^-scale that is not above the number, in those units. `beyond`: it
  // does not fit 128 bits; `floor` is their end on its side, and not exact.
  struct Units {
    absl::int128 floor = 0;
    bool exact = true;
    bool beyond = false;
  };
  Units At(int scale) const;

  // Minor units with the fewest digits after the point. Absent when they do not fit 128 bits, or
  // with more than 38 digits after the point.
  struct Scaled {
    absl::int128 number = 0;
    int scale = 0;
  };
  std::optional<Scaled> Shortest() const;

  bool negative() const { return negative_; }
  // The nearest double; `beyond`: its magnitude is above every finite one (the result is then
  // infinite).
  double ToReal(bool* beyond) const;

 private:
  ExactNumber(std::string_view signed_digits, int scale);

  bool negative_ = false;
  std::string digits_;  // no leading zeros; empty: 0
  int scale_ = 0;       // digits after the point; no trailing zeros among them
};

}  // namespace seine

#endif  // SEINE_QUERY_EXACT_NUMBER_H_
