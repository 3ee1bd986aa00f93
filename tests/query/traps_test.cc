// What has bitten systems like this one, each on a world small enough to see the answer. The bugs
// planted for it (engine/planted_bug.h) must make its test fail.
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "query/query.h"
#include "tests/testing/text_world.h"

namespace seine::oracle {
namespace {

using ::testing::HasSubstr;

ColumnSchema Column(std::string name, ColumnType type, int scale = 0) {
  ColumnSchema column;
  column.name = std::move(name);
  column.type = type;
  column.scale = scale;
  if (type == ColumnType::kSet) column.separator = "|";
  return column;
}

// Members with birthday, tags and city; orders with time, kind, amount and points.
TextWorld EmptyShop() {
  TextWorld world;
  world.AddTable("members", "", "",
                 {Column("birthday", ColumnType::kDate), Column("tags", ColumnType::kSet),
                  Column("city", ColumnType::kCategory)});
  world.AddTable(
      "orders", "members", "at",
      {Column("at", ColumnType::kTimestamp), Column("kind", ColumnType::kCategory),
       Column("amount", ColumnType::kDecimal, 2), Column("points", ColumnType::kInteger)});
  return world;
}

// Cells that a line leaves out are missing.
void Add(TextWorld& world, std::string_view table, std::string_view line) {
  const bool root = table == "members";
  TextRow row = TextRowOf(root, !root, line);
  row.cells.resize(root ? 3 : 4);
  world.table(table).rows.push_back(std::move(row));
}

TextWorld ShopOf(const std::vector<const char*>& members, const std::vector<const char*>& orders) {
  TextWorld world = EmptyShop();
  for (const char* line : members) Add(world, "members", line);
  for (const char* line : orders) Add(world, "orders", line);
  return world;
}

// The keys of the members, joined; or the error.
std::string Selected(const TextWorld& world, std::string_view text, std::string_view as_of,
                     const char* zone = "UTC", const CompileOptions& compile = {},
                     const LayoutOptions& layout = {}) {
  const auto snapshot = ReadAsSnapshot(world, layout);
  if (!snapshot.ok()) return std::string(snapshot.status().message());
  absl::StatusOr<Definition> definition = ReadDefinition(text);
  if (!definition.ok()) return std::string(definition.status().message());
  auto query = Compile(*snapshot, *std::move(definition), compile);
  if (!query.ok()) return std::string(query.status().message());
  QueryOptions options;
  options.timezone = zone;
  const auto moment = ParseAsOf(**snapshot, as_of, zone, 0);
  if (!moment.ok()) return std::string(moment.status().message());
  options.as_of = *moment;
  const auto audience = (*query)->Select(options);
  if (!audience.ok()) return std::string(audience.status().message());
  std::string keys;
  for (const uint32_t ordinal : (*audience)->Ordinals()) {
    if (!(*snapshot)->EnsureKeys(ordinal >> 20).ok()) return "keys cannot be read";
    keys += std::get<std::string>((*snapshot)->Key(ordinal));
  }
  return keys;
}

TEST(TrapsTest, NegativesUnderAFilter) {
  const TextWorld shop =
      ShopOf({"a", "b"}, {"a, 2025-01-01, sale, 10.00, 1", "a, 2025-01-02, refund, -8.00, 1",
                          "b, 2025-01-01, sale, 10.00, 1"});
  EXPECT_EQ(Selected(shop, "sum(orders.amount where points = 1) = 2", "2025-02-01"), "a");
  EXPECT_EQ(Selected(shop, "sum(orders.amount where kind = \"refund\") < 0", "2025-02-01"), "a");
  EXPECT_EQ(Selected(shop, "sum(orders.amount where points = 1) = 10", "2025-02-01"), "b");
}

TEST(TrapsTest, NotAgainstMissing) {
  const TextWorld shop = ShopOf({"a, 2000-01-01", "b, 1990-01-01", "c"}, {});
  EXPECT_EQ(Selected(shop, "birthday != 2000-01-01", "2025-01-01"), "b");
  EXPECT_EQ(Selected(shop, "not birthday = 2000-01-01", "2025-01-01"), "bc");
}

// A filter that selects no one is not the same as no filter.
TEST(TrapsTest, GroupsUnderAFilterOfNoOne) {
  const TextWorld shop = ShopOf({"a, , , Taipei", "b, , , Taipei", "c, , , Tainan"},
                                {"a, 2025-01-01, sale, 10.00, 1", "b, 2025-01-01, sale, 20.00, 1",
                                 "c, 2025-01-01, sale, 5.00, 1"});
  const auto ranked = [&](const std::string& what) {
    return Selected(shop, what + " among (any orders where kind = \"refund\")", "2025-02-01");
  };
  EXPECT_EQ(Selected(shop, "sum(orders.amount) in top 1 per city", "2025-02-01"), "bc");
  EXPECT_EQ(ranked("sum(orders.amount) in top 1 per city"), "");
  EXPECT_EQ(ranked("sum(orders.amount) in top holding 80% per city"), "");
  EXPECT_EQ(ranked("2 >= ntile(2, sum(orders.amount)) per city"), "");
  EXPECT_EQ(ranked("sum(orders.amount) >= mean(sum(orders.amount))"), "");
}

// Sums 80, 10, 10, 0 and 0.
TextWorld RankedShop() {
  return ShopOf({"a, , , Taipei", "b, , , Taipei", "c, , , Tainan", "d", "e, , , Tainan"},
                {"a, 2025-01-01, sale, 80.00, 1", "b, 2025-01-01, sale, 10.00, 1",
                 "c, 2025-01-01, sale, 10.00, 1"});
}

TEST(TrapsTest, WhereRanksEnd) {
  const TextWorld shop = RankedShop();
  const auto ranked = [&](const std::string& how) {
    return Selected(shop, "sum(orders.amount) " + how, "2025-02-01");
  };
  EXPECT_EQ(ranked("in top 2"), "ab");     // of equal ones the smaller key first,
  EXPECT_EQ(ranked("in bottom 1"), "d");   // from both ends
  EXPECT_EQ(ranked("in top 50%"), "abc");  // of 5
  EXPECT_EQ(ranked("in top holding 80%"), "a");
  EXPECT_EQ(ranked("in top holding 81%"), "ab");
  EXPECT_EQ(ranked("= percentile(sum(orders.amount), 40)"), "de");
  EXPECT_EQ(ranked("= percentile(sum(orders.amount), 41)"), "bc");
}

TEST(TrapsTest, TilesCountFromTheLowestAndTheHighestAreLarger) {
  const auto tile = [](const std::string& number) {
    return Selected(RankedShop(), "ntile(3, sum(orders.amount)) = " + number, "2025-02-01");
  };
  EXPECT_EQ(tile("3"), "ab");
  EXPECT_EQ(tile("2"), "cd");
  EXPECT_EQ(tile("1"), "e");
}

TEST(TrapsTest, WhoIsRanked) {
  const TextWorld shop = RankedShop();
  const auto lowest = [&](const std::string& of) {
    return Selected(shop, "sum(orders.amount) in bottom 1 " + of, "2025-02-01");
  };
  EXPECT_EQ(lowest("per city"), "be");  // d has none
  EXPECT_EQ(lowest("among (any orders)"), "b");
  EXPECT_EQ(lowest("per city among (any orders)"), "bc");
}

// The same value grouped and not, and numbers of tiles that just do not fit into a byte.
TEST(TrapsTest, RanksDoNotMix) {
  const TextWorld shop = RankedShop();
  const std::string sum = "sum(orders.amount)";
  EXPECT_EQ(
      Selected(shop, sum + " in top 50% per city and not " + sum + " in top 40%", "2025-02-01"),
      "c");
  EXPECT_EQ(Selected(shop, "ntile(256, " + sum + ") >= 255", "2025-02-01"), "ab");
  EXPECT_EQ(Selected(shop, "ntile(256, " + sum + ") is missing", "2025-02-01"), "");
}

// A third of 100 cents, and so little more that it takes 28 bits to see it.
TEST(TrapsTest, FractionsThatNearlyTie) {
  const TextWorld shop = ShopOf({"a", "b", "c"}, {"a, 2025-01-01, sale, 1.00, 3",
                                                  "c, 2025-01-01, sale, 33333333.34, 100000000"});
  const auto selected = [&](const std::string& how) {
    return Selected(shop, "sum(orders.amount) / sum(orders.points) " + how, "2025-02-01");
  };
  EXPECT_EQ(selected("in top 1"), "c");
  EXPECT_EQ(selected("in bottom 50%"), "a");
  EXPECT_EQ(selected("= percentile(sum(orders.amount) / sum(orders.points), 50)"), "a");
  EXPECT_EQ(selected("= percentile(sum(orders.amount) / sum(orders.points), 51)"), "c");
}

// A mean of -1.5 of whole numbers.
TEST(TrapsTest, BetweenTwoNumbersBelowZero) {
  const TextWorld shop =
      ShopOf({"a", "b"}, {"a, 2025-01-01, sale, 1.00, -1", "b, 2025-01-01, sale, 1.00, -2"});
  const auto selected = [&](const std::string& op) {
    const std::string points = "sum(orders.points)";
    return Selected(shop, points + op + "mean(" + points + ")", "2025-02-01");
  };
  EXPECT_EQ(selected(" >= "), "a");
  EXPECT_EQ(selected(" > "), "a");
  EXPECT_EQ(selected(" <= "), "b");
  EXPECT_EQ(selected(" != "), "ab");
  EXPECT_EQ(selected(" = "), "");
}

// Every shard sees the same moment.
TEST(TrapsTest, OneClock) {
  TextWorld shop = EmptyShop();
  constexpr int kMembers = 70'000;  // two shards
  for (int m = 0; m < kMembers; ++m) {
    const std::string key = std::to_string(100'000 + m);
    Add(shop, "members", key);
    if (m == 1 || m == kMembers - 1) Add(shop, "orders", key + ", 2025-01-10, sale, 1, 1");
  }
  LayoutOptions layout;
  layout.members_per_shard = 1 << 16;
  EXPECT_EQ(Selected(shop, "any orders where at in last 3 days", "2025-01-13", "UTC", {}, layout),
            "100001169999");
  EXPECT_EQ(Selected(shop, "any orders where at in last 2 days", "2025-01-13", "UTC", {}, layout),
            "");
}

TEST(TrapsTest, ConditionsDoNotLeakBetweenRows) {
  const TextWorld shop =
      ShopOf({"a", "b"}, {"a, 2025-01-01, web, 5.00, 1", "a, 2025-01-02, pos, 50.00, 1",
                          "b, 2025-01-02, web, 50.00, 1"});
  EXPECT_EQ(Selected(shop, "any orders where (kind = \"web\" and amount > 10)", "2025-02-01"), "b");
}

// Rows of the very time of a named row, and of the last that it may wait for.
TEST(TrapsTest, LimitsOfPairs) {
  const TextWorld shop = ShopOf(
      {"a", "b"}, {"a, 2025-01-01 08:00, sale, 5.00, 1", "a, 2025-01-04 08:00, refund, 5.00, 1",
                   "b, 2025-01-01 08:00, sale, 5.00, 1", "b, 2025-01-01 08:00, refund, 5.00, 1",
                   "b, 2025-01-04 08:01, refund, 6.00, 1"});
  const auto refunded = [&](const std::string& when) {
    return Selected(shop,
                    "any orders as s where (kind = \"sale\" and any orders where (kind = "
                    "\"refund\" and " +
                        when + "))",
                    "2025-02-01");
  };
  EXPECT_EQ(refunded("at > s.at and at <= s.at + 3 days"), "a");
  EXPECT_EQ(refunded("at >= s.at and at < s.at + 3 days"), "b");
  EXPECT_EQ(refunded("at <= s.at"), "b");
  EXPECT_EQ(refunded("amount = s.amount"), "ab");
  EXPECT_EQ(refunded("amount = s.amount and at > s.at"), "a");
  EXPECT_EQ(refunded("at < s.at"), "");
}

TEST(TrapsTest, ExclusionsReachBothBranchesOfAnOr) {
  const TextWorld shop = ShopOf({"a, , vip", "b, 2000-01-01, vip|blocked", "c, 2000-01-01"}, {});
  EXPECT_EQ(Selected(shop,
                     "include: tags has \"vip\" or birthday = 2000-01-01\n"
                     "exclude \"blocked\": tags has \"blocked\"",
                     "2025-01-01"),
            "ac");
}

TEST(TrapsTest, BirthdaysAcrossTheYearEndAndOnALeapDay) {
  const TextWorld shop = ShopOf(
      {"a, 1990-12-31", "b, 1990-01-03", "c, 1990-01-04", "d, 2000-02-29", "e, 1990-02-28"}, {});
  EXPECT_EQ(Selected(shop, "birthday anniversary in next 5 days", "2025-12-30"), "ab");
  // Of a common year, 29 February is 1 March.
  EXPECT_EQ(Selected(shop, "birthday anniversary in next 1 days", "2025-03-01"), "d");
  EXPECT_EQ(Selected(shop, "birthday anniversary in next 1 days", "2025-02-28"), "e");
  EXPECT_EQ(Selected(shop, "birthday anniversary in next 1 days", "2024-02-29"), "d");
  EXPECT_EQ(Selected(shop, "birthday anniversary in next 1 days", "2024-03-01"), "");
}

TEST(TrapsTest, JoinsInSequences) {
  const TextWorld shop =
      ShopOf({"a", "b", "c"},
             {"a, 2025-01-01, sale, 5, 1", "a, 2025-01-02, sale, 9, 5", "b, 2025-01-01, sale, 9, 5",
              "b, 2025-01-02, sale, 5, 1", "c, 2025-01-01, sale, 5, 5"});
  // The second row of `a` has one value as a first step and another as a second.
  EXPECT_EQ(
      Selected(shop, "sequence (orders as o) then (orders where points = o.amount)", "2025-02-01"),
      "a");
  EXPECT_EQ(
      Selected(shop, "sequence (orders as o) then (orders where kind = o.kind)", "2025-02-01"),
      "ab");
}

TEST(TrapsTest, TiesInSequences) {
  const TextWorld shop =
      ShopOf({"a", "b", "c"}, {"a, 2025-01-01 10:00, view, 1, 1", "a, 2025-01-01 10:00, sale, 1, 1",
                               "b, 2025-01-01 10:00, view, 1, 1", "b, 2025-01-01 10:01, sale, 1, 1",
                               "c, 2025-01-01 10:00, view, 1, 1"});
  EXPECT_EQ(
      Selected(shop, "sequence (orders where kind = \"view\") then (orders where kind = \"sale\")",
               "2025-02-01"),
      "b");
  EXPECT_EQ(Selected(shop,
                     "sequence (orders where kind = \"view\") then at or after "
                     "(orders where kind = \"sale\")",
                     "2025-02-01"),
            "ab");
  // One row is not two steps.
  EXPECT_EQ(Selected(shop,
                     "sequence (orders where kind = \"view\") then at or after "
                     "(orders where amount = 1)",
                     "2025-02-01"),
            "ab");
}

// A refund after the window does not count in it, though the same tile holds it.
TEST(TrapsTest, RefundsAfterTheWindow) {
  const TextWorld shop =
      ShopOf({"a", "b"},
             {"a, 2025-01-31 23:59, sale, 100.00, 1", "a, 2025-02-01 00:00, refund, -100.00, 1",
              "b, 2025-01-30, sale, 100.00, 1", "b, 2025-01-31, refund, -100.00, 1"});
  EXPECT_EQ(Selected(shop, "sum(orders.amount where at in 2025-01) = 100", "2025-03-01"), "a");
  EXPECT_EQ(Selected(shop, "sum(orders.amount) = 100", "2025-02-01"), "a");  // as it was then
  EXPECT_EQ(Selected(shop, "sum(orders.amount) = 0", "2025-03-01"), "ab");
}

TEST(TrapsTest, SegmentCycles) {
  const TextWorld shop = ShopOf({"a"}, {});
  CompileOptions options;
  options.segments = {{"vip", "segment(\"loyal\") and any orders"},
                      {"loyal", "not segment(\"vip\")"}};
  EXPECT_THAT(Selected(shop, "segment(\"vip\")", "2025-01-01", "UTC", options),
              HasSubstr("vip → loyal → vip"));
}

TEST(TrapsTest, SumsBeyond32And64Bits) {
  const TextWorld shop =
      ShopOf({"a", "b"}, {"a, 2025-01-01, sale, 30000000.00, 9223372036854775807",
                          "a, 2025-01-02, sale, 30000000.00, 9223372036854775807",
                          "b, 2025-01-02, sale, 17050327.04, 1"});
  EXPECT_EQ(Selected(shop, "sum(orders.amount) = 60000000", "2025-02-01"), "a");
  EXPECT_EQ(Selected(shop, "sum(orders.points) = 18446744073709551614", "2025-02-01"), "a");
  EXPECT_EQ(Selected(shop, "sum(orders.points) < 0", "2025-02-01"), "");
}

// Clocks went forward on 30 March 2025 in Berlin: a day of 23 hours.
TEST(TrapsTest, DaysOverAChangeOfTheClock) {
  const TextWorld shop = ShopOf({"a", "b"}, {"a, 2025-03-29T11:30Z, sale, 1, 1",    // 12:30
                                             "b, 2025-03-29T10:30Z, sale, 1, 1"});  // 11:30
  const auto within = [&](const std::string& length, const std::string& as_of) {
    return Selected(shop, "any orders where at in last " + length, as_of, "Europe/Berlin");
  };
  EXPECT_EQ(within("1 days", "2025-03-30 12:00"), "a");
  EXPECT_EQ(within("24 hours", "2025-03-30 12:00"), "ab");
  EXPECT_EQ(within("23 hours", "2025-03-30 12:15"), "a");
  EXPECT_EQ(within("1 days", "2025-03-30 12:15"), "a");
  EXPECT_EQ(within("24 hours", "2025-03-30 12:29"), "ab");
  EXPECT_EQ(within("1 days", "2025-03-30 12:29"), "a");
}

// In St. John's clocks went from 00:01 of 7 November 2010 back to 23:01 of the day before.
TEST(TrapsTest, DaysThatComeBack) {
  const std::vector<const char*> twice = {"a, 2010-11-07T02:30:30Z, web, 1.00, 1",  // the 7th
                                          "a, 2010-11-07T02:45:00Z, web, 1.00, 1",  // the 6th
                                          "a, 2010-11-07T04:00:00Z, web, 1.00, 1"};
  std::vector<const char*> all = twice;
  for (const char* line :
       {"b, 2010-11-05T12:00:00Z, web, 1.00, 1", "c, 2010-11-05T12:00:00Z, web, 1.00, 1",
        "c, 2010-11-05T13:00:00Z, web, 1.00, 1", "c, 2010-11-08T12:00:00Z, web, 1.00, 1"})
    all.push_back(line);
  const TextWorld one = ShopOf({"a"}, twice);
  const TextWorld shop = ShopOf({"a", "b", "c", "d"}, all);
  const auto select = [](const TextWorld& world, const std::string& what) {
    return Selected(world, what, "2010-12-01", "America/St_Johns");
  };
  EXPECT_EQ(select(one, "distinct days(orders.at) = 2"), "a");
  EXPECT_EQ(select(shop, "distinct days(orders.at) = 0"), "d");
  EXPECT_EQ(select(shop, "distinct days(orders.at) = 1"), "b");
  EXPECT_EQ(select(shop, "distinct days(orders.at) = 2"), "ac");
  EXPECT_EQ(select(shop, "distinct weeks(orders.at) = 2"), "c");
  EXPECT_EQ(select(shop, "distinct months(orders.at) = 1"), "abc");
}

// A day that is used as a time is its midnight, not so many microseconds as it has days.
TEST(TrapsTest, ConstantDaysAreTimes) {
  const TextWorld shop = ShopOf({"a,,,", "b,,,"}, {"a, 2025-01-03 12:00, sale, 1, 1"});
  EXPECT_EQ(Selected(shop, "days since 2025-01-01 = 9", "2025-01-10"), "ab");
  EXPECT_EQ(Selected(shop, "hours from 2025-01-03 to first(orders).at = 12", "2025-01-10"), "a");
  EXPECT_EQ(Selected(shop, "first(orders).at else 2025-01-05 > 2025-01-04", "2025-01-10"), "b");
}

TEST(TrapsTest, TagsInBothNormalForms) {
  const TextWorld shop = ShopOf({"a, , caf\u00e9", "b, , cafe\u0301", "c, , cafe"},
                                {});  // composed, decomposed, plain
  EXPECT_EQ(Selected(shop, "tags has \"caf\u00e9\"", "2025-01-01"), "ab");
  EXPECT_EQ(Selected(shop, "tags has \"cafe\u0301\"", "2025-01-01"), "ab");
}

}  // namespace
}  // namespace seine::oracle
