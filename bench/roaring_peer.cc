#include "bench/roaring_peer.h"

#include <roaring/roaring.h>

namespace seine::bench {
namespace {

using Raw = const roaring_bitmap_t*;

uint64_t CountAndChain(const RoaringOperands& operands, bool in_place) {
  if (operands.size() == 2) return roaring_bitmap_and_cardinality(operands[0], operands[1]);
  Roaring result(roaring_bitmap_and(operands[0], operands[1]));
  for (size_t i = 2; i + 1 < operands.size(); ++i) {
    if (in_place)
      roaring_bitmap_and_inplace(result.get(), operands[i]);
    else
      result.reset(roaring_bitmap_and(result.get(), operands[i]));
  }
  return roaring_bitmap_and_cardinality(result.get(), operands.back());
}

uint64_t CountOrChain(const RoaringOperands& operands) {
  Roaring result(roaring_bitmap_or(operands[0], operands[1]));
  for (size_t i = 2; i + 1 < operands.size(); ++i) {
    roaring_bitmap_or_inplace(result.get(), operands[i]);
  }
  return roaring_bitmap_or_cardinality(result.get(), operands.back());
}

uint64_t CountOrLazy(const RoaringOperands& operands, bool bitset_conversion) {
  const Roaring result(roaring_bitmap_lazy_or(operands[0], operands[1], bitset_conversion));
  for (size_t i = 2; i < operands.size(); ++i) {
    roaring_bitmap_lazy_or_inplace(result.get(), operands[i], bitset_conversion);
  }
  roaring_bitmap_repair_after_lazy(result.get());
  return roaring_bitmap_get_cardinality(result.get());
}

uint64_t CountOrMany(const RoaringOperands& operands, bool heap) {
  RoaringOperands copy = operands;
  const Roaring result(
      heap ? roaring_bitmap_or_many_heap(static_cast<uint32_t>(copy.size()), copy.data())
           : roaring_bitmap_or_many(copy.size(), copy.data()));
  return roaring_bitmap_get_cardinality(result.get());
}

Roaring Or(const RoaringOperands& operands, size_t begin, size_t end, bool many) {
  RoaringOperands part(operands.begin() + static_cast<ptrdiff_t>(begin),
                       operands.begin() + static_cast<ptrdiff_t>(end));
  if (many) return Roaring(roaring_bitmap_or_many(part.size(), part.data()));
  Roaring result(roaring_bitmap_or(part[0], part[1]));
  for (size_t i = 2; i < part.size(); ++i) roaring_bitmap_or_inplace(result.get(), part[i]);
  return result;
}

uint64_t CountCnf(const RoaringOperands& operands, bool many) {
  const Roaring result = Or(operands, 0, 3, many);
  const Roaring second = Or(operands, 3, 5, many);
  roaring_bitmap_and_inplace(result.get(), second.get());
  return roaring_bitmap_andnot_cardinality(result.get(), operands[5]);
}

// Distributes nothing, but meets the excluded one first where it is dense.
uint64_t CountCnfExcludedFirst(const RoaringOperands& operands) {
  const Roaring result = Or(operands, 3, 5, false);
  roaring_bitmap_andnot_inplace(result.get(), operands[5]);
  const Roaring first = Or(operands, 0, 3, false);
  return roaring_bitmap_and_cardinality(result.get(), first.get());
}

}  // namespace

void FreeRoaring::operator()(roaring_bitmap_t* bitmap) const { roaring_bitmap_free(bitmap); }

Roaring MakeRoaring(const AlignedVector<uint64_t>& words, bool run_optimize) {
  Roaring bitmap(roaring_bitmap_create());
  std::vector<uint32_t> members;
  for (size_t w = 0; w < words.size(); ++w) {
    for (uint64_t left = words[w]; left != 0; left &= left - 1) {
      members.push_back(static_cast<uint32_t>(w * 64) +
                        static_cast<uint32_t>(__builtin_ctzll(left)));
    }
    if (members.size() > 60000 || w + 1 == words.size()) {
      roaring_bitmap_add_many(bitmap.get(), members.size(), members.data());
      members.clear();
    }
  }
  if (run_optimize)
    roaring_bitmap_run_optimize(bitmap.get());
  else
    roaring_bitmap_remove_run_compression(bitmap.get());
  roaring_bitmap_shrink_to_fit(bitmap.get());
  return bitmap;
}

uint64_t SerializedBytes(const Roaring& bitmap) {
  return roaring_bitmap_portable_size_in_bytes(bitmap.get());
}

std::vector<Strategy> CountAndStrategies(const RoaringOperands& operands) {
  std::vector<Strategy> strategies = {
      {"chain", [operands] { return CountAndChain(operands, false); }}};
  if (operands.size() > 2) {
    strategies.push_back({"in place", [operands] { return CountAndChain(operands, true); }});
  }
  return strategies;
}

std::vector<Strategy> CountOrStrategies(const RoaringOperands& operands) {
  return {{"chain", [operands] { return CountOrChain(operands); }},
          {"many", [operands] { return CountOrMany(operands, false); }},
          {"heap", [operands] { return CountOrMany(operands, true); }},
          {"lazy", [operands] { return CountOrLazy(operands, false); }},
          {"lazy bitset", [operands] { return CountOrLazy(operands, true); }}};
}

std::vector<Strategy> CountCnfStrategies(const RoaringOperands& operands) {
  return {{"chain", [operands] { return CountCnf(operands, false); }},
          {"many", [operands] { return CountCnf(operands, true); }},
          {"excluded first", [operands] { return CountCnfExcludedFirst(operands); }}};
}

}  // namespace seine::bench
