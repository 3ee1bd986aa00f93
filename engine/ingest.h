// Ingest: Arrow streams of rows -> a RawStore, by the rules of the schema. Text columns (as files
// of text are read) are parsed here, typed columns converted.
//
// Tables are appended parents first (Schema::tables order), lookups at any time; a table may come
// in several streams (order of streams, then of rows, is its arrival). Nothing is dropped silently:
// see Report(). Errors: InvalidArgument for data, naming source, row, column, value, what was
// expected and the option of the schema that would let it pass (a DataErrorDetail payload carries
// them); after an error the Ingest is of no further use. One thread at a time.
#ifndef SEINE_ENGINE_INGEST_H_
#define SEINE_ENGINE_INGEST_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "engine/arrow_abi.h"
#include "engine/raw_table.h"
#include "engine/schema.h"

namespace seine {

struct TableReport {
  std::string table;
  uint64_t read = 0;
  uint64_t kept = 0;
  std::vector<std::pair<std::string, uint64_t>>
      skipped;  // reason, rows; only reasons that occurred
  std::vector<std::pair<std::string, uint64_t>>
      notes;  // e.g. values turned into missing, members added
};

class Ingest {
 public:
  static absl::StatusOr<std::unique_ptr<Ingest>> Create(Schema schema);
  ~Ingest();

  // Consumes (releases) the stream. `table` is a table or a lookup; `source` names it in messages
  // (a file). `cancel` (null: never) is polled every few thousand rows; then the error is
  // Cancelled.
  absl::Status Append(std::string_view table, std::string_view source, ArrowArrayStream* stream,
                      const std::atomic<bool>* cancel = nullptr);
  absl::StatusOr<RawStore> Finish();
  // Valid after Finish.
  const std::vector<TableReport>& report() const;

 private:
  Ingest();
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace seine

#endif  // SEINE_ENGINE_INGEST_H_
