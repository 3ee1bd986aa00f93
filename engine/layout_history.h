// Lays out one history with all its children: which rows go to which shard, then one part per
// shard, in parallel.
#ifndef SEINE_ENGINE_LAYOUT_HISTORY_H_
#define SEINE_ENGINE_LAYOUT_HISTORY_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "absl/status/status.h"

#include "engine/layout.h"
#include "engine/layout_dictionaries.h"
#include "engine/layout_members.h"
#include "engine/raw_table.h"

namespace seine {

// Releases columns of `raw` that no other part needs. Errors: ResourceExhausted when a table has
// more rows in a shard than 32 bits can number; what the sinks say.
absl::Status LayOutHistory(RawStore& raw, const std::vector<SortedDictionary>& dictionaries,
                           const MemberOrder& members, int table, const LayoutOptions& options,
                           const PartSinks& sinks);

// Refuses, by name, a shard's table that 32-bit row numbers cannot hold.
absl::Status CheckRowLimit(std::string_view table, size_t shard, uint64_t rows);

}  // namespace seine

#endif  // SEINE_ENGINE_LAYOUT_HISTORY_H_
