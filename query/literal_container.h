// A literal: a stored bitmap in one block, or something else that looks like a container, as it is
// or complemented.

#ifndef SEINE_QUERY_LITERAL_CONTAINER_H_
#define SEINE_QUERY_LITERAL_CONTAINER_H_

#include <cstdint>

#include "absl/container/inlined_vector.h"

#include "engine/container.h"
#include "engine/selection.h"

namespace seine {

struct ContainerLiteral {
  ContainerView container;
  bool negated = false;

  // Exact.
  uint32_t Members() const {
    return negated ? kBlockSize - container.cardinality : container.cardinality;
  }
  bool IsWords() const { return container.kind == ContainerKind::kBitset; }
  bool IsByteSparse() const {
    return container.kind == ContainerKind::kByteSparse ||
           container.kind == ContainerKind::kByteSparseTwo;
  }
  bool Always() const {
    return container.kind == (negated ? ContainerKind::kEmpty : ContainerKind::kFull);
  }
  bool Never() const {
    return container.kind == (negated ? ContainerKind::kFull : ContainerKind::kEmpty);
  }
};

using Literals = absl::InlinedVector<ContainerLiteral, 8>;

// Lives as long as the selection stays as it is.
inline ContainerLiteral LiteralOf(const Selection& selection) {
  const uint32_t count = selection.Count();
  switch (selection.form()) {
    case Selection::Form::kEmpty:
      break;
    case Selection::Form::kFull:
      return {{ContainerKind::kFull, kBlockSize, nullptr}};
    case Selection::Form::kArray:
      return {{ContainerKind::kArray, count,
               reinterpret_cast<const uint8_t*>(selection.places().data())}};
    case Selection::Form::kBitset:
      return {{ContainerKind::kBitset, count, reinterpret_cast<const uint8_t*>(selection.words())}};
  }
  return {};
}

}  // namespace seine

#endif  // SEINE_QUERY_LITERAL_CONTAINER_H_
