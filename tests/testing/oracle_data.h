// The oracle's view of a store: rows in plain vectors, as they arrived. No index, no block, no
// code.
#ifndef SEINE_TESTS_TESTING_ORACLE_DATA_H_
#define SEINE_TESTS_TESTING_ORACLE_DATA_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "engine/schema.h"
#include "tests/testing/oracle_time.h"

namespace seine::oracle {

// kBool: bool. kCategory, kText: text in NFC. kInteger, kDecimal (minor units), kDate (days),
// kTimestamp (microseconds): int64. kReal: double. kSet: its values, in any order.
using Cell = std::variant<bool, int64_t, double, std::string, std::vector<std::string>>;
using OptionalCell = std::optional<Cell>;

struct OracleRow {
  std::vector<OptionalCell> cells;  // as TableSchema::columns
  size_t parent = 0;                // row of the parent table; of no meaning in the root
};

// A row's index is its order of arrival.
struct OracleTable {
  std::vector<OracleRow> rows;
};

// calendar(name, year): its windows, each from its first to its last day.
using OracleCalendars =
    std::map<std::pair<std::string, int64_t>, std::vector<std::pair<CivilDate, CivilDate>>>;

struct OracleData {
  Schema schema;
  std::vector<OracleTable> tables;                         // as schema.tables
  std::vector<OracleTable> lookups;                        // as schema.lookups
  std::vector<std::string> member_keys;                    // of tables[0].rows, as text
  std::vector<std::map<std::string, size_t>> lookup_rows;  // per lookup: key -> row

  // One microsecond after the newest of the declared times, a date being its midnight; absent when
  // there is none.
  std::optional<int64_t> DataEnd(const OracleZone& zone) const;
};

// One row of one table. The tree gives it its ancestors.
struct RowRef {
  int table = 0;
  size_t row = 0;
  bool operator==(const RowRef&) const = default;
};

class RowTree {
 public:
  explicit RowTree(const OracleData& data);

  const OracleData& data() const { return data_; }
  const TableSchema& schema(int table) const;
  // Absent for a column without value.
  const OptionalCell& CellOf(RowRef row, int column) const;
  // The parent; absent for a member.
  std::optional<RowRef> ParentOf(RowRef row) const;
  // Rows of `table` whose parent is `row`, as they arrived.
  std::vector<RowRef> ChildrenOf(RowRef row, int table) const;
  // Child table of `table` with that name, or -1.
  int ChildTable(int table, std::string_view name) const;
  // Hidden: its own or an ancestor's declared time is at or after `as_of`. A day is its midnight.
  bool Hidden(RowRef row, int64_t as_of, const OracleZone& zone) const;
  // The row's own declared time; absent when its table declares none.
  std::optional<int64_t> OwnTimeOf(RowRef row, const OracleZone& zone) const;
  // The time that orders the row: its own or its nearest ancestor's below the member; absent
  // without one.
  std::optional<int64_t> TimeOf(RowRef row, const OracleZone& zone) const;
  // The row whose declared time that is, and the column.
  std::optional<std::pair<RowRef, int>> TimeCellOf(RowRef row) const;

 private:
  const OracleData& data_;
  // [table][parent row] -> rows
  std::vector<std::map<size_t, std::vector<size_t>>> children_;
};

}  // namespace seine::oracle

#endif  // SEINE_TESTS_TESTING_ORACLE_DATA_H_
