// Writes all regions of one table into a part: its columns forward, their indexes, and a summary.
#ifndef SEINE_ENGINE_LAYOUT_TABLE_H_
#define SEINE_ENGINE_LAYOUT_TABLE_H_

#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/status.h"

#include "engine/layout.h"
#include "engine/layout_dictionaries.h"
#include "engine/layout_rows.h"
#include "engine/part_file.h"
#include "engine/raw_table.h"
#include "engine/row_list.h"

namespace seine {

// What is written: which table, and its rows of the part in their order.
struct TableSource {
  const RawStore* raw = nullptr;
  const std::vector<SortedDictionary>* dictionaries = nullptr;
  int table = 0;  // index of Schema::tables, or of lookups
  bool lookup = false;
  RowList raw_rows;
  const OrderedRows* order = nullptr;  // null: the root and lookups
  // Not null: the table lies in this part alone, and its columns are released one by one.
  RawTable* release = nullptr;
};

// Regions "forward", "values", "postings" of every column, "rows" of the table (all but the root
// and lookups) and "summary": numbers and small arrays that are read when a store is opened.
absl::Status WriteTable(const TableSource& source, const LayoutOptions& options,
                        PartWriter* writer);

}  // namespace seine

#endif  // SEINE_ENGINE_LAYOUT_TABLE_H_
