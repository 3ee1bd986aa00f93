#include "engine/ingest.h"

#include <utility>

#include "absl/strings/str_cat.h"

#include "engine/absl_bridge.h"
#include "engine/nearest_name.h"
#include "engine/table_ingest.h"

namespace seine {

struct Ingest::State {
  Schema schema;
  std::vector<std::unique_ptr<RawDictionary>> lookup_dictionaries;
  std::vector<std::unique_ptr<TableIngest>> tables;
  std::vector<std::unique_ptr<TableIngest>> lookups;
  std::vector<TableReport> report;
  bool over = false;  // failed or finished

  void CloseAncestors(int table) {
    for (int t = schema.tables[static_cast<size_t>(table)].parent; t >= 0;
         t = schema.tables[static_cast<size_t>(t)].parent) {
      tables[static_cast<size_t>(t)]->Close();
    }
  }
};

Ingest::Ingest() : state_(std::make_unique<State>()) {}
Ingest::~Ingest() = default;

absl::StatusOr<std::unique_ptr<Ingest>> Ingest::Create(Schema schema) {
  if (absl::Status valid = ValidateSchema(schema); !valid.ok()) return valid;
  std::unique_ptr<Ingest> ingest(new Ingest);
  State& state = *ingest->state_;
  state.schema = std::move(schema);
  for (size_t i = 0; i < state.schema.lookups.size(); ++i) {
    state.lookup_dictionaries.push_back(std::make_unique<RawDictionary>());
  }
  for (const TableSchema& table : state.schema.tables) {
    TableIngest* parent =
        table.parent < 0 ? nullptr : state.tables[static_cast<size_t>(table.parent)].get();
    state.tables.push_back(
        std::make_unique<TableIngest>(state.schema, table, absl::StrCat("tables.", table.name),
                                      parent, nullptr, state.lookup_dictionaries));
  }
  for (size_t i = 0; i < state.schema.lookups.size(); ++i) {
    const TableSchema& lookup = state.schema.lookups[i];
    state.lookups.push_back(std::make_unique<TableIngest>(
        state.schema, lookup, absl::StrCat("lookups.", lookup.name), nullptr,
        state.lookup_dictionaries[i].get(), state.lookup_dictionaries));
  }
  return ingest;
}

absl::Status Ingest::Append(std::string_view table, std::string_view source,
                            ArrowArrayStream* stream, const std::atomic<bool>* cancel) {
  const int found = state_->schema.FindTable(table);
  const int lookup = state_->schema.FindLookup(table);
  absl::Status status;
  if (state_->over) {
    status = absl::FailedPreconditionError("the ingest has failed or is finished");
  } else if (found < 0 && lookup < 0) {
    std::vector<std::string> known;
    for (const TableSchema& one : state_->schema.tables) known.push_back(one.name);
    for (const TableSchema& one : state_->schema.lookups) known.push_back(one.name);
    status = absl::InvalidArgumentError(
        absl::StrCat("the schema has no table `", ToAbsl(table), "`", DidYouMean(table, known)));
  }
  if (!status.ok()) {
    if (stream != nullptr && stream->release != nullptr) stream->release(stream);
    return status;
  }
  if (found >= 0) state_->CloseAncestors(found);
  TableIngest& target = found >= 0 ? *state_->tables[static_cast<size_t>(found)]
                                   : *state_->lookups[static_cast<size_t>(lookup)];
  status = target.Append(source, stream, cancel);
  state_->over = !status.ok();
  return status;
}

absl::StatusOr<RawStore> Ingest::Finish() {
  State& state = *state_;
  if (state.over) return absl::FailedPreconditionError("the ingest has failed or is finished");
  state.over = true;
  RawStore store;
  store.keys_are_text = state.tables[0]->keys_are_text();
  for (size_t i = 0; i < state.lookups.size(); ++i) {
    store.lookup_key_dictionaries.push_back(static_cast<int>(i));
  }
  store.dictionaries = std::move(state.lookup_dictionaries);
  store.schema = state.schema;
  for (size_t i = 0; i < state.tables.size(); ++i) {
    state.tables[i]->Close();
    state.report.push_back(state.tables[i]->Report());
    store.schema.tables[i] = state.tables[i]->table();
    store.tables.push_back(state.tables[i]->Take(0, state.schema, &store.dictionaries));
  }
  for (size_t i = 0; i < state.lookups.size(); ++i) {
    state.lookups[i]->Close();
    state.report.push_back(state.lookups[i]->Report());
    store.schema.lookups[i] = state.lookups[i]->table();
    store.lookups.push_back(state.lookups[i]->Take(0, state.schema, &store.dictionaries));
  }
  state.tables.clear();
  state.lookups.clear();
  return store;
}

const std::vector<TableReport>& Ingest::report() const { return state_->report; }

}  // namespace seine
