#include "bench/roaring_peer.h"

#include <roaring/roaring.h>

#include <span>
#include <utility>

namespace seine::bench {
namespace {

using Raw = const roaring_bitmap_t*;

uint64_t AndChain(const RoaringOperands& operands, bool in_place, Want want) {
  const size_t n = operands.size();
  if (n == 2 && want == Want::kCount)
    return roaring_bitmap_and_cardinality(operands[0], operands[1]);
  Roaring result(roaring_bitmap_and(operands[0], operands[1]));
  for (size_t i = 2; i < n; ++i) {
    if (i + 1 == n && want == Want::kCount) {
      return roaring_bitmap_and_cardinality(result.get(), operands[i]);
    }
    if (in_place)
      roaring_bitmap_and_inplace(result.get(), operands[i]);
    else
      result.reset(roaring_bitmap_and(result.get(), operands[i]));
  }
  return roaring_bitmap_get_cardinality(result.get());
}

Roaring OrChain(std::span<const Raw> operands) {
  Roaring result(roaring_bitmap_or(operands[0], operands[1]));
  for (size_t i = 2; i < operands.size(); ++i) {
    roaring_bitmap_or_inplace(result.get(), operands[i]);
  }
  return result;
}

uint64_t OrChain(const RoaringOperands& operands, Want want) {
  const std::span<const Raw> all(operands);
  if (want == Want::kBitmap) return roaring_bitmap_get_cardinality(OrChain(all).get());
  const Roaring result = OrChain(all.first(all.size() - 1));
  return roaring_bitmap_or_cardinality(result.get(), all.back());
}

uint64_t OrLazy(const RoaringOperands& operands, bool bitset_conversion) {
  const Roaring result(roaring_bitmap_lazy_or(operands[0], operands[1], bitset_conversion));
  for (size_t i = 2; i < operands.size(); ++i) {
    roaring_bitmap_lazy_or_inplace(result.get(), operands[i], bitset_conversion);
  }
  roaring_bitmap_repair_after_lazy(result.get());
  return roaring_bitmap_get_cardinality(result.get());
}

Roaring OrMany(std::span<const Raw> operands) {
  RoaringOperands part(operands.begin(), operands.end());
  return Roaring(roaring_bitmap_or_many(part.size(), part.data()));
}

uint64_t OrHeap(const RoaringOperands& operands) {
  RoaringOperands copy = operands;
  const Roaring result(
      roaring_bitmap_or_many_heap(static_cast<uint32_t>(copy.size()), copy.data()));
  return roaring_bitmap_get_cardinality(result.get());
}

using OrFn = Roaring (*)(std::span<const Raw>);

uint64_t Cnf(const RoaringOperands& operands, OrFn either, Want want) {
  const std::span<const Raw> all(operands);
  const Roaring result = either(all.first(3));
  const Roaring second = either(all.subspan(3, 2));
  roaring_bitmap_and_inplace(result.get(), second.get());
  if (want == Want::kCount) return roaring_bitmap_andnot_cardinality(result.get(), operands[5]);
  roaring_bitmap_andnot_inplace(result.get(), operands[5]);
  return roaring_bitmap_get_cardinality(result.get());
}

// Meets the excluded one first, with the smaller OR.
uint64_t CnfExcludedFirst(const RoaringOperands& operands, Want want) {
  const std::span<const Raw> all(operands);
  const Roaring result = OrChain(all.subspan(3, 2));
  roaring_bitmap_andnot_inplace(result.get(), operands[5]);
  const Roaring first = OrChain(all.first(3));
  if (want == Want::kCount) return roaring_bitmap_and_cardinality(result.get(), first.get());
  roaring_bitmap_and_inplace(result.get(), first.get());
  return roaring_bitmap_get_cardinality(result.get());
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

void AddStrategies(Shape shape, Want want, const RoaringOperands& operands, const std::string& form,
                   std::vector<Contender>* contenders) {
  const auto add = [&](const char* name, std::function<uint64_t()> answer) {
    contenders->push_back({"croaring", form + " " + name, std::move(answer)});
  };
  const RoaringOperands& of = operands;
  switch (shape) {
    case Shape::kAnd:
      add("chain", [of, want] { return AndChain(of, false, want); });
      if (of.size() > 2) add("in place", [of, want] { return AndChain(of, true, want); });
      return;
    case Shape::kOr:
      add("chain", [of, want] { return OrChain(of, want); });
      add("many", [of] { return roaring_bitmap_get_cardinality(OrMany(of).get()); });
      add("heap", [of] { return OrHeap(of); });
      add("lazy", [of] { return OrLazy(of, false); });
      add("lazy bitset", [of] { return OrLazy(of, true); });
      return;
    case Shape::kCnf:
      add("chain", [of, want] { return Cnf(of, OrChain, want); });
      add("many", [of, want] { return Cnf(of, OrMany, want); });
      add("excluded first", [of, want] { return CnfExcludedFirst(of, want); });
      return;
  }
}

}  // namespace seine::bench
