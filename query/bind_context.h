// What the files of the binder share: where they look things up, the warnings they leave, and how
// they say "not yet". Lives for one Bind call, on one thread.
#ifndef SEINE_QUERY_BIND_CONTEXT_H_
#define SEINE_QUERY_BIND_CONTEXT_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "query/bound.h"
#include "query/catalog.h"
#include "query/explained_model.h"
#include "query/filter.h"
#include "query/query.h"

namespace seine::binding {

struct Scope;  // query/bind_scope.h

inline constexpr size_t kMaxWarnings = 20;

struct BindContext {
  const Catalog& catalog;
  const CompileOptions& options;
  std::vector<std::string> warnings;   // at most kMaxWarnings
  std::vector<ExplainedModel> models;  // each once
  std::vector<std::string> segments;   // those that are being bound, outermost first
  int last_scope = 0;                  // ids of scopes, in the order in which they are opened

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

// A whole number of the tree (`last N days`). Errors: an unbound parameter.
absl::StatusOr<int64_t> BoundCount(const filter::Count& count, Span span);

}  // namespace seine::binding

#endif  // SEINE_QUERY_BIND_CONTEXT_H_
