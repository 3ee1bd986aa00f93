// What the parts of a store and the regions inside them are called, by layout (which writes) and
// snapshot (which reads).
//
// Indexes make the names unique; the tables' and columns' own names, cut to a file name's length,
// are for people.
#ifndef SEINE_ENGINE_PART_NAMES_H_
#define SEINE_ENGINE_PART_NAMES_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "engine/schema.h"

namespace seine {

inline constexpr std::string_view kCommonPart = "common";

// "0003/1-orders": a shard's members (table 0) or one history with its children.
std::string PartName(size_t shard, const Schema& schema, int table);

// "rows 1 orders", "forward 1.3 orders.channel". `lookup`: the index is of Schema::lookups.
std::string TableRegion(std::string_view kind, const Schema& schema, int table,
                        bool lookup = false);
std::string ColumnRegion(std::string_view kind, const Schema& schema, int table, int column,
                         bool lookup = false);

}  // namespace seine

#endif  // SEINE_ENGINE_PART_NAMES_H_
