#include "engine/layout_column.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <numeric>
#include <utility>

#include "absl/strings/str_cat.h"

#include "engine/absl_bridge.h"
#include "engine/common_step.h"
#include "engine/container.h"
#include "engine/numeric_planes.h"

namespace seine {
namespace {

constexpr size_t kBins = 256;
constexpr uint64_t kBinSample = uint64_t{1} << 16;

class PresenceBits {
 public:
  explicit PresenceBits(ColumnRows* out) : out_(out) {
    out_->presence.assign((out->rows + 63) / 64, 0);
  }
  void Set(uint64_t row) {
    out_->presence[row >> 6] |= uint64_t{1} << (row & 63);
    ++out_->present;
  }
  void Finish() {
    if (out_->present == out_->rows) out_->presence = {};
  }

 private:
  ColumnRows* out_;
};

// `values` gets what `of` makes of each raw value.
template <typename T, typename Of>
void TakeValues(const RawColumn& raw, const RowList& rows, ColumnRows* out, std::vector<T>* values,
                Of&& of) {
  values->resize(rows.size());
  PresenceBits presence(out);
  for (size_t i = 0; i < rows.size(); ++i) {
    const uint64_t row = rows[i];
    if (raw.Missing(row)) continue;
    presence.Set(i);
    (*values)[i] = of(raw.Value(row));
  }
  presence.Finish();
}

void TakeTexts(const RawColumn& raw, const RowList& rows, ColumnRows* out) {
  out->text_offsets.reserve(rows.size() + 1);
  out->text_offsets.push_back(0);
  PresenceBits presence(out);
  for (size_t i = 0; i < rows.size(); ++i) {
    const uint64_t row = rows[i];
    if (!raw.Missing(row)) {
      presence.Set(i);
      const std::string_view text = raw.Text(row);
      out->text_bytes.insert(out->text_bytes.end(), text.begin(), text.end());
    }
    out->text_offsets.push_back(out->text_bytes.size());
  }
  presence.Finish();
}

absl::Status TakeSets(const RawColumn& raw, const RowList& rows, const std::vector<uint32_t>* codes,
                      std::string_view name, ColumnRows* out) {
  out->set_offsets.reserve(rows.size() + 1);
  out->set_offsets.push_back(0);
  std::vector<uint32_t> room;
  std::vector<uint32_t> set;
  for (size_t i = 0; i < rows.size(); ++i) {
    const uint64_t row = rows[i];
    set.clear();
    if (!raw.Missing(row)) {
      for (uint32_t code : raw.Set(row, &room))
        set.push_back(codes == nullptr ? code : (*codes)[code]);
    }
    std::sort(set.begin(), set.end());
    set.erase(std::unique(set.begin(), set.end()), set.end());
    if (!set.empty()) ++out->present;
    out->codes.insert(out->codes.end(), set.begin(), set.end());
    if (out->codes.size() > std::numeric_limits<uint32_t>::max()) {
      return absl::ResourceExhaustedError(absl::StrCat(
          "the sets of `", ToAbsl(name), "` have more than 2^32 - 1 values in one shard; ",
          "lay out fewer members per shard"));
    }
    out->set_offsets.push_back(static_cast<uint32_t>(out->codes.size()));
  }
  return absl::OkStatus();
}

// ORs the lowest `bits` of `raw` into row i's place.
void PutLow(uint64_t raw, int bits, size_t i, std::vector<uint8_t>* low) {
  const uint64_t bit = i * static_cast<uint64_t>(bits);
  const uint64_t kept = raw & ((uint64_t{1} << bits) - 1);
  uint16_t pair = 0;
  std::memcpy(&pair, low->data() + bit / 8, sizeof(pair));
  pair = static_cast<uint16_t>(pair | (kept << (bit % 8)));
  std::memcpy(low->data() + bit / 8, &pair, sizeof(pair));
}

bool HasBit(std::span<const uint64_t> presence, size_t i) {
  return presence.empty() || ((presence[i >> 6] >> (i & 63)) & 1) != 0;
}

template <typename T, typename Fn>
void ForEachPresent(std::span<const T> values, std::span<const uint64_t> presence, Fn&& fn) {
  for (size_t i = 0; i < values.size(); ++i) {
    if (HasBit(presence, i)) fn(i, values[i]);
  }
}

}  // namespace

absl::StatusOr<ColumnRows> TakeColumn(const RawColumn& raw, const RowList& rows,
                                      const std::vector<uint32_t>* codes, std::string_view name) {
  ColumnRows column;
  column.type = raw.type();
  column.rows = rows.size();
  switch (raw.type()) {
    case ColumnType::kText:
      TakeTexts(raw, rows, &column);
      break;
    case ColumnType::kSet:
      if (absl::Status status = TakeSets(raw, rows, codes, name, &column); !status.ok())
        return status;
      break;
    case ColumnType::kCategory:
      TakeValues(raw, rows, &column, &column.codes, [codes](int64_t value) {
        const auto code = static_cast<uint32_t>(value);
        return codes == nullptr ? code : (*codes)[code];
      });
      break;
    default:
      TakeValues(raw, rows, &column, &column.values, [](int64_t value) { return value; });
  }
  return column;
}

namespace {

template <typename T>
EncodedNumbers Encode(std::span<const T> values, std::span<const uint64_t> presence) {
  EncodedNumbers out;
  int64_t min = std::numeric_limits<int64_t>::max();
  int64_t max = std::numeric_limits<int64_t>::min();
  ForEachPresent(values, presence, [&](size_t, int64_t value) {
    min = std::min(min, value);
    max = std::max(max, value);
  });
  if (min > max) return out;
  const auto base = static_cast<uint64_t>(min);
  uint64_t gcd = 0;
  ForEachPresent(values, presence, [&](size_t, int64_t value) {
    gcd = CommonStep(gcd, static_cast<uint64_t>(value) - base);
  });
  out.min = min;
  out.gcd = std::max<uint64_t>(gcd, 1);
  out.max_raw = (static_cast<uint64_t>(max) - base) / out.gcd;
  const std::vector<int> widths = PlaneWidths(out.max_raw);
  const int low_bits = LowBits(out.max_raw);
  int shift = std::accumulate(widths.begin(), widths.end(), 0) * 8 + low_bits;
  std::vector<int> shifts;
  for (int width : widths) {
    out.planes.emplace_back(values.size() * static_cast<size_t>(width));
    shifts.push_back(shift -= width * 8);
  }
  std::vector<uint8_t> low;
  if (low_bits != 0) low.resize(LowBytes(values.size(), low_bits) + kReadPadding);
  ForEachPresent(values, presence, [&](size_t i, int64_t value) {
    uint64_t raw = static_cast<uint64_t>(value) - base;
    if (out.gcd != 1) raw /= out.gcd;
    if (low_bits != 0) PutLow(raw, low_bits, i, &low);
    for (size_t p = 0; p < widths.size(); ++p) {
      if (widths[p] == 1) {
        out.planes[p][i] = static_cast<uint8_t>(raw >> shifts[p]);
      } else {
        reinterpret_cast<uint16_t*>(out.planes[p].data())[i] =
            static_cast<uint16_t>(raw >> shifts[p]);
      }
    }
  });
  if (low_bits != 0) out.planes.push_back(std::move(low));
  return out;
}

}  // namespace

EncodedNumbers EncodeNumbers(std::span<const int64_t> values, std::span<const uint64_t> presence) {
  return Encode(values, presence);
}

EncodedNumbers EncodeCodes(std::span<const uint32_t> codes, std::span<const uint64_t> presence) {
  return Encode(codes, presence);
}

absl::StatusOr<EncodedOffsets> EncodeOffsets(std::span<const uint64_t> offsets,
                                             std::string_view name) {
  EncodedOffsets out;
  out.offsets.reserve(offsets.size());
  for (size_t i = 0; i < offsets.size(); ++i) {
    if (i >> TextView::kBaseShift == out.bases.size()) out.bases.push_back(offsets[i]);
    const uint64_t above = offsets[i] - out.bases.back();
    if (above > std::numeric_limits<uint32_t>::max()) {
      return absl::ResourceExhaustedError(absl::StrCat("the texts of `", ToAbsl(name),
                                                       "` take more than 4 GiB in 65,536 rows; ",
                                                       "shorten them or leave the column out"));
    }
    out.offsets.push_back(static_cast<uint32_t>(above));
  }
  return out;
}

absl::Status WriteForward(const ColumnRows& column, const std::string& region, PartWriter* writer) {
  const auto rows = static_cast<int64_t>(column.rows);
  if (column.present == 0) return writer->WriteRegion(region, std::vector<int64_t>{rows, 1}, {});
  std::vector<int64_t> numbers = {rows, 0};
  std::vector<std::span<const uint8_t>> arrays;
  if (column.type == ColumnType::kSet) {
    arrays.push_back(BytesOf(column.set_offsets));
  } else {
    arrays.push_back(BytesOf(column.presence));
  }
  EncodedNumbers encoded;
  EncodedOffsets offsets;
  std::vector<uint64_t> bits;
  if (column.type == ColumnType::kText) {
    absl::StatusOr<EncodedOffsets> texts = EncodeOffsets(column.text_offsets, region);
    if (!texts.ok()) return texts.status();
    offsets = *std::move(texts);
    arrays.push_back(BytesOf(offsets.bases));
    arrays.push_back(BytesOf(offsets.offsets));
    arrays.push_back(BytesOf(column.text_bytes));
  } else if (column.type == ColumnType::kBool) {
    bits.assign((column.rows + 63) / 64, 0);
    for (uint64_t i = 0; i < column.rows; ++i)
      bits[i >> 6] |= uint64_t{column.values[i] != 0} << (i & 63);
    arrays.push_back(BytesOf(bits));
  } else {
    const bool coded = !column.codes.empty();
    encoded = coded ? EncodeCodes(column.codes, column.presence)
                    : EncodeNumbers(column.values, column.presence);
    numbers.insert(
        numbers.end(),
        {encoded.min, static_cast<int64_t>(encoded.gcd), static_cast<int64_t>(encoded.max_raw),
         static_cast<int64_t>(std::max(column.codes.size(), column.values.size()))});
    for (const std::vector<uint8_t>& plane : encoded.planes) arrays.push_back(BytesOf(plane));
  }
  return writer->WriteRegion(region, numbers, arrays);
}

ColumnStats StatsOf(const ColumnRows& column, std::vector<int64_t>* bins) {
  ColumnStats stats;
  stats.present = column.present;
  bins->clear();
  const bool numeric = column.type == ColumnType::kInteger || column.type == ColumnType::kDecimal ||
                       column.type == ColumnType::kReal || column.type == ColumnType::kDate ||
                       column.type == ColumnType::kTimestamp;
  if (!numeric || column.present == 0) return stats;
  const uint64_t stride = (column.present + kBinSample - 1) / kBinSample;
  std::vector<int64_t> sample;
  uint64_t seen = 0;
  stats.min = std::numeric_limits<int64_t>::max();
  stats.max = std::numeric_limits<int64_t>::min();
  ForEachPresent(std::span(column.values), column.presence, [&](size_t, int64_t value) {
    stats.min = std::min(stats.min, value);
    stats.max = std::max(stats.max, value);
    if (seen++ % stride == 0) sample.push_back(value);
  });
  std::sort(sample.begin(), sample.end());
  for (size_t b = 0; b <= kBins; ++b) bins->push_back(sample[b * (sample.size() - 1) / kBins]);
  bins->front() = stats.min;
  bins->back() = stats.max;
  return stats;
}

}  // namespace seine
