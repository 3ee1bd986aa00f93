#include "query/tied_values.h"

#include <utility>

namespace seine {

absl::Status TiedValues::Fill(const PopulationScan& scan, size_t question) {
  std::vector<std::vector<Met>> met(scan.workers());
  const auto only = [&](uint32_t s, uint32_t b, uint64_t* members) {
    const RankedBlock* block = keys_.Find(s, b);
    if (block == nullptr) return false;
    FillMask(members, kBlockSize, false);
    bool any = false;
    tied_.VisitBlock(*block, [&](size_t, uint32_t offset) {
      SetMaskBit(members, offset);
      any = true;
    });
    return any;
  };
  absl::Status status =
      scan.RunAgain(question, only, [&](int worker, size_t, const BlockValues& values) {
        std::vector<size_t> numbers;  // of these members, in order
        tied_.VisitBlock(*keys_.Find(values.shard, values.block),
                         [&](size_t number, uint32_t) { numbers.push_back(number); });
        const ShardView& shard = scan.snapshot().shard(values.shard);
        size_t i = 0;
        ForEachBit(values.mask, values.batch.count, [&](uint32_t row) {
          const uint32_t place = PlaceOfMember(shard, values.shard, values.batch.Row(row));
          const ValueEntry entry{{values.value->Numerator(row), values.value->Denominator(row)},
                                 place};
          met[static_cast<size_t>(worker)].push_back({numbers[i++], entry});
        });
      });
  if (status.ok()) PutTogether(met);
  return status;
}

void TiedValues::PutTogether(std::vector<std::vector<Met>>& met) {
  begin_.assign(tied_.size() + 1, 0);
  for (const std::vector<Met>& some : met) {
    for (const Met& one : some) ++begin_[one.number + 1];
  }
  for (size_t n = 0; n < tied_.size(); ++n) begin_[n + 1] += begin_[n];
  std::vector<size_t> next(begin_.begin(), begin_.end() - 1);
  entries_.resize(begin_.back());
  for (std::vector<Met>& some : met) {
    for (const Met& one : some) entries_[next[one.number]++] = one.entry;
    some = {};
  }
}

std::span<ValueEntry> TiedValues::Of(const GroupKey& key) {
  const size_t number = tied_.NumberOf(key);
  return std::span(entries_).subspan(begin_[number], begin_[number + 1] - begin_[number]);
}

}  // namespace seine
