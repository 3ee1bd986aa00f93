// Windows of the retail calendar in filters: what they bind to, and what is refused.
#include <algorithm>
#include <string>

#include "gtest/gtest.h"

#include "tests/testing/bind_shop.h"

namespace seine::testing {
namespace {

TEST(BindCalendar, BecomesItsDays) {
  EXPECT_EQ(BindShop("joined in calendar(\"double-11\", 2025)"),
            "customers.joined in {[2025-11-11, 2025-11-12)}");
  EXPECT_EQ(BindShop("joined not in calendar(\"lunar-new-year\", 2025)"),
            "customers.joined not in {[2025-01-28, 2025-02-03)}");
  EXPECT_EQ(BindShop("joined in (calendar(\"double-11\", 2025), calendar(\"christmas\", 2025), "
                     "2025-12-31)"),
            "customers.joined in {[2025-12-31, 2026-01-01), [2025-11-11, 2025-11-12), "
            "[2025-12-24, 2025-12-26)}");
  EXPECT_EQ(BindShop("max(orders.at) in calendar(\"black-friday\", 2025)"),
            "max(orders orders.at) in {[2025-11-28, 2025-11-29)}");
}

TEST(BindCalendar, MayBeSeveralIntervals) {
  const std::string paydays = BindShop("joined in calendar(\"paydays\", 2025)");
  EXPECT_EQ(paydays.substr(0, 78),
            "customers.joined in {[2025-01-29, 2025-02-01), [2025-02-26, 2025-03-01), [2025");
  EXPECT_EQ(std::count(paydays.begin(), paydays.end(), '['), 12);
  const std::string latest = BindShop("max(orders.at) in calendar(\"paydays\", 2025)");
  EXPECT_EQ(std::count(latest.begin(), latest.end(), '['), 12);
}

TEST(BindCalendar, DatesNeedNoZone) {
  EXPECT_EQ(BindShop("birthday in calendar(\"double-11\", 1970)"),
            "customers.birthday in {[314..314]}");
  EXPECT_EQ(GroundShop("birthday in calendar(\"christmas\", 1970)", "2011-12-10", "Asia/Taipei"),
            "customers.birthday in {[357..358]}");
}

TEST(BindCalendar, DaysAreOfTheQuerysZone) {
  const std::string filter = "joined in calendar(\"double-11\", 1970)";
  EXPECT_EQ(GroundShop(filter, "2011-12-10"),
            "customers.joined in {[27129600000000..27215999999999]}");
  EXPECT_EQ(GroundShop(filter, "2011-12-10", "Asia/Taipei"),
            "customers.joined in {[27100800000000..27187199999999]}");
}

TEST(BindCalendar, Refused) {
  EXPECT_EQ(BindShop("any orders where at in calendar(\"duoble-11\", 2025)"),
            "error: unknown calendar \"duoble-11\", at 1:24; did you mean `double-11`?");
  EXPECT_EQ(BindShop("joined in calendar(\"spring sale\", 2025)"),
            "error: unknown calendar \"spring sale\", at 1:11; a schema adds its own under "
            "[calendars]");
  EXPECT_EQ(
      BindShop("joined in (today, calendar(\"mid-autumn\", 2061))"),
      "error: the calendar \"mid-autumn\" has no days in 2061, only in 1990 to 2060, at 1:19");
  EXPECT_EQ(BindShop("joined in calendar(\"double-11\", 0)"),
            "error: the calendar \"double-11\" has no days in 0, only in 1 to 9999, at 1:11");
  EXPECT_EQ(BindShop("joined in calendar(\"double-11\", $year)"),
            "error: no value was given for `$year`, at 1:33");
  EXPECT_EQ(BindShop(R"({"in": [{"col": "joined"}, {"since": {"calendar": ["paydays", 2025]}}]})"),
            "error: a period cannot stand here, at 1:51; a period stands after `in`");
  EXPECT_EQ(BindShop("age in calendar(\"double-11\", 2025)"),
            "error: expected numbers, found `calendar(...)`, at 1:8");
}

}  // namespace
}  // namespace seine::testing
