// Values that look like calls: aggregates, ranks' values, models, segments; and `days since`.

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

#include "query/filter_parser.h"
#include "query/keywords.h"

namespace seine {

using filter::Aggregate;
using filter::AggregateFunction;
using filter::Bucket;
using filter::Count;
using filter::DistinctPeriods;
using filter::Elapsed;
using filter::Expr;
using filter::Gap;
using filter::GapFunction;
using filter::List;
using filter::Literal;
using filter::Model;
using filter::NTile;
using filter::Path;
using filter::PopulationFunction;
using filter::PopulationValue;
using filter::Rows;
using filter::Segment;
using filter::Size;
using filter::TimeUnit;

namespace {

// The first one inside the value, as it is written.
const Path* FirstPath(const Expr& value) {
  if (const Path* path = value.As<Path>()) return path;
  const Path* first = nullptr;
  filter::VisitChildren(value, [&first](const Expr& child) {
    if (first == nullptr) first = FirstPath(child);
  });
  return first;
}

}  // namespace

// The current token is a name and the next one `(`.
Expr FilterParser::ParseCall() {
  const Nesting nesting(this);
  if (!nesting) return {};
  const Token& token = Peek();
  if (FindAggregate(token.text)) return ParseAggregate();
  if (FindPopulationFunction(token.text)) return ParsePopulationValue();
  if (FindModel(token.text)) return ParseModel();
  if (token.IsWord("size")) return ParseSize();
  if (token.IsWord("ntile")) return ParseNTile();
  if (token.IsWord("bucket")) return ParseBucket();
  if (token.IsWord("segment")) return ParseSegment();
  if (token.IsWord("list") || token.IsWord("calendar")) {
    Fail(token.span, absl::StrCat("`", token.text, "(…)` is not a value"),
         absl::StrCat("it stands after `in`: … in ", token.text, "(…)"));
    return {};
  }
  Take();
  Fail(FindCallMistake(*this));
  return {};
}

// sum(orders.amount where W), count(orders), sum(quantity * price of orders.items where W)
Expr FilterParser::ParseAggregate() {
  const uint32_t begin = Begin();
  const Token word = Take();
  Aggregate node;
  node.function = *FindAggregate(word.text);
  Take();
  const std::string name(AggregateName(node.function));
  const std::string example = node.function == AggregateFunction::kCount
                                  ? "count(orders where …)"
                                  : absl::StrCat(name, "(orders.amount where …)");
  if (Peek().IsSymbol(")") || Peek().IsSymbol("*")) {
    FailExpected(absl::StrCat("what to ", name == "count" ? "count" : "aggregate"),
                 absl::StrCat("write ", example));
  }
  ParseAggregated(name, &node.value, &node.rows);
  ExpectSymbol(")", absl::StrCat("to close `", name, "(`"));
  return Make(std::move(node), begin);
}

void FilterParser::ParseAggregated(std::string_view name, Expr* value, Rows* rows) {
  Expr read = ParseElse();
  if (TakeWord("of")) {
    *value = std::move(read);
    *rows = ParseRows("rows after `of`");
  } else if (const Path* path = read.As<Path>()) {
    rows->path = *path;
    --nodes_;
    ParseAliasAndWhere(*rows);
  } else if (!failed()) {
    Fail(read.span(), absl::StrCat("`", std::string(name), "` must know the rows of this value"),
         absl::StrCat("say which: ", std::string(name), "(", OfItsRows(read), ")"));
  }
}

// `orders.at date` as `at date of orders`, for a hint.
std::string FilterParser::OfItsRows(const Expr& value) {
  const std::string text = Source(value.span(), 40);
  const Path* path = FirstPath(value);
  if (path == nullptr || path->pick != nullptr || path->names.size() < 2)
    return absl::StrCat(text, " of orders.items");
  const Name& last = path->names.back();
  const std::string rows = Source({path->span.begin, last.span.begin - 1});
  return absl::StrCat(absl::StrReplaceAll(text, {{rows + ".", ""}}), " of ", rows);
}

// distinct days(orders.at where W), distinct days(at + 1 day of orders where W)
Expr FilterParser::ParseDistinctPeriods() {
  const Nesting nesting(this);
  if (!nesting) return {};
  const uint32_t begin = Begin();
  Take();
  DistinctPeriods node;
  node.unit = ParseUnit();
  Take();
  if (Peek().IsSymbol(")")) FailExpected("a column of times", "write `distinct days(orders.at)`");
  ParseAggregated(absl::StrCat("distinct ", std::string(UnitName(node.unit, true))), &node.value,
                  &node.rows);
  ExpectSymbol(")", "to close `distinct`");
  return Make(std::move(node), begin);
}

// avg gap(orders where W)
Expr FilterParser::ParseGap() {
  const Nesting nesting(this);
  if (!nesting) return {};
  const uint32_t begin = Begin();
  const Token word = Take();
  const std::optional<GapFunction> function = FindGapFunction(word.text);
  if (!function) {
    Fail(word.span, absl::StrCat("`", word.text, "` does not go with `gap`"),
         "write avg gap(…), min gap(…), max gap(…) or median gap(…)");
  }
  Take();
  Take();
  Rows rows = ParseRows("rows");
  ExpectSymbol(")", "to close `gap(`");
  return Make(Gap{function.value_or(GapFunction::kAvg), std::move(rows)}, begin);
}

// size(tags)
Expr FilterParser::ParseSize() {
  const uint32_t begin = Begin();
  Take();
  Take();
  Path set = ParsePath("a set");
  ExpectSymbol(")", "to close `size(`");
  return Make(Size{std::move(set)}, begin);
}

// ntile(5, VALUE) [per COLUMN] [among (FILTER)]
Expr FilterParser::ParseNTile() {
  const uint32_t begin = Begin();
  Take();
  Take();
  NTile node;
  node.k = ParseCount("how many classes");
  ExpectSymbol(",", "and the value to rank");
  node.value = ParseElse();
  ExpectSymbol(")", "to close `ntile(`");
  ParsePerAmong(node.per, node.among);
  return Make(std::move(node), begin);
}

// mean(VALUE) [among (FILTER)], percentile(VALUE, 95)
Expr FilterParser::ParsePopulationValue() {
  const uint32_t begin = Begin();
  const Token word = Take();
  Take();
  PopulationValue node;
  node.function = *FindPopulationFunction(word.text);
  node.value = ParseElse();
  if (Peek().IsWord("where") || Peek().IsWord("of")) {
    Fail(Peek().span, absl::StrCat("`", word.text, "` is over members, not over rows"),
         "aggregate the rows first: mean(sum(orders.amount where …))");
  }
  if (node.function == PopulationFunction::kPercentile) {
    ExpectSymbol(",", "and the percentage, as in percentile(age, 95)");
    node.percent = ParseNumberOrParameter("a percentage");
  }
  ExpectSymbol(")", absl::StrCat("to close `", word.text, "(`"));
  std::optional<Path> per;
  if (Peek().IsWord("per")) {
    FailExpected("`among` or an operator", "`per` goes with ranks and n-tiles only");
  }
  ParsePerAmong(per, node.among);
  return Make(std::move(node), begin);
}

// rfm(orders, amount, 5).recency, lifecycle(orders, 30 days, 180 days)
Expr FilterParser::ParseModel() {
  const uint32_t begin = Begin();
  const Token word = Take();
  Take();
  Model node;
  node.kind = *FindModel(word.text);
  node.rows = ParseRows("rows");
  while (TakeSymbol(",")) node.arguments.push_back(ParseModelArgument());
  ExpectSymbol(")", absl::StrCat("to close `", word.text, "(`"));
  if (TakeSymbol(".")) node.field = ParseName("a field of the model");
  ParsePerAmong(node.per, node.among);
  return Make(std::move(node), begin);
}

// A value, or a list of several: (30, 90, 180).
Expr FilterParser::ParseModelArgument() {
  if (!Peek().IsSymbol("(")) return ParseElse();
  const Nesting nesting(this);
  if (!nesting) return {};
  const uint32_t begin = Take().span.begin;
  Expr first = ParseFilter();
  if (TakeSymbol(")")) {
    seed_ = std::move(first);
    return failed() ? Expr() : ParseElse();
  }
  List list;
  const auto add = [&](Expr value) {
    if (!value || !CountListValue()) return;
    if (const Literal* literal = value.As<Literal>()) {
      list.literals.push_back(*literal);
    } else {
      list.others.push_back(std::move(value));
    }
  };
  add(std::move(first));
  while (TakeSymbol(",")) add(ParseElse());
  ExpectSymbol(")", "to close the list");
  return Make(std::move(list), begin);
}

// bucket(100, "spring test")
Expr FilterParser::ParseBucket() {
  const uint32_t begin = Begin();
  Take();
  Take();
  Count buckets = ParseCount("how many buckets");
  ExpectSymbol(",", "and a name that salts the split, as in bucket(100, \"spring test\")");
  std::string salt = ExpectText("a name that salts the split");
  ExpectSymbol(")", "to close `bucket(`");
  return Make(Bucket{std::move(buckets), std::move(salt)}, begin);
}

// segment("vip")
Expr FilterParser::ParseSegment() {
  const uint32_t begin = Begin();
  Take();
  Take();
  Segment segment{ExpectText("the segment's name")};
  ExpectSymbol(")", "to close `segment(`");
  return ParseAsOf(Make(std::move(segment), begin), begin);
}

// days since T, days from T to T
Expr FilterParser::ParseElapsed() {
  const Nesting nesting(this);
  if (!nesting) return {};
  const uint32_t begin = Begin();
  Elapsed node;
  node.unit = ParseUnit();
  const bool since = Take().IsWord("since");
  node.start = ParsePostfix();
  if (!since) {
    if (!TakeWord("to"))
      FailExpected("`to` and the second time",
                   "write `days from first(orders).at to latest(orders).at`");
    node.end = ParsePostfix();
  }
  return Make(std::move(node), begin);
}

}  // namespace seine
