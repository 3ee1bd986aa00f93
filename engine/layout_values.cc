#include "engine/layout_values.h"

#include <algorithm>

namespace seine {
namespace {

// Calls fn(row, code) in order of rows.
template <typename Fn>
void ForEachCode(const ColumnRows& column, Fn&& fn) {
  if (column.type == ColumnType::kSet) {
    for (size_t row = 0; row < column.rows; ++row) {
      for (uint32_t e = column.set_offsets[row]; e < column.set_offsets[row + 1]; ++e) {
        fn(static_cast<uint32_t>(row), column.codes[e]);
      }
    }
    return;
  }
  for (size_t row = 0; row < column.rows; ++row) {
    if (!column.Present(row)) continue;
    fn(static_cast<uint32_t>(row),
       column.codes.empty() ? static_cast<uint32_t>(column.values[row]) : column.codes[row]);
  }
}

// The distinct members of a value's rows, one block after the other.
class MemberCollector {
 public:
  explicit MemberCollector(const RowMembers& rows) : rows_(rows), words_(kBlockWords) {}

  Bitmap Collect(std::span<const uint32_t> value_rows) {
    BitmapBuilder builder;
    auto next = value_rows.begin();
    for (uint32_t block = 0; next != value_rows.end(); ++block) {
      const uint64_t end = rows_.block_begin[block + 1];
      if (*next >= end) continue;
      std::fill(words_.begin(), words_.end(), 0);
      for (; next != value_rows.end() && *next < end; ++next) {
        const uint16_t member = rows_.member[*next];
        words_[member >> 6] |= uint64_t{1} << (member & 63);
      }
      builder.AddWords(block, words_.data());
    }
    return builder.Finish();
  }

 private:
  RowMembers rows_;
  AlignedVector<uint64_t> words_;
};

}  // namespace

ValueRows GroupByValue(const ColumnRows& column) {
  ValueRows out;
  std::vector<uint64_t> next;  // per code: first how many rows, then where its next row goes
  ForEachCode(column, [&](uint32_t, uint32_t code) {
    if (code >= next.size()) next.resize(size_t{code} + 1);
    ++next[code];
  });
  uint64_t total = 0;
  for (size_t code = 0; code < next.size(); ++code) {
    const uint64_t count = next[code];
    next[code] = total;
    if (count == 0) continue;
    out.codes.push_back(static_cast<uint32_t>(code));
    out.begin.push_back(total);
    total += count;
  }
  out.begin.push_back(total);
  out.rows.resize(total);
  ForEachCode(column, [&](uint32_t row, uint32_t code) { out.rows[next[code]++] = row; });
  return out;
}

void ValueIndexWriter::Add(uint32_t code, const Bitmap& bitmap) {
  codes_.push_back(code);
  cardinality_.push_back(bitmap.View().Cardinality());
  header_begin_.push_back(static_cast<uint32_t>(headers_.size()));
  data_begin_.push_back(containers_.size());
  list_begin_.push_back(static_cast<uint32_t>(lists_.size()));
  headers_.insert(headers_.end(), bitmap.headers().begin(), bitmap.headers().end());
  containers_.insert(containers_.end(), bitmap.bytes().begin(), bitmap.bytes().end());
  containers_.resize((containers_.size() + kCacheLine - 1) / kCacheLine * kCacheLine);
  lists_.insert(lists_.end(), bitmap.offsets().begin(), bitmap.offsets().end());
}

absl::Status ValueIndexWriter::Write(const std::string& region, PartWriter* writer) {
  header_begin_.push_back(static_cast<uint32_t>(headers_.size()));
  list_begin_.push_back(static_cast<uint32_t>(lists_.size()));
  containers_.resize(containers_.size() + kReadPadding);
  const std::vector<std::span<const uint8_t>> arrays = {
      BytesOf(codes_),      BytesOf(cardinality_), BytesOf(header_begin_), BytesOf(headers_),
      BytesOf(data_begin_), BytesOf(containers_),  BytesOf(list_begin_),   BytesOf(lists_)};
  return writer->WriteRegion(region, {}, arrays);
}

absl::Status WriteAttributeIndex(const ValueRows& values, const std::string& region,
                                 PartWriter* writer) {
  ValueIndexWriter index;
  for (size_t i = 0; i < values.codes.size(); ++i)
    index.Add(values.codes[i], Bitmap::FromOffsets(values.RowsOf(i)));
  return index.empty() ? absl::OkStatus() : index.Write(region, writer);
}

absl::Status WriteRollups(const ValueRows& values, const RowMembers& rows, uint32_t density,
                          const std::string& region, PartWriter* writer) {
  const uint64_t wanted = uint64_t{density} * (rows.block_begin.size() - 1);
  ValueIndexWriter index;
  MemberCollector members(rows);
  for (size_t i = 0; i < values.codes.size(); ++i) {
    if (values.RowsOf(i).size() < wanted) continue;
    const Bitmap bitmap = members.Collect(values.RowsOf(i));
    if (bitmap.View().Cardinality() >= wanted) index.Add(values.codes[i], bitmap);
  }
  return index.empty() ? absl::OkStatus() : index.Write(region, writer);
}

absl::Status WritePostings(ValueRows values, uint64_t part_rows, const std::string& region,
                           PartWriter* writer) {
  if (values.codes.empty()) return absl::OkStatus();
  std::vector<uint64_t> begin;
  uint64_t filled = 0;
  for (size_t i = 0; i < values.codes.size(); ++i) {
    begin.push_back(filled);
    const std::span<const uint32_t> rows = values.RowsOf(i);
    if (rows.size() >= (part_rows + kPostingsShare - 1) / kPostingsShare) continue;
    // Only ever to the left.
    std::copy(rows.begin(), rows.end(), values.rows.begin() + static_cast<int64_t>(filled));
    filled += rows.size();
  }
  begin.push_back(filled);
  values.rows.resize(filled);
  const std::vector<std::span<const uint8_t>> arrays = {BytesOf(values.codes), BytesOf(begin),
                                                        BytesOf(values.rows)};
  return writer->WriteRegion(region, {}, arrays);
}

}  // namespace seine
