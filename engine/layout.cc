#include "engine/layout.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "engine/block.h"
#include "engine/build_cancel.h"
#include "engine/free_memory.h"
#include "engine/layout_common.h"
#include "engine/layout_dictionaries.h"
#include "engine/layout_history.h"
#include "engine/layout_members.h"
#include "engine/layout_table.h"
#include "engine/parallel_for.h"
#include "engine/part_names.h"

namespace seine {
namespace {

absl::Status CheckOptions(const LayoutOptions& options) {
  if (options.members_per_shard == 0 || options.members_per_shard > kShardSize ||
      options.members_per_shard % kBlockSize != 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("members_per_shard is ", options.members_per_shard,
                     "; it must be a multiple of ", kBlockSize, " up to ", kShardSize));
  }
  if (options.tiles < 1) return absl::InvalidArgumentError("tiles must be at least 1");
  return absl::OkStatus();
}

// Refuses to go on once the build is cancelled.
class StoppableSink : public PartSink {
 public:
  StoppableSink(std::unique_ptr<PartSink> sink, const LayoutOptions& options)
      : sink_(std::move(sink)), options_(options) {}
  absl::Status Write(const void* data, size_t size) override {
    const absl::Status status = CheckCancelled(options_.cancel);
    return status.ok() ? sink_->Write(data, size) : status;
  }
  absl::Status Close() override { return sink_->Close(); }

 private:
  std::unique_ptr<PartSink> sink_;
  const LayoutOptions& options_;
};

absl::Status LayOutMembers(RawStore& raw, const std::vector<SortedDictionary>& dictionaries,
                           const MemberOrder& members, const LayoutOptions& options,
                           const PartSinks& sinks) {
  return ParallelFor(members.shards, options.threads, [&](size_t shard) -> absl::Status {
    absl::StatusOr<std::unique_ptr<PartSink>> sink = sinks(PartName(shard, raw.schema, 0));
    if (!sink.ok()) return sink.status();
    PartWriter writer(std::move(*sink));
    absl::Status status = WriteShardMark(members, shard, 0, &writer);
    if (status.ok()) status = WriteKeys(raw, members, shard, &writer);
    if (!status.ok()) return status;
    const std::vector<uint32_t> rows = members.RowsOf(shard);
    RawTable* release = members.shards == 1 ? &raw.tables[0] : nullptr;
    const TableSource source{&raw, &dictionaries, 0, false, RowList(rows), nullptr, release};
    if (status = WriteTable(source, options, &writer); !status.ok()) return status;
    return writer.Finish().status();
  });
}

}  // namespace

absl::Status LayOut(RawStore raw, const LayoutOptions& options, const PartSinks& part_sinks) {
  if (absl::Status status = CheckOptions(options); !status.ok()) return status;
  ReturnFreeMemory();  // the key indexes of ingest
  const PartSinks sinks =
      [&](const std::string& part) -> absl::StatusOr<std::unique_ptr<PartSink>> {
    if (absl::Status status = CheckCancelled(options.cancel); !status.ok()) return status;
    absl::StatusOr<std::unique_ptr<PartSink>> sink = part_sinks(part);
    if (!sink.ok()) return sink.status();
    return std::make_unique<StoppableSink>(*std::move(sink), options);
  };
  std::vector<SortedDictionary> dictionaries = SortDictionaries(&raw, options.threads);
  absl::StatusOr<MemberOrder> members = OrderMembers(raw, dictionaries, options);
  if (!members.ok()) return members.status();
  absl::Status status = WriteCommon(raw, *members, options, sinks, &dictionaries);
  raw.lookups.clear();
  if (status.ok()) status = LayOutMembers(raw, dictionaries, *members, options, sinks);
  raw.tables[0] = RawTable{};
  members->by_key = {};
  for (int history : raw.schema.Children(0)) {
    if (!status.ok()) return status;
    ReturnFreeMemory();
    status = LayOutHistory(raw, dictionaries, *members, history, options, sinks);
    for (int table : HistoryTree(raw.schema, history))
      raw.tables[static_cast<size_t>(table)] = RawTable{};
  }
  return status;
}

}  // namespace seine
