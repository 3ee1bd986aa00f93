// Question: what does the exact bit width of stored numbers cost, or save, where a range is tested
// on every row? The same values lie once as a column stores them (planes of whole bytes and the
// rest packed) and once in whole bytes throughout. Both are tested block by block with the same
// kernels; answers are compared.
//
//   scan_bench [--rows=67108864] [--benchmark_filter=/20/]
//
// Corpus: uniform values of each width, seed 1; the range holds the middle quarter. `small` is 2^20
// rows over and over (it stays in the last cache), `large` is all --rows (it does not).

#include <algorithm>
#include <cstdlib>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "benchmark/benchmark.h"

#include "bench/program.h"
#include "engine/aligned_vector.h"
#include "engine/block.h"
#include "engine/container.h"
#include "engine/numeric_planes.h"
#include "query/plane_scan.h"

namespace seine::bench {
namespace {

constexpr uint64_t kSmall = uint64_t{1} << 20;

using Bytes = AlignedVector<uint8_t>;

struct Column {
  NumericView view;
  std::vector<Bytes> held;
};

// `values` as a column of `stored_bits` keeps them.
Column Store(const std::vector<uint32_t>& values, int stored_bits) {
  Column column;
  NumericView& view = column.view;
  view.max_raw = (uint64_t{1} << stored_bits) - 1;
  stored_bits = StoredBits(view.max_raw);
  int shift = stored_bits;
  for (const int width : PlaneWidths(view.max_raw)) {
    shift -= width * 8;
    Bytes& plane = column.held.emplace_back(values.size() * static_cast<size_t>(width));
    for (size_t i = 0; i < values.size(); ++i) {
      for (int byte = 0; byte < width; ++byte) {
        plane[i * static_cast<size_t>(width) + static_cast<size_t>(byte)] =
            static_cast<uint8_t>(values[i] >> (shift + 8 * byte));
      }
    }
    view.planes[view.plane_count++] = {plane.data(), width};
  }
  view.low_bits = LowBits(view.max_raw);
  if (view.low_bits == 0) return column;
  Bytes& low = column.held.emplace_back(LowBytes(values.size(), view.low_bits) + kReadPadding);
  for (size_t i = 0; i < values.size(); ++i) {
    for (int b = 0; b < view.low_bits; ++b) {
      const size_t bit = i * static_cast<size_t>(view.low_bits) + static_cast<size_t>(b);
      low[bit / 8] = static_cast<uint8_t>(low[bit / 8] | ((values[i] >> b) & 1u) << (bit % 8));
    }
  }
  view.low = low.data();
  return column;
}

struct Corpus {
  int bits = 0;
  Column stored;
  Column whole;  // the same values in whole bytes
};

const Corpus& CorpusOf(uint64_t rows, int bits) {
  static Corpus kept;  // one at a time, they are large
  static uint64_t kept_rows = 0;
  if (kept.bits == bits && kept_rows == rows) return kept;
  std::mt19937_64 random(1);
  std::vector<uint32_t> values(rows);
  for (uint32_t& value : values) value = static_cast<uint32_t>(random() >> (64 - bits));
  kept = {bits, Store(values, bits), Store(values, (bits + 7) / 8 * 8)};
  kept_rows = rows;
  return kept;
}

uint64_t Count(const NumericView& view, int bits, uint64_t rows) {
  const uint64_t quarter = uint64_t{1} << bits >> 2;
  const std::pair<uint64_t, uint64_t> range = {quarter + quarter / 2, 2 * quarter + quarter / 2};
  uint64_t count = 0;
  alignas(64) uint64_t mask[kBlockWords];
  for (uint64_t begin = 0; begin < rows; begin += kBlockSize) {
    if (!ScanRange(view, range, begin, kBlockSize, mask)) std::abort();
    for (const uint64_t word : mask) count += static_cast<uint64_t>(__builtin_popcountll(word));
  }
  return count;
}

void Scan(benchmark::State& state, uint64_t rows, int bits, bool whole) {
  const Corpus& corpus = CorpusOf(rows, bits);
  const uint64_t expected = Count(corpus.whole.view, bits, rows);
  const NumericView& view = whole ? corpus.whole.view : corpus.stored.view;
  for (auto _ : state) {
    if (Count(view, bits, rows) != expected) state.SkipWithError("another answer");
  }
  state.counters["rows/s"] =
      benchmark::Counter(static_cast<double>(rows), benchmark::Counter::kIsIterationInvariantRate);
}

int Main(int argc, char** argv) {
  const uint64_t rows =
      TakeNumber(&argc, argv, "rows", uint64_t{1} << 26) / kBlockSize * kBlockSize;
  Begin(&argc, argv, "what exact bit widths cost in a range scan",
        "uniform values, seed 1; " + std::to_string(rows) + " rows");
  for (const auto& [name, size] : {std::pair("small", kSmall), std::pair("large", rows)}) {
    for (const int bits : {1, 3, 5, 8, 11, 16, 20, 24, 28, 32}) {
      for (const bool whole : {false, true}) {
        if (whole && bits % 8 == 0) continue;  // it is the same
        const std::string title =
            std::string(name) + "/" + std::to_string(bits) + (whole ? "/whole bytes" : "/stored");
        benchmark::RegisterBenchmark(title.c_str(), [=, size = size](benchmark::State& state) {
          Scan(state, size, bits, whole);
        })->Unit(benchmark::kMillisecond);
      }
    }
  }
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}

}  // namespace
}  // namespace seine::bench

int main(int argc, char** argv) { return seine::bench::Main(argc, argv); }
