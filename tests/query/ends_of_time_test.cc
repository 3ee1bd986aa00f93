// Times at and beyond the ends of the years 1 to 9999: shifted, compared, counted between, taken
// apart, as bounds of periods. Engine against oracle.

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gtest/gtest.h"

#include "tests/testing/differential.h"
#include "tests/testing/world_builder.h"

namespace seine::oracle {
namespace {

TextWorld WorldOfEnds() {
  TextWorld world;
  world.schema.timezone = "UTC";
  ColumnSchema at;
  at.name = "at";
  at.type = ColumnType::kTimestamp;
  ColumnSchema day;
  day.name = "born";
  day.type = ColumnType::kDate;
  world.AddTable("members", "", "", {at, day});
  world.AddTable("orders", "members", "at", {at, day});
  int key = 0;
  for (const char* both :
       {"0001-01-01 00:00Z, 0001-01-01", "0001-01-01 09:00Z, 0001-01-02",
        "0001-01-03 00:00Z, 0001-01-03", "1969-12-31 23:59:59.999999Z, 1969-12-31",
        "2011-12-01 08:00Z, 2011-12-01", "2011-12-10 00:00Z, 2011-12-10", ",",
        "9999-12-29 00:00Z, 9999-12-29", "9999-12-31 20:00Z, 9999-12-30",
        "9999-12-31 23:59:59.999999Z, 9999-12-31"}) {
    const std::string name(1, static_cast<char>('a' + key++));
    world.table("members").rows.push_back(TextRowOf(true, false, absl::StrCat(name, ", ", both)));
    if (both[0] == ',') continue;
    world.table("orders").rows.push_back(TextRowOf(false, true, absl::StrCat(name, ", ", both)));
    world.table("orders").rows.push_back(
        TextRowOf(false, true, absl::StrCat(name, ", 2011-12-05 08:00Z, 2011-12-05")));
  }
  return world;
}

class EndsOfTimeTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto world = BuildWorld(WorldOfEnds(), {{}});
    ASSERT_TRUE(world.ok()) << world.status();
    world_ = *std::move(world);
  }
  // The members that both select; else what is different.
  std::string Ask(const std::string& filter, const char* zone = "UTC") {
    // Later than all rows.
    const Question question = QuestionOf(filter, as_of_, zone);
    const auto oracle = AskOracle(*world_->tree, question.definition, question.options);
    const std::string difference = Difference(AskEngine(world_->snapshots[0], question), oracle);
    return difference.empty() ? absl::StrJoin(oracle->keys, "") : difference;
  }
  void ExpectBothAgree(const std::vector<std::string>& filters) {
    for (const char* zone : {"UTC", "Asia/Taipei", "America/New_York"}) {
      for (const std::string& filter : filters) {
        const std::string answer = Ask(filter, zone);
        EXPECT_EQ(answer.find(' '), std::string::npos) << filter << ", " << zone << ": " << answer;
      }
    }
  }

  int64_t as_of_ = 15318 * kDayMicros;  // 2011-12-10
  std::unique_ptr<AskableWorld> world_;
};

TEST_F(EndsOfTimeTest, AnswersThatAreKnown) {
  const std::string between = "(first(orders).at - 9000 years) to (first(orders).at + 9000 years)";
  as_of_ = 4'000'000 * kDayMicros;
  EXPECT_EQ(Ask("hours from " + between + " > 0"), "abcdefhij");
  EXPECT_EQ(Ask("hours from " + between + " = 87649416"), "defhij");
  EXPECT_EQ(Ask("days from " + between + " = 3652059"), "defhij");
  EXPECT_EQ(Ask("years from " + between + " = 9999"), "defhij");
  EXPECT_EQ(Ask("at < at + 9000 years"), "abcdefhij");
  EXPECT_EQ(Ask("at + 9000 years = at + 9500 years"), "defhij");
  EXPECT_EQ(Ask("at - 9000 years = 0001-01-01"), "abcdef");
  EXPECT_EQ(Ask("born - 9000 years + 1 day = 0001-01-02"), "abcdef");
  EXPECT_EQ(Ask("(at - 9000 years) month = 1 and (at - 9000 years) year = 1"), "abcdef");
}

