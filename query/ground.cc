// Ground: as_of and zone put into a bound tree. What has no slots is shared with the tree that came
// in.
#include <algorithm>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "engine/status_macros.h"
#include "query/bind.h"
#include "query/bind_anniversary.h"
#include "query/bind_lookups.h"
#include "query/bind_numbers.h"
#include "query/bound_fields.h"
#include "query/catalog.h"
#include "query/elapsed_ranges.h"

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
  int64_t day = FloorDiv(instant, kMicrosPerDay) - 2;
  if (day < kMinDay - 4) return std::numeric_limits<int64_t>::min();
  if (day > kMaxDay) return std::numeric_limits<int64_t>::max();
  while (zone.Midnight(day) < instant) ++day;
  return day;
}

// Fills what waits for as_of and zone; `as of` inside a filter opens another moment.
class Grounder {
 public:
  Grounder(const Catalog& catalog, int64_t as_of, const Zone& zone)
      : catalog_(catalog), zone_(std::make_shared<const Zone>(zone)), as_of_(as_of) {}

  absl::StatusOr<FilterPtr> Ground(const FilterPtr& filter) {
    FilterPtr grounded = (*this)(filter);
    if (!status_.ok()) return status_;
    return grounded;
  }

  // Equal pointers give equal pointers, at one moment.
  FilterPtr operator()(const FilterPtr& filter) { return Once(filter, filters_); }
  ValuePtr operator()(const ValuePtr& value) { return Once(value, values_); }

 private:
  template <typename Pointer>
  Pointer Once(const Pointer& from, std::map<std::pair<const void*, int64_t>, Pointer>& done) {
    if (!status_.ok() || !from->facts.has_slots) return from;
    const std::pair<const void*, int64_t> key{from.get(), as_of_};
    if (const auto found = done.find(key); found != done.end()) return found->second;
    auto copy = *from;
    std::visit([this, &copy](auto& node) { Fill(node, copy); }, copy.node);
    Pointer grounded = bound::WithContent(*from, std::move(copy.node));
    done.emplace(key, grounded);
    return grounded;
  }

  // Children and zones, which is all that most nodes wait for.
  template <typename T>
  void FillParts(T& part) {
    using Element = typename bound::ElementOf<T>::Type;
    if constexpr (bound::kIsChild<T>) {
      if (part != nullptr) part = (*this)(part);
    } else if constexpr (std::is_same_v<T, bound::ZoneSlot>) {
      part.zone = zone_;
    } else if constexpr (bound::HasFields<T>) {
      std::apply([this](auto&... field) { (FillParts(field), ...); }, T::Fields(part));
    } else if constexpr (bound::kIsChild<Element> || bound::HasFields<Element>) {
      for (Element& element : part) FillParts(element);
    }
  }
  template <typename T, typename Node>
  void Fill(T& node, Node&) {
    FillParts(node);
  }
  void Fill(bound::InRanges& node, FilterNode&) {
    const bool date = Column(node.column).type == ColumnType::kDate;
    for (const bound::TermRange& term : node.terms) node.ranges.push_back(Resolved(term, date));
    node.terms.clear();
    binding::NormalizeRanges(node.ranges);
  }
  void Fill(bound::ValueInRanges& node, FilterNode& filter) {
    FillParts(node.value);
    const bool date = node.value->type.kind == bound::ValueKind::kDate;
    for (const bound::TermRange& term : node.terms) node.ranges.push_back(Resolved(term, date));
    node.terms.clear();
    binding::NormalizeRanges(node.ranges);
    auto start = TestOfStart(*node.value, node.ranges, node.complement);
    if (start) filter.node = *std::move(start);
  }
  void Fill(bound::Compare& node, FilterNode& filter) {
    FillParts(node);
    const auto* number = std::get_if<bound::ConstantValue>(&node.right->node);
    const bound::ValueType& type = node.right->type;
    if (number == nullptr || number->missing || type.kind != bound::ValueKind::kNumber ||
        type.scale != 0 || type.fraction || number->number < -kMostUnits ||
        number->number > kMostUnits)
      return;
    const auto n = static_cast<int64_t>(number->number);
    const bool open = node.op == bound::CompareOp::kLess || node.op == bound::CompareOp::kGreater;
    bound::Range range;
    if (node.op == bound::CompareOp::kLess || node.op == bound::CompareOp::kLessEqual) {
      range.last = n - (open ? 1 : 0);
    } else if (node.op == bound::CompareOp::kGreater ||
               node.op == bound::CompareOp::kGreaterEqual) {
      range.first = n + (open ? 1 : 0);
    } else {
      range = {n, n};
    }
    const bool complement = node.op == bound::CompareOp::kNotEqual;
    if (auto start = TestOfStart(*node.left, {range}, complement)) filter.node = *std::move(start);
  }
  static constexpr int64_t kMostUnits = 1'000'000;

