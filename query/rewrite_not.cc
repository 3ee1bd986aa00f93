#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "query/bound_fields.h"
#include "query/rewrite.h"

namespace seine {
namespace {

using bound::FilterPtr;
using bound::ValuePtr;

FilterPtr Negated(const FilterPtr& filter, bound::FilterNode::Variant content) {
  return bound::MakeFilter(std::move(content), filter->span,
                           filter->text.empty() ? "" : absl::StrCat("not (", filter->text, ")"));
}

// The complement of a filter that is neither a join nor a negation, whose own nots were pushed;
// Not(filter) where nothing better is known.
struct Complement {
  const FilterPtr& filter;

  FilterPtr operator()(const bound::Constant& n) const {
    return Negated(filter, bound::Constant{!n.value});
  }
  FilterPtr operator()(const bound::KOf& n) const {
    if (n.at_least == 0 && n.at_most < UINT32_MAX) {
      return Negated(filter, bound::KOf{n.at_most + 1, UINT32_MAX, n.operands});
    }
    if (n.at_least > 0 && n.at_most >= n.operands.size()) {
      return Negated(filter, bound::KOf{0, n.at_least - 1, n.operands});
    }
    return Negated(filter, bound::Not{filter});
  }
  // A missing set is the empty set: of every row, either some listed value is there or none is.
  FilterPtr operator()(const bound::SetHas& n) const {
    bound::SetHas has = n;
    if (n.mode == bound::SetMode::kAny) {
      has.mode = bound::SetMode::kNone;
    } else if (n.mode == bound::SetMode::kNone) {
      has.mode = bound::SetMode::kAny;
    } else {
      return Negated(filter, bound::Not{filter});
    }
    return Negated(filter, std::move(has));
  }
  // All other tests are false on missing values, and so is their opposite: only Not is the
  // complement.
  template <typename T>
  FilterPtr operator()(const T&) const {
    return Negated(filter, bound::Not{filter});
  }
};

// Goes down with whether what it meets is negated, to each node once for either answer.
class NotPusher {
 public:
  FilterPtr operator()(const FilterPtr& filter) { return Push(filter, false); }
  ValuePtr operator()(const ValuePtr& value) {
    if (const auto found = values_.find(value); found != values_.end()) return found->second;
    ValuePtr pushed = bound::WithChildren(value, *this);
    values_.emplace(value, pushed);
    return pushed;
  }

 private:
  FilterPtr Push(const FilterPtr& filter, bool negated) {
    const std::pair<FilterPtr, bool> key{filter, negated};
    if (const auto found = filters_.find(key); found != filters_.end()) return found->second;
    FilterPtr pushed = Pushed(filter, negated);
    filters_.emplace(key, pushed);
    return pushed;
  }

  FilterPtr Pushed(const FilterPtr& filter, bool negated) {
    if (const auto* n = std::get_if<bound::Not>(&filter->node))
      return PushedNot(filter, *n, negated);
    if (!negated) return bound::WithChildren(filter, *this);
    // Operands print themselves, so that the joins need no text but their word.
    if (const auto* all = std::get_if<bound::And>(&filter->node))
      return bound::MakeFilter(bound::Or{Negations(all->operands)}, filter->span, "or");
    if (const auto* any = std::get_if<bound::Or>(&filter->node))
      return bound::MakeFilter(bound::And{Negations(any->operands)}, filter->span, "and");
    const FilterPtr positive = Push(filter, false);
    return std::visit(Complement{positive}, positive->node);
  }

  FilterPtr PushedNot(const FilterPtr& filter, const bound::Not& node, bool negated) {
    FilterPtr pushed = Push(node.operand, !negated);
    if (negated) return pushed;
    // Nothing to push: keep the node, and with it its text.
    const auto* same = std::get_if<bound::Not>(&pushed->node);
    if (same == nullptr || same->operand != Push(node.operand, false)) return pushed;
    return same->operand == node.operand ? filter : bound::WithContent(*filter, *same);
  }

  std::vector<FilterPtr> Negations(const std::vector<FilterPtr>& operands) {
    std::vector<FilterPtr> pushed;
    pushed.reserve(operands.size());
    for (const FilterPtr& operand : operands) pushed.push_back(Push(operand, true));
    return pushed;
  }

  std::map<std::pair<FilterPtr, bool>, FilterPtr> filters_;
  std::map<ValuePtr, ValuePtr> values_;
};

}  // namespace

FilterPtr PushNot(const FilterPtr& filter) { return NotPusher()(filter); }

}  // namespace seine
