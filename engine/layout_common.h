// The part that all shards share: dictionaries, lookups, and what a store is made of in numbers.
#ifndef SEINE_ENGINE_LAYOUT_COMMON_H_
#define SEINE_ENGINE_LAYOUT_COMMON_H_

#include <string>
#include <vector>

#include "absl/status/status.h"

#include "engine/layout.h"
#include "engine/layout_dictionaries.h"
#include "engine/layout_members.h"
#include "engine/raw_table.h"

namespace seine {

// Writes the part "common" and releases the dictionaries' texts.
absl::Status WriteCommon(const RawStore& raw, const MemberOrder& members,
                         const LayoutOptions& options, const PartSinks& sinks,
                         std::vector<SortedDictionary>* dictionaries);

}  // namespace seine

#endif  // SEINE_ENGINE_LAYOUT_COMMON_H_
