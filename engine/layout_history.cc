#include "engine/layout_history.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <span>
#include <utility>

#include "absl/strings/str_cat.h"

#include "engine/absl_bridge.h"
#include "engine/block.h"
#include "engine/free_memory.h"
#include "engine/layout_rows.h"
#include "engine/layout_table.h"
#include "engine/parallel_for.h"
#include "engine/part_names.h"

namespace seine {
namespace {

// Per shard the rows that lie in it.
std::vector<ShardRows> BucketRows(const std::vector<uint16_t>& shard_of, size_t shards) {
  std::vector<uint64_t> count(shards, 0);
  for (uint16_t shard : shard_of) ++count[shard];
  std::vector<ShardRows> out;
  for (uint64_t rows : count) out.emplace_back(rows, shard_of.size());
  for (uint64_t row = 0; row < shard_of.size(); ++row) out[shard_of[row]].Add(row);
  return out;
}

class HistoryLayout {
 public:
  HistoryLayout(RawStore& raw, const std::vector<SortedDictionary>& dictionaries,
                const MemberOrder& members, int history, const LayoutOptions& options,
                const PartSinks& sinks)
      : raw_(raw),
        dictionaries_(dictionaries),
        members_(members),
        tree_(HistoryTree(raw.schema, history)),
        options_(options),
        sinks_(sinks) {}

  absl::Status Run() {
    Bucket();
    return ParallelFor(members_.shards, options_.threads,
                       [&](size_t shard) { return LayOutShard(shard); });
  }

 private:
  const RawTable& Table(size_t i) const { return raw_.tables[static_cast<size_t>(tree_[i])]; }
  const TableSchema& SchemaOf(size_t i) const {
    return raw_.schema.tables[static_cast<size_t>(tree_[i])];
  }
  // The parent's place in the tree. Precondition: not the history itself.
  size_t ParentOf(size_t i) const {
    return static_cast<size_t>(std::find(tree_.begin(), tree_.end(), SchemaOf(i).parent) -
                               tree_.begin());
  }

  // Which rows of each table lie in which shard; a child row lies where its parent does.
  void Bucket() {
    std::vector<std::vector<uint16_t>> shard_of(tree_.size());
    for (size_t i = 0; i < tree_.size() && members_.shards > 1; ++i) {
      const RawTable& table = Table(i);
      shard_of[i].resize(table.rows);
      for (uint64_t row = 0; row < table.rows; ++row) {
        const auto parent = static_cast<size_t>(table.parent_row.Value(row));
        shard_of[i][row] = i == 0 ? static_cast<uint16_t>(ShardOf(members_.place[parent]))
                                  : shard_of[ParentOf(i)][parent];
      }
    }
    for (size_t i = 0; i < tree_.size(); ++i) {
      rows_.push_back(members_.shards == 1 ? std::vector<ShardRows>{ShardRows::All(Table(i).rows)}
                                           : BucketRows(shard_of[i], members_.shards));
      shard_of[i] = {};
      position_.emplace_back(HasChildren(i) ? Table(i).rows : 0);
    }
  }

  bool HasChildren(size_t i) const {
    return std::any_of(tree_.begin(), tree_.end(), [&](int other) {
      return raw_.schema.tables[static_cast<size_t>(other)].parent == tree_[i];
    });
  }

  ShardTable Slice(size_t i, size_t shard) const {
    const TableSchema& schema = SchemaOf(i);
    const int time = schema.time.empty() ? -1 : schema.FindColumn(schema.time);
    return {&Table(i), time < 0 ? nullptr : &Table(i).columns[static_cast<size_t>(time)],
            &rows_[i][shard]};
  }

  absl::Status LayOutShard(size_t shard) {
    for (size_t i = 0; i < tree_.size(); ++i) {
      absl::Status status = CheckRowLimit(SchemaOf(i).name, shard, rows_[i][shard].size());
      if (!status.ok()) return status;
    }
    absl::StatusOr<std::unique_ptr<PartSink>> sink = sinks_(PartName(shard, raw_.schema, tree_[0]));
    if (!sink.ok()) return sink.status();
    PartWriter writer(std::move(*sink));
    if (absl::Status status = WriteShardMark(members_, shard, tree_[0], &writer); !status.ok()) {
      return status;
    }
    const auto members = members_.MembersIn(shard);
    std::vector<OrderedRows> orders;
    for (size_t i = 0; i < tree_.size(); ++i) {
      const ShardTable slice = Slice(i, shard);
      orders.push_back(
          i == 0
              ? OrderHistory(slice, members_.place, members, options_, HasChildren(i))
              : OrderChildren(slice, position_[ParentOf(i)], orders[ParentOf(i)], HasChildren(i)));
      if (HasChildren(i)) {
        // Other shards write other rows of it.
        for (size_t r = 0; r < orders[i].places.size(); ++r) {
          position_[i][rows_[i][shard][orders[i].places[r]]] = static_cast<uint32_t>(r);
        }
      }
      RawTable* release = nullptr;
      if (members_.shards == 1) {
        release = &raw_.tables[static_cast<size_t>(tree_[i])];
        release->parent_row = RawColumn(ColumnType::kInteger);
      }
      if (!HasChildren(i)) orders[i].time = {};
      const TableSource source{
          &raw_,      &dictionaries_, tree_[i], false, RowList(orders[i].places, &rows_[i][shard]),
          &orders[i], release};
      if (absl::Status status = WriteTable(source, options_, &writer); !status.ok()) return status;
      orders[i].places = {};
      orders[i].arrival = {};
      ReturnFreeMemory();
    }
    return writer.Finish().status();
  }

  RawStore& raw_;
  const std::vector<SortedDictionary>& dictionaries_;
  const MemberOrder& members_;
  const std::vector<int> tree_;
  const LayoutOptions& options_;
  const PartSinks& sinks_;
  std::vector<std::vector<ShardRows>> rows_;  // per table of the tree, per shard
  std::vector<std::vector<uint32_t>>
      position_;  // per table with children: the part's row of each raw row
};

}  // namespace

absl::Status CheckRowLimit(std::string_view table, size_t shard, uint64_t rows) {
  if (rows <= std::numeric_limits<uint32_t>::max()) return absl::OkStatus();
  return absl::ResourceExhaustedError(
      absl::StrCat("`", ToAbsl(table), "` has ", rows, " rows in shard ", shard,
                   "; a shard holds at most 4294967295 rows of a table"));
}

absl::Status LayOutHistory(RawStore& raw, const std::vector<SortedDictionary>& dictionaries,
                           const MemberOrder& members, int table, const LayoutOptions& options,
                           const PartSinks& sinks) {
  return HistoryLayout(raw, dictionaries, members, table, options, sinks).Run();
}

}  // namespace seine
