// Ground: as_of and zone put into a bound tree. What has no slots is shared with the tree that came
// in.
#include <algorithm>
#include <limits>
#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/status_macros.h"
#include "query/bind.h"
#include "query/bind_lookups.h"
#include "query/bind_numbers.h"
#include "query/catalog.h"
#include "query/slots.h"

namespace seine {
namespace {

using bound::FilterNode;
using bound::FilterPtr;
using bound::ValueNode;
using bound::ValuePtr;

// The first day whose midnight is not before `instant`. Midnights never go back, so a walk of a few
// days finds it.
int64_t FirstDayFrom(int64_t instant, const Zone& zone) {
  if (instant == std::numeric_limits<int64_t>::min() ||
      instant == std::numeric_limits<int64_t>::max())
    return instant;
  constexpr int64_t kFirstDay = -719162;  // 0001-01-01
  constexpr int64_t kLastDay = 2932896;   // 9999-12-31
  int64_t day = instant / kMicrosPerDay;
  if (day < kFirstDay + 3) return std::numeric_limits<int64_t>::min();
  if (day > kLastDay - 3) return std::numeric_limits<int64_t>::max();
  day -= 2;
  while (zone.Midnight(day) < instant) ++day;
  return day;
}

class Grounder {
 public:
  Grounder(const Catalog& catalog, int64_t as_of, const Zone& zone)
      : catalog_(catalog), as_of_(as_of), zone_(std::make_shared<const Zone>(zone)) {}

  // `lookup`: whose rows the filter speaks of, or -1 for a table's. Equal pointers give equal
  // pointers.
  absl::StatusOr<FilterPtr> Filter(const FilterPtr& filter, int lookup = -1) {
    if (filter == nullptr || !bound::HasSlots(*filter)) return filter;
    if (const auto done = filters_.find(filter.get()); done != filters_.end()) return done->second;
    absl::StatusOr<FilterPtr> grounded =
        std::visit([&](const auto& node) { return Node(node, *filter, lookup); }, filter->node);
    if (grounded.ok()) filters_.emplace(filter.get(), *grounded);
    return grounded;
  }

 private:
  static FilterPtr Like(decltype(FilterNode::node) node, const FilterNode& from) {
    return bound::MakeFilter(std::move(node), from.span, from.text);
  }

  template <typename T>
  absl::StatusOr<FilterPtr> Joined(const T& node, const FilterNode& from, int lookup) {
    T copy = node;
    for (FilterPtr& operand : copy.operands) {
      SEINE_ASSIGN_OR_RETURN(operand, Filter(operand, lookup));
    }
    return Like(std::move(copy), from);
  }
  absl::StatusOr<FilterPtr> Node(const bound::And& node, const FilterNode& from, int lookup) {
    return Joined(node, from, lookup);
  }
  absl::StatusOr<FilterPtr> Node(const bound::Or& node, const FilterNode& from, int lookup) {
    return Joined(node, from, lookup);
  }
  absl::StatusOr<FilterPtr> Node(const bound::KOf& node, const FilterNode& from, int lookup) {
    return Joined(node, from, lookup);
  }
  absl::StatusOr<FilterPtr> Node(const bound::Not& node, const FilterNode& from, int lookup) {
    SEINE_ASSIGN_OR_RETURN(FilterPtr operand, Filter(node.operand, lookup));
    return Like(bound::Not{std::move(operand)}, from);
  }
  absl::StatusOr<FilterPtr> Node(const bound::InRanges& node, const FilterNode& from, int lookup) {
    bound::InRanges grounded{node.column, node.ranges, {}, node.complement};
    const bool date = Column(node.column, lookup).type == ColumnType::kDate;
    for (const bound::TermRange& term : node.terms) grounded.ranges.push_back(Resolved(term, date));
    binding::NormalizeRanges(grounded.ranges);
    return Like(std::move(grounded), from);
  }
  absl::StatusOr<FilterPtr> Node(const bound::InLookup& node, const FilterNode& from, int) {
    bound::InLookup grounded = node;
    SEINE_ASSIGN_OR_RETURN(grounded.test, Filter(node.test, node.lookup));
    SEINE_ASSIGN_OR_RETURN(const FilterPtr decided,
                           binding::DecideLookup(catalog_, grounded, from.span));
    return Like(decided->node, from);
  }
  absl::StatusOr<FilterPtr> Node(const bound::Compare& node, const FilterNode& from, int) {
    SEINE_ASSIGN_OR_RETURN(ValuePtr left, Value(node.left));
    SEINE_ASSIGN_OR_RETURN(ValuePtr right, Value(node.right));
    return Like(bound::Compare{node.op, std::move(left), std::move(right)}, from);
  }
  absl::StatusOr<FilterPtr> Node(const bound::ValueExists& node, const FilterNode& from, int) {
    SEINE_ASSIGN_OR_RETURN(ValuePtr value, Value(node.value));
    return Like(bound::ValueExists{std::move(value)}, from);
  }
  absl::StatusOr<FilterPtr> Node(const bound::Lift& node, const FilterNode& from, int) {
    bound::Lift grounded = node;
    SEINE_ASSIGN_OR_RETURN(grounded.where, Filter(node.where));
    return Like(std::move(grounded), from);
  }
  // Nodes without slots; Filter() does not come here for them.
  template <typename T>
  absl::StatusOr<FilterPtr> Node(const T& node, const FilterNode& from, int) {
    return Like(node, from);
  }

