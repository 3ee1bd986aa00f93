// Read-only views of one column of one table in one shard, as it lies in a part.
//
// Rows are the part's rows of the table, 0 .. rows-1 (for the root: offsets of members in the
// shard). Views do not own; the Snapshot keeps the parts alive. Immutable, safe from many threads.
// Regions must be verified (Ensure) before the bytes are read: a query does so for the columns it
// needs, per shard, before it evaluates.
#ifndef SEINE_ENGINE_COLUMN_VIEW_H_
#define SEINE_ENGINE_COLUMN_VIEW_H_

#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

#include "engine/bitmap.h"
#include "engine/region.h"
#include "engine/schema.h"

namespace seine {

// Bit i: the row has a value. No words: every row has one.
struct PresenceView {
  const uint64_t* words = nullptr;
  bool Has(uint64_t row) const {
    return words == nullptr || ((words[row >> 6] >> (row & 63)) & 1) != 0;
  }
};

// Fixed-width values v as (v - min) / gcd: the raw value, in as many bits as the greatest needs, or
// whole bytes where these are hardly more (StoredBits in numeric_planes.h). They lie most
// significant first in planes of two bytes a row, then one of one byte, then what is left, 1 to 6
// bits, packed. Codes of categories, integers, decimals, dates, timestamps, and reals
// through OrderedBits (below). A missing row's raw value is 0.
struct NumericView {
  int64_t min = 0;
  uint64_t gcd = 1;
  uint64_t max_raw = 0;  // greatest (v - min) / gcd; 0: every present value is `min`
  struct Plane {
    const uint8_t* data = nullptr;  // u8 or u16 little-endian, aligned to 64
    int bytes = 1;                  // 1 or 2
  };
  int plane_count = 0;
  Plane planes[4];  // widths by stored bits: 0-6:{} 8-14:{1} 16-21:{2} 24-29:{2,1} 32:{2,2} ...
  // The low_bits lowest bits of row r lie at bit low_bits * r of `low`, kReadPadding bytes beyond
  // the last are readable; 0: the planes hold everything.
  int low_bits = 0;
  const uint8_t* low = nullptr;

  // Bits a row takes.
  int bits() const {
    int bits = low_bits;
    for (int p = 0; p < plane_count; ++p) bits += 8 * planes[p].bytes;
    return bits;
  }
  uint64_t Raw(uint64_t row) const {
    uint64_t raw = 0;
    for (int p = 0; p < plane_count; ++p) {
      raw = planes[p].bytes == 1
                ? (raw << 8) | planes[p].data[row]
                : (raw << 16) | reinterpret_cast<const uint16_t*>(planes[p].data)[row];
    }
    return low_bits == 0 ? raw : (raw << low_bits) | Low(row);
  }
  uint64_t Low(uint64_t row) const {
    const uint64_t bit = row * static_cast<uint64_t>(low_bits);
    uint16_t pair = 0;
    std::memcpy(&pair, low + bit / 8, sizeof(pair));
    return (static_cast<uint64_t>(pair) >> (bit % 8)) & ((uint64_t{1} << low_bits) - 1);
  }
  int64_t Value(uint64_t row) const {
    return static_cast<int64_t>(static_cast<uint64_t>(min) + Raw(row) * gcd);
  }
};

// A double as an int64 of the same order, and back; -0 is stored as 0.
int64_t OrderedBits(double value);
double FromOrderedBits(int64_t bits);

// Row r holds the codes [offsets[r], offsets[r + 1]), ascending and distinct.
struct SetView {
  const uint32_t* offsets = nullptr;
  NumericView codes;
};

// Row r holds the bytes [Offset(r), Offset(r + 1)).
struct TextView {
  static constexpr int kBaseShift = 16;
  const uint64_t* bases = nullptr;    // of each 2^16 rows
  const uint32_t* offsets = nullptr;  // above the row's base
  const uint8_t* bytes = nullptr;
  uint64_t Offset(uint64_t row) const { return bases[row >> kBaseShift] + offsets[row]; }
  std::string_view Text(uint64_t row) const {
    const uint64_t begin = Offset(row);
    return {reinterpret_cast<const char*>(bytes) + begin,
            static_cast<size_t>(Offset(row + 1) - begin)};
  }
};

// Value -> members of the shard. For an attribute: the members that have the value. For a child
// column: the rollup, the members that ever had it in a row.
struct ValueIndexView {
  std::span<const uint32_t> codes;        // ascending; a code not listed has no stored bitmap
  std::span<const uint32_t> cardinality;  // members per code
  std::span<const uint32_t>
      header_begin;  // codes + 1, into headers; an empty range: see list_begin
  std::span<const ContainerHeader> headers;
  std::span<const uint64_t>
      data_begin;  // per code: where its containers' bytes begin (a multiple of 64)
  const uint8_t* containers = nullptr;  // all codes' container bytes, then kReadPadding more
  std::span<const uint32_t>
      list_begin;  // codes + 1, into lists: sorted shard offsets of sparse values
  std::span<const uint32_t> lists;
  const Region* region = nullptr;  // null: the column has no such index

  // Index into `codes`, or -1.
  int64_t Find(uint32_t code) const;
  BitmapView At(int64_t index) const;
};

// Value -> rows of the part, ascending, for child columns. Every code that a row has is listed; its
// range is empty where so many rows have it that a scan is as quick (so a code that is not listed
// has no row at all).
struct PostingsView {
  std::span<const uint32_t> codes;  // ascending
  std::span<const uint64_t> begin;  // codes + 1, into rows
  std::span<const uint32_t> rows;
  const Region* region = nullptr;  // null: the column has no postings

  int64_t Find(uint32_t code) const;
  std::span<const uint32_t> At(int64_t index) const {
    return rows.subspan(begin[index], begin[index + 1] - begin[index]);
  }
};

struct ColumnStats {
  uint64_t present = 0;      // rows with a value (sets: with at least one)
  uint64_t distinct = 0;     // exact for dictionary-coded columns; 0: unknown
  int64_t min = 0, max = 0;  // of numbers, when present > 0
  // Ascending equi-depth bounds (of at most 2^16 evenly spaced rows; the ends are exact): 257
  // values, or empty. Verified when the snapshot was created.
  std::span<const int64_t> bins;
};

struct ColumnView {
  ColumnType type = ColumnType::kInteger;
  bool absent = false;  // no row of this shard has a value; no view below is set
  PresenceView presence;
  const uint64_t* bits = nullptr;  // kBool: bit i is the value of row i (0 when missing)
  NumericView numeric;             // kCategory, kInteger, kDecimal, kReal, kDate, kTimestamp
  SetView set;                     // kSet
  TextView text;                   // kText
  ColumnStats stats;
  ValueIndexView index;             // kCategory, kSet (kBool: codes 0 and 1)
  PostingsView postings;            // kCategory, kSet of child tables
  const Region* forward = nullptr;  // holds presence, bits, numeric, set, text
};

}  // namespace seine

#endif  // SEINE_ENGINE_COLUMN_VIEW_H_
