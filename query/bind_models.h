// Models: names for combinations that marketers use, made of the rest of the language.
//
//   rfm(ROWS, COLUMN, k).recency    ntile(k, latest(ROWS).TIME) among (any ROWS);
//                                   .frequency of count(ROWS), .monetary of sum(ROWS.COLUMN)
//   rfm(ROWS, COLUMN, (30, 90), (2, 5), (100, 500)).recency
//                                   1 and one more per threshold reached; missing without ROWS
//   lifecycle(ROWS, D1, D2)         prospect | first | repeat | at risk | lapsed
//   napl(ROWS, k)                   prospect | first | repeat | lapsed
//   nes(ROWS)                       N | E0 | S1 | S2 | S3; missing without ROWS
//
// docs/language.md says what each class is.
#ifndef SEINE_QUERY_BIND_MODELS_H_
#define SEINE_QUERY_BIND_MODELS_H_

#include "absl/status/statusor.h"

#include "query/bind_context.h"
#include "query/bind_scope.h"
#include "query/bound.h"
#include "query/filter.h"

namespace seine::binding {

// A number (rfm) or a class by name (query/model_classes.h). Errors: arguments of another number or
// type, with an example; rows without a time; an unknown field; `per` or `among` where a model
// looks at one member alone.
absl::StatusOr<bound::ValuePtr> BindModel(BindContext& context, const Scope& scope,
                                          const filter::Model& model, Span span);

}  // namespace seine::binding

#endif  // SEINE_QUERY_BIND_MODELS_H_
