#include "query/parser.h"

#include <gtest/gtest.h>

#include <string>

#include "query/filter.h"
#include "query/printer.h"
#include "tests/query/language_examples.h"

namespace seine {
namespace {

using filter::Expr;

Expr Parsed(const std::string& text) {
  const absl::StatusOr<Filter> filter = ParseFilter(text);
  EXPECT_TRUE(filter.ok()) << text << "\n" << filter.status();
  return filter.ok() ? filter->root : Expr();
}

template <typename T>
const T& As(const Expr& expr) {
  const T* node = expr.As<T>();
  EXPECT_NE(node, nullptr) << PrintFilter(expr);
  static const T* const none = new T();
  return node == nullptr ? *none : *node;
}

std::string Path(const Expr& expr) { return PrintPath(As<filter::Path>(expr)); }

TEST(Parser, EveryExampleParsesAndPrintsBackToItself) {
  for (const std::string& example : testing::LanguageExamples()) {
    const Expr root = Parsed(example);
    ASSERT_TRUE(root) << example;
    const std::string printed = PrintFilter(root);
    EXPECT_EQ(Parsed(printed), root) << example << "\n" << printed;
    EXPECT_EQ(PrintFilter(Parsed(printed)), printed);
    const std::string parenthesised = PrintParenthesised(root);
    EXPECT_EQ(Parsed(parenthesised), root) << example << "\n" << parenthesised;
  }
}

// Each pair: two spellings of one tree.
TEST(Parser, SpellingsOfOneTree) {
  const std::pair<const char*, const char*> pairs[] = {
      {"a or b and not c = 1", "a or (b and (not (c = 1)))"},
      {"a + b * -c / d - e", "(a + ((b * (-c)) / d)) - e"},
      {"a else b + c = d", "(a else (b + c)) = d"},
      {"x between 1 and 2 and y", "(x between 1 and 2) and y"},
      {"at since 2011-01-01", "at in since 2011-01-01"},
      {"at not before 2011-01-01", "at not in before 2011-01-01"},
      {"at from 2011-01-01 to 2011-02-01", "at in from 2011-01-01 to 2011-02-01"},
      {"A AND b OR Not c", "A and b or not c"},
      {"x IS NOT MISSING", "x exists"},
      {"tags HAS ANY ('a', \"b\")", "tags has any (\"a\", \"b\")"},
      {"at in this 1 months", "at in this month"},
      {"at in last 1 day", "at in last 1 days"},
      {"at >= 2011-09-11T08:00+08:00", "at >= 2011-09-11 00:00:00.000Z"},
      {"at >= 2011-09-11T08:00", "at >= 2011-09-11 08:00:00"},
      {"x = 007", "x = 7"},
      {"x = - 5", "x = -5"},
      {"x = -0", "x = 0"},
      {"at weekday = Saturday", "at weekday = sat"},
      {"`a`.`b` = 1", "a.b = 1"},
      {"any orders in each of last 4 quarters", "any orders in each of the last 4 quarters"},
      {"name = \"e\xCC\x81t\xC3\xA9\"", "name = \"\xC3\xA9t\xC3\xA9\""},  // decomposed, composed
      {"e\xCC\x81t\xC3\xA9 = 1", "\xC3\xA9t\xC3\xA9 = 1"},
      {"a\xE3\x80\x80=\xC2\xA0"
       "1",
       "a = 1"},  // blanks of other scripts
      {"\xEF\xBB\xBF"
       "a = 1 # end",
       "a = 1"},
      {"((((a)))) = (((1)))", "a = 1"},
      {"sequence (a) then no at or after (b) within 1 hour",
       "sequence (a) then at or after no (b) within 1 hours"},
      {"any orders where (a + b) * c > 3", "any orders where (((a + b) * c) > 3)"},
      {"-`member` in (1)", "-member in (1)"},
      {"any orders where not (a and b) or c", "(any orders where (not (a and b))) or c"},
  };
  for (const auto& [left, right] : pairs) {
    EXPECT_EQ(Parsed(left), Parsed(right)) << left << "\n" << right;
  }
}

// Each pair: two texts that must not become one tree.
TEST(Parser, DifferentTrees) {
  const std::pair<const char*, const char*> pairs[] = {
      {"not x = 1", "x != 1"},
      {"not x in (1)", "x not in (1)"},
      {"(a and b) and c", "a and b and c"},
      {"x = 12.5", "x = 12.50"},
      {"x = 12", "x = 12.0"},
      {"a - b - c", "a - (b - c)"},
      {"x = -(5)", "x = -5"},
      {"member in (1)", "`member` in (1)"},
      {"at between 2011-01 and 2011-02", "at in between 2011-01 and 2011-02"},
      {"x = \"A\"", "x = \"a\""},
      {"X = 1", "x = 1"},
      {"x = \"1\"", "x = 1"},
      {"any orders where a", "any orders as o where a"},
      {"sum(orders.amount)", "sum(amount of orders)"},
      {"at = 2011-09-11 08:00", "at = 2011-09-11T08:00Z"},
  };
  for (const auto& [left, right] : pairs) EXPECT_NE(Parsed(left), Parsed(right)) << left;
}

TEST(Parser, KeywordsAreNamesOutOfTheirPlace) {
  for (const char* name : {"segment", "first",  "month", "at",   "member",   "today",   "last",
                           "count",   "of",     "top",   "days", "sequence", "exactly", "score",
                           "missing", "exists", "has",   "none", "include",  "date"}) {
    EXPECT_EQ(As<filter::Path>(Parsed(name)).names[0].text, name);
    const Expr test = Parsed(std::string(name) + " > 1");
    EXPECT_EQ(As<filter::Path>(As<filter::Compare>(test).left).names[0].text, name);
  }
  EXPECT_EQ(Path(As<filter::Compare>(Parsed("last.first.month = 1")).left), "last.first.month");
}

TEST(Parser, LiteralsKeepEveryDigit) {
  const Expr filter =
      Parsed("x in (123456789012345678901234567890, 0012.50, -3, 'it\\'s \\d \\\\')");
  const auto& list = As<filter::List>(As<filter::In>(filter).set);
  ASSERT_EQ(list.literals.size(), 4u);
  EXPECT_EQ(list.literals[0].value,
            filter::LiteralValue(filter::Integer{"123456789012345678901234567890"}));
  EXPECT_EQ(list.literals[1].value, filter::LiteralValue(filter::Decimal{"1250", 2}));
  EXPECT_EQ(list.literals[2].value, filter::LiteralValue(filter::Integer{"-3"}));
  EXPECT_EQ(list.literals[3].value, filter::LiteralValue(filter::Text{"it's \\d \\"}));
}

TEST(Parser, Times) {
  const Expr filter = Parsed(
      "at in (2011-09-11, 2011-09, 2011-q3) or at = 2011-09-11 08:00:30.5 or at = "
      "1970-01-02T00:00:00.000001Z");
  const auto& terms = As<filter::Or>(filter).operands;
  const auto& list = As<filter::List>(As<filter::In>(terms[0]).set);
  EXPECT_EQ(list.literals[0].value, filter::LiteralValue(filter::Day{2011, 9, 11}));
  EXPECT_EQ(list.literals[1].value, filter::LiteralValue(filter::Month{2011, 9}));
  EXPECT_EQ(list.literals[2].value, filter::LiteralValue(filter::Quarter{2011, 3}));
  EXPECT_EQ(As<filter::Literal>(As<filter::Compare>(terms[1]).right).value,
            filter::LiteralValue(filter::WallTime{{2011, 9, 11}, 28'830'500'000}));
  EXPECT_EQ(As<filter::Literal>(As<filter::Compare>(terms[2]).right).value,
            filter::LiteralValue(filter::Instant{86'400'000'001}));
}

TEST(Parser, SpansCoverWhatWasWritten) {
  const std::string text = "  age > 30 and any orders where (a = 1)";
  const Expr filter = Parsed(text);
  const auto slice = [&](const Expr& e) {
    return text.substr(e.span().begin, e.span().end - e.span().begin);
  };
  EXPECT_EQ(slice(filter), "age > 30 and any orders where (a = 1)");
  const auto& both = As<filter::And>(filter).operands;
  EXPECT_EQ(slice(both[0]), "age > 30");
  EXPECT_EQ(slice(As<filter::Compare>(both[0]).right), "30");
  EXPECT_EQ(slice(both[1]), "any orders where (a = 1)");
  EXPECT_EQ(slice(As<filter::Quantifier>(both[1]).rows.where), "a = 1");
}

TEST(Parser, RowReferencesStartPaths) {
  const Expr filter = Parsed(
      "any latest(orders as o where o.a = 1).items.parts as p where p.x = nth(orders, -2).y");
  const auto& quantifier = As<filter::Quantifier>(filter);
  ASSERT_NE(quantifier.rows.path.pick, nullptr);
  EXPECT_EQ(quantifier.rows.path.pick->kind, filter::RowPick::Kind::kLatest);
  EXPECT_EQ(quantifier.rows.path.pick->rows.alias->text, "o");
  EXPECT_EQ(quantifier.rows.path.names.size(), 2u);
  EXPECT_EQ(quantifier.rows.alias->text, "p");
  const auto& right = As<filter::Path>(As<filter::Compare>(quantifier.rows.where).right);
  EXPECT_EQ(right.pick->n.value, -2);
}

}  // namespace
}  // namespace seine
