// Numbers of more than 128 bits: they fail a query only where a member or a row is asked for them
// that no condition beside has left out, however many there are of either, and the error points at
// the value.

#include "query/number_overflow.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "query/batch.h"
#include "query/query.h"
#include "tests/testing/text_world.h"

namespace seine::oracle {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr int kMembers = 20'000;

ColumnSchema Column(std::string name, ColumnType type) {
  ColumnSchema column;
  column.name = std::move(name);
  column.type = type;
  return column;
}

// Of each ten members so many are of A; big and small are 3 and 2, of the others 9 * 10^18 and
// missing. Each has an order of either kind, with the same numbers.
std::shared_ptr<const Snapshot> Members(int of_ten) {
  TextWorld world;
  world.schema.segments = {{"large", "big * big * big > 5"}};
  const auto columns = [] {
    return std::vector<ColumnSchema>{Column("city", ColumnType::kCategory),
                                     Column("big", ColumnType::kInteger),
                                     Column("small", ColumnType::kInteger)};
  };
  world.AddTable("members", "", "", columns());
  std::vector<ColumnSchema> order = columns();
  order.push_back(Column("at", ColumnType::kTimestamp));
  world.AddTable("orders", "members", "at", order);
  const std::string a = "A, 3, 2";
  const std::string b = "B, 9000000000000000000,";
  for (int i = 0; i < kMembers; ++i) {
    const std::string key = "m" + std::to_string(100'000 + i);
    world.table("members").rows.push_back(
        TextRowOf(true, false, absl::StrCat(key, ", ", i % 10 < of_ten ? a : b)));
    if (i >= 2'000) continue;
    for (const std::string& line : {a, b})
      world.table("orders").rows.push_back(
          TextRowOf(false, true, absl::StrCat(key, ", ", line, ", 2011-01-01 08:00")));
  }
  return *ReadAsSnapshot(world, {});
}

std::string Counted(const std::shared_ptr<const Snapshot>& snapshot, std::string_view filter) {
  absl::StatusOr<Definition> definition = ReadDefinition(filter);
  if (!definition.ok()) return std::string(definition.status().message());
  auto query = Compile(snapshot, *std::move(definition), {});
  if (!query.ok()) return std::string(query.status().message());
  const auto count = (*query)->Count({});
  return count.ok() ? std::to_string(count->count) : std::string(count.status().message());
}

TEST(NumberOverflowTest, WhoeverAConditionLeavesOutFailsNothing) {
  for (const int of_ten : {1, 3, 5, 9}) {
    const auto snapshot = Members(of_ten);
    const std::string of_a = std::to_string(kMembers / 10 * of_ten);
    for (const char* filter :
         {"city = \"A\" and big * big * big > 5", "big * big * big > 5 and city = \"A\"",
          "not (city = \"B\") and big * big * big = 27 and big * big * big * 2 = 54",
          "city = \"A\" and (big * big * big > 5 or big * big * big * 2 > 7)",
          "city = \"A\" and (small else big * big * big) = 2",
          "city = \"A\" and (0 - big * big * big) < 0",
          "big * big * big in top 100% among (city = \"A\")",
          "city = \"A\" and big * big * big >= mean(big * big * big) among (city = \"A\")"})
      EXPECT_EQ(Counted(snapshot, filter), of_a) << filter;
    EXPECT_EQ(Counted(snapshot, "city = \"B\" or big * big * big > 5"), std::to_string(kMembers));
  }
}

TEST(NumberOverflowTest, NorDoRows) {
  const auto snapshot = Members(5);
  for (const char* filter :
       {"any orders where (city = \"A\" and big * big * big > 5)",
        "any orders where (city = \"B\" or big * big * big > 5)",
        "sum(big * big * big of orders where city = \"A\") = 27",
        "avg(big * big * big of orders where city = \"A\") = 27",
        "max(big * big * big of orders where city = \"A\") = 27",
        "mode(big * big * big of orders where city = \"A\") = 27",
        "distinct(big * big * big of orders where city = \"A\") = 1",
        "sum((small else big * big * big) of orders where city = \"A\") = 2",
        "count(orders where city = \"A\" and (small else big * big * big) = 2) = 1",
        "any orders as o where (any orders where (city = \"A\" and big * big * big > o.small))"})
    EXPECT_EQ(Counted(snapshot, filter), "2000") << filter;
  EXPECT_EQ(Counted(snapshot, "all orders where (city = \"B\" or big * big * big > 5)"), "2000");
}

TEST(NumberOverflowTest, ErrorsPointAtTheValue) {
  const auto snapshot = Members(5);
  const auto at = [](std::string_view value, int column) {
    return absl::StrCat("`", std::string(value), "` takes more than 128 bits, at 1:", column, "; ");
  };
  EXPECT_THAT(Counted(snapshot, "city = \"B\" and big * big * big > 5"),
              StartsWith(at("big * big * big", 16)));
  EXPECT_THAT(Counted(snapshot, "city = \"B\" and big*big * (big + 1) * 2 > 5"),
              StartsWith(at("big * big * (big + 1)", 16)));
  EXPECT_THAT(Counted(snapshot, "city = \"A\" or sum(big*big of orders) * 4 > 5"),
              StartsWith(at("sum(big * big of orders) * 4", 15)));
  EXPECT_THAT(Counted(snapshot, "any orders where (big * big * big > 5)"),
              StartsWith(at("big * big * big", 19)));
  EXPECT_THAT(Counted(snapshot, "big * big * big in top 3"), StartsWith(at("big * big * big", 1)));
  EXPECT_THAT(Counted(snapshot, "city = \"A\" and total(big * big * 9) > 5"),
              HasSubstr("takes more than 128 bits, at 1:"));
  EXPECT_THAT(Counted(snapshot, "city = \"A\" or segment(\"large\")"),
              StartsWith(at("big * big * big", 15)));
  EXPECT_THAT(Counted(snapshot, "include: everyone\nexclude \"x\": big * big * big > 5"),
              StartsWith("`big * big * big` takes more than 128 bits, at 2:14; "));
  EXPECT_THAT(Counted(snapshot, "city = \"B\" and big * big * big > 5"),
              HasSubstr("leave out members that have such numbers"));
}

TEST(NumberOverflowTest, DefinitionsOfABatchFailForThemselves) {
  const auto snapshot = Members(5);
  const auto ask = [&](std::vector<NamedDefinition> definitions) {
    auto batch = CompileBatch(snapshot, std::move(definitions), {});
    EXPECT_TRUE(batch.ok()) << batch.status();
    const auto counts = (*batch)->Count({});
    return counts.ok() ? absl::StrCat((*counts)[0].count, " ", (*counts)[1].count)
                       : std::string(counts.status().message());
  };
  const Definition a = *ReadDefinition("city = \"A\" and big * big * big > 5");
  EXPECT_EQ(ask({{"one", a}, {"two", *ReadDefinition("city = \"A\" and big * big * big > 6")}}),
            "10000 10000");
  EXPECT_THAT(
      ask({{"one", a}, {"two", *ReadDefinition("big * big * big > 5")}}),
      StartsWith("definitions[\"two\"]: `big * big * big` takes more than 128 bits, at 1:1"));
}

TEST(NumberOverflowTest, ExplainTellsWhatMeetsThemByItself) {
  const auto snapshot = Members(5);
  auto query = Compile(snapshot, *ReadDefinition("city = \"A\" and big * big * big > 5"), {});
  ASSERT_TRUE(query.ok()) << query.status();
  const auto explained = (*query)->Explain({});
  ASSERT_TRUE(explained.ok()) << explained.status();
  EXPECT_EQ(explained->root.actual, 10000u);
  ASSERT_EQ(explained->root.children.size(), 2u);
  EXPECT_THAT(explained->root.children[1].operation, HasSubstr("more than 128 bits"));
}

}  // namespace
}  // namespace seine::oracle
