// Many values of the oracle, one out: what aggregates over rows and over members have in common.
#ifndef SEINE_TESTS_TESTING_ORACLE_REDUCE_H_
#define SEINE_TESTS_TESTING_ORACLE_REDUCE_H_

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "tests/testing/oracle_value.h"

namespace seine::oracle {

Value CountValue(size_t count);
// Whether a stands before b. Both are of one kind, which has an order.
bool IsLess(const Value& a, const Value& b, const OracleZone& zone);

// All but the count and the sum are missing over nothing.
Value LeastOf(const std::vector<Value>& values, const OracleZone& zone);
Value GreatestOf(const std::vector<Value>& values, const OracleZone& zone);
// Ascending, with how often each comes up; of sets the elements.
std::vector<std::pair<Value, size_t>> DistinctOf(const std::vector<Value>& values,
                                                 const OracleZone& zone);
// The most frequent, of several the least.
Value ModeOf(const std::vector<Value>& values, const OracleZone& zone);
// The mean of the middle two; of both rounded to 12 digits where it takes more than 128 bits.
Value MedianOf(std::vector<Value> values, const OracleZone& zone);
// Reals are added in order, one by one.
Value SumOf(const std::vector<Value>& values, bool real);
Value AverageOf(const std::vector<Value>& values, bool real);
// Of reals: exact, then rounded once; the mean is that sum divided.
Value ExactSumOf(const std::vector<Value>& values, bool real);
Value ExactMeanOf(const std::vector<Value>& values, bool real);
// Of reals some of which are infinite: their sum, which is infinite or no number.
std::optional<double> InfiniteSumOf(const std::vector<Value>& values);
// The values exactly, all in the same unit, whatever that is. None is infinite.
std::vector<Fraction> AmountsOf(const std::vector<Value>& values);

}  // namespace seine::oracle

#endif  // SEINE_TESTS_TESTING_ORACLE_REDUCE_H_