  // Of a time that has elapsed until now, the test of its start instead of its length.
  std::optional<FilterNode::Variant> TestOfStart(const ValueNode& value,
                                                 const std::vector<bound::Range>& ranges,
                                                 bool complement) const {
    const auto* elapsed = std::get_if<bound::ElapsedUnits>(&value.node);
    if (elapsed == nullptr) return std::nullopt;
    const auto* end = std::get_if<bound::ConstantValue>(&elapsed->end->node);
    if (end == nullptr || end->missing || end->term != nullptr) return std::nullopt;
    auto starts = StartsWithin(ranges, elapsed->unit, static_cast<int64_t>(end->number), *zone_);
    if (!starts) return std::nullopt;
    binding::NormalizeRanges(*starts);
    if (const auto* column = std::get_if<bound::ColumnValue>(&elapsed->start->node))
      return bound::InRanges{column->column, *std::move(starts), {}, complement};
    const auto* picked = std::get_if<bound::PickedValue>(&elapsed->start->node);
    if (picked != nullptr) {
      if (const auto* column = std::get_if<bound::ColumnValue>(&picked->value->node)) {
        return bound::PickedIs{
            picked->choice,
            bound::MakeFilter(bound::InRanges{column->column, *std::move(starts), {}, complement})};
      }
    }
    return bound::ValueInRanges{elapsed->start, *std::move(starts), {}, complement};
  }
  void Fill(bound::EachOf& node, FilterNode&) {
    FillParts(node.rows);
    FillParts(node.time);
    const bool date = node.time->type.kind == bound::ValueKind::kDate;
    for (const bound::TermRange& unit : node.units) node.ranges.push_back(Resolved(unit, date));
    node.units.clear();
  }
  void Fill(bound::InLookup& node, FilterNode& filter) {
    const int outer = lookup_;
    lookup_ = node.lookup;
    bound::InLookup grounded = node;
    grounded.test.filter = (*this)(node.test.filter);
    lookup_ = outer;
    if (!status_.ok()) return;
    absl::StatusOr<FilterPtr> decided = binding::DecideLookup(catalog_, grounded, filter.span);
    if (decided.ok()) {
      filter.node = (*decided)->node;  // `node` is gone
    } else {
      status_ = decided.status();
    }
  }
  void Fill(bound::ConstantValue& node, ValueNode&) {
    node.number = Resolve(*node.term, as_of_, *zone_);
    node.term = nullptr;
  }
  void Fill(bound::AsOf& node, FilterNode&) {
    node.as_of = Resolve(*node.time, as_of_, *zone_);
    node.time = nullptr;
    const int64_t outer = std::exchange(as_of_, node.as_of);
    node.filter = (*this)(node.filter);
    as_of_ = outer;
  }
  void Fill(bound::Sequence& node, FilterNode&) {
    FillParts(node);
    node.now = nullptr;
    node.as_of = as_of_;
  }
  void Fill(bound::Anniversary& node, FilterNode&) {
    FillParts(node);
    node.days = std::make_shared<const bound::DaysOfYear>(binding::DaysOfYearIn(
        Resolve(*node.first, as_of_, *zone_), Resolve(*node.end, as_of_, *zone_), *zone_));
    node.first = nullptr;
    node.end = nullptr;
  }

  const ColumnSchema& Column(bound::ColumnRef column) const {
    const Schema& schema = catalog_.schema();
    const TableSchema& table = lookup_ >= 0 ? schema.lookups[static_cast<size_t>(lookup_)]
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
  std::shared_ptr<const Zone> zone_;
  int64_t as_of_;
  int lookup_ = -1;  // whose rows are spoken of; -1: a table's
  absl::Status status_;
  std::map<std::pair<const void*, int64_t>, FilterPtr> filters_;
  std::map<std::pair<const void*, int64_t>, ValuePtr> values_;
};

}  // namespace

absl::StatusOr<bound::BoundDefinition> Ground(const bound::BoundDefinition& definition,
                                              const Catalog& catalog, int64_t as_of,
                                              const Zone& zone) {
  Grounder grounder(catalog, as_of, zone);
  bound::BoundDefinition result = definition;
  SEINE_ASSIGN_OR_RETURN(result.include, grounder.Ground(definition.include));
  for (auto& [name, filter] : result.excludes) {
    SEINE_ASSIGN_OR_RETURN(filter, grounder.Ground(filter));
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
