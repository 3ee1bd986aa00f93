#include "engine/raw_table.h"

#include <algorithm>
#include <utility>

#include "engine/packed_integers.h"

namespace seine {
namespace {

constexpr uint64_t kChunkRows = uint64_t{1} << 16;

// A full chunk. Numbers: `values` per row. Text: `bytes`, and in `ends` where each row's end. Sets:
// `values` are the codes of all rows, and `ends` says where each row's end.
struct Chunk {
  std::unique_ptr<uint64_t[]> present;  // null: every row has a value
  PackedIntegers values;
  PackedIntegers ends;
  std::unique_ptr<char[]> bytes;
  size_t byte_count = 0;
};

}  // namespace

// The last chunk is open: its values lie unpacked until it is full.
struct RawColumn::State {
  std::vector<Chunk> chunks;
  uint64_t rows = 0;

  std::vector<uint64_t> open_present;  // empty: every row has a value
  std::vector<int64_t> open_values;
  std::vector<int64_t> open_ends;
  std::string open_bytes;
  uint64_t open_missing = 0;

  uint64_t open_rows() const { return rows % kChunkRows; }
  bool IsOpen(uint64_t row) const { return row / kChunkRows == chunks.size(); }
  void Advance(bool present);
  void CloseChunk(uint64_t rows_in_chunk);
  uint64_t BeginOf(uint64_t row, bool open) const;
  uint64_t EndOf(uint64_t row, bool open) const;
};

void RawColumn::State::Advance(bool present) {
  if (!present) {
    if (open_missing++ == 0) open_present.assign(kChunkRows / 64, ~uint64_t{0});
    const uint64_t place = open_rows();
    open_present[place / 64] &= ~(uint64_t{1} << (place % 64));
  }
  if (++rows % kChunkRows == 0) CloseChunk(kChunkRows);
}

void RawColumn::State::CloseChunk(uint64_t rows_in_chunk) {
  if (rows_in_chunk == 0) return;
  Chunk chunk;
  chunk.values = PackedIntegers::Pack(open_values);
  chunk.ends = PackedIntegers::Pack(open_ends);
  if (open_missing > 0) {
    chunk.present = std::make_unique<uint64_t[]>(open_present.size());
    std::copy(open_present.begin(), open_present.end(), chunk.present.get());
  }
  if (!open_bytes.empty()) {
    chunk.bytes = std::make_unique<char[]>(open_bytes.size());
    chunk.byte_count = open_bytes.size();
    std::copy(open_bytes.begin(), open_bytes.end(), chunk.bytes.get());
  }
  chunks.push_back(std::move(chunk));
  open_present.clear();
  open_values.clear();
  open_ends.clear();
  open_bytes.clear();
  open_missing = 0;
}

uint64_t RawColumn::State::EndOf(uint64_t row, bool open) const {
  const uint64_t place = row % kChunkRows;
  return static_cast<uint64_t>(open ? open_ends[place] : chunks[row / kChunkRows].ends.At(place));
}

uint64_t RawColumn::State::BeginOf(uint64_t row, bool open) const {
  return row % kChunkRows == 0 ? 0 : EndOf(row - 1, open);
}

RawColumn::RawColumn(ColumnType type) : type_(type), state_(std::make_unique<State>()) {}
RawColumn::~RawColumn() = default;
RawColumn::RawColumn(RawColumn&&) noexcept = default;
RawColumn& RawColumn::operator=(RawColumn&&) noexcept = default;

void RawColumn::AppendMissing() {
  switch (type_) {
    case ColumnType::kText:
      state_->open_ends.push_back(static_cast<int64_t>(state_->open_bytes.size()));
      break;
    case ColumnType::kSet:
      state_->open_ends.push_back(static_cast<int64_t>(state_->open_values.size()));
      break;
    default:
      // Any value does; the one before keeps the range small.
      state_->open_values.push_back(state_->open_values.empty() ? 0 : state_->open_values.back());
  }
  state_->Advance(false);
}

void RawColumn::AppendValue(int64_t value) {
  // Leading missing rows took 0, which may lie far from all values.
  if (state_->open_missing == state_->open_values.size() && state_->open_missing > 0) {
    std::fill(state_->open_values.begin(), state_->open_values.end(), value);
  }
  state_->open_values.push_back(value);
  state_->Advance(true);
}

void RawColumn::AppendValues(std::span<const int64_t> values) {
  while (!values.empty()) {
    if (state_->open_missing > 0) {  // the first of them may stand in for the missing before it
      AppendValue(values[0]);
      values = values.subspan(1);
      if (state_->open_missing == state_->open_values.size() || values.empty()) continue;
    }
    const size_t count = std::min<size_t>(values.size(), kChunkRows - state_->open_rows());
    state_->open_values.insert(state_->open_values.end(), values.begin(),
                               values.begin() + static_cast<int64_t>(count));
    state_->rows += count;
    if (state_->open_rows() == 0) state_->CloseChunk(kChunkRows);
    values = values.subspan(count);
  }
}

void RawColumn::AppendText(std::string_view text) {
  state_->open_bytes.append(text);
  state_->open_ends.push_back(static_cast<int64_t>(state_->open_bytes.size()));
  state_->Advance(true);
}

void RawColumn::AppendSet(std::span<const uint32_t> codes) {
  state_->open_values.insert(state_->open_values.end(), codes.begin(), codes.end());
  state_->open_ends.push_back(static_cast<int64_t>(state_->open_values.size()));
  state_->Advance(true);
}

void RawColumn::Seal() {
  state_->CloseChunk(state_->open_rows());
  state_->open_present.shrink_to_fit();
  state_->open_values.shrink_to_fit();
  state_->open_ends.shrink_to_fit();
  state_->open_bytes.shrink_to_fit();
  state_->chunks.shrink_to_fit();
}

uint64_t RawColumn::rows() const { return state_->rows; }

bool RawColumn::Missing(uint64_t row) const {
  const uint64_t place = row % kChunkRows;
  const uint64_t* words = nullptr;
  if (!state_->IsOpen(row)) {
    words = state_->chunks[row / kChunkRows].present.get();
  } else if (state_->open_missing > 0) {
    words = state_->open_present.data();
  }
  return words != nullptr && ((words[place / 64] >> (place % 64)) & 1) == 0;
}

int64_t RawColumn::Value(uint64_t row) const {
  const uint64_t place = row % kChunkRows;
  return state_->IsOpen(row) ? state_->open_values[place]
                             : state_->chunks[row / kChunkRows].values.At(place);
}

std::string_view RawColumn::Text(uint64_t row) const {
  const bool open = state_->IsOpen(row);
  const uint64_t begin = state_->BeginOf(row, open);
  const uint64_t end = state_->EndOf(row, open);
  const char* bytes =
      open ? state_->open_bytes.data() : state_->chunks[row / kChunkRows].bytes.get();
  return {bytes + begin, end - begin};
}

std::span<const uint32_t> RawColumn::Set(uint64_t row, std::vector<uint32_t>* room) const {
  const bool open = state_->IsOpen(row);
  const uint64_t end = state_->EndOf(row, open);
  room->clear();
  for (uint64_t i = state_->BeginOf(row, open); i < end; ++i) {
    room->push_back(static_cast<uint32_t>(open ? state_->open_values[i]
                                               : state_->chunks[row / kChunkRows].values.At(i)));
  }
  return *room;
}

void RawColumn::AppendPresent(uint64_t begin, uint64_t end, std::vector<int64_t>* values) const {
  while (begin < end) {
    const bool open = state_->IsOpen(begin);
    const Chunk* chunk = open ? nullptr : &state_->chunks[begin / kChunkRows];
    const uint64_t stop = std::min(end, (begin / kChunkRows + 1) * kChunkRows);
    uint64_t first = begin % kChunkRows;
    uint64_t last = first + (stop - begin);
    const bool set = type_ == ColumnType::kSet;
    if (set) {
      first = state_->BeginOf(begin, open);
      last = state_->EndOf(stop - 1, open);
    }
    const uint64_t* present = nullptr;
    if (!set && open && state_->open_missing > 0) present = state_->open_present.data();
    if (!set && !open) present = chunk->present.get();
    for (uint64_t i = first; i < last; ++i) {
      if (present != nullptr && ((present[i / 64] >> (i % 64)) & 1) == 0) continue;
      values->push_back(open ? state_->open_values[i] : chunk->values.At(i));
    }
    begin = stop;
  }
}

uint64_t RawColumn::MemoryBytes() const {
  const State& state = *state_;
  uint64_t bytes = sizeof(State) + state.chunks.capacity() * sizeof(Chunk) +
                   state.open_present.capacity() * sizeof(uint64_t) +
                   (state.open_values.capacity() + state.open_ends.capacity()) * sizeof(int64_t) +
                   state.open_bytes.capacity();
  for (const Chunk& chunk : state.chunks) {
    bytes += chunk.values.MemoryBytes() + chunk.ends.MemoryBytes() + chunk.byte_count +
             (chunk.present ? kChunkRows / 8 : 0);
  }
  return bytes;
}

}  // namespace seine
