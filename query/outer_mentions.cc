#include "query/outer_mentions.h"

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
          if constexpr (std::is_same_v<T, OuterIs> || std::is_same_v<T, OuterValue>)
            scopes_->insert(n.scope);
          if constexpr (std::is_same_v<T, SetRelation>) {
            for (const SetSource* source : {&n.set, &n.other}) {
              if (source->outer >= 0) scopes_->insert(source->outer);
            }
          }
          VisitChildren(n, *this);
        },
        node);
  }

 private:
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
