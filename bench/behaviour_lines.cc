#include "bench/behaviour_lines.h"

#include <algorithm>
#include <cmath>
#include <random>

#include "bench/empty_tables.h"

namespace seine::bench {
namespace {

constexpr const char* kBehaviourSchema = R"({
  "tables": {
    "members": {"key": "member", "columns": {"cohort": "integer", "wishes": "set"}},
    "lines": {"parent": "members", "parent_key": "member", "time": "at",
      "columns": {"at": "timestamp", "product": "category", "channel": "category",
        "amount": {"type": "decimal", "scale": 2}}}
  }})";

constexpr uint32_t kProducts = 100'000;
constexpr uint32_t kChannels = 4;
constexpr uint32_t kCohorts = 100;
constexpr uint32_t kMostWishes = 3;

// A rank, in Zipf's proportions.
uint32_t ProductOf(uint64_t dice) {
  const double share = static_cast<double>(dice >> 11) * 0x1p-53;
  return static_cast<uint32_t>(std::pow(double{kProducts}, share)) - 1;
}

void AddWishes(std::mt19937_64* random, Lines* lines) {
  const size_t first = lines->wish.size();
  for (uint64_t n = (*random)() % (kMostWishes + 1); n > 0; --n)
    lines->wish.push_back(ProductOf((*random)()));
  std::sort(lines->wish.begin() + static_cast<std::ptrdiff_t>(first), lines->wish.end());
  lines->wish_begin.push_back(static_cast<uint32_t>(lines->wish.size()));
}

}  // namespace

Lines MakeLines(uint64_t members, uint64_t mean) {
  Lines lines;
  std::mt19937_64 random(1);
  std::mt19937_64 wishes(2);
  std::vector<uint32_t> times;
  lines.begin.push_back(0);
  lines.wish_begin.push_back(0);
  for (uint64_t m = 0; m < members; ++m) {
    lines.cohort.push_back(static_cast<uint8_t>(random() % kCohorts));
    AddWishes(&wishes, &lines);
    times.resize(random() % (2 * mean + 1));
    for (uint32_t& time : times) time = static_cast<uint32_t>(random() % kSpan);
    std::sort(times.begin(), times.end());
    for (const uint32_t time : times) {
      const uint64_t dice = random();
      lines.at.push_back(time);
      lines.product.push_back(ProductOf(dice));
      lines.channel.push_back(static_cast<uint8_t>(dice % kChannels));
      lines.amount.push_back(static_cast<uint32_t>(dice / kChannels % 100'000));
    }
    lines.begin.push_back(static_cast<uint32_t>(lines.at.size()));
  }
  return lines;
}

RawStore MakeStore(const Lines& lines) {
  RawStore store = EmptyTables(kBehaviourSchema);
  // Of wishes, products and channels.
  for (uint32_t p = 0; p < kProducts; ++p) {
    store.dictionaries[0]->Code("p" + std::to_string(p));
    store.dictionaries[1]->Code("p" + std::to_string(p));
  }
  for (uint32_t c = 0; c < kChannels; ++c) store.dictionaries[2]->Code("c" + std::to_string(c));
  RawTable& root = store.tables[0];
  RawTable& table = store.tables[1];
  root.rows = lines.members();
  table.rows = lines.at.size();
  for (uint64_t m = 0; m < lines.members(); ++m) {
    root.key_integers.AppendValue(static_cast<int64_t>(m));
    root.columns[0].AppendValue(lines.cohort[m]);
    root.columns[1].AppendSet(
        std::span(lines.wish)
            .subspan(lines.wish_begin[m], lines.wish_begin[m + 1] - lines.wish_begin[m]));
    for (uint32_t i = lines.begin[m]; i < lines.begin[m + 1]; ++i) {
      table.parent_row.AppendValue(static_cast<int64_t>(m));
      table.columns[0].AppendValue((kOpening + lines.at[i]) * kSecond);
      table.columns[1].AppendValue(lines.product[i]);
      table.columns[2].AppendValue(lines.channel[i]);
      table.columns[3].AppendValue(lines.amount[i]);
    }
  }
  for (RawTable& each : store.tables) each.Seal();
  return store;
}

}  // namespace seine::bench
