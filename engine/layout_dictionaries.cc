#include "engine/layout_dictionaries.h"

#include <algorithm>
#include <mutex>
#include <numeric>
#include <string_view>

#include "engine/parallel_for.h"
#include "engine/part_names.h"

namespace seine {
namespace {

// A column whose values are codes of a dictionary.
struct CodedColumn {
  const RawColumn* column;
  size_t dictionary;
};

std::vector<CodedColumn> CodedColumns(const RawStore& raw) {
  std::vector<CodedColumn> out;
  const auto add_table = [&](const RawTable& table) {
    for (size_t c = 0; c < table.columns.size(); ++c) {
      if (table.dictionaries[c] >= 0)
        out.push_back({&table.columns[c], static_cast<size_t>(table.dictionaries[c])});
    }
  };
  for (const RawTable& table : raw.tables) add_table(table);
  for (const RawTable& table : raw.lookups) add_table(table);
  for (size_t i = 0; i < raw.lookups.size(); ++i) {
    out.push_back(
        {&raw.lookups[i].key_integers, static_cast<size_t>(raw.lookup_key_dictionaries[i])});
  }
  return out;
}

void MarkUsed(const RawColumn& column, std::vector<uint8_t>* used) {
  std::vector<uint32_t> room;
  for (uint64_t row = 0; row < column.rows(); ++row) {
    if (column.Missing(row)) continue;
    if (column.type() == ColumnType::kSet) {
      for (uint32_t code : column.Set(row, &room)) (*used)[code] = 1;
    } else {
      (*used)[static_cast<size_t>(column.Value(row))] = 1;
    }
  }
}

SortedDictionary Sorted(const RawDictionary& raw, const std::vector<uint8_t>& used) {
  std::vector<uint32_t> order;
  for (uint32_t code = 0; code < raw.size(); ++code) {
    if (used[code] != 0) order.push_back(code);
  }
  std::sort(order.begin(), order.end(),
            [&](uint32_t a, uint32_t b) { return raw.Text(a) < raw.Text(b); });
  SortedDictionary out;
  out.size = static_cast<uint32_t>(order.size());
  out.codes.assign(raw.size(), kUnusedCode);
  out.offsets.push_back(0);
  for (uint32_t code = 0; code < out.size; ++code) {
    const std::string_view text = raw.Text(order[code]);
    out.codes[order[code]] = code;
    out.bytes.insert(out.bytes.end(), text.begin(), text.end());
    out.offsets.push_back(out.bytes.size());
  }
  return out;
}

}  // namespace

std::vector<SortedDictionary> SortDictionaries(RawStore* raw, int threads) {
  std::vector<std::vector<uint8_t>> used;
  for (const auto& dictionary : raw->dictionaries) used.emplace_back(dictionary->size(), 0);
  const std::vector<CodedColumn> columns = CodedColumns(*raw);
  std::mutex mutex;
  ParallelFor(columns.size(), threads, [&](size_t i) {
    const size_t dictionary = columns[i].dictionary;
    std::vector<uint8_t> mine(used[dictionary].size(), 0);
    MarkUsed(*columns[i].column, &mine);
    const std::lock_guard<std::mutex> lock(mutex);
    for (size_t code = 0; code < mine.size(); ++code) used[dictionary][code] |= mine[code];
    return absl::OkStatus();
  }).IgnoreError();
  std::vector<SortedDictionary> out(used.size());
  ParallelFor(out.size(), threads, [&](size_t i) {
    out[i] = Sorted(*raw->dictionaries[i], used[i]);
    raw->dictionaries[i].reset();
    return absl::OkStatus();
  }).IgnoreError();
  return out;
}

absl::Status WriteDictionary(size_t index, SortedDictionary* dictionary, PartWriter* writer) {
  const std::vector<int64_t> numbers = {dictionary->size,
                                        dictionary->size};  // size, size of the sorted base
  const std::vector<std::span<const uint8_t>> arrays = {BytesOf(dictionary->offsets),
                                                        BytesOf(dictionary->bytes)};
  absl::Status status = writer->WriteRegion(DictionaryRegion(index), numbers, arrays);
  dictionary->offsets = {};
  dictionary->bytes = {};
  return status;
}

}  // namespace seine
