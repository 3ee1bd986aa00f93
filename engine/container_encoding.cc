#include "engine/container_encoding.h"

#include <bit>
#include <cstring>

namespace seine {
namespace {

// Bit 8i is set if and only if byte i is not zero.
uint64_t NonZeroBytes(uint64_t word) {
  word |= word >> 4;
  word |= word >> 2;
  word |= word >> 1;
  return word & 0x0101010101010101;
}

// One bit a byte.
uint8_t PresenceOf(uint64_t word) {
  return static_cast<uint8_t>((NonZeroBytes(word) * 0x0102040810204080) >> 56);
}

void Align(size_t alignment, AlignedVector<uint8_t>* data) {
  data->resize((data->size() + alignment - 1) / alignment * alignment);
}

template <typename T>
void Append(const T* from, size_t n, AlignedVector<uint8_t>* data) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(from);
  data->insert(data->end(), bytes, bytes + n * sizeof(T));
}

void AppendNonZero(const uint8_t* bytes, size_t n, AlignedVector<uint8_t>* data) {
  for (size_t i = 0; i < n; ++i) {
    if (bytes[i] != 0) data->push_back(bytes[i]);
  }
}

void AppendByteSparse(bool two_levels, const uint64_t* words, AlignedVector<uint8_t>* data) {
  uint8_t presence[kBlockWords];
  for (size_t w = 0; w < kBlockWords; ++w) presence[w] = PresenceOf(words[w]);
  if (two_levels) {
    uint64_t top[kBlockWords / 64] = {};
    for (size_t w = 0; w < kBlockWords; ++w) {
      top[w / 64] |= static_cast<uint64_t>(presence[w] != 0) << (w & 63);
    }
    Append(top, kBlockWords / 64, data);
    AppendNonZero(presence, kBlockWords, data);
  } else {
    Append(presence, kBlockWords, data);
  }
  AppendNonZero(reinterpret_cast<const uint8_t*>(words), kBlockBytes, data);
}

void AppendArray(const uint64_t* words, AlignedVector<uint8_t>* data) {
  for (size_t w = 0; w < kBlockWords; ++w) {
    for (uint64_t left = words[w]; left != 0; left &= left - 1) {
      const auto place = static_cast<uint16_t>(w * 64 + static_cast<size_t>(__builtin_ctzll(left)));
      Append(&place, 1, data);
    }
  }
}

// First place >= from whose bit is `wanted`, or 65,536.
uint32_t FindBit(const uint64_t* words, uint32_t from, bool wanted) {
  for (uint32_t w = from / 64; w < kBlockWords; ++w) {
    uint64_t word = wanted ? words[w] : ~words[w];
    if (w == from / 64) word &= ~uint64_t{0} << (from & 63);
    if (word != 0) return w * 64 + static_cast<uint32_t>(__builtin_ctzll(word));
  }
  return kBlockSize;
}

void AppendRuns(const uint64_t* words, AlignedVector<uint8_t>* data) {
  const size_t count_at = data->size();
  uint16_t count = 0;
  Append(&count, 1, data);
  for (uint32_t begin = FindBit(words, 0, true); begin < kBlockSize;) {
    const uint32_t end = FindBit(words, begin, false);
    const Run run = {static_cast<uint16_t>(begin), static_cast<uint16_t>(end - begin - 1)};
    Append(&run, 1, data);
    ++count;
    begin = end == kBlockSize ? kBlockSize : FindBit(words, end, true);
  }
  std::memcpy(data->data() + count_at, &count, sizeof(count));
}

ContainerHeader StartContainer(ContainerKind kind, uint32_t block, uint32_t cardinality,
                               AlignedVector<uint8_t>* data) {
  if (kind != ContainerKind::kFull) Align(AlignmentOf(kind), data);
  return {.block = static_cast<uint8_t>(block),
          .kind = kind,
          .cardinality_minus_one = static_cast<uint16_t>(cardinality - 1),
          .offset = static_cast<uint32_t>(data->size())};
}

// Below this many members nothing beats an array but runs, and the words need not be looked at.
constexpr uint32_t kSurelyArray = 64;

}  // namespace

