// What random filters may be made of: everything, but where a law holds only without some group.
#ifndef SEINE_TESTS_TESTING_RANDOM_CONSTRUCTS_H_
#define SEINE_TESTS_TESTING_RANDOM_CONSTRUCTS_H_

#include <bitset>
#include <cstddef>
#include <initializer_list>

namespace seine::oracle {

enum class Construct : size_t {
  kArithmetic,      // + - * / of numbers, unary minus
  kTimeArithmetic,  // joined + 30 days
  kElse,            // a else b
  kDateParts,       // at weekday, birthday month
  kElapsed,         // days since t, days from t to t
  kPicks,           // latest(orders).channel, any latest(orders).items
  kRowValues,       // sum(quantity * price of orders.items)
  kValuePeriods,    // at from first(orders).at to first(orders).at + 30 days
  kSegments,        // segment("vip")
  kAsOf,            // (F) as of T
  kColumnsOnRight,  // city in visited, tags has any others, name contains city
  kColumnsInLists,  // city in ("Taipei", shipping_city)
  kLookupValues,   // values at the end of several lookups, beside other values; sizes of their sets
  kBucket,         // bucket(100, "salt")
  kScore,          // score of (2: p, 1: q)
  kAnniversaries,  // birthday anniversary in next 7 days
  kInEachOf,       // any orders in each of the last 4 quarters
  kDistinct,       // distinct(orders.items.product), distinct days(orders.at)
  kMode,           // mode(orders.store)
  kGaps,           // avg gap(orders)
  kSequences,      // sequence (…) then (…)
  kSequenceJoins,  // with a step that refers to an earlier one
  kRowSequences,   // sequences of rows below a row
  kAliases,        // rows compared with a named row that they do not belong to; any c.items
  kRanks,          // in top 20%, ntile(5, v)
  kPopulation,     // mean(v), median, percentile, total
  kModels,         // rfm, lifecycle, napl, nes
  kCalendars,      // calendar("double-11", 2011)
  kConstantValues,  // days since 2011-09-11, 30 between points and age: constants where values
                    // stand
  kWideNumbers,     // numbers that may take more than 128 bits, which is an error
  kCount
};

class Constructs {
 public:
  Constructs() = default;
  Constructs(std::initializer_list<Construct> on) {
    for (Construct construct : on) on_.set(static_cast<size_t>(construct));
  }

  bool Has(Construct construct) const { return on_.test(static_cast<size_t>(construct)); }
  Constructs With(Construct construct) const {
    Constructs out = *this;
    out.on_.set(static_cast<size_t>(construct));
    return out;
  }
  Constructs Without(Construct construct) const {
    Constructs out = *this;
    out.on_.reset(static_cast<size_t>(construct));
    return out;
  }

 private:
  std::bitset<static_cast<size_t>(Construct::kCount)> on_;
};

inline Constructs WholeLanguage() {
  Constructs out;
  for (size_t c = 0; c < static_cast<size_t>(Construct::kCount); ++c) {
    out = out.With(static_cast<Construct>(c));
  }
  return out;
}

// What the engine answers whatever the numbers are.
inline Constructs AnsweredLanguage() { return WholeLanguage().Without(Construct::kWideNumbers); }

}  // namespace seine::oracle

#endif  // SEINE_TESTS_TESTING_RANDOM_CONSTRUCTS_H_
