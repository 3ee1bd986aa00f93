// Containers: the members of one block that have some value, in the shortest form that is also
// quick.
//
// The stored bytes never depend on the machine that wrote them. The forms, by what uniform data
// choose:
//
//   kArray          sorted u16 places                                       up to about 530 members
//   kByteSparseTwo  top (1 bit a word of the bitset, 128 bytes), then the non-zero presence bytes,
//                   then the non-zero bytes                                 to about 1,000
//   kByteSparse     presence (1 bit a byte of the bitset, 1 KiB), then the non-zero bytes     to
//   4,096 kBitset         1,024 words                                             above kRun u16
//   count, then (first, length - 1) pairs of u16        where it is shorter kFull           no
//   bytes: all 65,536 places
//
// Invariants of a stored container:
//   1. cardinality is 1..65,536 and equals what the bytes hold; an empty container is not stored.
//   2. Places, runs are strictly ascending; runs neither overlap nor touch, and none leaves the
//   block.
//   3. A byte or presence byte said to be non-zero is not zero.
//   4. kBitset lies on 64 bytes from the bitmap's data base, the byte-sparse forms on 8,
//      kArray and kRun on 2.
//   5. kReadPadding bytes beyond a bitmap's data are readable: kernels load whole vectors.

#ifndef SEINE_ENGINE_CONTAINER_H_
#define SEINE_ENGINE_CONTAINER_H_

#include <cstdint>
#include <span>

#include "absl/status/status.h"

#include "engine/aligned_vector.h"
#include "engine/block.h"
#include "engine/kernels.h"
#include "engine/planted_bug.h"

namespace seine {

inline constexpr size_t kReadPadding = 64;
inline constexpr uint32_t kMaxArrayCardinality = 4096;

enum class ContainerKind : uint8_t {
  kEmpty = 0,  // in views only, never stored
  kArray = 1,
  kByteSparseTwo = 2,
  kByteSparse = 3,
  kBitset = 4,
  kRun = 5,
  kFull = 6,
};

// As stored on disk, little-endian, 8 bytes.
struct ContainerHeader {
  uint8_t block;  // in the shard, 0..15
  ContainerKind kind;
  uint16_t cardinality_minus_one;
  uint32_t offset;  // bytes from the bitmap's data base

  uint32_t cardinality() const { return cardinality_minus_one + 1u; }
};
static_assert(sizeof(ContainerHeader) == 8);

using Run = PlaceRun;
static_assert(sizeof(Run) == 4);

inline uint32_t EndOf(const Run& run) {
  const uint32_t end = run.first + run.length_minus_one + 1u;
  return end - (end == kBlockSize && Planted("block-border") ? 1 : 0);
}

// A container in place: does not own, costs two words to copy, lives as long as the bytes it points
// at.
struct ContainerView {
  ContainerKind kind = ContainerKind::kEmpty;
  uint32_t cardinality = 0;
  const uint8_t* data = nullptr;

  const uint16_t* places() const { return reinterpret_cast<const uint16_t*>(data); }
  const uint64_t* words() const { return reinterpret_cast<const uint64_t*>(data); }
  std::span<const Run> runs() const {
    return {reinterpret_cast<const Run*>(data + sizeof(uint16_t)),
            *reinterpret_cast<const uint16_t*>(data)};
  }
};

// Appends the members of `block` to `data` in the form chosen by the thresholds above and returns
// the header. `places` is sorted, distinct and not empty; `words` are the 1,024 words of a block
// that is not empty.
ContainerHeader EncodePlaces(uint32_t block, std::span<const uint16_t> places,
                             AlignedVector<uint8_t>* data);
ContainerHeader EncodeWords(uint32_t block, const uint64_t* words, AlignedVector<uint8_t>* data);

// The same, in a form the caller names (for tests and benchmarks). kFull needs all 65,536 members.
ContainerHeader EncodeWordsAs(ContainerKind kind, uint32_t block, const uint64_t* words,
                              AlignedVector<uint8_t>* data);

// Where a container of this kind may begin: its offset is a multiple.
size_t AlignmentOf(ContainerKind kind);

// How many bytes the container's form takes, read from its content.
size_t ContainerBytes(const ContainerView& container);

// Is `place` a member? For a few look-ups; the evaluator has kernels for many.
bool ContainerContains(const ContainerView& container, uint16_t place);

// Writes all 1,024 words.
void ContainerToWords(const ContainerView& container, uint64_t* words);

// ORs the members into `words`.
void ContainerOrInto(const ContainerView& container, uint64_t* words);

// Writes the sorted places of a container with at most kMaxArrayCardinality members; returns how
// many. `places` has room for kMaxArrayCardinality + 32 values.
uint32_t ContainerToPlaces(const ContainerView& container, uint16_t* places);

// A byte-sparse container as the kernels take it.
ByteSparseView AsByteSparse(const ContainerView& container);

// Sets the bits [begin, end), begin <= end <= 65,536, and clears them.
void SetBits(uint64_t* words, uint32_t begin, uint32_t end);
void ClearBits(uint64_t* words, uint32_t begin, uint32_t end);

// Checks every invariant above against `data_size` bytes at `data`; for bytes that come from
// outside. The error names the block and what is wrong with it.
absl::Status CheckContainer(const ContainerHeader& header, const uint8_t* data, size_t data_size);

}  // namespace seine

#endif  // SEINE_ENGINE_CONTAINER_H_
