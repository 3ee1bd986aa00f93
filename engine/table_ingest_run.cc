// A run of rows: parents, times, keys, values, in this order, so that values are parsed only for
// the rows that stay.

#include <algorithm>
#include <numeric>
#include <utility>

#include "absl/strings/str_cat.h"

#include "engine/table_ingest.h"

namespace seine {
namespace {

// The values of `wanted` out of those of `rows`; both ascend, and wanted is among rows.
void Narrow(const std::vector<uint32_t>& rows, const std::vector<uint32_t>& wanted,
            Values* values) {
  size_t from = 0;
  for (size_t to = 0; to < wanted.size(); ++to, ++from) {
    while (rows[from] != wanted[to]) ++from;
    values->missing[to] = values->missing[from];
    values->numbers[to] = values->numbers[from];
  }
  values->missing.resize(wanted.size());
  values->numbers.resize(wanted.size());
}

DataErrorDetail Problem(const char* problem, std::string option) {
  DataErrorDetail detail;
  detail.problem = problem;
  detail.option = std::move(option);
  return detail;
}

}  // namespace

// Rows from the failure on are of no interest any more.
void TableIngest::DropFailed() {
  if (!failure_) return;
  const auto end = std::lower_bound(rows_.begin(), rows_.end(), failure_->row);
  rows_.erase(end, rows_.end());
}

absl::Status TableIngest::ReadRun(Source* source) {
  rows_.resize(source->count);
  std::iota(rows_.begin(), rows_.end(), 0U);
  failure_.reset();
  repeats_.clear();
  absl::Status status = FindParents(source);
  if (status.ok()) status = ReadTimes(source);
  if (status.ok()) status = FindKeys(source);
  if (status.ok()) status = ReadColumns(source);
  if (status.ok() && failure_) status = FailureStatus(*source);
  if (!status.ok()) return status;
  for (const TableIngest* keyed :
       {static_cast<const TableIngest*>(this), static_cast<const TableIngest*>(parent_)}) {
    if (keyed == nullptr || keyed->table_.key.empty()) continue;
    if (keyed->raw_.rows + source->count >= kNoRow) {
      return absl::ResourceExhaustedError(
          absl::StrCat(keyed->table_.name, " has more than ", kNoRow - 1, " rows"));
    }
  }
  AppendRun();
  SwitchToText();
  return absl::OkStatus();
}

// Decodes the run's cells of several columns into cells_.
absl::Status TableIngest::Decode(Source* source, const std::vector<int>& columns) {
  cells_.resize(columns.size());
  for (size_t i = 0; i < columns.size(); ++i) {
    absl::Status status =
        source->reader->Decode(columns[i], source->begin, source->count, &cells_[i]);
    if (!status.ok()) {
      return absl::InvalidArgumentError(absl::StrCat(source->name, ": ", status.message()));
    }
  }
  return absl::OkStatus();
}

absl::Status TableIngest::FindParents(Source* source) {
  if (parent_ == nullptr) return absl::OkStatus();
  if (absl::Status status = Decode(source, source->parent_key); !status.ok()) return status;
  parent_keys_.text = parent_->keys_are_text();
  if (const auto bad = ReadKeys(rows_, table_.null_values, &cells_, &parent_keys_)) {
    FailKey(*bad, table_.parent_key, *parent_);
    DropFailed();
  }
  parent_->FindRows(parent_keys_, rows_, &parent_rows_);
  TakeParents(parent_keys_);
  return absl::OkStatus();
}

void TableIngest::TakeParents(const Keys& keys) {
  size_t kept = 0;
  for (uint32_t row : rows_) {
    if (keys.missing[row] != 0) {
      if (table_.orphans == Orphans::kError) {
        Fail(row, "",
             Problem("the parent key is empty",
                     absl::StrCat("`orphans = \"skip\"` in ", place_, " skips such rows")));
        break;
      }
      ++skipped_no_parent_key_;
      continue;
    }
    if (parent_rows_[row] == kNoRow && table_.orphans == Orphans::kAdd) {
      parent_rows_[row] = parent_->FindOrAddMember(keys, row);
    }
    if (parent_rows_[row] == kNoRow) {
      if (table_.orphans == Orphans::kError) {
        FailOrphan(row);
        break;
      }
      ++skipped_orphans_;
      continue;
    }
    rows_[kept++] = row;
  }
  rows_.resize(kept);
}

absl::Status TableIngest::ReadTimes(Source* source) {
  if (time_column_ < 0) return absl::OkStatus();
  const auto column = static_cast<size_t>(time_column_);
  if (absl::Status status = Decode(source, {source->columns[column]}); !status.ok()) return status;
  Values& times = values_[column];
  if (auto bad = readers_[column]->Read(rows_, &cells_[0], &times)) {
    Fail(table_.columns[column], *std::move(bad));
  }
  time_rows_ = rows_;
  size_t kept = 0;
  for (size_t i = 0; i < rows_.size(); ++i) {
    if (failure_ && rows_[i] >= failure_->row) break;
    if (times.missing[i] == 0) {
      rows_[kept++] = rows_[i];
    } else if (table_.missing_time == OnError::kSkip) {
      ++skipped_no_time_;
    } else {
      Fail(rows_[i], std::string(table_.columns[column].source_name()),
           Problem("the time is missing",
                   absl::StrCat("`missing_time = \"skip\"` in ", place_, " skips such rows")));
      break;
    }
  }
  rows_.resize(kept);
  return absl::OkStatus();
}

absl::Status TableIngest::FindKeys(Source* source) {
  if (table_.key.empty()) return absl::OkStatus();
  if (absl::Status status = Decode(source, source->key); !status.ok()) return status;
  keys_.text = keys_are_text();
  if (const auto bad = ReadKeys(rows_, table_.null_values, &cells_, &keys_)) {
    FailKey(*bad, table_.key, *this);
    DropFailed();
  }
  if (lookup_keys_ != nullptr) {
    PlaceKeys(
        [this](size_t row, uint32_t next) { return lookup_index_.Place(keys_.texts[row], next); },
        [this](size_t row, uint32_t next) { lookup_index_.Move(keys_.texts[row], next); });
  } else if (keys_.text) {
    PlaceKeys([this](size_t row, uint32_t) { return index_.Place(keys_.texts[row]); },
              [this](size_t row, uint32_t) { index_.Move(keys_.texts[row]); });
  } else {
    PlaceKeys([this](size_t row, uint32_t) { return index_.Place(keys_.integers[row]); },
              [this](size_t row, uint32_t) { index_.Move(keys_.integers[row]); });
  }
  return absl::OkStatus();
}

// `place(row, next)` says which row of the table has the key of that row of the run already; if
// none had, the key is that of the table's row `next` now. `move` makes it so although one had.
template <typename Place, typename Move>
void TableIngest::PlaceKeys(Place place, Move move) {
  size_t kept = 0;
  for (uint32_t row : rows_) {
    if (keys_.missing[row] != 0) {
      if (table_.missing_key == OnError::kError) {
        Fail(row, "",
             Problem("the key is empty",
                     absl::StrCat("`missing_key = \"skip\"` in ", place_, " skips such rows")));
        break;
      }
      ++skipped_no_key_;
      continue;
    }
    const auto next = static_cast<uint32_t>(raw_.rows + kept);
    if (const uint32_t before = place(row, next); before != kNoRow) {
      if (table_.repeats == Repeats::kError) {
        FailRepeat(row);
        break;
      }
      ++skipped_repeats_;
      if (table_.repeats == Repeats::kCollect) repeats_.emplace_back(row, before);
      if (table_.repeats != Repeats::kLast) continue;
      dead_.push_back(before);
      move(row, next);
    }
    rows_[kept++] = row;
  }
  rows_.resize(kept);
}

absl::Status TableIngest::ReadColumns(Source* source) {
  DropFailed();
  for (size_t i = 0; i < table_.columns.size(); ++i) {
    if (computed_[i]) continue;
    if (absl::Status status = ReadColumn(source, i); !status.ok()) return status;
  }
  for (size_t i = 0; i < table_.columns.size() && !failure_; ++i) {
    if (computed_[i]) Compute(i);
  }
  return absl::OkStatus();
}

absl::Status TableIngest::ReadColumn(Source* source, size_t column) {
  if (static_cast<int>(column) == time_column_) {
    if (!failure_) Narrow(time_rows_, rows_, &values_[column]);
    return absl::OkStatus();
  }
  if (absl::Status status = Decode(source, {source->columns[column]}); !status.ok()) return status;
  if (!repeats_.empty() && table_.columns[column].type == ColumnType::kSet) {
    std::vector<uint32_t> rows;
    for (const auto& [row, target] : repeats_) rows.push_back(row);
    Values& values = values_[column];
    if (auto bad = readers_[column]->Read(rows, &cells_[0], &values)) {
      Fail(table_.columns[column], *std::move(bad));
      return absl::OkStatus();
    }
    size_t code = 0;
    for (size_t i = 0; i < values.ends.size(); ++i) {
      for (; code < values.ends[i]; ++code) {
        gathered_[column].emplace_back(repeats_[i].second, values.codes[code]);
      }
    }
  }
  if (auto bad = readers_[column]->Read(rows_, &cells_[0], &values_[column])) {
    Fail(table_.columns[column], *std::move(bad));
  }
  return absl::OkStatus();
}

void TableIngest::Compute(size_t column) {
  const ComputedValue& computed = *computed_[column];
  Values& result = values_[column];
  result.Clear();
  result.missing.assign(rows_.size(), 0);
  result.numbers.resize(rows_.size());
  std::vector<int64_t> operands(computed.inputs().size());
  for (size_t i = 0; i < rows_.size(); ++i) {
    for (size_t o = 0; o < operands.size(); ++o) {
      const Values& input = values_[static_cast<size_t>(computed.inputs()[o])];
      operands[o] = input.numbers[i];
      if (input.missing[i] != 0) result.missing[i] = 1;
    }
    if (result.missing[i] != 0) continue;
    const ComputedValue::Outcome outcome = computed.Evaluate(operands, &result.numbers[i]);
    if (outcome == ComputedValue::Outcome::kValue) continue;
    result.missing[i] = 1;
    if (outcome == ComputedValue::Outcome::kMissing) continue;
    if (!readers_[column]->invalid_is_missing()) {
      const bool digits = outcome == ComputedValue::Outcome::kTooManyDigits;
      Fail(table_.columns[column], readers_[column]->Unfit(rows_[i], digits));
      return;
    }
    readers_[column]->CountInvalid();
  }
}

// Keys, but for those of lookups, were appended when they were placed.
void TableIngest::AppendRun() {
  for (size_t i = 0; i < table_.columns.size(); ++i) values_[i].AppendTo(&raw_.columns[i]);
  if (parent_ != nullptr) {
    for (uint32_t row : rows_) raw_.parent_row.AppendValue(parent_rows_[row]);
  }
  if (lookup_keys_ != nullptr) {
    for (uint32_t row : rows_) {
      raw_.key_integers.AppendValue(*lookup_keys_->Find(keys_.texts[row]));
    }
  }
  raw_.rows += rows_.size();
}

}  // namespace seine
