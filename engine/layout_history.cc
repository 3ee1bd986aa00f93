#include "engine/layout_history.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <span>
#include <utility>

#include "absl/strings/str_cat.h"

#include "engine/absl_bridge.h"
#include "engine/block.h"
#include "engine/layout_rows.h"
#include "engine/layout_table.h"
#include "engine/parallel_for.h"
#include "engine/part_names.h"

namespace seine {
namespace {

// A table's rows by shard, each shard's in order of arrival.
struct ShardRows {
  std::vector<uint64_t> begin;  // shards + 1
  std::vector<uint64_t> rows;

  std::span<const uint64_t> Of(size_t shard) const {
    return std::span<const uint64_t>(rows).subspan(begin[shard], begin[shard + 1] - begin[shard]);
  }
};

ShardRows BucketRows(const std::vector<uint16_t>& shard_of, size_t shards) {
  ShardRows out;
  out.begin.assign(shards + 1, 0);
  for (uint16_t shard : shard_of) ++out.begin[size_t{shard} + 1];
  for (size_t shard = 0; shard < shards; ++shard) out.begin[shard + 1] += out.begin[shard];
  std::vector<uint64_t> next(out.begin.begin(), out.begin.end() - 1);
  out.rows.resize(shard_of.size());
  for (uint64_t row = 0; row < shard_of.size(); ++row) out.rows[next[shard_of[row]]++] = row;
  return out;
}

class HistoryLayout {
 public:
  HistoryLayout(const RawStore& raw, const std::vector<SortedDictionary>& dictionaries,
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
    for (size_t i = 0; i < tree_.size(); ++i) {
      const RawTable& table = Table(i);
      shard_of[i].resize(table.rows);
      for (uint64_t row = 0; members_.shards > 1 && row < table.rows; ++row) {
        const auto parent = static_cast<size_t>(table.parent_row.Value(row));
        shard_of[i][row] = i == 0 ? static_cast<uint16_t>(ShardOf(members_.place[parent]))
                                  : shard_of[ParentOf(i)][parent];
      }
    }
    for (size_t i = 0; i < tree_.size(); ++i) {
      rows_.push_back(BucketRows(shard_of[i], members_.shards));
      shard_of[i] = {};
      bool has_children = false;
      for (int other : tree_)
        has_children |= raw_.schema.tables[static_cast<size_t>(other)].parent == tree_[i];
      position_.emplace_back(has_children ? Table(i).rows : 0);
    }
  }

  ShardTable Slice(size_t i, size_t shard) const {
    const TableSchema& schema = SchemaOf(i);
    const int time = schema.time.empty() ? -1 : schema.FindColumn(schema.time);
    return {&Table(i), time < 0 ? nullptr : &Table(i).columns[static_cast<size_t>(time)],
            rows_[i].Of(shard)};
  }

  absl::Status LayOutShard(size_t shard) {
    for (size_t i = 0; i < tree_.size(); ++i) {
      absl::Status status = CheckRowLimit(SchemaOf(i).name, shard, rows_[i].Of(shard).size());
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
      orders.push_back(i == 0 ? OrderHistory(slice, members_.place, members, options_)
                              : OrderChildren(slice, position_[ParentOf(i)], orders[ParentOf(i)]));
      if (!position_[i].empty()) {
        // Other shards write other rows of it.
        for (size_t r = 0; r < orders[i].raw_rows.size(); ++r) {
          position_[i][orders[i].raw_rows[r]] = static_cast<uint32_t>(r);
        }
      }
      const TableSource source{&raw_, &dictionaries_,     tree_[i],
                               false, orders[i].raw_rows, &orders[i]};
      if (absl::Status status = WriteTable(source, options_, &writer); !status.ok()) return status;
    }
    return writer.Finish().status();
  }

  const RawStore& raw_;
  const std::vector<SortedDictionary>& dictionaries_;
  const MemberOrder& members_;
  const std::vector<int> tree_;
  const LayoutOptions& options_;
  const PartSinks& sinks_;
  std::vector<ShardRows> rows_;  // per table of the tree
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

absl::Status LayOutHistory(const RawStore& raw, const std::vector<SortedDictionary>& dictionaries,
                           const MemberOrder& members, int table, const LayoutOptions& options,
                           const PartSinks& sinks) {
  return HistoryLayout(raw, dictionaries, members, table, options, sinks).Run();
}

}  // namespace seine
