#include "bench/empty_tables.h"

#include <memory>

#include "bench/program.h"
#include "engine/schema.h"

namespace seine::bench {

RawStore EmptyTables(const char* schema) {
  RawStore store;
  store.schema = OrDie(ParseSchema(schema));
  for (const TableSchema& table : store.schema.tables) {
    RawTable& made = store.tables.emplace_back();
    for (const ColumnSchema& column : table.columns) {
      made.columns.emplace_back(column.type);
      const bool coded = column.type == ColumnType::kCategory || column.type == ColumnType::kSet;
      made.dictionaries.push_back(coded ? static_cast<int>(store.dictionaries.size()) : -1);
      if (coded) store.dictionaries.push_back(std::make_unique<RawDictionary>());
    }
  }
  return store;
}

}  // namespace seine::bench
