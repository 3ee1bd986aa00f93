// Builds the views of a snapshot over its parts.
#ifndef SEINE_ENGINE_SNAPSHOT_BUILDER_H_
#define SEINE_ENGINE_SNAPSHOT_BUILDER_H_

#include "absl/status/status.h"

#include "engine/snapshot.h"

namespace seine {

class Snapshot::Builder {
 public:
  // `snapshot` has its parts and nothing else yet.
  explicit Builder(Snapshot* snapshot) : snapshot_(*snapshot), schema_(snapshot->parts_.schema) {}
  absl::Status Build();

 private:
  absl::Status ReadTotals();
  absl::Status ReadDictionaries(size_t count);
  absl::Status AssignDictionaries(const RegionView& totals);
  absl::Status ReadDistinct(const RegionView& totals);
  absl::Status ReadKeyBounds(size_t shards);
  absl::Status ReadLookup(size_t lookup, int32_t key_dictionary);
  absl::Status ReadShard(size_t shard);
  absl::Status ReadHistory(const PartFile& part, int history, ShardView* shard);
  absl::Status CheckKeyOrder() const;
  void FindNewestTimes();

  Snapshot& snapshot_;
  const Schema& schema_;
  uint32_t members_per_shard_ = 0;
};

}  // namespace seine

#endif  // SEINE_ENGINE_SNAPSHOT_BUILDER_H_
