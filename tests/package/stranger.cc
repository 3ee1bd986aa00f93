// Links the installed package: headers of both libraries, and the Roaring that came with them.

#include <roaring/roaring.h>

#include <cstdio>

#include "engine/block.h"
#include "query/filter.h"

int main() {
  roaring_bitmap_t* members = roaring_bitmap_from_range(0, 10, 1);
  const auto count = roaring_bitmap_get_cardinality(members);
  roaring_bitmap_free(members);
  std::printf("%d members\n", static_cast<int>(count));
  return count == 10 ? 0 : 1;
}
