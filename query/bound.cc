#include "query/bound.h"

#include <algorithm>

namespace seine::bound {

bool CodeSet::Contains(uint32_t code) const {
  return std::ranges::binary_search(codes, code) != complement;
}

}  // namespace seine::bound
