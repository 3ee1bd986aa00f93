// An ingest from Arrow streams, for tests, and its result as texts.
#ifndef SEINE_TESTS_TESTING_INGEST_RUN_H_
#define SEINE_TESTS_TESTING_INGEST_RUN_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/data_error.h"
#include "engine/ingest.h"
#include "engine/raw_table.h"
#include "tests/testing/arrow_maker.h"

namespace seine::testing {

// What goes wrong first is kept, and the rest skipped.
class IngestRun {
 public:
  explicit IngestRun(const std::string& schema_json);

  // The source is called TABLE.csv.
  IngestRun& Add(const char* table, const ArrowMaker& rows);
  // Expects that nothing went wrong.
  RawStore Finish();

  const absl::Status& status() const { return status_; }
  std::string Error() const { return std::string(status_.message()); }
  // Expects an error with a payload.
  DataErrorDetail Detail() const;
  const TableReport& Report(size_t table) const { return ingest_->report()[table]; }

 private:
  std::shared_ptr<Ingest> ingest_;  // shared, so that a chain of calls can be kept
  absl::Status status_;
};

// A column as text, row by row: "-" for missing; categories by their text, sets as "[a][b]", all
// others by their stored number.
std::vector<std::string> Column(const RawStore& store, const RawTable& table, size_t column);
// The keys of the members, in order of arrival.
std::vector<std::string> MemberKeys(const RawStore& store);
std::vector<int64_t> ParentRows(const RawTable& table);

}  // namespace seine::testing

#endif  // SEINE_TESTS_TESTING_INGEST_RUN_H_
