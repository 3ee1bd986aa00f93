#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "query/bound_map.h"
#include "query/rewrite.h"

namespace seine {
namespace {

using bound::FilterPtr;
using bound::ValuePtr;

bool Is(const FilterPtr& filter, bool value) {
  const auto* constant = filter == nullptr ? nullptr : std::get_if<bound::Constant>(&filter->node);
  return constant != nullptr && constant->value == value;
}

// And with `neutral` true, Or with `neutral` false: neutral operands go, one of the other decides.
template <typename Join>
FilterPtr FoldJoin(const FilterPtr& filter, const Join& node, bool neutral) {
  std::vector<FilterPtr> kept;
  for (const FilterPtr& operand : node.operands) {
    if (Is(operand, !neutral)) return operand;
    if (!Is(operand, neutral)) kept.push_back(operand);
  }
  if (kept.empty()) return bound::MakeFilter(bound::Constant{neutral}, filter->span, filter->text);
  if (kept.size() == 1) return kept.front();
  if (kept.size() == node.operands.size()) return filter;
  return bound::MakeFilter(Join{std::move(kept)}, filter->span, filter->text);
}

template <typename T>
bool Holds(bound::CompareOp op, const T& a, const T& b) {
  switch (op) {
    case bound::CompareOp::kEqual:
      return a == b;
    case bound::CompareOp::kNotEqual:
      return a != b;
    case bound::CompareOp::kLess:
      return a < b;
    case bound::CompareOp::kLessEqual:
      return a <= b;
    case bound::CompareOp::kGreater:
      return a > b;
    case bound::CompareOp::kGreaterEqual:
      return a >= b;
  }
  return false;
}

const bound::ConstantValue* ConstantNumber(const ValuePtr& value) {
  const auto* constant = std::get_if<bound::ConstantValue>(&value->node);
  const bool number =
      value->type.kind == bound::ValueKind::kNumber || value->type.kind == bound::ValueKind::kReal;
  return constant != nullptr && number && !value->type.fraction ? constant : nullptr;
}

// Over no rows count and sum are 0; the other aggregates are missing, which no constant says.
ValuePtr FoldValue(const ValuePtr& value) {
  const auto* aggregate = std::get_if<bound::Aggregate>(&value->node);
  if (aggregate == nullptr) return value;
  if (Is(aggregate->rows.where, true)) {
    bound::Aggregate all = *aggregate;
    all.rows.where = nullptr;
    return bound::MakeValue(std::move(all), value->type, value->span, value->text);
  }
  const bool zero = aggregate->kind == bound::AggregateKind::kCount ||
                    aggregate->kind == bound::AggregateKind::kSum;
  if (!zero || !Is(aggregate->rows.where, false)) return value;
  return bound::MakeValue(bound::ConstantValue{}, value->type, value->span, value->text);
}

// One node whose children are folded.
class Folder {
 public:
  explicit Folder(const FilterPtr& filter) : filter_(filter) {}

