// The values to the right of `in` and `has`: one walk over literals, lists and lists that the host
// gave.
#ifndef SEINE_QUERY_BIND_LISTS_H_
#define SEINE_QUERY_BIND_LISTS_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "query/bind_context.h"
#include "query/bind_scope.h"
#include "query/filter.h"
#include "query/list_tests.h"

namespace seine::binding {

struct ListedValue {
  const filter::LiteralValue& value;
  Span span;
  bool from_host;  // text of a named list, whatever its column's type
};

// Calls `value` for each constant and `other` for everything else that stands in the list
// (periods). Stops at the first error. Errors: an unknown list (with the nearest), an unbound
// parameter, a column (not yet).
absl::Status VisitList(BindContext& context, const filter::Expr& set,
                       absl::FunctionRef<absl::Status(const ListedValue&)> value,
                       absl::FunctionRef<absl::Status(const filter::Expr&)> other);
// Where only constants may stand; `expected` is said when something else does.
absl::Status VisitConstants(BindContext& context, const filter::Expr& set,
                            std::string_view expected,
                            absl::FunctionRef<absl::Status(const ListedValue&)> value);

// All values as texts, for columns of text. Errors: other literals, with quotes as the hint.
absl::StatusOr<std::vector<std::string>> ListedTexts(BindContext& context, const filter::Expr& set,
                                                     std::string_view column);

// What `make` binds of a column (or, null, the member's key) and a set, where that is a named list:
// bound once for all definitions (query/list_tests.h). Columns of picked and outer rows are bound
// each time.
absl::StatusOr<bound::FilterPtr> OncePerList(
    BindContext& context, const filter::Expr& set, const ColumnPath* column, ListTestKey key,
    absl::FunctionRef<absl::StatusOr<bound::FilterPtr>()> make);

// Warns of values that nothing has: the first three with their nearest known value, the rest by
// number.
class UnknownValues {
 public:
  // "no WHERE has the WHAT ...": `where` is "row of orders.channel", `what` is "value".
  // `known` are the dictionaries that the nearest value is sought in.
  UnknownValues(BindContext& context, std::string where, std::string_view what,
                std::vector<const Dictionary*> known)
      : context_(context), where_(std::move(where)), what_(what), known_(std::move(known)) {}
  ~UnknownValues();
  UnknownValues(const UnknownValues&) = delete;
  UnknownValues& operator=(const UnknownValues&) = delete;

  void Add(std::string_view value);

 private:
  BindContext& context_;
  std::string where_;
  std::string_view what_;
  std::vector<const Dictionary*> known_;
  size_t count_ = 0;
};

}  // namespace seine::binding

#endif  // SEINE_QUERY_BIND_LISTS_H_
