// What the files of the binder share: where they look things up, the warnings they leave, and how
// they say "not yet". Lives for one Bind call, on one thread.
#ifndef SEINE_QUERY_BIND_CONTEXT_H_
#define SEINE_QUERY_BIND_CONTEXT_H_

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "query/bind_once.h"
#include "query/bound.h"
#include "query/catalog.h"
#include "query/explained_model.h"
#include "query/filter.h"
#include "query/list_tests.h"
#include "query/query.h"

namespace seine::binding {

struct Scope;  // query/bind_scope.h

inline constexpr size_t kMaxWarnings = 20;

// A segment, bound once for all places that mention it.
struct BoundSegment {
  bound::FilterPtr filter;
  size_t nested = 1;  // so many segments deep, itself included
};
// One that is being bound.
struct OpenSegment {
  std::string name;
  size_t nested = 1;  // as far as it is known
};

struct BindContext {
  BindContext(const Catalog& its_catalog, const CompileOptions& its_options,
              const StopSignal& its_stop, ListTests& its_list_tests)
      : catalog(its_catalog), options(its_options), stop(its_stop), list_tests(its_list_tests) {}

  const Catalog& catalog;
  const CompileOptions& options;
  const StopSignal& stop;
  ListTests& list_tests;
  std::vector<std::string> warnings;   // at most kMaxWarnings
  std::vector<ExplainedModel> models;  // each once
  std::set<std::string> lists;         // that are named
  uint32_t weight = 0;                 // of the filters of the definition that are bound
  uint32_t depth = 0;                  // filters that are being bound, each within the one before
  BoundOnce<bound::FilterPtr> filters;
  BoundOnce<bound::ValuePtr> values;  // that are computed
  ScopeIds scopes;
  std::map<std::string, BoundSegment> segments;
  std::vector<OpenSegment> open_segments;  // outermost first

  // Each warning once.
  void Warn(std::string warning);
};

// Any node as a filter, or as a value, of the rows of `scope`.
absl::StatusOr<bound::FilterPtr> BindFilter(BindContext& context, const Scope& scope,
                                            const filter::Expr& expr);
absl::StatusOr<bound::ValuePtr> BindValue(BindContext& context, const Scope& scope,
                                          const filter::Expr& expr);

std::string Describe(const filter::Expr& expr);
// Of a parameter that was left.
absl::Status NoValue(std::string_view parameter, Span span);

// "`name`", for messages.
std::string Quoted(std::string_view name);
// The hint "did you mean `x`?", or `otherwise` when nothing is near.
std::string NearestHint(std::string_view name, const std::vector<std::string>& known,
                        std::string_view otherwise = "");

// That a filter or value at `span` is not too large and not nested too deep when everything in it
// is written out (query/filter_limits.h): ResourceExhausted.
absl::Status CheckWrittenOut(const bound::NodeFacts& facts, Span span);

// A whole number of the tree (`last N days`). Errors: an unbound parameter.
absl::StatusOr<int64_t> BoundCount(const filter::Count& count, Span span);

}  // namespace seine::binding

#endif  // SEINE_QUERY_BIND_CONTEXT_H_
