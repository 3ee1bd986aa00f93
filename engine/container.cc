#include "engine/container.h"

#include <algorithm>
#include <cstring>

#include "engine/container_encoding.h"

namespace seine {
namespace {

constexpr size_t kTopBytes = 128;
constexpr size_t kPresenceBytes = 1024;

uint32_t BitsOf(uint64_t word) { return static_cast<uint32_t>(__builtin_popcountll(word)); }

uint32_t PresenceBytesOf(const ContainerView& container) {
  uint32_t bytes = 0;
  for (size_t w = 0; w < kTopBytes / 8; ++w) bytes += BitsOf(container.words()[w]);
  return bytes;
}

uint32_t ByteCount(const uint8_t* presence, size_t n) {
  uint32_t count = 0;
  for (size_t i = 0; i < n; ++i) count += BitsOf(presence[i]);
  return count;
}

template <typename Fn>
void ForEachRunWord(uint32_t begin, uint32_t end, Fn fn) {
  if (begin >= end) return;
  const uint32_t first = begin / 64;
  const uint32_t last = (end - 1) / 64;
  const uint64_t head = ~uint64_t{0} << (begin & 63);
  const uint64_t tail = ~uint64_t{0} >> (63 - ((end - 1) & 63));
  if (first == last) {
    fn(first, head & tail);
    return;
  }
  fn(first, head);
  for (uint32_t w = first + 1; w < last; ++w) fn(w, ~uint64_t{0});
  fn(last, tail);
}

uint32_t RunsToPlaces(std::span<const Run> runs, uint16_t* places) {
  uint32_t count = 0;
  for (const Run& run : runs) {
    for (uint32_t place = run.first; place < EndOf(run); ++place) {
      places[count++] = static_cast<uint16_t>(place);
    }
  }
  return count;
}

}  // namespace

void SetBits(uint64_t* words, uint32_t begin, uint32_t end) {
  ForEachRunWord(begin, end, [words](uint32_t w, uint64_t bits) { words[w] |= bits; });
}

void ClearBits(uint64_t* words, uint32_t begin, uint32_t end) {
  ForEachRunWord(begin, end, [words](uint32_t w, uint64_t bits) { words[w] &= ~bits; });
}

size_t AlignmentOf(ContainerKind kind) {
  switch (kind) {
    case ContainerKind::kBitset:
      return kCacheLine;
    case ContainerKind::kByteSparse:
    case ContainerKind::kByteSparseTwo:
      return sizeof(uint64_t);
    default:
      return sizeof(uint16_t);
  }
}

size_t ContainerBytes(const ContainerView& container) {
  switch (container.kind) {
    case ContainerKind::kEmpty:
    case ContainerKind::kFull:
      return 0;
    case ContainerKind::kArray:
      return container.cardinality * sizeof(uint16_t);
    case ContainerKind::kByteSparseTwo: {
      const uint32_t presence = PresenceBytesOf(container);
      return kTopBytes + presence + ByteCount(container.data + kTopBytes, presence);
    }
    case ContainerKind::kByteSparse:
      return kPresenceBytes + ByteCount(container.data, kPresenceBytes);
    case ContainerKind::kBitset:
      return kBlockBytes;
    case ContainerKind::kRun:
      return sizeof(uint16_t) + container.runs().size_bytes();
  }
  return 0;
}

ByteSparseView AsByteSparse(const ContainerView& container) {
  if (container.kind == ContainerKind::kByteSparse) return {nullptr, container.data};
  return {container.words(), container.data + kTopBytes};
}

bool ContainerContains(const ContainerView& container, uint16_t place) {
  switch (container.kind) {
    case ContainerKind::kEmpty:
      return false;
    case ContainerKind::kFull:
      return true;
    case ContainerKind::kBitset:
      return ((container.words()[place / 64] >> (place & 63)) & 1) != 0;
    case ContainerKind::kArray:
      return std::binary_search(container.places(), container.places() + container.cardinality,
                                place);
    case ContainerKind::kRun: {
      for (const Run& run : container.runs()) {
        if (place < run.first) return false;
        if (place < EndOf(run)) return true;
      }
      return false;
    }
    case ContainerKind::kByteSparse:
    case ContainerKind::kByteSparseTwo: {
      uint16_t out[1 + 32];
      return ActiveKernels().filter_places_sparse(&place, 1, AsByteSparse(container), true, out) !=
             0;
    }
  }
  return false;
}

void ContainerToWords(const ContainerView& container, uint64_t* words) {
  switch (container.kind) {
    case ContainerKind::kFull:
      std::memset(words, 0xFF, kBlockBytes);
      return;
    case ContainerKind::kBitset:
      std::memcpy(words, container.data, kBlockBytes);
      return;
    case ContainerKind::kByteSparse:
    case ContainerKind::kByteSparseTwo: {
      ActiveKernels().expand_bytes(AsByteSparse(container), WordOp::kSet, words);
      return;
    }
    case ContainerKind::kEmpty:
    case ContainerKind::kArray:
    case ContainerKind::kRun:
      std::memset(words, 0, kBlockBytes);
      ContainerOrInto(container, words);
      return;
  }
}

void ContainerOrInto(const ContainerView& container, uint64_t* words) {
  switch (container.kind) {
    case ContainerKind::kEmpty:
      return;
    case ContainerKind::kFull:
      std::memset(words, 0xFF, kBlockBytes);
      return;
    case ContainerKind::kBitset:
      for (size_t w = 0; w < kBlockWords; ++w) words[w] |= container.words()[w];
      return;
    case ContainerKind::kArray:
      ActiveKernels().or_places(container.places(), container.cardinality, words);
      return;
    case ContainerKind::kRun:
      for (const Run& run : container.runs()) SetBits(words, run.first, EndOf(run));
      return;
    case ContainerKind::kByteSparse:
    case ContainerKind::kByteSparseTwo: {
      ActiveKernels().expand_bytes(AsByteSparse(container), WordOp::kOr, words);
      return;
    }
  }
}

uint32_t ContainerToPlaces(const ContainerView& container, uint16_t* places) {
  switch (container.kind) {
    case ContainerKind::kEmpty:
      return 0;
    case ContainerKind::kArray:
      std::memcpy(places, container.data, container.cardinality * sizeof(uint16_t));
      return container.cardinality;
    case ContainerKind::kRun:
      return RunsToPlaces(container.runs(), places);
    case ContainerKind::kBitset:
      return ActiveKernels().words_to_places(container.words(), kBlockWords, places);
    case ContainerKind::kFull:
    case ContainerKind::kByteSparse:
    case ContainerKind::kByteSparseTwo: {
      alignas(kCacheLine) uint64_t words[kBlockWords];
      ContainerToWords(container, words);
      return ActiveKernels().words_to_places(words, kBlockWords, places);
    }
  }
  return 0;
}

}  // namespace seine
