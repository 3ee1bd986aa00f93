#include "query/slots.h"

#include <algorithm>

namespace seine::bound {
namespace {

bool Any(const std::vector<FilterPtr>& operands) {
  return std::ranges::any_of(operands, [](const FilterPtr& f) { return HasSlots(*f); });
}

struct FilterSlots {
  bool operator()(const And& n) const { return Any(n.operands); }
  bool operator()(const Or& n) const { return Any(n.operands); }
  bool operator()(const KOf& n) const { return Any(n.operands); }
  bool operator()(const Not& n) const { return HasSlots(*n.operand); }
  bool operator()(const InRanges& n) const { return !n.terms.empty(); }
  bool operator()(const InLookup&) const { return true; }
  bool operator()(const Compare& n) const { return HasSlots(*n.left) || HasSlots(*n.right); }
  bool operator()(const ValueExists& n) const { return HasSlots(*n.value); }
  bool operator()(const Lift& n) const { return n.where != nullptr && HasSlots(*n.where); }
  bool operator()(const Constant&) const { return false; }
  bool operator()(const InCodes&) const { return false; }
  bool operator()(const InText&) const { return false; }
  bool operator()(const BoolIs&) const { return false; }
  bool operator()(const SetHas&) const { return false; }
  bool operator()(const Exists&) const { return false; }
  bool operator()(const MemberIn&) const { return false; }
};

struct ValueSlots {
  bool operator()(const ConstantValue& n) const { return n.term != nullptr; }
  bool operator()(const ColumnValue&) const { return false; }
  bool operator()(const LookupValue&) const { return false; }
  bool operator()(const SetSize&) const { return false; }
  bool operator()(const MidnightOf& n) const { return n.zone == nullptr || HasSlots(*n.date); }
  bool operator()(const Aggregate& n) const {
    return (n.value != nullptr && HasSlots(*n.value)) || (n.where != nullptr && HasSlots(*n.where));
  }
};

}  // namespace

bool HasSlots(const FilterNode& filter) { return std::visit(FilterSlots(), filter.node); }
bool HasSlots(const ValueNode& value) { return std::visit(ValueSlots(), value.node); }

}  // namespace seine::bound
