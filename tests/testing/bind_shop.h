// Filters bound against the hand-made shop (shop_world.h), as text.
#ifndef SEINE_TESTS_TESTING_BIND_SHOP_H_
#define SEINE_TESTS_TESTING_BIND_SHOP_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/snapshot.h"
#include "query/bound.h"
#include "query/query.h"

namespace seine::testing {

// Built once, shared by all tests of a program.
std::shared_ptr<const Snapshot> ShopSnapshot();

// The bound tree before any rewrite (bound_text.h), or "error: " and the message.
std::string BindShop(std::string_view filter, const CompileOptions& options = {});
std::vector<std::string> BindWarnings(std::string_view filter, const CompileOptions& options = {});

// The bound tree itself; fails the test and gives null when the filter is refused.
bound::FilterPtr BoundShop(std::string_view filter);
// Of a bound tree of the shop.
std::string ShopText(const bound::FilterPtr& filter);
// Bound and grounded at as_of ("2011-12-10", "2011-12-10T08:00Z") in an IANA zone.
std::string GroundShop(std::string_view filter, std::string_view as_of,
                       std::string_view zone = "UTC");

}  // namespace seine::testing

#endif  // SEINE_TESTS_TESTING_BIND_SHOP_H_
