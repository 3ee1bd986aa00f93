// Parameters put into the logical tree.
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "query/bind.h"
#include "query/definition.h"

namespace seine {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

filter::LiteralValue Number(std::string digits) { return filter::Integer{std::move(digits)}; }

std::string Filled(std::string_view text, const std::map<std::string, ParameterValue>& values) {
  const auto definition = ReadDefinition(text);
  if (!definition.ok()) return "unreadable: " + std::string(definition.status().message());
  const auto filled = SubstituteParameters(*definition, values);
  return filled.ok() ? PrintDefinition(*filled)
                     : "error: " + std::string(filled.status().message());
}

TEST(Parameters, LiteralsListsAndCounts) {
  EXPECT_EQ(Filled("amount > $minimum", {{"minimum", Number("5")}}), "amount > 5");
  EXPECT_EQ(Filled("any orders where (at in last $n days and amount > $n)", {{"n", Number("30")}}),
            "any orders where (at in last 30 days and amount > 30)");
  EXPECT_EQ(
      Filled("city in $cities",
             {{"cities", std::vector<filter::LiteralValue>{filter::Text{"a"}, filter::Text{"b"}}}}),
      "city in (\"a\", \"b\")");
  EXPECT_EQ(Filled("at least $k of (p, q)", {{"k", Number("1")}}), "at least 1 of (p, q)");
  EXPECT_EQ(Filled("nth(orders, $n).amount > 1", {{"n", Number("2")}}),
            "nth(orders, 2).amount > 1");
}

TEST(Parameters, WeekdaysByName) {
  const filter::LiteralValue saturday = filter::Text{"Sat"};
  const std::vector<filter::LiteralValue> weekend{filter::Text{"saturday"}, Number("7")};
  EXPECT_EQ(Filled("at weekday = $d", {{"d", saturday}}), "at weekday = sat");
  EXPECT_EQ(Filled("at weekday in $d", {{"d", weekend}}), "at weekday in (sat, 7)");
  EXPECT_EQ(Filled("at weekday in ($d, mon)", {{"d", saturday}}), "at weekday in (mon, sat)");
  EXPECT_EQ(Filled("mode(at weekday of orders) = $d", {{"d", saturday}}),
            "mode(at weekday of orders) = sat");
  EXPECT_EQ(Filled("at weekday = $d and city = $d", {{"d", saturday}}),
            "at weekday = sat and city = \"Sat\"");
}

TEST(Parameters, Errors) {
  EXPECT_EQ(Filled("amount > $minimum", {{"minimun", Number("5")}}),
            "error: no value was given for `$minimum`, at 1:10; given were `$minimun`");
  EXPECT_THAT(Filled("amount > $a", {{"a", Number("5")}, {"b", Number("5")}}),
              HasSubstr("the filter has no parameter `$b`"));
  EXPECT_EQ(Filled("at in last $n days", {{"n", filter::LiteralValue(filter::Text{"x"})}}),
            "error: `$n` stands for a whole number here, at 1:12");
  EXPECT_THAT(Filled("at in last $n days", {{"n", Number("99999999999999999999")}}),
              HasSubstr("whole number"));
}

TEST(Parameters, Names) {
  const auto definition = ReadDefinition(
      "include: amount > $b and at in last $n days and city in ($c, \"x\")\nexclude \"x\": amount "
      "= $a");
  ASSERT_TRUE(definition.ok()) << definition.status();
  EXPECT_THAT(ParameterNames(*definition), ElementsAre("a", "b", "c", "n"));
}

}  // namespace
}  // namespace seine
