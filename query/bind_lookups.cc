#include "query/bind_lookups.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "engine/status_macros.h"

namespace seine::binding {
namespace {

using bound::ColumnRef;
using bound::FilterNode;
using bound::FilterPtr;

constexpr int64_t kMissingRow = -1;

// Evaluates tests on the rows of one lookup, one row at a time: lookups are small.
class LookupTester {
 public:
  explicit LookupTester(const TableView* table) : table_(table) {}

  // On row `row` of the lookup, or on a row all of whose values are missing (kMissingRow).
  bool Test(const FilterNode& filter, int64_t row) {
    row_ = row;
    return Test(filter);
  }

  bool operator()(const bound::Constant& n) { return n.value; }
  bool operator()(const bound::And& n) {
    return std::ranges::all_of(n.operands, [this](const FilterPtr& f) { return Test(*f); });
  }
  bool operator()(const bound::Or& n) {
    return std::ranges::any_of(n.operands, [this](const FilterPtr& f) { return Test(*f); });
  }
  bool operator()(const bound::Not& n) { return !Test(*n.operand); }
  bool operator()(const bound::InCodes& n) {
    return Has(n.column) && n.codes->Contains(static_cast<uint32_t>(Number(n.column)));
  }
  bool operator()(const bound::InText& n) {
    return Has(n.column) && n.predicate->Matches(Column(n.column).text.Text(Row()));
  }
  bool operator()(const bound::BoolIs& n) {
    if (!Has(n.column)) return false;
    const uint64_t row = Row();
    return (((Column(n.column).bits[row >> 6] >> (row & 63)) & 1) != 0) == n.value;
  }
  bool operator()(const bound::InRanges& n) {
    if (!Has(n.column)) return false;
    const int64_t value = Number(n.column);
    const bool inside = std::ranges::any_of(
        n.ranges, [value](const bound::Range& r) { return r.first <= value && value <= r.last; });
    return inside != n.complement;
  }
  bool operator()(const bound::SetHas& n) {
    const std::vector<uint32_t> codes = Set(n.column);
    const auto listed = [&n](uint32_t code) { return n.codes->Contains(code); };
    switch (n.mode) {
      case bound::SetMode::kAny:
        return std::ranges::any_of(codes, listed);
      case bound::SetMode::kNone:
        return std::ranges::none_of(codes, listed);
      case bound::SetMode::kOnly:
        return !codes.empty() && std::ranges::all_of(codes, listed);
      case bound::SetMode::kAll:
        return !n.unknown && std::ranges::includes(codes, n.codes->codes);
    }
    return false;
  }
  bool operator()(const bound::Exists& n) {
    if (row_ == kMissingRow) return false;
    return Column(n.column).type == ColumnType::kSet ? !Set(n.column).empty() : Has(n.column);
  }
  // Of the size of a set with a constant; the only comparison of values that binding makes of a
  // lookup's own rows.
  bool operator()(const bound::Compare& n) {
    const auto& size = std::get<bound::SetSize>(n.left->node);
    const auto count = static_cast<int64_t>(Set(size.column).size());
    const absl::int128 constant = std::get<bound::ConstantValue>(n.right->node).number;
    switch (n.op) {
      case bound::CompareOp::kEqual:
        return count == constant;
      case bound::CompareOp::kNotEqual:
        return count != constant;
      case bound::CompareOp::kLess:
        return count < constant;
      case bound::CompareOp::kLessEqual:
        return count <= constant;
      case bound::CompareOp::kGreater:
        return count > constant;
      case bound::CompareOp::kGreaterEqual:
        return count >= constant;
    }
    return false;
  }
  bool operator()(const bound::ValueExists&) { return true; }  // the size of a set exists
  // Waits for Ground(); only asked of the missing row, of which it is false.
  bool operator()(const bound::InLookup&) { return false; }
  // Binding never makes others of a lookup's rows.
  template <typename T>
  bool operator()(const T&) {
    return false;
  }

 private:
  bool Test(const FilterNode& filter) {
    return std::visit([this](const auto& node) { return (*this)(node); }, filter.node);
  }
  uint64_t Row() const { return static_cast<uint64_t>(row_); }
  const ColumnView& Column(ColumnRef ref) const {
    return table_->columns[static_cast<size_t>(ref.column)];
  }
  bool Has(ColumnRef ref) const {
    return row_ != kMissingRow && !Column(ref).absent && Column(ref).presence.Has(Row());
  }
  int64_t Number(ColumnRef ref) const { return Column(ref).numeric.Value(Row()); }
  std::vector<uint32_t> Set(ColumnRef ref) const {
    std::vector<uint32_t> codes;
    if (row_ == kMissingRow || Column(ref).absent) return codes;
    const SetView& set = Column(ref).set;
    for (uint32_t i = set.offsets[Row()]; i < set.offsets[Row() + 1]; ++i) {
      codes.push_back(static_cast<uint32_t>(set.codes.Value(i)));
    }
    return codes;
  }

  const TableView* table_;
  int64_t row_ = kMissingRow;
};

// All columns of a lookup: their bytes are few.
absl::Status EnsureColumns(const TableView& table) {
  for (const ColumnView& column : table.columns) {
    if (!column.absent && column.forward != nullptr)
      SEINE_RETURN_IF_ERROR(column.forward->Ensure());
  }
  return absl::OkStatus();
}

absl::StatusOr<FilterPtr> ThroughOne(const Catalog& catalog, ColumnRef column, int lookup,
                                     FilterPtr test) {
  // What holds of a row without values holds of codes that the lookup lacks, and of missing ones,
  // which no set of codes can say: then the complement is looked for.
  const bool inverted = HoldsOnMissing(*test);
  const Span span = test->span;
  if (inverted) test = bound::MakeFilter(bound::Not{std::move(test)}, span);
  bound::InLookup node{column, lookup, {std::move(test)}};
  FilterPtr result;
  if (node.test.filter->facts.has_slots) {
    result = bound::MakeFilter(std::move(node), span);
  } else {
    SEINE_ASSIGN_OR_RETURN(result, DecideLookup(catalog, node, span));
  }
  return inverted ? bound::MakeFilter(bound::Not{std::move(result)}, span) : result;
}

}  // namespace

bool HoldsOnMissing(const bound::FilterNode& test) {
  return LookupTester(nullptr).Test(test, kMissingRow);
}

absl::StatusOr<FilterPtr> DecideLookup(const Catalog& catalog, const bound::InLookup& node,
                                       Span span) {
  const LookupView& lookup = catalog.lookup(node.lookup);
  SEINE_RETURN_IF_ERROR(EnsureColumns(lookup.table));
  LookupTester tester(&lookup.table);
  bound::CodeSet set;
  for (size_t code = 0; code < lookup.row_of_code.size(); ++code) {
    const int32_t row = lookup.row_of_code[code];
    if (row >= 0 && tester.Test(*node.test.filter, row))
      set.codes.push_back(static_cast<uint32_t>(code));
  }
  auto codes = std::make_shared<const bound::CodeSet>(std::move(set));
  return bound::MakeFilter(bound::InCodes{node.column, std::move(codes)}, span);
}

absl::StatusOr<FilterPtr> ThroughLookups(const Catalog& catalog, const ColumnPath& path,
                                         FilterPtr test) {
  for (size_t i = path.steps.size(); i > 0; --i) {
    const ColumnRef column = i == 1 ? path.column : ColumnRef{-1, path.steps[i - 2].column};
    SEINE_ASSIGN_OR_RETURN(test,
                           ThroughOne(catalog, column, path.steps[i - 1].lookup, std::move(test)));
  }
  return test;
}

}  // namespace seine::binding
