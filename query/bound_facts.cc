#include "query/bound_facts.h"

#include <algorithm>
#include <memory>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "query/bound.h"
#include "query/bound_equal.h"
#include "query/bound_fields.h"

namespace seine::bound {
namespace {

// So many values of a list weigh as much as a node.
constexpr size_t kValuesPerNode = 1024;

class FactsCollector {
 public:
  explicit FactsCollector(uint64_t hash) { facts_.hash = hash; }
  const NodeFacts& facts() const { return facts_; }

  template <typename T>
  void Node(const T& node) {
    Part(node);
    if constexpr (std::is_same_v<T, OuterIs> || std::is_same_v<T, OuterValue> ||
                  std::is_same_v<T, BelongsTo>)
      Scope(node.scope);
    // Chosen once for each row of that scope, whatever is left of what mentioned it.
    if constexpr (std::is_same_v<T, IsPicked>) Scope(node.choice.rows.outer);
    if constexpr (std::is_same_v<T, EachOf>) Weigh(node.units.size() + node.ranges.size());
    // Its operands are planned for each of the two ends.
    if constexpr (std::is_same_v<T, KOf>) {
      if (node.at_least > 0 && node.at_most < node.operands.size()) Part(node.operands);
    }
  }

 private:
  void Weigh(size_t nodes) {
    const size_t room = std::numeric_limits<uint32_t>::max() - facts_.weight;
    facts_.weight += static_cast<uint32_t>(std::min(nodes, room));
  }
  void Scope(int scope) {
    if (scope >= 0) facts_.outermost = std::min(facts_.outermost, scope);
  }
  void Child(const NodeFacts& child) {
    Weigh(child.weight);
    facts_.depth = std::max(facts_.depth, child.depth + 1);
    facts_.outermost = std::min(facts_.outermost, child.outermost);
    facts_.has_slots = facts_.has_slots || child.has_slots;
  }

  template <typename T>
  void Part(const T& part) {
    using Element = typename ElementOf<T>::Type;
    if constexpr (kIsChild<T>) {
      if (part != nullptr) Child(part->facts);
    } else if constexpr (std::is_same_v<T, TimeTermPtr>) {
      facts_.has_slots = facts_.has_slots || part != nullptr;
    } else if constexpr (std::is_same_v<T, ZoneSlot>) {
      facts_.has_slots = facts_.has_slots || part.zone == nullptr;
    } else if constexpr (std::is_same_v<T, LookupTest>) {
      Part(part.filter);
      facts_.has_slots = true;
    } else if constexpr (std::is_same_v<T, std::shared_ptr<const CodeSet>>) {
      Weigh(part->codes.size() / kValuesPerNode);
    } else if constexpr (std::is_same_v<T, std::shared_ptr<const std::vector<uint32_t>>>) {
      Weigh(part->size() / kValuesPerNode);
    } else if constexpr (HasFields<T>) {
      if constexpr (std::is_same_v<T, SetSource>) Scope(part.outer);
      std::apply([this](const auto&... field) { (Part(field), ...); }, T::Fields(part));
    } else if constexpr (kIsChild<Element> || HasFields<Element>) {
      for (const Element& element : part) Part(element);
    } else if constexpr (!std::is_void_v<Element>) {
      Weigh(part.size() / kValuesPerNode);
    }
  }

  NodeFacts facts_;
};

template <typename Variant>
NodeFacts FactsOf(const Variant& variant) {
  FactsCollector collector(HashOf(variant));
  std::visit([&collector](const auto& node) { collector.Node(node); }, variant);
  return collector.facts();
}

}  // namespace

FilterNode::FilterNode(Variant of, Span at, std::string printed)
    : node(std::move(of)), span(at), text(std::move(printed)), facts(FactsOf(node)) {}

ValueNode::ValueNode(Variant of, ValueType its_type, Span at, std::string printed)
    : node(std::move(of)),
      type(its_type),
      span(at),
      text(std::move(printed)),
      facts(FactsOf(node)) {}

}  // namespace seine::bound
