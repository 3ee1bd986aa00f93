// Numbers of one value that are held differently from batch to batch: in 64 bits, in 128, as
// fractions that are not reduced. Engine against oracle.

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "query/value_ids.h"
#include "tests/testing/differential.h"
#include "tests/testing/world_builder.h"

namespace seine::oracle {
namespace {

ColumnSchema Column(std::string name, ColumnType type, int scale = 0) {
  ColumnSchema column;
  column.name = std::move(name);
  column.type = type;
  column.scale = scale;
  return column;
}

// Orders of two members over the months of 2011, a batch for each few; big ones last.
TextWorld WorldOfOrders() {
  TextWorld world;
  world.AddTable("members", "", "", {Column("age", ColumnType::kInteger)});
  world.AddTable("orders", "members", "at",
                 {Column("at", ColumnType::kTimestamp), Column("a", ColumnType::kInteger),
                  Column("b", ColumnType::kInteger), Column("c", ColumnType::kDecimal, 2)});
  for (const char* member : {"m, 1", "n, 2"})
    world.table("members").rows.push_back(TextRowOf(true, false, member));
  const auto add = [&](const std::string& line) {
    world.table("orders").rows.push_back(TextRowOf(false, true, line));
  };
  for (int day = 1; day <= 28; ++day) {
    for (int month = 1; month <= 9; ++month) {
      add(absl::StrCat(day % 2 == 0 ? "m" : "n", ", 2011-0", month, "-", 10 + day % 19, " 08:00, ",
                       day, ", ", 2 * day, ", 1.50"));
    }
  }
  // a * b is 0, as the number of the first wide one was; then 2^64 and 2^65; 2^62 twice.
  add("m, 2011-11-20 08:00, 0, 5, 1.50");
  for (const char* big : {"4294967296, 4294967296", "8589934592, 4294967296"})
    for (const char* member : {"m", "n"})
      add(absl::StrCat(member, ", 2011-12-01 08:00, ", big, ", 0.01"));
  add("m, 2011-12-02 08:00, 4611686018427387904, 1, 92233720368547758.07");
  add("m, 2011-12-02 08:00, 2305843009213693952, 2, -92233720368547758.08");
  return world;
}

TEST(NumberBatchesTest, HeldDifferently) {
  const auto world = BuildWorld(WorldOfOrders(), {{}, SmallTiles()});
  ASSERT_TRUE(world.ok()) << world.status();
  std::vector<std::string> filters;
  for (const char* value : {"a * b", "a * b * c", "a / b", "a / (b + 1)", "a * b / 3", "0 - a * b",
                            "(a else b) * b", "b / a / 2", "c * c"}) {
    for (const char* test : {" > 3", " = 14", " = 15", " = 16", " = 17", " = 18"})
      filters.push_back(absl::StrCat("distinct(", value, " of orders)", test));
    for (const char* many : {"mode", "min", "max", "sum", "avg"}) {
      for (const char* test : {" > 0.4", " < 0.6", " = 18446744073709551616", " = 0.5"})
        filters.push_back(absl::StrCat(many, "(", value, " of orders)", test));
    }
    filters.push_back(
        absl::StrCat("mode(", value, " of orders where at since 2011-12-01) * 3 > 1"));
    filters.push_back(absl::StrCat("any orders as o where (any orders where (", value, " = ",
                                   "o.a * o.b and at < o.at))"));
  }
  for (const std::string& filter : filters) {
    const Question question = QuestionOf(filter, 16000 * kDayMicros);
    const auto oracle = AskOracle(*(*world)->tree, question.definition, question.options);
    for (const auto& snapshot : (*world)->snapshots)
      EXPECT_EQ(Difference(AskEngine(snapshot, question), oracle), "") << filter;
  }
}

// One value in each way that a vector may hold it.
TEST(NumberBatchesTest, IdsAreOfValues) {
  RowArena arena;
  const auto number = [&](absl::int128 numerator, absl::int128 denominator, bool wide,
                          bool fraction) {
    ValueVector v;
    v.type = {bound::ValueKind::kNumber, 0, fraction};
    v.constant = true;
    if (wide) {
      v.wide = arena.Take<absl::int128>(1);
      v.wide[0] = numerator;
    } else {
      v.small = arena.Take<int64_t>(1);
      v.small[0] = static_cast<int64_t>(numerator);
    }
    if (denominator != 1) {
      v.denominator = arena.Take<int64_t>(1);
      v.denominator[0] = static_cast<int64_t>(denominator);
    }
    return v;
  };
  ValueIds ids(bound::ValueKind::kNumber);
  const absl::int128 big = absl::int128(1) << 100;
  const int64_t of_big = ids.IdOf(number(big, 1, true, false), 0);
  for (const int64_t n : {int64_t{0}, int64_t{1}, int64_t{-7}, INT64_MAX, INT64_MIN,
                          int64_t{1} << 62, -(int64_t{1} << 62), (int64_t{1} << 62) + 1}) {
    const int64_t id = ids.IdOf(number(n, 1, false, false), 0);
    EXPECT_EQ(id, ids.IdOf(number(n, 1, true, false), 0)) << n;
    EXPECT_NE(id, of_big) << n;
    EXPECT_LT(ids.Order(id, of_big), 0) << n;
  }
  EXPECT_EQ(of_big, ids.IdOf(number(big, 1, true, false), 0));
  EXPECT_LT(ids.Order(ids.IdOf(number(INT64_MIN, 1, false, false), 0),
                      ids.IdOf(number(INT64_MAX, 1, false, false), 0)),
            0);
  ValueIds fractions(bound::ValueKind::kNumber);
  EXPECT_EQ(fractions.IdOf(number(1, 2, false, true), 0),
            fractions.IdOf(number(2, 4, true, true), 0));
  EXPECT_EQ(fractions.IdOf(number(3, 1, false, true), 0),
            fractions.IdOf(number(6, 2, false, true), 0));
  EXPECT_NE(fractions.IdOf(number(1, 3, false, true), 0),
            fractions.IdOf(number(1, 2, false, true), 0));
  EXPECT_TRUE(fractions.fits());
}

}  // namespace
}  // namespace seine::oracle
