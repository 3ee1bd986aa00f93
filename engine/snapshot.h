// A snapshot: every part at one version, with schema, dictionaries and lookups. What a query sees
// from its first to its last block. Immutable; readers hold a std::shared_ptr<const Snapshot>. Safe
// from many threads.
#ifndef SEINE_ENGINE_SNAPSHOT_H_
#define SEINE_ENGINE_SNAPSHOT_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"

#include "engine/civil_time.h"
#include "engine/dictionary.h"
#include "engine/part_file.h"
#include "engine/schema.h"
#include "engine/table_view.h"

namespace seine {

using MemberKey = std::variant<int64_t, std::string>;

// A lookup's rows: row r describes code row_code[r] of its key dictionary.
struct LookupView {
  const Dictionary* keys = nullptr;  // shared with every column whose `lookup` this is
  std::vector<int32_t> row_of_code;  // -1: the lookup lacks that code
  TableView table;                   // columns are views over the lookup's rows
};

class Snapshot {
 public:
  // The bytes of a built store: the parts of every shard, of the dictionaries and of the lookups.
  struct Parts {
    // 32 hex digits each. Versions of one store have its id in common, and a store's first version
    // has that of its content. Of equal content, ordinals stand for the same members.
    std::string store_id;
    std::string content_id;
    uint64_t version = 1;
    Schema schema;
    std::shared_ptr<const PartFile> common;  // dictionaries, lookups, totals
    std::vector<std::vector<std::shared_ptr<const PartFile>>>
        shards;  // [shard][0 = members, then one per history]
  };
  // Builds the views; reads footers and small directories only. Errors: DataLoss when the parts do
  // not fit together.
  static absl::StatusOr<std::shared_ptr<const Snapshot>> Create(Parts parts);

  const std::string& store_id() const { return parts_.store_id; }
  const std::string& content_id() const { return parts_.content_id; }
  uint64_t version() const { return parts_.version; }
  const Schema& schema() const { return parts_.schema; }
  const Parts& parts() const { return parts_; }

  uint64_t member_count() const { return member_count_; }
  size_t shard_count() const { return shards_.size(); }
  const ShardView& shard(size_t i) const { return shards_[i]; }
  uint64_t row_count(int table) const { return row_counts_[static_cast<size_t>(table)]; }

  // The dictionary of a category or set column; null for every other type (also for a category
  // stored as text).
  const Dictionary* dictionary(int table, int column) const;
  const Dictionary* lookup_dictionary(int lookup, int column) const;
  // How many different values a column has in all shards; of a set column, its elements.
  uint64_t distinct(int table, int column) const;
  uint64_t lookup_distinct(int lookup, int column) const;
  const LookupView& lookup(int i) const { return lookups_[static_cast<size_t>(i)]; }

  // One microsecond after the newest time of all tables, where a date is its midnight in `zone`;
  // absent when no table has a time or any row.
  std::optional<int64_t> DataEnd(const Zone& zone) const;

  bool keys_are_text() const { return keys_are_text_; }
  // Ordinal = shard << 20 | offset. Absent: no such member. Errors: DataLoss (the keys are read and
  // verified here).
  absl::StatusOr<std::optional<uint32_t>> FindMember(const MemberKey& key) const;
  // Precondition: the ordinal is in use, and EnsureKeys(its shard) was OK.
  MemberKey Key(uint32_t ordinal) const;
  // Verifies the bytes that Key reads in a shard. Cheap when done before.
  absl::Status EnsureKeys(size_t shard) const;

 private:
  class Builder;  // snapshot_builder.h
  Snapshot() = default;
  std::optional<size_t> ShardOfKey(const MemberKey& key) const;

  Parts parts_;
  uint64_t member_count_ = 0;
  bool keys_are_text_ = false;
  std::vector<ShardView> shards_;
  std::vector<uint64_t> row_counts_;
  std::vector<std::unique_ptr<Dictionary>> dictionaries_;
  std::vector<std::vector<const Dictionary*>> table_dictionaries_;   // [table][column]
  std::vector<std::vector<const Dictionary*>> lookup_dictionaries_;  // [lookup][column]
  std::vector<std::vector<uint64_t>> table_distinct_;                // [table][column]
  std::vector<std::vector<uint64_t>> lookup_distinct_;               // [lookup][column]
  std::vector<LookupView> lookups_;
  std::optional<int64_t> newest_instant_;  // of tables whose time is a timestamp
  std::optional<int64_t> newest_day_;      // and of those whose time is a date
  Dictionary key_bounds_;                  // first key of each shard, when keys are text
};

}  // namespace seine

#endif  // SEINE_ENGINE_SNAPSHOT_H_
