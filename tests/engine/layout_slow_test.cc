// Layouts of data so skewed that checking them takes long.
#include "gtest/gtest.h"

#include "engine/store.h"
#include "tests/testing/sample_check.h"
#include "tests/testing/sample_store.h"

namespace seine {
namespace {

// Its part has sixteen times the rows of a batch, and all but a few lie in one block.
TEST(LayoutSkewTest, OneMemberHasAMillionRows) {
  testing::SampleShape shape;
  shape.members = 300;
  shape.busy_orders = 1'000'000;
  const testing::SampleStore sample = testing::MakeSample(shape);
  const auto snapshot = BuildInMemory(testing::ToRaw(sample), LayoutOptions{});
  ASSERT_TRUE(snapshot.ok()) << snapshot.status();
  EXPECT_EQ(testing::Difference(sample, **snapshot, LayoutOptions{}), "");
}

}  // namespace
}  // namespace seine