  absl::StatusOr<ValuePtr> Value(const ValuePtr& value) {
    if (value == nullptr || !bound::HasSlots(*value)) return value;
    if (const auto done = values_.find(value.get()); done != values_.end()) return done->second;
    ValueNode copy = *value;
    if (auto* constant = std::get_if<bound::ConstantValue>(&copy.node)) {
      constant->number = Resolve(*constant->term, as_of_, *zone_);
      constant->term = nullptr;
    } else if (auto* midnight = std::get_if<bound::MidnightOf>(&copy.node)) {
      SEINE_ASSIGN_OR_RETURN(midnight->date, Value(midnight->date));
      midnight->zone = zone_;
    } else if (auto* aggregate = std::get_if<bound::Aggregate>(&copy.node)) {
      SEINE_ASSIGN_OR_RETURN(aggregate->value, Value(aggregate->value));
      SEINE_ASSIGN_OR_RETURN(aggregate->where, Filter(aggregate->where));
    }
    ValuePtr grounded = std::make_shared<const ValueNode>(std::move(copy));
    values_.emplace(value.get(), grounded);
    return grounded;
  }

  const ColumnSchema& Column(bound::ColumnRef column, int lookup) const {
    const Schema& schema = catalog_.schema();
    const TableSchema& table = lookup >= 0 ? schema.lookups[static_cast<size_t>(lookup)]
                                           : schema.tables[static_cast<size_t>(column.table)];
    return table.columns[static_cast<size_t>(column.column)];
  }

  bound::Range Resolved(const bound::TermRange& term, bool date) const {
    bound::Range range;
    if (term.first != nullptr) {
      range.first = Resolve(*term.first, as_of_, *zone_);
      if (date) range.first = FirstDayFrom(range.first, *zone_);
    }
    if (term.end == nullptr) return range;
    int64_t end = Resolve(*term.end, as_of_, *zone_);
    if (date) end = FirstDayFrom(end, *zone_);
    if (end == std::numeric_limits<int64_t>::min()) return {1, 0};
    if (end != std::numeric_limits<int64_t>::max()) range.last = end - 1;
    return range;
  }

  const Catalog& catalog_;
  int64_t as_of_;
  std::shared_ptr<const Zone> zone_;
  std::unordered_map<const FilterNode*, FilterPtr> filters_;
  std::unordered_map<const ValueNode*, ValuePtr> values_;
};

}  // namespace

absl::StatusOr<bound::BoundDefinition> Ground(const bound::BoundDefinition& definition,
                                              const Catalog& catalog, int64_t as_of,
                                              const Zone& zone) {
  Grounder grounder(catalog, as_of, zone);
  bound::BoundDefinition result = definition;
  SEINE_ASSIGN_OR_RETURN(result.include, grounder.Filter(definition.include));
  for (auto& [name, filter] : result.excludes) {
    SEINE_ASSIGN_OR_RETURN(filter, grounder.Filter(filter));
  }
  result.has_slots = false;
  return result;
}

absl::StatusOr<bound::BoundDefinition> Ground(const bound::BoundDefinition& definition,
                                              const Snapshot& snapshot, int64_t as_of,
                                              const Zone& zone) {
  return Ground(definition, SnapshotCatalog(snapshot), as_of, zone);
}

}  // namespace seine
