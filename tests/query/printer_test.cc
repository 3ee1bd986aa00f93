#include "query/printer.h"

#include <gtest/gtest.h>

#include <string>

#include "query/filter_places.h"
#include "query/parser.h"
#include "tests/query/random_filter_tree.h"

namespace seine {
namespace {

// What a spelling is printed as.
TEST(Printer, Canonical) {
  const std::pair<const char*, const char*> cases[] = {
      {"((a))=1 AND(b OR c)", "a = 1 and (b or c)"},
      {"(a = 1) or ((b) and not (c))", "a = 1 or b and not c"},
      {"x = 'it\"s' or y matches '\\d+'", "x = \"it\\\"s\" or y matches \"\\d+\""},
      {"a-b- -c", "a - b - -c"},
      {"any orders where ((a))", "any orders where a"},
      {"any orders where (a) and b", "any orders where (a) and b"},
      {"any orders where (not (a)) or b", "any orders where (not a) or b"},
      {"any a where (any b where (c))", "any a where (any b where c)"},
      {"(segment('vip')) as of 2011-09-11 and x", "(segment(\"vip\") as of 2011-09-11) and x"},
      {"(any a) as of 1 day ago", "(any a) as of 1 day ago"},
      {"at in (last 3 days, 2011-09, 'x')", "at in (2011-09, \"x\", last 3 days)"},
      {"`in`.`a b` = `x``y`", "`in`.`a b` = `x``y`"},
      {"x in `today`", "x in `today`"},
      {"`today` = 1", "today = 1"},
      {"days  SINCE latest( orders ).at>90", "days since latest(orders).at > 90"},
      {"(-(5)) * (-5)", "-(5) * -5"},
      {"(at month) year = 1", "at month year = 1"},
      {"at = 2011-09-11T00:30:00.500+01:00", "at = 2011-09-10T23:30:00.5Z"},
  };
  for (const auto& [text, printed] : cases) {
    const absl::StatusOr<Filter> filter = ParseFilter(text);
    ASSERT_TRUE(filter.ok()) << text << "\n" << filter.status();
    EXPECT_EQ(PrintFilter(filter->root), printed) << text;
  }
}

TEST(Printer, ParenthesisedNeedsNoKnowledgeOfPrecedence) {
  const absl::StatusOr<Filter> filter =
      ParseFilter("not a or b = 1 + c * 2 and any orders where d = -3 and (e else f) in (1, g)");
  ASSERT_FALSE(filter.ok());  // the `where` above is ambiguous
  const absl::StatusOr<Filter> clear =
      ParseFilter("not a or b = 1 + c * 2 and any orders where (d = -3) and (e else f) in (1, g)");
  ASSERT_TRUE(clear.ok()) << clear.status();
  EXPECT_EQ(PrintParenthesised(clear->root),
            "(not a) or ((b = (1 + (c * 2))) and (any orders where (d = -3)) and ((e else f) in "
            "(1, g)))");
}

// The property on which text, JSON and logs rest.
TEST(Printer, EveryTreeParsesBack) {
  const FilterLimits limits;
  for (uint64_t seed = 0; seed < 20'000; ++seed) {
    testing::RandomFilterTree random(seed);
    const filter::Expr tree = random.Any(2 + static_cast<int>(seed % 4));
    ASSERT_TRUE(CheckPlaces(tree).ok()) << CheckPlaces(tree);
    if (tree.size() > limits.nodes) continue;
    for (const std::string& text : {PrintFilter(tree), PrintParenthesised(tree)}) {
      const absl::StatusOr<Filter> parsed = ParseFilter(text, limits);
      ASSERT_TRUE(parsed.ok()) << "seed " << seed << "\n" << text << "\n" << parsed.status();
      ASSERT_EQ(parsed->root, tree) << "seed " << seed << "\n"
                                    << text << "\n"
                                    << PrintFilter(parsed->root);
    }
  }
}

}  // namespace
}  // namespace seine
