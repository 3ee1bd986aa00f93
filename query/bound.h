// The bound tree: a filter whose names are columns of one snapshot's schema and whose constants are
// in their units. Another type than the logical tree (query/filter.h) on purpose: nothing in it can
// be unknown or ill-typed.
//
// Grain. Every node speaks of the rows of one table (0: the members). A ColumnRef names a column of
// that table or of one of its ancestors ("a row sees its ancestors"). Only nodes with Rows go down,
// to the rows of a descendant. Slots. Times that depend on as_of or the zone are TimeTerms until
// Ground() fills them; the planner and executor see constants only. Missing. Every test is false on
// a missing value; Not is the complement within the rows of the grain. Values are immutable; nodes
// are shared. Threads: safe from many.
#ifndef SEINE_QUERY_BOUND_H_
#define SEINE_QUERY_BOUND_H_

#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/schema.h"
#include "query/bound_filters.h"
#include "query/bound_population.h"
#include "query/bound_types.h"
#include "query/bound_values.h"
#include "query/explained_model.h"
#include "query/span.h"

namespace seine::bound {

struct FilterNode {
  std::variant<Constant, And, Or, Not, KOf, InCodes, InText, BoolIs, InRanges, SetHas, Exists,
               InLookup, Compare, ValueInRanges, ValueExists, Lift, EachOf, PickedIs, IsPicked,
               BelongsTo, MemberIn, AsOf, Anniversary, ComputedText, TextTest, SetRelation,
               Sequence, OuterIs, Rank, MemberSet>
      node;
  Span span;         // in the definition's text
  std::string text;  // the logical node printed, for explain
};

struct ValueNode {
  std::variant<ConstantValue, ColumnValue, LookupValue, MidnightOf, SetSize, Aggregate, Distinct,
               Mode, Gap, PickedValue, OuterValue, Arithmetic, FirstOf, DatePart, PeriodOf,
               ShiftedTime, ElapsedUnits, Bucket, Score, When, NTile, PopulationValue,
               MemberNumbers>
      node;
  ValueType type;
  Span span;
  std::string text;
};

struct BoundDefinition {
  FilterPtr include;
  std::vector<std::pair<std::string, FilterPtr>> excludes;
  std::vector<std::string> warnings;   // at most 20
  std::vector<ExplainedModel> models;  // those of segments, too; each once
  bool has_slots = false;              // some TimeTerm is left for Ground()
};

inline FilterPtr MakeFilter(decltype(FilterNode::node) node, Span span = {},
                            std::string text = {}) {
  return std::make_shared<const FilterNode>(FilterNode{std::move(node), span, std::move(text)});
}
// An And of the two.
inline FilterPtr Both(FilterPtr a, FilterPtr b, Span span) {
  return MakeFilter(And{{std::move(a), std::move(b)}}, span);
}
inline ValuePtr MakeValue(decltype(ValueNode::node) node, ValueType type, Span span = {},
                          std::string text = {}) {
  return std::make_shared<const ValueNode>(ValueNode{std::move(node), type, span, std::move(text)});
}

}  // namespace seine::bound

#endif  // SEINE_QUERY_BOUND_H_
