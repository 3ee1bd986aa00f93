// The oracle's ranks, values of the population and models against answers worked out by hand.

#include "gtest/gtest.h"

#include "tests/query/oracle_fixture.h"

namespace seine::oracle {
namespace {

// What they spent: a 155.50, b 20, d 7, the others 0.
TEST_F(OracleTest, Ranks) {
  Expect({
      {"sum(orders.amount) in top 2", "a b"},
      {"sum(orders.amount) in top 0", ""},
      {"sum(orders.amount) in top 100", "a b c d e f g"},
      {"sum(orders.amount) in top 20%", "a b"},
      {"sum(orders.amount) in top 14.2%", "a"},
      {"sum(orders.amount) in bottom 3", "c e f"},
      {"sum(orders.amount) in top 4", "a b c d"},
      {"sum(orders.amount) not in top 4", "e f g"},
      {"sum(orders.amount) in top 50% among (any orders)", "a b"},
      {"sum(orders.amount) not in top 50% among (any orders)", "d e"},
      {"age in top 2", "c g"},
      {"age not in top 2", "a b e f"},
      {"not age in top 2", "a b d e f"},
      {"score in bottom 1", "b"},
      {"joined in top 1", "f"},
      {"birthday in bottom 2", "a f"},
      {"sum(orders.amount) in top 1 per city", "a c d e g"},
      {"sum(orders.amount) not in top 1 per city", "b"},
      {"age in top 1 per subscribed among (age < 100)", "a b"},
      {"(sum(orders.amount) in top 1) as of 2011-09-01", "a"},
      {"(count(orders) in top 2) as of 2011-06-01", "a b"},
      {"count(orders) in top 1 among (sum(orders.amount) in bottom 4)", "e"},
  });
}

TEST_F(OracleTest, TheFewThatHoldTheMost) {
  Expect({
      {"sum(orders.amount) in top holding 80%", "a"},
      {"sum(orders.amount) in top holding 90%", "a b"},
      {"sum(orders.amount) in top holding 100%", "a b d"},
      {"sum(orders.amount) not in top holding 90%", "c d e f g"},
      {"sum(orders.amount) in top holding 50% among (no orders)", ""},
      {"score in top holding 50%", "e"},
      {"age in top holding 1% among (age < 100)", "c"},
      {"age in top holding 100% among (age <= 0)", ""},
      {"balance in top holding 100% among (age < 100)", "a"},  // 10.50 - 3.00 + 0.01
  });
}

TEST_F(OracleTest, Tiles) {
  Expect({
      {"ntile(3, sum(orders.amount)) = 3", "a b d"},
      {"ntile(3, sum(orders.amount)) = 2", "c e"},
      {"ntile(3, sum(orders.amount)) = 1", "f g"},
      {"ntile(10, age) = 10", "g"},
      {"ntile(10, age) <= 5", "f"},
      {"ntile(10, age) is missing", "d"},
      {"ntile(2, age) per gender = 1", "a f"},
      {"ntile(2, age) among (age < 30) between 1 and 2", "b e f"},
  });
}

TEST_F(OracleTest, ValuesOfThePopulation) {
  Expect({
      {"sum(orders.amount) > mean(sum(orders.amount))", "a"},
      {"age > mean(age) among (age < 100)", "a b c g"},
      {"mean(age) among (age < 100) = 21", "a b c d e f g"},
      {"age >= median(age)", "a c g"},
      {"age >= percentile(age, 50)", "a b c g"},
      {"age >= percentile(age, 51)", "a c g"},
      {"age = percentile(age, 100)", "g"},
      {"sum(orders.amount) * 2 > total(sum(orders.amount))", "a"},
      {"total(score) = 10000000002.35", "a b c d e f g"},
      {"total(age) among (nobody) = 0", "a b c d e f g"},
      {"mean(age) among (nobody) is missing", "a b c d e f g"},
      {"any orders where amount > mean(sum(orders.amount))", "a"},
      {"any orders where amount > mean(max(orders.amount)) among (any orders)", "a"},
      {"total(age / 3) among (age in (29, 30)) = 19.666666666667", "a b c d e f g"},
      {"mean(age / 3) among (age in (29, 30)) = 9.8333333333335", "a b c d e f g"},
      {"percentile(age / 3, 50) among (age in (29, 30)) = 29 / 3", "a b c d e f g"},
      {"median(age / 3) among (age in (29, 30)) = 59 / 6", "a b c d e f g"},
      {"(mean(count(orders)) * 7 = 1) as of 2011-06-01", "a b c d e f g"},
  });
}

TEST_F(OracleTest, Lifecycles) {
  Expect({
      {"lifecycle(orders, 30 days, 100 days) = \"prospect\"", "c f g"},
      {"lifecycle(orders, 30 days, 100 days) = \"first\"", "d"},
      {"lifecycle(orders, 30 days, 100 days) = \"repeat\"", "a e"},
      {"lifecycle(orders, 30 days, 100 days) = \"at risk\"", "b"},
      {"lifecycle(orders, 30 days, 99 days) = \"lapsed\"", "b"},
      {"lifecycle(orders, 29 days, 2 months) = \"at risk\"", "d"},
      {"lifecycle(orders where channel = \"web\", 30 days, 100 days) = \"repeat\"", "a"},
  });
}

TEST_F(OracleTest, CyclesOfBuying) {
  Expect({
      {"napl(orders, 1) = \"lapsed\"", "b"},
      {"napl(orders, 1) = \"repeat\"", "a e"},
      {"napl(orders, 1) = \"first\"", "d"},
      {"napl(orders, 1) = \"prospect\"", "c f g"},
      {"napl(orders, 3) = \"repeat\"", "a b e"},
      {"napl(orders where amount > 6, 0) = \"first\"", ""},
      {"(napl(orders, 1) = \"first\") as of 2011-06-01", "a"},
      {"nes(orders) = \"E0\"", "a e"},
      {"nes(orders) = \"S3\"", "b"},
      {"nes(orders) = \"N\"", "d"},
      {"nes(orders) is missing", "c f g"},
      {"(nes(orders) = \"S1\") as of 2012-05-01", "a"},
      {"(nes(orders) = \"S2\") as of 2012-10-01", "a"},
  });
}

TEST_F(OracleTest, RecencyFrequencyMonetary) {
  Expect({
      {"rfm(orders, amount, 2).recency = 2", "a e"},
      {"rfm(orders, amount, 2).frequency = 2", "a b"},
      {"rfm(orders, amount, 2).monetary = 2", "a b"},
      {"rfm(orders, amount, 2).monetary is missing", "c f g"},
      {"rfm(orders, amount, 2).monetary among (gender = \"F\") = 2", "a"},
      {"rfm(orders, amount, 2).monetary per city = 2", "a d e"},
      {"rfm(orders, amount, (1, 30, 60), (2, 3), (7, 100)).recency = 4", "a e"},
      {"rfm(orders, amount, (1, 30, 60), (2, 3), (7, 100)).recency = 3", "d"},
      {"rfm(orders, amount, (1, 30, 60), (2, 3), (7, 100)).recency = 1", "b"},
      {"rfm(orders, amount, (1, 30, 60), (2, 3), (7, 100)).frequency = 2", "b e"},
      {"rfm(orders, amount, (1, 30, 60), (2, 3), (7, 100)).monetary = 2", "b d"},
      {"rfm(orders, amount * 2, (1, 30, 60), (2, 3), (7, 14)).monetary = 3", "a b d"},
  });
}

}  // namespace
}  // namespace seine::oracle
