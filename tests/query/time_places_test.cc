// Periods, weekdays and values of time in every place that takes them.

#include "tests/query/agreement_fixture.h"

namespace seine::oracle {
namespace {

using ::testing::HasSubstr;

TEST_F(AgreementTest, NamesOfWeekdays) {
  Expect({
      {"joined weekday = mon", "a"},
      {"mon = joined weekday", "a"},
      {"joined weekday between wed and thu", "b c f g"},
      {"wed between joined weekday and 7", "a b f g"},
      {"mode(at weekday of orders) in (tue, wed)", "a b"},
      {"fri = max(at weekday of orders)", "a e"},
      {"max(at weekday of orders) >= thu", "a b d e"},
      {"joined weekday else sun = sun", "e"},
      {"joined weekday else birthday weekday else sun in (mon, sun)", "a e"},
      {"sun in (joined weekday else sun, 3)", "e"},
      {"joined weekday >= percentile(joined weekday, 50)", "b c d f g"},
      {"percentile(joined weekday, 50) = wed", "a b c d e f g"},
      {"any orders where at weekday not in (mon, tue, fri)", "a b d"},
  });
  options_.parameters["d"] = filter::LiteralValue(filter::Integer{"1"});
  EXPECT_EQ(Ask("joined weekday in ($d, tue)"), "a");
  EXPECT_THAT(Refusal("age = sat"), HasSubstr("unknown column `sat`"));
  EXPECT_THAT(Refusal("joined weekday = `sat`"), HasSubstr("unknown column `sat`"));
}

TEST_F(AgreementTest, AnniversariesInAnyPeriods) {
  options_.parameters["p"] = filter::LiteralValue(filter::Day{2011, 6, 15});
  options_.parameters["q"] =
      std::vector<filter::LiteralValue>{filter::Day{2011, 6, 15}, filter::Month{1, 1}};
  Expect({
      {"birthday anniversary in (today, 2011-06, 2012-Q1)", "a c d f"},
      {"birthday not anniversary in (last 7 days, next 3 weeks)", "a b c d f g"},
      {"birthday anniversary from 2011-12-30 to 2012-01-02", "b d f g"},
      {"birthday anniversary between 2011-12-31 and 2012-01", "b d f g"},
      {"birthday anniversary in $p", "c"},
      {"birthday anniversary in ($p, 2012-02)", "a c"},
      {"birthday anniversary in $q", "c d f"},
  });
  EXPECT_THAT(Refusal("birthday anniversary since 2011-06-15"), HasSubstr("two ends"));
  EXPECT_THAT(Refusal("birthday anniversary in (today, 30)"), HasSubstr("expected a time"));
  EXPECT_THAT(Refusal("birthday anniversary in city"), HasSubstr("expected a period"));
}

TEST_F(AgreementTest, InEachOfAnyPeriods) {
  options_.parameters["p"] = filter::LiteralValue(filter::Month{2011, 12});
  options_.parameters["q"] =
      std::vector<filter::LiteralValue>{filter::Month{2011, 8}, filter::Month{2011, 12}};
  Expect({
      {"any orders in each of 2011-12", "a e"},
      {"any orders in each of 2011-Q3", "a b"},
      {"any orders in each of 2011 where channel = \"pos\"", "b e"},
      {"any orders in each of $p", "a e"},
      {"any orders in each of $q", "a"},
      {"any orders in each of ($p, 2011-08-31)", "a"},
      {"no orders in each of ($p, 2011-08)", "b c d e f g"},
      {"all orders in each of ($p, 2011-08) where amount > 1", "a"},
      {"all orders in each of 2011-Q3 where amount exists", "a"},
      {"all orders in each of 2011 where amount > 6", "d"},
      {"any orders in each of from 2011-08-31 to 2011-09-01", "a b"},
  });
  EXPECT_THAT(Refusal("any orders in each of channel"), HasSubstr("expected periods"));
  EXPECT_THAT(Refusal("any orders in each of 2011-09-01 08:00"), HasSubstr("is not a period"));
}

TEST_F(AgreementTest, DistinctPeriodsOfValues) {
  Expect({
      {"distinct days(at of orders) = 3", "a"},
      {"distinct months(at + 1 day of orders) = 3", "a"},
      {"distinct months(at + 2 hours of orders) = 1", "b d e"},
      {"distinct years(at else joined of orders) = 1", "a b d e"},
      {"distinct days(first(orders).at of orders.items) = 1", "a b d e"},
      {"distinct quarters(at date of orders as x where (no messages where sent_at < x.at)) = 1",
       "b d e"},
      {"any orders where distinct hours(at - 1 hour of items) = 1", "a b d e"},
  });
  EXPECT_THAT(Refusal("distinct days(amount of orders) = 1"), HasSubstr("takes a time"));
  EXPECT_THAT(Refusal("distinct days(orders.at date) = 1"),
              HasSubstr("distinct days(at date of orders)"));
  EXPECT_THAT(Refusal("mode(orders.items.quantity * 2) = 1"),
              HasSubstr("mode(quantity * 2 of orders.items)"));
}

}  // namespace
}  // namespace seine::oracle
