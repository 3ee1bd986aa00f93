#include <cstdint>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "query/bound_map.h"
#include "query/rewrite.h"

namespace seine {
namespace {

using bound::FilterPtr;

FilterPtr Negation(const FilterPtr& filter);

std::vector<FilterPtr> Negations(const std::vector<FilterPtr>& operands) {
  std::vector<FilterPtr> negated;
  negated.reserve(operands.size());
  for (const FilterPtr& operand : operands) negated.push_back(Negation(operand));
  return negated;
}

// The complement of a filter whose own nots were pushed; Not(filter) where nothing better is known.
struct Complement {
  const FilterPtr& filter;

  FilterPtr Made(decltype(bound::FilterNode::node) node) const {
    return bound::MakeFilter(std::move(node), filter->span,
                             filter->text.empty() ? "" : absl::StrCat("not (", filter->text, ")"));
  }

  FilterPtr operator()(const bound::Constant& n) const { return Made(bound::Constant{!n.value}); }
  FilterPtr operator()(const bound::Not& n) const { return n.operand; }
  // Operands print themselves, so that the joins need no text but their word.
  FilterPtr operator()(const bound::And& n) const {
    return bound::MakeFilter(bound::Or{Negations(n.operands)}, filter->span, "or");
  }
  FilterPtr operator()(const bound::Or& n) const {
    return bound::MakeFilter(bound::And{Negations(n.operands)}, filter->span, "and");
  }
  FilterPtr operator()(const bound::KOf& n) const {
    if (n.at_least == 0 && n.at_most < UINT32_MAX) {
      return Made(bound::KOf{n.at_most + 1, UINT32_MAX, n.operands});
    }
    if (n.at_least > 0 && n.at_most >= n.operands.size()) {
      return Made(bound::KOf{0, n.at_least - 1, n.operands});
    }
    return Made(bound::Not{filter});
  }
  // A missing set is the empty set: of every row, either some listed value is there or none is.
  FilterPtr operator()(const bound::SetHas& n) const {
    bound::SetHas has = n;
    if (n.mode == bound::SetMode::kAny) {
      has.mode = bound::SetMode::kNone;
    } else if (n.mode == bound::SetMode::kNone) {
      has.mode = bound::SetMode::kAny;
    } else {
      return Made(bound::Not{filter});
    }
    return Made(std::move(has));
  }
  // All other tests are false on missing values, and so is their opposite: only Not is the
  // complement.
  template <typename T>
  FilterPtr operator()(const T&) const {
    return Made(bound::Not{filter});
  }
};

FilterPtr Negation(const FilterPtr& filter) { return std::visit(Complement{filter}, filter->node); }

}  // namespace

FilterPtr PushNot(const FilterPtr& filter) {
  const FilterPtr mapped = bound::MapFilters(filter, PushNot);
  const auto* negated = std::get_if<bound::Not>(&mapped->node);
  if (negated == nullptr) return mapped;
  FilterPtr pushed = Negation(negated->operand);
  // Nothing to push: keep the node, and with it its text.
  const auto* same = std::get_if<bound::Not>(&pushed->node);
  return same != nullptr && same->operand == negated->operand ? mapped : pushed;
}

}  // namespace seine
