// Constants where a value may stand: in elapsed time, `else`, arithmetic, parts of a time,
// aggregates of such values.

#include "tests/query/agreement_fixture.h"

namespace seine::oracle {
namespace {

TEST_F(AgreementTest, DaysAsTimes) {
  Expect({
      {"days since 2011-12-01 = 9", "a b c d e f g"},
      {"days since 2011-12 = 9 and weeks since 2011-Q4 = 10", "a b c d e f g"},
      {"hours since 2011-12-09 = 24", "a b c d e f g"},
      {"days from joined to 2011-09-30 = 29", "b c"},
      {"days from 2011-09-01 to joined = 0", "c"},
      {"days from joined to 2011-02 = 1", "a"},
      {"joined else 2025-01-01 = 2025-01-01", "e"},
      {"birthday else 2011-10 = 2011-10-01", "e"},
      {"joined else birthday else 2011-10-01 = 2011-10-01", "e"},
      {"latest(orders).at else 2011-10-01 > 2011-09-30", "a c d e f g"},
      {"2011-10-01 month = 10 and size(tags) = 3", "f"},
      {"(joined else 2011-09-24) weekday = sat", "e"},
      {"joined < 2011-09-01 + 1 hour and joined >= 2011-09-01", "c"},
      {"joined < 30 days + 2011-08-02 and joined >= 2011-08-31", "b"},
      {"sum(days since 2011-12-09 of orders) = 3", "a"},
      {"max(days from at to 2011-12-10 of orders) = 100", "b"},
      {"any orders where days from at to 2011-12-11 = 1", "a e"},
      {"2011-02-28 anniversary in 2012-02-28 and age = 30", "a"},
  });
  options_.timezone = "America/New_York";
  options_.as_of += 5 * kDayMicros / 24;  // 2011-12-10 there
  Expect({
      {"days since 2011-12-01 = 9", "a b c d e f g"},
      {"joined else 2011-10-01 = 2011-10-01T04:00Z", "e"},
  });
}

TEST_F(AgreementTest, ParametersThatAreDays) {
  options_.parameters["d"] = filter::LiteralValue(filter::Day{2011, 10, 1});
  Expect({
      {"joined else $d = 2011-10-01", "e"},
      {"birthday else $d = 2011-10-01", "e"},
      {"days since $d = 70", "a b c d e f g"},
      {"days from joined to $d = 30", "b c"},
  });
}

}  // namespace
}  // namespace seine::oracle
