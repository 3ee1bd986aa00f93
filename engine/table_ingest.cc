#include "engine/table_ingest.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "absl/strings/str_cat.h"

#include "engine/absl_bridge.h"
#include "engine/build_cancel.h"
#include "engine/nearest_name.h"
#include "engine/raw_rewrite.h"
#include "engine/schema_section.h"

namespace seine {
namespace {

constexpr size_t kRunRows = 8192;  // a run's values of all columns stay in the cache

bool HasCodes(ColumnType type) { return type == ColumnType::kCategory || type == ColumnType::kSet; }

int LookupOf(const Schema& schema, const ColumnSchema& column) {
  return column.lookup.empty() ? -1 : schema.FindLookup(column.lookup);
}

}  // namespace

TableIngest::TableIngest(const Schema& schema, const TableSchema& table, std::string place,
                         TableIngest* parent, RawDictionary* lookup_keys,
                         const std::vector<std::unique_ptr<RawDictionary>>& lookup_dictionaries)
    : table_(table),
      place_(std::move(place)),
      parent_(parent),
      lookup_keys_(lookup_keys),
      index_(parent == nullptr ? &raw_.key_integers : &own_key_integers_,
             parent == nullptr ? &raw_.key_texts : &own_key_texts_),
      lookup_index_(lookup_keys),
      gathered_(table.columns.size()),
      values_(table.columns.size()) {
  if (table_.key_type) text_keys_ = *table_.key_type == KeyType::kText;
  if (table_.key.size() > 1 || lookup_keys != nullptr) text_keys_ = true;
  time_column_ = table_.time.empty() ? -1 : table_.FindColumn(table_.time);
  for (size_t i = 0; i < table_.columns.size(); ++i) {
    const ColumnSchema& column = table_.columns[i];
    raw_.columns.emplace_back(column.type);
    own_dictionaries_.emplace_back();
    RawDictionary* dictionary = nullptr;
    if (const int lookup = LookupOf(schema, column); lookup >= 0) {
      dictionary = lookup_dictionaries[static_cast<size_t>(lookup)].get();
    } else if (HasCodes(column.type)) {
      own_dictionaries_[i] = std::make_unique<RawDictionary>();
      dictionary = own_dictionaries_[i].get();
    }
    readers_.push_back(std::make_unique<ValueReader>(
        schema, table_, column, absl::StrCat(place_, ".columns.", column.name), dictionary));
    computed_.emplace_back();
    if (!column.value.empty()) {
      computed_[i] = *ComputedValue::Parse(table_, static_cast<int>(i));  // the schema is valid
    }
  }
  if (lookup_keys_ != nullptr) raw_.key_integers = RawColumn(ColumnType::kCategory);
}

absl::Status TableIngest::Append(std::string_view source_name, ArrowArrayStream* stream,
                                 const std::atomic<bool>* cancel) {
  absl::StatusOr<std::unique_ptr<ArrowReader>> reader = ArrowReader::Open(stream);
  if (!reader.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat(ToAbsl(source_name), ": ", reader.status().message()));
  }
  if (closed_) {
    return absl::FailedPreconditionError(
        absl::StrCat("rows of ", table_.name, " must be given before those of its children"));
  }
  Source source;
  source.name = std::string(source_name);
  source.reader = *std::move(reader);
  absl::Status status = Bind(&source);
  if (!source.key.empty()) SettleKeys(source.reader->kind(source.key[0]));
  if (status.ok() && parent_ != nullptr) {
    parent_->SettleKeys(source.reader->kind(source.parent_key[0]));
  }
  while (status.ok()) {
    const absl::StatusOr<bool> more = source.reader->Next();
    if (!more.ok()) {
      return absl::InvalidArgumentError(absl::StrCat(source.name, ": ", more.status().message()));
    }
    if (!*more) break;
    const size_t rows = source.reader->rows();
    for (source.begin = 0; status.ok() && source.begin < rows; source.begin += kRunRows) {
      if (absl::Status stop = CheckCancelled(cancel); !stop.ok()) return stop;
      source.count = std::min(kRunRows, rows - source.begin);
      status = ReadRun(&source);
    }
    source.rows_before += rows;
    read_ += rows;
  }
  return status;
}

void TableIngest::SettleKeys(CellKind kind) {
  if (!text_keys_ && kind != CellKind::kNull) text_keys_ = !IsIntegerKey(kind);
}

absl::StatusOr<int> TableIngest::BindColumn(const Source& source, std::string_view name) const {
  const int found = source.reader->Find(name);
  if (found >= 0) return found;
  DataErrorDetail detail;
  detail.table = table_.name;
  detail.source = source.name;
  detail.problem = found == -2
                       ? absl::StrCat("there are several columns `", ToAbsl(name), "`")
                       : absl::StrCat("there is no column `", ToAbsl(name), "`, which ", place_,
                                      " names", DidYouMean(name, source.reader->column_names()));
  return DataError(detail);
}

absl::Status TableIngest::WrongType(const Source& source, int column,
                                    std::string_view wanted) const {
  DataErrorDetail detail;
  detail.table = table_.name;
  detail.source = source.name;
  detail.column = source.reader->column_names()[static_cast<size_t>(column)];
  detail.expected = std::string(wanted);
  detail.problem = absl::StrCat("its type is ", source.reader->TypeText(column),
                                ", which cannot be read as ", ToAbsl(wanted));
  return DataError(detail);
}

