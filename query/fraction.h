// Exact fractions of 128 bits above and below the line, with overflow noticed.
//
// A fraction is numerator / denominator, the denominator positive; kept as it comes and reduced
// only when it would not fit. Pure functions.
#ifndef SEINE_QUERY_FRACTION_H_
#define SEINE_QUERY_FRACTION_H_

#include <cstdint>

#include "absl/numeric/int128.h"

#include "engine/value_parser.h"  // PowerOfTen
#include "query/filter_values.h"

namespace seine {

struct Fraction {
  absl::int128 numerator = 0;
  absl::int128 denominator = 1;
};

// a OP b. False: it does not fit, and *result is unspecified. Precondition: b is not 0 in a
// division.
bool Apply(filter::ArithmeticOp op, const Fraction& a, const Fraction& b, Fraction* result);

// The same in lowest terms.
Fraction Reduced(const Fraction& fraction);

// (a + b) / 2, of both in lowest terms, over twice their least common denominator. False: it does
// not fit.
bool MeanOf(const Fraction& a, const Fraction& b, Fraction* mean);

// a/(da 10^sa) against b/(db 10^sb): -1, 0, 1. Exact. Denominators are positive; scales 0..38.
int CompareFractions(absl::int128 a, absl::int128 da, int sa, absl::int128 b, absl::int128 db,
                     int sb);

// numerator / (denominator * 10^scale) in units of 10^-12, half to even: what a quotient becomes
// when it enters another aggregate. False: it does not fit.
bool RoundToTwelve(const Fraction& fraction, int scale, absl::int128* result);

}  // namespace seine

#endif  // SEINE_QUERY_FRACTION_H_
