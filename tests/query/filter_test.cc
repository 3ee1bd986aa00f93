#include "query/filter.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "query/parser.h"
#include "query/printer.h"
#include "tests/query/random_filter_tree.h"

namespace seine {
namespace {

using filter::Expr;

Expr Tree(const std::string& text) {
  const absl::StatusOr<Filter> filter = ParseFilter(text);
  EXPECT_TRUE(filter.ok()) << filter.status();
  return filter->root;
}

TEST(FilterTree, EqualityAndHashIgnorePlaces) {
  EXPECT_EQ(Tree("a = 1 and b"), Tree("  a=1   and ( b )"));
  EXPECT_EQ(Tree("a = 1 and b").hash(), Tree("  a=1   and ( b )").hash());
  EXPECT_NE(Tree("a = 1 and b"), Tree("b and a = 1"));
  EXPECT_NE(Tree("any a where b"), Tree("any a"));
  EXPECT_EQ(Expr(), Expr());
  EXPECT_NE(Expr(), Tree("a"));
}

TEST(FilterTree, DepthAndSize) {
  EXPECT_EQ(Tree("a").depth(), 1u);
  EXPECT_EQ(Tree("a").size(), 1u);
  EXPECT_EQ(Tree("a = 1").depth(), 2u);
  EXPECT_EQ(Tree("a in (1, 2, 3)").size(), 3u);
  EXPECT_EQ(Tree("any o where (a = 1)").depth(), 3u);
  // A pick is a level, too.
  EXPECT_EQ(Tree("latest(first(a).b).c").depth(), 3u);
  EXPECT_EQ(Tree("latest(first(a where d).b).c").depth(), 4u);
}

TEST(FilterTree, ChildrenIncludeThoseInPathsPeriodsAndSteps) {
  const auto children = [](const std::string& text) {
    std::vector<std::string> printed;
    VisitChildren(Tree(text), [&](const Expr& child) { printed.push_back(PrintFilter(child)); });
    return printed;
  };
  using Strings = std::vector<std::string>;
  EXPECT_EQ(children("latest(o where a).b"), Strings({"a"}));
  EXPECT_EQ(children("any latest(o where a).b as x in each of (since c) where d"),
            Strings({"a", "d", "(since c)"}));
  EXPECT_EQ(children("sequence (a where b) then (c where d)"), Strings({"b", "d"}));
  EXPECT_EQ(children("x in top 5 per latest(o where a).b among (c)"),
            Strings({"x", "5", "a", "c"}));
  EXPECT_EQ(children("score of (2: a, 1: b)"), Strings({"2", "a", "1", "b"}));
  EXPECT_EQ(children("a in (1, b)"), Strings({"a", "(1, b)"}));
}

TEST(FilterTree, MapChildrenKeepsWhatDoesNotChange) {
  for (uint64_t seed = 0; seed < 2'000; ++seed) {
    const Expr tree = testing::RandomFilterTree(seed).Any(4);
    EXPECT_TRUE(MapChildren(tree, [](const Expr& child) { return child; }).Same(tree));
    // Replace every child by a copy of itself: another node, an equal tree.
    const Expr copy = MapChildren(tree, [](const Expr& child) {
      return std::visit([](const auto& node) { return Expr::Make(node); }, child.node().value);
    });
    EXPECT_EQ(copy, tree);
    EXPECT_EQ(copy.hash(), tree.hash());
    EXPECT_EQ(copy.size(), tree.size());
    EXPECT_EQ(copy.depth(), tree.depth());
  }
}

TEST(FilterTree, MapChildrenReplacesEveryChild) {
  const Expr tree = Tree("any latest(o where a).b in each of (since a) where (a)");
  const Expr b = Tree("b");
  const std::function<Expr(const Expr&)> swap = [&](const Expr& e) {
    return e == Tree("a") ? b : MapChildren(e, swap);
  };
  EXPECT_EQ(swap(tree), Tree("any latest(o where b).b in each of (since b) where (b)"));
}

}  // namespace
}  // namespace seine
