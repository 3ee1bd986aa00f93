// What a query says whose numbers turn out, while it runs, to take more than 128 bits: which value
// of the filter that is, and where it stands. Pure functions.
#ifndef SEINE_QUERY_NUMBER_OVERFLOW_H_
#define SEINE_QUERY_NUMBER_OVERFLOW_H_

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"

#include "query/definition.h"

namespace seine {

// `text`: of the value (NodeText), empty where no part of the filter says it. A filter error
// without a place.
absl::Status NumberTooLarge(std::string_view text = {});

// The text of a segment; absent: there is none of that name.
using SegmentText = std::function<std::optional<std::string>(const std::string& name)>;

// The same error at the first place of the definition that says the value, itself or by a segment.
// Where none does, as when a model is made of it, at the beginning of what is included. Anything
// but an error of NumberTooLarge comes back as it is.
absl::Status PlaceNumberTooLarge(const absl::Status& status, const Definition& definition,
                                 const SegmentText& segments);

}  // namespace seine

#endif  // SEINE_QUERY_NUMBER_OVERFLOW_H_
