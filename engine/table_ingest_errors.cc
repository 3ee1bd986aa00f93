// The first row of a run that is wrong, and what is said of it.

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "engine/table_ingest.h"

namespace seine {

// Later steps still read the rows before the failure: one of them may be wrong too, and is reported
// in its place, so that the report does not depend on the order of the steps.
void TableIngest::Fail(size_t row, std::string column, DataErrorDetail detail) {
  if (failure_ && failure_->row <= row) return;
  detail.column = std::move(column);
  failure_ = Failure{row, std::move(detail)};
}

void TableIngest::Fail(const ColumnSchema& column, BadValue bad) {
  DataErrorDetail detail;
  detail.value = std::move(bad.value);
  detail.expected = std::move(bad.expected);
  detail.problem = std::move(bad.problem);
  detail.option = std::move(bad.option);
  Fail(bad.row, column.value.empty() ? std::string(column.source_name()) : column.name,
       std::move(detail));
}

void TableIngest::FailKey(const BadKey& bad, const std::vector<std::string>& columns,
                          const TableIngest& owner) {
  DataErrorDetail detail;
  detail.value = bad.value;
  detail.expected = bad.expected;
  detail.problem = absl::StrCat(Shown(bad.value), " is not ", bad.expected);
  if (!owner.keys_are_text()) {
    detail.option = absl::StrCat("`key_type = \"text\"` in ", owner.place_, " reads keys as text");
  }
  Fail(bad.row, absl::StrJoin(columns, ", "), std::move(detail));
}

void TableIngest::FailRepeat(size_t row) {
  DataErrorDetail detail;
  detail.value = keys_.Text(row);
  detail.problem = absl::StrCat("the key ", Shown(detail.value), " comes again");
  detail.option = absl::StrCat("`repeats = \"first\"` in ", place_,
                               " keeps the first row of a key, \"last\" the last, \"collect\" "
                               "gathers sets");
  Fail(row, absl::StrJoin(table_.key, ", "), std::move(detail));
}

void TableIngest::FailOrphan(size_t row) {
  DataErrorDetail detail;
  detail.value = parent_keys_.Text(row);
  detail.problem =
      absl::StrCat("no row of ", parent_->table_.name, " has the key ", Shown(detail.value));
  detail.option = absl::StrCat("`orphans = \"skip\"` in ", place_, " skips such rows",
                               parent_->parent_ == nullptr ? ", \"add\" adds the member" : "");
  Fail(row, absl::StrJoin(table_.parent_key, ", "), std::move(detail));
}

absl::Status TableIngest::FailureStatus(const Source& source) const {
  DataErrorDetail detail = failure_->detail;
  detail.table = table_.name;
  detail.source = source.name;
  detail.row = source.rows_before + source.begin + failure_->row + 1;
  return DataError(detail);
}

}  // namespace seine
