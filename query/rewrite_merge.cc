#include <algorithm>
#include <cstdint>
#include <iterator>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "engine/absl_bridge.h"
#include "query/bind_numbers.h"
#include "query/bound_map.h"
#include "query/rewrite.h"

namespace seine {
namespace {

using bound::FilterPtr;
using bound::Range;

constexpr size_t kMaxText = 400;

// ---- sets of values, with union, intersection and difference
// ----------------------------------------------------------

using Ranges = std::vector<Range>;  // ascending, disjoint
using Codes = std::vector<uint32_t>;

Ranges Union(const Ranges& a, const Ranges& b) {
  Ranges sorted;
  sorted.reserve(a.size() + b.size());
  std::ranges::merge(a, b, std::back_inserter(sorted), {}, &Range::first, &Range::first);
  Ranges both;
  for (const Range& range : sorted) {
    if (!both.empty() && (both.back().last == INT64_MAX || range.first <= both.back().last + 1)) {
      both.back().last = std::max(both.back().last, range.last);
    } else {
      both.push_back(range);
    }
  }
  return both;
}

Ranges Intersection(const Ranges& a, const Ranges& b) {
  Ranges both;
  for (auto x = a.begin(), y = b.begin(); x != a.end() && y != b.end();) {
    const Range common = binding::Intersect(*x, *y);
    if (common.first <= common.last) both.push_back(common);
    (x->last < y->last ? x : y)++;
  }
  return both;
}

Ranges Difference(const Ranges& a, const Ranges& b) {
  Ranges gaps;  // what b leaves free
  int64_t next = INT64_MIN;
  bool open = true;
  for (const Range& range : b) {
    if (range.first > next) gaps.push_back({next, range.first - 1});
    open = range.last != INT64_MAX;
    if (!open) break;
    next = range.last + 1;
  }
  if (open) gaps.push_back({next, INT64_MAX});
  return Intersection(a, gaps);
}

Codes Union(const Codes& a, const Codes& b) {
  Codes out;
  std::ranges::set_union(a, b, std::back_inserter(out));
  return out;
}
Codes Intersection(const Codes& a, const Codes& b) {
  Codes out;
  std::ranges::set_intersection(a, b, std::back_inserter(out));
  return out;
}
Codes Difference(const Codes& a, const Codes& b) {
  Codes out;
  std::ranges::set_difference(a, b, std::back_inserter(out));
  return out;
}

// `complement`: every existing value but these.
template <typename Values>
struct Selected {
  Values values;
  bool complement;
};

template <typename Values>
Selected<Values> Both(const Selected<Values>& a, const Selected<Values>& b) {
  if (!a.complement && !b.complement) return {Intersection(a.values, b.values), false};
  if (a.complement && b.complement) return {Union(a.values, b.values), true};
  return a.complement ? Selected<Values>{Difference(b.values, a.values), false}
                      : Selected<Values>{Difference(a.values, b.values), false};
}

template <typename Values>
Selected<Values> Either(const Selected<Values>& a, const Selected<Values>& b) {
  // De Morgan among the values that exist: both tests are false on a missing one, and so is what
  // comes out.
  Selected<Values> result = Both<Values>({a.values, !a.complement}, {b.values, !b.complement});
  result.complement = !result.complement;
  return result;
}

// ---- merging two nodes
// ------------------------------------------------------------------------------------------------

class Merger {
 public:
  // `all`: operands of And; else of Or.
  explicit Merger(bool all) : all_(all) {}

  // The one test that says both, or null.
  FilterPtr Merge(const FilterPtr& a, const FilterPtr& b) const {
    if (a->node.index() != b->node.index()) return nullptr;
    return std::visit(
        [&](const auto& x) -> FilterPtr {
          return Node(x, std::get<std::decay_t<decltype(x)>>(b->node), *a, *b);
        },
        a->node);
  }

 private:
  FilterPtr Made(bound::FilterNode::Variant node, const bound::FilterNode& a,
                 const bound::FilterNode& b) const {
    std::string text = absl::StrCat(a.text, all_ ? " and " : " or ", b.text);
    if (a.text.size() + b.text.size() > kMaxText) text = a.text;
    return bound::MakeFilter(std::move(node), Cover(a.span, b.span), std::move(text));
  }

  template <typename Values>
  Selected<Values> Join(const Selected<Values>& a, const Selected<Values>& b) const {
    return all_ ? Both(a, b) : Either(a, b);
  }