TEST_F(EndsOfTimeTest, ShiftedTimes) {
  std::vector<std::string> filters;
  for (const char* time : {"at", "born", "first(orders).at"}) {
    for (const char* by :
         {"0 days", "1 day", "3 days", "1 hour", "30 hours", "1 month", "9000 years", "7988 years",
          "4000000 days", "100000000 hours", "9000000000000 minutes", "600000 weeks",
          "200000 months", "9223372036854775807 days"}) {
      for (const char* sign : {" + ", " - "}) {
        const std::string shifted = absl::StrCat("(", time, sign, by, ")");
        for (const char* test :
             {" < at", " >= at", " = at", " > 2011-12-01", " <= 0001-01-01", " = 9999-12-31",
              " >= 9999-12-31", " year >= 9999", " month = 1", " hour = 0", " weekday = 1",
              " + 1 day > at", " exists", " in last 9000 years", " in next 9000 years"})
          filters.push_back(shifted + test);
        for (const char* unit :
             {"minutes", "hours", "days", "weeks", "months", "quarters", "years"}) {
          filters.push_back(absl::StrCat(unit, " from ", shifted, " to at > 3"));
          filters.push_back(absl::StrCat(unit, " from at to ", shifted, " <= 0"));
          filters.push_back(absl::StrCat(unit, " since ", shifted, " > 10000"));
        }
      }
    }
  }
  ExpectBothAgree(filters);
}

TEST_F(EndsOfTimeTest, PeriodsAndAges) {
  std::vector<std::string> filters;
  for (const char* time : {"at", "born"}) {
    for (const char* period : {"in last 9000 years",
                               "in next 9000 years",
                               "in last 4000000 days",
                               "in previous 2011 years",
                               "in previous 3000 years",
                               "in previous 200000 months",
                               "in 9999",
                               "in 9999-12",
                               "in 9999-Q4",
                               "in (0001-01, 9999-12-31)",
                               "since 9999-12-31",
                               "before 0001-01-01",
                               "before 0001-01-02",
                               "before 9000 years ago",
                               "since 9000 years ago",
                               "between 9000 years ago and 1 day ago",
                               "from 0001-01-01 to 9999-12-31",
                               "between 0001-01-01 and 9999-12-31",
                               "<= 9000 years ago",
                               "> 9000 years ago",
                               "from at - 9000 years to at + 9000 years",
                               "= 9999-12-31",
                               "> 9999-12-30",
                               ">= 9999-12-31 00:00",
                               "< 0001-01-02 00:00Z",
                               "in day 4000000 days ago"})
      filters.push_back(absl::StrCat(time, " ", period));
    for (const char* unit : {"minutes", "hours", "days", "weeks", "months", "years"}) {
      for (const char* test :
           {" > 100", " < 0", " <= -10", " = 0", " between -3000000 and 3000000"})
        filters.push_back(absl::StrCat(unit, " since ", time, test));
    }
  }
  for (const char* gap : {"avg", "min", "max", "median"}) {
    filters.push_back(absl::StrCat(gap, " gap(orders) > 1000"));
    filters.push_back(absl::StrCat(gap, " gap(orders) < 10"));
  }
  filters.push_back("any orders in each of (0001-01, 9999-12)");
  filters.push_back("any orders in each of the next 3 years");
  filters.push_back("any orders in each of the last 3 years");
  filters.push_back("(any orders) as of 9000 years ago");
  filters.push_back("sequence (orders) then (orders) within 9000 years");
  filters.push_back("sequence no (orders) within 9000 years then (orders)");
  filters.push_back("sequence (orders) then no (orders) within 9000 years");
  for (const int64_t as_of :
       {int64_t{15318}, int64_t{4'000'000}, int64_t{2'932'896}, int64_t{-719'160}}) {
    as_of_ = as_of * kDayMicros;
    ExpectBothAgree(filters);
  }
}

}  // namespace
}  // namespace seine::oracle