  FilterPtr operator()(const bound::And& n) const { return FoldJoin(filter_, n, true); }
  FilterPtr operator()(const bound::Or& n) const { return FoldJoin(filter_, n, false); }
  FilterPtr operator()(const bound::Not& n) const {
    if (Is(n.operand, true)) return Always(false);
    if (Is(n.operand, false)) return Always(true);
    return filter_;
  }
  FilterPtr operator()(const bound::KOf& n) const {
    bound::KOf left{n.at_least, n.at_most, {}};
    for (const FilterPtr& operand : n.operands) {
      if (Is(operand, true)) {
        if (left.at_most == 0) return Always(false);
        if (left.at_most != UINT32_MAX) --left.at_most;
        if (left.at_least > 0) --left.at_least;
      } else if (!Is(operand, false)) {
        left.operands.push_back(operand);
      }
    }
    const size_t count = left.operands.size();
    if (left.at_least > count || left.at_least > left.at_most) return Always(false);
    const bool open = left.at_most >= count;
    if (left.at_least == 0 && open) return Always(true);
    if (left.at_least == count) return Made(bound::And{std::move(left.operands)});
    if (left.at_least == 1 && open) return Made(bound::Or{std::move(left.operands)});
    if (left.at_most == 0) return Made(bound::Not{Made(bound::Or{std::move(left.operands)})});
    return count == n.operands.size() ? filter_ : Made(std::move(left));
  }
  FilterPtr operator()(const bound::InCodes& n) const {
    if (!n.codes->codes.empty()) return filter_;
    return n.codes->complement ? Made(bound::Exists{n.column}) : Always(false);
  }
  FilterPtr operator()(const bound::InRanges& n) const {
    if (!n.terms.empty() || n.ranges.size() > 1) return filter_;
    if (n.ranges.empty()) return n.complement ? Made(bound::Exists{n.column}) : Always(false);
    if (n.ranges.front().first != INT64_MIN || n.ranges.front().last != INT64_MAX) return filter_;
    return n.complement ? Always(false) : Made(bound::Exists{n.column});
  }
  FilterPtr operator()(const bound::SetHas& n) const {
    if (n.unknown) return Always(false);
    if (!n.codes->codes.empty() || n.codes->complement) return filter_;
    return Always(n.mode == bound::SetMode::kNone || n.mode == bound::SetMode::kAll);
  }
  FilterPtr operator()(const bound::MemberIn& n) const {
    return n.ordinals->empty() ? Always(false) : filter_;
  }
  FilterPtr operator()(const bound::Lift& n) const {
    if (Is(n.rows.where, false)) return Always(false);
    if (Is(n.rows.where, true))
      return Made(
          bound::Lift{bound::LiftKind::kAny, {n.rows.grain, n.rows.table, nullptr, -1, -1}});
    if (n.rows.where != nullptr || n.kind == bound::LiftKind::kAny) return filter_;
    return Made(bound::Lift{bound::LiftKind::kAny, {n.rows.grain, n.rows.table, nullptr, -1, -1}});
  }
  // The chosen row of none is none.
  FilterPtr operator()(const bound::PickedIs& n) const {
    return Is(n.must, false) || Is(n.choice.rows.where, false) ? Always(false) : filter_;
  }
  FilterPtr operator()(const bound::Compare& n) const {
    ValuePtr left = FoldValue(n.left);
    ValuePtr right = FoldValue(n.right);
    const bound::ConstantValue* a = ConstantNumber(left);
    const bound::ConstantValue* b = ConstantNumber(right);
    if (a != nullptr && b != nullptr && left->type.kind == right->type.kind &&
        left->type.scale == right->type.scale) {
      return Always(left->type.kind == bound::ValueKind::kReal ? Holds(n.op, a->real, b->real)
                                                               : Holds(n.op, a->number, b->number));
    }
    if (left == n.left && right == n.right) return filter_;
    return Made(bound::Compare{n.op, std::move(left), std::move(right), n.ignoring_case});
  }
  FilterPtr operator()(const bound::ValueExists& n) const {
    ValuePtr value = FoldValue(n.value);
    if (const auto* column = std::get_if<bound::ColumnValue>(&value->node))
      return Made(bound::Exists{column->column});
    const auto* aggregate = std::get_if<bound::Aggregate>(&value->node);
    // A sum of reals may be no number.
    const bool number = aggregate != nullptr && (aggregate->kind == bound::AggregateKind::kCount ||
                                                 (aggregate->kind == bound::AggregateKind::kSum &&
                                                  value->type.kind != bound::ValueKind::kReal));
    const bool always = number || std::holds_alternative<bound::ConstantValue>(value->node) ||
                        std::holds_alternative<bound::SetSize>(value->node);
    if (always) return Always(true);
    return value == n.value ? filter_ : Made(bound::ValueExists{std::move(value)});
  }
  template <typename T>
  FilterPtr operator()(const T&) const {
    return filter_;
  }

 private:
  FilterPtr Made(bound::FilterNode::Variant node) const {
    return bound::MakeFilter(std::move(node), filter_->span, filter_->text);
  }
  FilterPtr Always(bool value) const { return Made(bound::Constant{value}); }

  const FilterPtr& filter_;
};

}  // namespace

FilterPtr FoldConstants(const FilterPtr& filter) {
  return bound::MapFilters(
      filter, [](const FilterPtr& node) { return std::visit(Folder(node), node->node); });
}

}  // namespace seine
