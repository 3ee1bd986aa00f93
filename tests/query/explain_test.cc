// Explain keeps to the limits of the query that it explains.
#include <algorithm>
#include <chrono>
#include <limits>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "query/query.h"
#include "tests/testing/shop_world.h"
#include "tests/testing/text_world.h"

namespace seine {
namespace {

using std::chrono::nanoseconds;

// Everyone passes the first test, so that the query itself stops there; explain runs each.
std::string ManyTests() {
  std::string text = "age exists or age is missing";
  for (int i = 0; i < 500; ++i)
    absl::StrAppend(&text, " or count(orders where amount > ", i, ") > 1");
  return text;
}

TEST(ExplainTest, TheTimeoutIsOfAllNodesTogether) {
  const auto shop = oracle::ReadAsSnapshot(oracle::ShopWorld(), LayoutOptions{});
  ASSERT_TRUE(shop.ok()) << shop.status();
  auto query = Compile(*shop, *ReadDefinition(ManyTests()), {});
  ASSERT_TRUE(query.ok()) << query.status();
  QueryOptions options;
  options.as_of = (*shop)->DataEnd(Zone::Utc());
  nanoseconds least = nanoseconds::max();
  for (int run = 0; run < 3; ++run) {
    const auto start = std::chrono::steady_clock::now();
    ASSERT_TRUE((*query)->Explain(options).ok());
    least = std::min<nanoseconds>(least, std::chrono::steady_clock::now() - start);
  }
  ASSERT_TRUE((*query)->Count(options).ok());
  options.timeout = least / 4;
  EXPECT_TRUE(absl::IsDeadlineExceeded((*query)->Explain(options).status()));
}

}  // namespace
}  // namespace seine
