// Values whose texts are known by name: the classes of a model (query/bind_models.h). A test of
// such a value is decided on the names, like one of a dictionary, and becomes the filters of the
// classes that pass.
#ifndef SEINE_QUERY_MODEL_CLASSES_H_
#define SEINE_QUERY_MODEL_CLASSES_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "query/bind_context.h"
#include "query/bound.h"

namespace seine::binding {

// At most one of the filters holds of a row; where none does the value is missing.
using ModelClasses = std::vector<std::pair<std::string_view, bound::FilterPtr>>;

bound::ValuePtr ClassValue(const ModelClasses& classes, Span span);

// The value is a class whose name passes; null: the value is not of classes.
bound::FilterPtr ClassMatches(const bound::ValuePtr& value, const bound::TextPredicate& predicate,
                              Span span);
// Leaves a warning for each text that names none, with the nearest name; for values of classes.
void WarnOfUnknownClasses(BindContext& context, const bound::ValuePtr& value,
                          const std::vector<std::string>& texts, bool ignoring_case);

}  // namespace seine::binding

#endif  // SEINE_QUERY_MODEL_CLASSES_H_
