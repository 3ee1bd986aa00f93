// How a block's members choose their container. The choice depends on the members alone, never on
// the machine.

#ifndef SEINE_ENGINE_CONTAINER_ENCODING_H_
#define SEINE_ENGINE_CONTAINER_ENCODING_H_

#include <cstdint>

#include "engine/container.h"

namespace seine {

struct BlockShape {
  uint32_t members = 0;
  uint32_t runs = 0;   // maximal runs of consecutive members
  uint32_t bytes = 0;  // bytes of the bitset that are not zero
  uint32_t words = 0;  // words of the bitset that are not zero
};

BlockShape MeasureWords(const uint64_t* words);

// The form for a block of that shape, which has members. The shortest, with two exceptions that buy
// time: a bitset above kMaxArrayCardinality even where byte-sparse were shorter, and one level
// where two save next to nothing.
ContainerKind ChooseKind(const BlockShape& shape);

}  // namespace seine

#endif  // SEINE_ENGINE_CONTAINER_ENCODING_H_
