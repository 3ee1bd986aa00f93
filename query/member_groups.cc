#include "query/member_groups.h"

#include <utility>

#include "engine/planted_bug.h"

namespace seine {
namespace {

template <typename Map, typename Key>
uint32_t NumberOf(Map& numbers, const Key& key) {
  return numbers.try_emplace(key, static_cast<uint32_t>(numbers.size())).first->second;
}

// Adds one worker's numbers to those of all; `joined[n]` is what its n becomes.
template <typename Map>
void JoinInto(Map& all, const Map& own, std::vector<uint32_t>* joined) {
  joined->resize(own.size());
  for (const auto& [key, number] : own) (*joined)[number] = NumberOf(all, key);
}

}  // namespace

int64_t GroupValue(const ValueVector& per, uint32_t i) {
  if (Planted("per-missing-ranked") && !per.Has(i)) return 0;
  return per.type.kind == bound::ValueKind::kReal ? OrderedBits(per.real[per.Slot(i)])
                                                  : per.small[per.Slot(i)];
}

MemberGroups::MemberGroups(const Dictionary* codes, size_t workers)
    : codes_(codes), workers_(codes == nullptr ? workers : 0) {
  if (codes != nullptr) count_ = codes->size();
}

void MemberGroups::Number(int worker, const BlockValues& values, uint32_t* to) {
  const ValueVector& per = *values.per;
  const uint32_t rows = values.batch.count;
  if (codes_ != nullptr) {
    ForEachBit(values.mask, rows,
               [&](uint32_t i) { *to++ = static_cast<uint32_t>(GroupValue(per, i)); });
    return;
  }
  Worker& mine = workers_[static_cast<size_t>(worker)];
  if (per.type.kind == bound::ValueKind::kText) {
    ForEachBit(values.mask, rows,
               [&](uint32_t i) { *to++ = NumberOf(mine.texts, per.text[per.Slot(i)]); });
    return;
  }
  int64_t last = 0;
  uint32_t number = UINT32_MAX;  // of `last`, as neighbours are often alike
  ForEachBit(values.mask, rows, [&](uint32_t i) {
    const int64_t value = GroupValue(per, i);
    if (number == UINT32_MAX || value != last) number = NumberOf(mine.numbers, value);
    last = value;
    *to++ = number;
  });
}

bool MemberGroups::Join() {
  if (codes_ != nullptr) return false;
  if (workers_.size() == 1) {
    count_ = static_cast<uint32_t>(workers_[0].numbers.size() + workers_[0].texts.size());
    return false;
  }
  Worker all;
  for (Worker& worker : workers_) {
    if (worker.texts.empty()) {
      JoinInto(all.numbers, worker.numbers, &worker.joined);
    } else {
      JoinInto(all.texts, worker.texts, &worker.joined);
    }
  }
  count_ = static_cast<uint32_t>(all.numbers.size() + all.texts.size());
  return true;
}

}  // namespace seine
