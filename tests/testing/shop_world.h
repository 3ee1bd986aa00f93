// A shop small enough to work out by hand: seven members, their orders, items, messages and notes,
// products and their makers. Times are UTC unless a test asks in another zone.
#ifndef SEINE_TESTS_TESTING_SHOP_WORLD_H_
#define SEINE_TESTS_TESTING_SHOP_WORLD_H_

#include "tests/testing/text_world.h"

namespace seine::oracle {

TextWorld ShopWorld();

}  // namespace seine::oracle

#endif  // SEINE_TESTS_TESTING_SHOP_WORLD_H_
