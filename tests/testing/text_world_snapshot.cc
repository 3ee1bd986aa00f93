// The engine's reading of a TextWorld.

#include "engine/ingest.h"
#include "engine/store.h"
#include "tests/testing/arrow_maker.h"
#include "tests/testing/text_world.h"

namespace seine::oracle {
namespace {

ArrowArrayStream StreamOf(const TableSchema& schema, const TextTable& table, int64_t stream_rows) {
  testing::ArrowMaker maker;
  auto add = [&](const std::string& name, auto cell_of) {
    testing::Cells<std::string> cells;
    for (const TextRow& row : table.rows) cells.push_back(cell_of(row));
    maker.Text(name, cells);
  };
  if (!schema.key.empty()) add("key", [](const TextRow& row) { return row.key; });
  if (!schema.parent_key.empty()) add("parent_key", [](const TextRow& row) { return row.parent; });
  for (size_t c = 0; c < schema.columns.size(); ++c) {
    add(schema.columns[c].name, [c](const TextRow& row) { return row.cells[c]; });
  }
  return maker.Batches(stream_rows).Stream();
}

}  // namespace

absl::StatusOr<std::shared_ptr<const Snapshot>> ReadAsSnapshot(const TextWorld& world,
                                                               const LayoutOptions& options,
                                                               int64_t stream_rows) {
  absl::StatusOr<std::unique_ptr<Ingest>> ingest = Ingest::Create(world.schema);
  if (!ingest.ok()) return ingest.status();
  auto append = [&](const TableSchema& schema, const TextTable& table) {
    ArrowArrayStream stream = StreamOf(schema, table, stream_rows);
    return (*ingest)->Append(schema.name, "world", &stream);
  };
  for (size_t t = 0; t < world.tables.size(); ++t) {
    absl::Status status = append(world.schema.tables[t], world.tables[t]);
    if (!status.ok()) return status;
  }
  for (size_t l = 0; l < world.lookups.size(); ++l) {
    absl::Status status = append(world.schema.lookups[l], world.lookups[l]);
    if (!status.ok()) return status;
  }
  absl::StatusOr<RawStore> raw = (*ingest)->Finish();
  if (!raw.ok()) return raw.status();
  return BuildInMemory(*std::move(raw), options);
}

}  // namespace seine::oracle
