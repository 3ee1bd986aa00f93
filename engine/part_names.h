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
#include <vector>

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

std::string DictionaryRegion(size_t index);

// The tables of a part: the history `table` and its descendants, parents before children.
std::vector<int> HistoryTree(const Schema& schema, int table);

// How many numbers a table's summary has per column, after the number of rows: present, distinct,
// min, max, has bins. Bins are this many bounds each.
inline constexpr size_t kSummaryNumbers = 5;
inline constexpr size_t kBinBounds = 257;

}  // namespace seine

#endif  // SEINE_ENGINE_PART_NAMES_H_