BlockShape MeasureWords(const uint64_t* words) {
  BlockShape shape;
  uint64_t carry = 0;
  for (size_t w = 0; w < kBlockWords; ++w) {
    const uint64_t word = words[w];
    shape.members += static_cast<uint32_t>(std::popcount(word));
    shape.runs += static_cast<uint32_t>(std::popcount(word & ~(word << 1 | carry)));
    carry = word >> 63;
    shape.bytes += static_cast<uint32_t>(std::popcount(NonZeroBytes(word)));
    shape.words += word != 0;
  }
  return shape;
}

ContainerKind ChooseKind(const BlockShape& shape) {
  if (shape.members == kBlockSize) return ContainerKind::kFull;
  ContainerKind best = ContainerKind::kBitset;
  size_t best_bytes = kBlockBytes;
  if (shape.members <= kMaxArrayCardinality) {
    best = ContainerKind::kArray;
    best_bytes = shape.members * sizeof(uint16_t);
    if (shape.members > kSurelyArray) {
      const size_t one_level = kBlockWords + shape.bytes;
      const size_t two_levels = kBlockWords / 8 + shape.words + shape.bytes;
      if (two_levels < best_bytes) {
        // The second level must earn its time.
        const bool two = two_levels + two_levels / 8 < one_level;
        best = two ? ContainerKind::kByteSparseTwo : ContainerKind::kByteSparse;
        best_bytes = two ? two_levels : one_level;
      }
    }
  }
  const size_t run_bytes = sizeof(uint16_t) + shape.runs * sizeof(Run);
  // Kernels for runs lose to those for the other forms unless there are few runs.
  return run_bytes * 2 < best_bytes ? ContainerKind::kRun : best;
}

ContainerHeader EncodeWordsAs(ContainerKind kind, uint32_t block, const uint64_t* words,
                              AlignedVector<uint8_t>* data) {
  const uint32_t members = ActiveKernels().count(words, kBlockWords);
  const ContainerHeader header = StartContainer(kind, block, members, data);
  switch (kind) {
    case ContainerKind::kEmpty:
    case ContainerKind::kFull:
      break;
    case ContainerKind::kArray:
      AppendArray(words, data);
      break;
    case ContainerKind::kByteSparseTwo:
    case ContainerKind::kByteSparse:
      AppendByteSparse(kind == ContainerKind::kByteSparseTwo, words, data);
      break;
    case ContainerKind::kBitset:
      Append(words, kBlockWords, data);
      break;
    case ContainerKind::kRun:
      AppendRuns(words, data);
      break;
  }
  return header;
}

ContainerHeader EncodeWords(uint32_t block, const uint64_t* words, AlignedVector<uint8_t>* data) {
  return EncodeWordsAs(ChooseKind(MeasureWords(words)), block, words, data);
}

ContainerHeader EncodePlaces(uint32_t block, std::span<const uint16_t> places,
                             AlignedVector<uint8_t>* data) {
  const auto count = static_cast<uint32_t>(places.size());
  if (count <= kSurelyArray) {
    BlockShape shape = {.members = count};
    for (uint32_t i = 0; i < count; ++i) shape.runs += i == 0 || places[i] != places[i - 1] + 1;
    if (ChooseKind(shape) == ContainerKind::kArray) {
      const ContainerHeader header = StartContainer(ContainerKind::kArray, block, count, data);
      Append(places.data(), count, data);
      return header;
    }
  }
  alignas(kCacheLine) uint64_t words[kBlockWords] = {};
  for (const uint16_t place : places) words[place / 64] |= uint64_t{1} << (place & 63);
  return EncodeWords(block, words, data);
}

}  // namespace seine