absl::Status TableIngest::Bind(Source* source) const {
  for (size_t i = 0; i < table_.columns.size(); ++i) {
    source->columns.push_back(-1);
    const ColumnSchema& column = table_.columns[i];
    if (computed_[i]) continue;
    const absl::StatusOr<int> found = BindColumn(*source, column.source_name());
    if (!found.ok()) return found.status();
    source->columns.back() = *found;
    if (!readers_[i]->Takes(source->reader->kind(*found))) {
      const bool needs_format = source->reader->kind(*found) == CellKind::kInteger;
      return WrongType(*source, *found,
                       absl::StrCat(ToAbsl(TypeName(column.type)),
                                    needs_format ? " without a `format` (such as \"%s\")" : ""));
    }
  }
  for (const auto& [names, places] :
       {std::pair(&table_.key, &source->key), std::pair(&table_.parent_key, &source->parent_key)}) {
    for (const std::string& name : *names) {
      const absl::StatusOr<int> found = BindColumn(*source, name);
      if (!found.ok()) return found.status();
      if (!CanBeKey(source->reader->kind(*found))) return WrongType(*source, *found, "a key");
      places->push_back(*found);
    }
  }
  return absl::OkStatus();
}

void TableIngest::Close() {
  if (closed_) return;
  closed_ = true;
  if (!dead_.empty()) {
    std::sort(dead_.begin(), dead_.end());
    for (RawColumn& column : raw_.columns) column = WithoutRows(column, dead_);
    for (RawColumn* column : {&raw_.parent_row, &raw_.key_integers, &raw_.key_texts,
                              &own_key_integers_, &own_key_texts_}) {
      if (column->rows() > 0) *column = WithoutRows(*column, dead_);
    }
    raw_.rows -= dead_.size();
    index_.Renumbered();
    dead_ = {};
  }
  for (size_t i = 0; i < gathered_.size(); ++i) {
    if (gathered_[i].empty()) continue;
    std::stable_sort(gathered_[i].begin(), gathered_[i].end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    raw_.columns[i] = WithElements(raw_.columns[i], gathered_[i]);
    gathered_[i] = {};
  }
}

void TableIngest::FindRows(const Keys& keys, std::span<const uint32_t> rows,
                           std::vector<uint32_t>* found) {
  index_.Find(keys, rows, found);
}

uint32_t TableIngest::FindOrAddMember(const Keys& keys, size_t row) {
  const uint32_t known =
      keys.text ? index_.Place(keys.texts[row]) : index_.Place(keys.integers[row]);
  if (known != kNoRow) return known;
  for (RawColumn& column : raw_.columns) column.AppendMissing();
  ++added_;
  return static_cast<uint32_t>(raw_.rows++);
}

void TableIngest::SwitchToText() {
  for (size_t i = 0; i < table_.columns.size(); ++i) {
    ColumnSchema& column = table_.columns[i];
    if (column.type != ColumnType::kCategory || !own_dictionaries_[i] ||
        own_dictionaries_[i]->size() <= kMostCategories || column.name == table_.cluster) {
      continue;
    }
    raw_.columns[i] = AsText(raw_.columns[i], *own_dictionaries_[i]);
    own_dictionaries_[i].reset();
    column.type = ColumnType::kText;  // its reader sees it too
  }
}

TableReport TableIngest::Report() const {
  TableReport report;
  report.table = table_.name;
  report.read = read_;
  report.kept = raw_.rows - added_ - dead_.size();
  const auto add = [](const std::string& what, uint64_t count, auto* list) {
    if (count > 0) list->emplace_back(what, count);
  };
  add("no parent key", skipped_no_parent_key_, &report.skipped);
  add("unknown parent", skipped_orphans_, &report.skipped);
  add("no time", skipped_no_time_, &report.skipped);
  add("no key", skipped_no_key_, &report.skipped);
  add(table_.repeats == Repeats::kCollect ? "repeated key, its sets gathered" : "repeated key",
      skipped_repeats_, &report.skipped);
  add("members added, of whom nothing but the key is known", added_, &report.notes);
  for (size_t i = 0; i < table_.columns.size(); ++i) {
    add(absl::StrCat("`", table_.columns[i].name, "`: values that did not parse, made missing"),
        readers_[i]->invalid(), &report.notes);
  }
  return report;
}

RawTable TableIngest::Take(int first_lookup_dictionary, const Schema& schema,
                           std::vector<std::unique_ptr<RawDictionary>>* dictionaries) {
  for (size_t i = 0; i < table_.columns.size(); ++i) {
    int dictionary = -1;
    if (own_dictionaries_[i]) {
      dictionary = static_cast<int>(dictionaries->size());
      dictionaries->push_back(std::move(own_dictionaries_[i]));
    } else if (const int lookup = LookupOf(schema, table_.columns[i]); lookup >= 0) {
      dictionary = first_lookup_dictionary + lookup;
    }
    raw_.dictionaries.push_back(dictionary);
  }
  raw_.Seal();
  return std::move(raw_);
}

}  // namespace seine
