// The bound tree: a filter whose names are columns of one snapshot's schema and whose constants are
// in their units. Another type than the logical tree (query/filter.h) on purpose: nothing in it can
// be unknown or ill-typed.
//
// Grain. Every node speaks of the rows of one table (0: the members). A ColumnRef names a column of
// that table or of one of its ancestors ("a row sees its ancestors"). Only nodes with Rows go down,
// to the rows of a descendant. Slots. Times that depend on as_of or the zone are TimeTerms until
// Ground() fills them; the planner and executor see constants only. Missing. Every test is false on
// a missing value; Not is the complement within the rows of the grain. Values are immutable; nodes
// are shared, so that a tree is a graph in truth: what walks one goes to each node once, or relies
// on the limit of what filters may come to when they are written out (query/bound_facts.h).
// Threads: safe from many.
#ifndef SEINE_QUERY_BOUND_H_
#define SEINE_QUERY_BOUND_H_

#include <memory>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/schema.h"
#include "query/bound_facts.h"
#include "query/bound_filters.h"
#include "query/bound_population.h"
#include "query/bound_types.h"
#include "query/bound_values.h"
#include "query/explained_model.h"
#include "query/span.h"

namespace seine::bound {

struct FilterNode {
  using Variant =
      std::variant<Constant, And, Or, Not, KOf, InCodes, InText, BoolIs, InRanges, SetHas, Exists,
                   InLookup, Compare, ValueInRanges, ValueExists, Lift, EachOf, PickedIs, IsPicked,
                   BelongsTo, MemberIn, AsOf, Anniversary, ComputedText, TextTest, SetRelation,
                   Sequence, OuterIs, Rank, MemberSet>;
  FilterNode(Variant of, Span at, std::string printed);

  Variant node;
  Span span;         // in the definition's text
  std::string text;  // the logical node printed, for explain
  NodeFacts facts;   // of `node`
};

struct ValueNode {
  using Variant = std::variant<ConstantValue, ColumnValue, LookupValue, MidnightOf, SetSize,
                               Aggregate, Distinct, Mode, Gap, PickedValue, OuterValue, Arithmetic,
                               FirstOf, DatePart, PeriodOf, ShiftedTime, ElapsedUnits, Bucket,
                               Score, When, NTile, PopulationValue, MemberNumbers>;
  ValueNode(Variant of, ValueType its_type, Span at, std::string printed);

  Variant node;
  ValueType type;
  Span span;
  std::string text;
  NodeFacts facts;
};

struct BoundDefinition {
  FilterPtr include;
  std::vector<std::pair<std::string, FilterPtr>> excludes;
  std::vector<std::string> warnings;   // at most 20
  std::vector<ExplainedModel> models;  // those of segments, too; each once
  std::set<std::string> lists;         // that are named, through segments, too
  std::set<std::string> segments;
  bool has_slots = false;  // some TimeTerm is left for Ground()
};

inline FilterPtr MakeFilter(FilterNode::Variant node, Span span = {}, std::string text = {}) {
  return std::make_shared<const FilterNode>(std::move(node), span, std::move(text));
}
// An And of the two.
inline FilterPtr Both(FilterPtr a, FilterPtr b, Span span) {
  return MakeFilter(And{{std::move(a), std::move(b)}}, span);
}
inline ValuePtr MakeValue(ValueNode::Variant node, ValueType type, Span span = {},
                          std::string text = {}) {
  return std::make_shared<const ValueNode>(std::move(node), type, span, std::move(text));
}
// The node with another content: place, text and type stay.
inline FilterPtr WithContent(const FilterNode& from, FilterNode::Variant node) {
  return MakeFilter(std::move(node), from.span, from.text);
}
inline ValuePtr WithContent(const ValueNode& from, ValueNode::Variant node) {
  return MakeValue(std::move(node), from.type, from.span, from.text);
}

}  // namespace seine::bound

#endif  // SEINE_QUERY_BOUND_H_
