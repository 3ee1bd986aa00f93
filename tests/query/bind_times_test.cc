// What literals and periods mean as half-open intervals, and tests of times against them.
#include "gtest/gtest.h"

#include "tests/testing/bind_shop.h"

namespace seine::testing {
namespace {

TEST(BindTimes, LiteralsArePeriods) {
  EXPECT_EQ(BindShop("joined = 2011-08-31"), "customers.joined in {[2011-08-31, 2011-09-01)}");
  EXPECT_EQ(BindShop("joined != 2011-08-31"), "customers.joined not in {[2011-08-31, 2011-09-01)}");
  EXPECT_EQ(BindShop("joined < 2011-08-31"), "customers.joined in {[, 2011-08-31)}");
  EXPECT_EQ(BindShop("joined <= 2011-08-31"), "customers.joined in {[, 2011-09-01)}");
  EXPECT_EQ(BindShop("joined > 2011-08-31"), "customers.joined in {[2011-09-01, )}");
  EXPECT_EQ(BindShop("joined >= 2011-08-31"), "customers.joined in {[2011-08-31, )}");
  EXPECT_EQ(BindShop("joined in 2011-02"), "customers.joined in {[2011-02-01, 2011-03-01)}");
  EXPECT_EQ(BindShop("joined = 2011-Q4"), "customers.joined in {[2011-10-01, 2012-01-01)}");
  EXPECT_EQ(BindShop("joined = 2011"), "customers.joined in {[2011-01-01, 2012-01-01)}");
  EXPECT_EQ(BindShop("2011 < joined"), "customers.joined in {[2012-01-01, )}");
}

TEST(BindTimes, Moments) {
  EXPECT_EQ(BindShop("joined >= 2011-08-31T00:00Z"), "customers.joined in {[1314748800000000..]}");
  EXPECT_EQ(BindShop("joined > 2011-08-31T00:00Z"), "customers.joined in {[1314748800000001..]}");
  EXPECT_EQ(BindShop("joined = 2011-08-31T00:00Z"),
            "customers.joined in {[1314748800000000..1314748800000000]}");
  EXPECT_EQ(BindShop("joined = 2011-08-31 08:00"),
            "customers.joined in {[2011-08-31+28800000000, 2011-08-31+28800000000+1us)}");
  EXPECT_EQ(BindShop("joined > 30 days ago"), "customers.joined in {[as_of-30 day+1us, )}");
  EXPECT_EQ(BindShop("joined < 36 hours ago"), "customers.joined in {[, as_of-129600000000us)}");
}

TEST(BindTimes, Periods) {
  EXPECT_EQ(BindShop("joined in last 90 days"), "customers.joined in {[as_of-90 day, as_of)}");
  EXPECT_EQ(BindShop("joined in next 2 weeks"), "customers.joined in {[as_of, as_of+2 week)}");
  EXPECT_EQ(BindShop("joined in last 36 hours"),
            "customers.joined in {[as_of-129600000000us, as_of)}");
  EXPECT_EQ(BindShop("joined in today"), "customers.joined in {[day(as_of), day(as_of)+1)}");
  EXPECT_EQ(BindShop("joined in yesterday"), "customers.joined in {[day(as_of)-1, day(as_of))}");
  EXPECT_EQ(BindShop("joined in this month"),
            "customers.joined in {[month(as_of), month(as_of)+1)}");
  EXPECT_EQ(BindShop("joined in previous 3 quarters"),
            "customers.joined in {[quarter(as_of)-3, quarter(as_of))}");
  EXPECT_EQ(BindShop("joined in day 3 days ago"),
            "customers.joined in {[day(as_of)-3, day(as_of)-2)}");
  EXPECT_EQ(BindShop("joined since 2011-08"), "customers.joined in {[2011-08-01, )}");
  EXPECT_EQ(BindShop("joined before 2011-08"), "customers.joined in {[, 2011-08-01)}");
  EXPECT_EQ(BindShop("joined from 2011-08-01 to 2011-09-01"),
            "customers.joined in {[2011-08-01, 2011-09-01)}");
  EXPECT_EQ(BindShop("joined between 2011-08-01 and 2011-09-01"),
            "customers.joined in {[2011-08-01, 2011-09-02)}");
  EXPECT_EQ(BindShop("joined between 24 months ago and 18 months ago"),
            "customers.joined in {[as_of-24 month, as_of-18 month)}");
  EXPECT_EQ(BindShop("joined not in last 90 days"),
            "customers.joined not in {[as_of-90 day, as_of)}");
  EXPECT_EQ(BindShop("joined in (2011-09, last 7 days)"),
            "customers.joined in {[2011-09-01, 2011-10-01), [as_of-7 day, as_of)}");
}

TEST(BindTimes, DatesAndDateLiteralsNeedNoZone) {
  EXPECT_EQ(BindShop("birthday = 1980-02-29"), "customers.birthday in {[3711..3711]}");
  EXPECT_EQ(BindShop("birthday < 1980-02-29"), "customers.birthday in {[..3710]}");
  EXPECT_EQ(BindShop("birthday in 1980-02"), "customers.birthday in {[3683..3711]}");
  EXPECT_EQ(BindShop("birthday between 1980-02-01 and 1980-02-02"),
            "customers.birthday in {[3683..3684]}");
  EXPECT_EQ(BindShop("birthday in last 7 days"), "customers.birthday in {[as_of-7 day, as_of)}");
  EXPECT_EQ(BindShop("birthday < 1980-02-29 08:00"),
            "customers.birthday in {[, 1980-02-29+28800000000)}");
}

TEST(BindTimes, Aggregates) {
  EXPECT_EQ(BindShop("max(orders.at) in last 30 days"),
            "max(orders orders.at) in {[as_of-30 day, as_of)}");
  EXPECT_EQ(BindShop("min(orders.at) > 2011-08"), "min(orders orders.at) in {[2011-09-01, )}");
  EXPECT_EQ(BindShop("max(orders.at) != 2011"),
            "max(orders orders.at) not in {[2011-01-01, 2012-01-01)}");
  EXPECT_EQ(BindShop("any orders.items where min(customers.birthday) = 2011"),
            "error: this is already a row of customers, at 1:28; `min` goes down, to the tables "
            "below it");
}

TEST(BindTimes, Refused) {
  EXPECT_EQ(BindShop("joined > \"2011-01-01\""),
            "error: `joined` is a timestamp and this is the text \"2011-01-01\", at 1:10; write "
            "times without quotes: "
            "2011-01-01");
  EXPECT_EQ(BindShop("joined > \"soon\""),
            "error: `joined` is a timestamp and this is the text \"soon\", at 1:10; write times "
            "without quotes: 2011-09-11");
  EXPECT_EQ(BindShop("birthday = 12.50"),
            "error: `birthday` is a date and this is the decimal 12.50, at 1:12; write a time: "
            "2011-09-11, 2011-09, 30 "
            "days ago");
  EXPECT_EQ(BindShop("joined = 12"),
            "error: `joined` is a timestamp and this is the number 12, at 1:10; write a time: "
            "2011-09-11, 2011-09, 30 "
            "days ago");
  EXPECT_EQ(BindShop("age in last 30 days"), "error: expected numbers, found a period, at 1:8");
}

}  // namespace
}  // namespace seine::testing