  FilterPtr Node(const bound::InRanges& x, const bound::InRanges& y, const bound::FilterNode& a,
                 const bound::FilterNode& b) const {
    if (x.column != y.column) return nullptr;
    if (x.terms.empty() && y.terms.empty()) {
      Selected<Ranges> both = Join<Ranges>({x.ranges, x.complement}, {y.ranges, y.complement});
      return Made(bound::InRanges{x.column, std::move(both.values), {}, both.complement}, a, b);
    }
    // Ends that wait for as_of can be listed together, not compared.
    if (x.complement != all_ || y.complement != all_) return nullptr;
    bound::InRanges either{x.column, Union(x.ranges, y.ranges), x.terms, all_};
    either.terms.insert(either.terms.end(), y.terms.begin(), y.terms.end());
    return Made(std::move(either), a, b);
  }
  FilterPtr Node(const bound::InCodes& x, const bound::InCodes& y, const bound::FilterNode& a,
                 const bound::FilterNode& b) const {
    if (x.column != y.column) return nullptr;
    Selected<Codes> both =
        Join<Codes>({x.codes->codes, x.codes->complement}, {y.codes->codes, y.codes->complement});
    auto codes = std::make_shared<const bound::CodeSet>(
        bound::CodeSet{std::move(both.values), both.complement});
    return Made(bound::InCodes{x.column, std::move(codes)}, a, b);
  }
  // One union of values: any or any, none and none, all and all.
  FilterPtr Node(const bound::SetHas& x, const bound::SetHas& y, const bound::FilterNode& a,
                 const bound::FilterNode& b) const {
    const bool joins = all_ ? x.mode == bound::SetMode::kNone || x.mode == bound::SetMode::kAll
                            : x.mode == bound::SetMode::kAny;
    if (x.column != y.column || x.mode != y.mode || !joins) return nullptr;
    if (x.codes->complement || y.codes->complement) return nullptr;
    auto codes = std::make_shared<const bound::CodeSet>(
        bound::CodeSet{Union(x.codes->codes, y.codes->codes), false});
    return Made(bound::SetHas{x.column, x.mode, std::move(codes), x.unknown || y.unknown}, a, b);
  }
  FilterPtr Node(const bound::MemberIn& x, const bound::MemberIn& y, const bound::FilterNode& a,
                 const bound::FilterNode& b) const {
    Codes ordinals =
        all_ ? Intersection(*x.ordinals, *y.ordinals) : Union(*x.ordinals, *y.ordinals);
    return Made(bound::MemberIn{std::make_shared<const Codes>(std::move(ordinals))}, a, b);
  }
  template <typename T>
  FilterPtr Node(const T&, const T&, const bound::FilterNode&, const bound::FilterNode&) const {
    return nullptr;
  }

  bool all_;
};

// The column that a mergeable test speaks of; tests of different ones never merge.
struct TestedColumn {
  bound::ColumnRef operator()(const bound::InRanges& n) const { return n.column; }
  bound::ColumnRef operator()(const bound::InCodes& n) const { return n.column; }
  bound::ColumnRef operator()(const bound::SetHas& n) const { return n.column; }
  bound::ColumnRef operator()(const bound::MemberIn&) const { return {-1, -1}; }
  template <typename T>
  bound::ColumnRef operator()(const T&) const {
    return {-2, -2};
  }
};

// Each operand is tried with the kept ones of its column, so that a long `or` of other tests stays
// linear in practice.
template <typename Join>
FilterPtr MergeJoin(const FilterPtr& filter, const Join& node, bool all) {
  const Merger merger(all);
  std::vector<FilterPtr> kept;
  std::vector<bound::ColumnRef> columns;
  for (const FilterPtr& operand : node.operands) {
    const bound::ColumnRef column = std::visit(TestedColumn(), operand->node);
    FilterPtr merged;
    for (size_t i = 0; i < kept.size() && merged == nullptr && column.table != -2; ++i) {
      if (columns[i] != column) continue;
      merged = merger.Merge(kept[i], operand);
      if (merged != nullptr) kept[i] = merged;
    }
    if (merged != nullptr) continue;
    kept.push_back(operand);
    columns.push_back(column);
  }
  if (kept.size() == node.operands.size()) return filter;
  if (kept.size() == 1) return kept.front();
  return bound::MakeFilter(Join{std::move(kept)}, filter->span, filter->text);
}

}  // namespace

FilterPtr MergeTests(const FilterPtr& filter) {
  return bound::MapFilters(filter, [](const FilterPtr& node) {
    if (const auto* all = std::get_if<bound::And>(&node->node)) return MergeJoin(node, *all, true);
    if (const auto* any = std::get_if<bound::Or>(&node->node)) return MergeJoin(node, *any, false);
    return node;
  });
}

}  // namespace seine
