#include "query/outer_mentions.h"

#include <initializer_list>
#include <type_traits>
#include <variant>

#include "query/bound_fields.h"

namespace seine::bound {
namespace {

class ScopeCollector {
 public:
  explicit ScopeCollector(std::set<int>* scopes) : scopes_(scopes) {}

  void operator()(const FilterPtr& filter) { Node(filter->node); }
  void operator()(const ValuePtr& value) { Node(value->node); }
  template <typename Variant>
  void Node(const Variant& node) {
    std::visit(
        [this](const auto& n) {
          using T = std::decay_t<decltype(n)>;
          if constexpr (std::is_same_v<T, OuterIs> || std::is_same_v<T, OuterValue> ||
                        std::is_same_v<T, BelongsTo>)
            scopes_->insert(n.scope);
          // Chosen once for each row of that scope, whatever is left of what mentioned it.
          if constexpr (std::is_same_v<T, IsPicked>) AddScope(n.choice.rows.outer);
          if constexpr (std::is_same_v<T, SetRelation>) AddSets({&n.set, &n.other});
          if constexpr (std::is_same_v<T, Distinct>) AddSets({&n.set});
          if constexpr (std::is_same_v<T, Sequence>) {
            for (const SequenceStep& step : n.steps) {
              for (const StepJoin& join : step.joins) AddSets({&join.own.set, &join.theirs.set});
            }
          }
          VisitChildren(n, *this);
        },
        node);
  }

 private:
  void AddSets(std::initializer_list<const SetSource*> sources) {
    for (const SetSource* source : sources) {
      AddScope(source->outer);
    }
  }
  void AddScope(int scope) {
    if (scope >= 0) scopes_->insert(scope);
  }

  std::set<int>* scopes_;
};

}  // namespace

std::set<int> OuterScopes(const FilterPtr& filter) {
  std::set<int> scopes;
  ScopeCollector collect(&scopes);
  if (filter != nullptr) collect(filter);
  return scopes;
}

std::set<int> OuterScopes(const ValuePtr& value) {
  std::set<int> scopes;
  ScopeCollector collect(&scopes);
  if (value != nullptr) collect(value);
  return scopes;
}

bool SpeaksOfOuter(const FilterNode& filter) {
  std::set<int> scopes;
  ScopeCollector collect(&scopes);
  collect.Node(filter.node);
  return !scopes.empty();
}

}  // namespace seine::bound
