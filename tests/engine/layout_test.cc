// The layout against the rows it was made from: every view of the snapshot, value by value.
#include "engine/layout.h"

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "gtest/gtest.h"

#include "engine/layout_history.h"
#include "engine/store.h"
#include "tests/testing/sample_check.h"
#include "tests/testing/sample_store.h"

namespace seine {
namespace {

using testing::Difference;
using testing::MakeSample;
using testing::Permuted;
using testing::SampleShape;
using testing::SampleStore;
using testing::ToRaw;

LayoutOptions SmallUnits() {
  LayoutOptions options;
  options.threads = 2;
  options.members_per_shard = 65536;
  options.min_tile_rows = 20;
  options.rollup_density = 30;
  return options;
}

void ExpectFaithful(const SampleStore& sample, const LayoutOptions& options) {
  const absl::StatusOr<std::shared_ptr<const Snapshot>> snapshot =
      BuildInMemory(ToRaw(sample), options);
  ASSERT_TRUE(snapshot.ok()) << snapshot.status();
  EXPECT_EQ(Difference(sample, **snapshot, options), "");
}

std::map<std::string, AlignedVector<uint8_t>> Bytes(RawStore raw, const LayoutOptions& options) {
  std::mutex mutex;
  std::map<std::string, AlignedVector<uint8_t>> bytes;
  const absl::Status status =
      LayOut(std::move(raw), options,
             [&](const std::string& part) -> absl::StatusOr<std::unique_ptr<PartSink>> {
               const std::lock_guard<std::mutex> lock(mutex);
               return MemorySink(&bytes[part]);
             });
  EXPECT_TRUE(status.ok()) << status;
  return bytes;
}

TEST(LayoutTest, OneShard) { ExpectFaithful(MakeSample({}), LayoutOptions{}); }

TEST(LayoutTest, SmallTilesAndRollups) { ExpectFaithful(MakeSample({}), SmallUnits()); }

TEST(LayoutTest, TextKeys) {
  SampleShape shape;
  shape.keys_are_text = true;
  ExpectFaithful(MakeSample(shape), SmallUnits());
}

TEST(LayoutTest, ClusteredMembersKeepTheirKeys) {
  SampleShape shape;
  for (const char* column : {"city", "age", "vip", "joined"}) {
    shape.cluster = column;
    shape.keys_are_text = !shape.keys_are_text;
    ExpectFaithful(MakeSample(shape), SmallUnits());
  }
}

TEST(LayoutTest, NoMembersOneMemberNoRows) {
  for (size_t members : {0, 1, 2}) {
    SampleShape shape;
    shape.members = members;
    ExpectFaithful(MakeSample(shape), SmallUnits());
    shape.orders = shape.items = shape.visits = 0;
    ExpectFaithful(MakeSample(shape), SmallUnits());
  }
}

// The last quarter of the members has no orders, the last block is not full, and blocks lie in
// different shards.
TEST(LayoutTest, AcrossBlocksAndShards) {
  SampleShape shape;
  shape.members = 2 * 65536 + 1000;
  shape.orders = 30'000;
  shape.items = 40'000;
  shape.visits = 15'000;
  const SampleStore sample = MakeSample(shape);
  LayoutOptions options = SmallUnits();
  ExpectFaithful(sample, options);
  options.members_per_shard = 2 * 65536;
  ExpectFaithful(sample, options);
}

TEST(LayoutTest, BlocksAreExactlyFull) {
  SampleShape shape;
  shape.members = 65536;
  ExpectFaithful(MakeSample(shape), SmallUnits());
}

TEST(LayoutTest, OneMemberHasMostRows) {
  SampleShape shape;
  shape.members = 300;
  shape.busy_orders = 100'000;
  ExpectFaithful(MakeSample(shape), LayoutOptions{});
}

TEST(LayoutTest, AllRowsAtOneInstantMakeOneTile) {
  SampleShape shape;
  shape.one_instant = true;
  const SampleStore sample = MakeSample(shape);
  const auto snapshot = BuildInMemory(ToRaw(sample), SmallUnits());
  ASSERT_TRUE(snapshot.ok()) << snapshot.status();
  EXPECT_EQ((*snapshot)->shard(0).tables[1].tiles.size(), 1u);
  EXPECT_EQ(Difference(sample, **snapshot, SmallUnits()), "");
}

TEST(LayoutTest, TilesHalveTowardsTheNewest) {
  SampleShape shape;
  shape.orders = 15'000;
  LayoutOptions options = SmallUnits();
  options.min_tile_rows = 900;
  const auto snapshot = BuildInMemory(ToRaw(MakeSample(shape)), options);
  ASSERT_TRUE(snapshot.ok()) << snapshot.status();
  const std::span<const Tile> tiles = (*snapshot)->shard(0).tables[1].tiles;
  ASSERT_EQ(tiles.size(), 4u);
  for (size_t t = 0; t < 4; ++t) {
    const double rows = static_cast<double>(tiles[t].row_end - tiles[t].row_begin);
    EXPECT_NEAR(rows, 1000.0 * static_cast<double>(8 >> t), 60) << t;
  }
  options.min_tile_rows = 2000;  // the newest would have 1,000 of four, 2,142 of three
  const auto fewer = BuildInMemory(ToRaw(MakeSample(shape)), options);
  EXPECT_EQ((*fewer)->shard(0).tables[1].tiles.size(), 3u);
}

TEST(LayoutTest, SameBytesForAnyThreadsAndArrival) {
  SampleShape shape;
  shape.members = 2 * 65536 + 10;
  shape.orders = 20'000;
  shape.cluster = "city";
  const SampleStore sample = MakeSample(shape);
  LayoutOptions options = SmallUnits();
  options.threads = 1;
  const auto one = Bytes(ToRaw(sample), options);
  EXPECT_EQ(one.size(), 1 + 3 * 4u);
  options.threads = 4;
  EXPECT_TRUE(Bytes(ToRaw(sample), options) == one);
  EXPECT_TRUE(Bytes(ToRaw(Permuted(sample, 1)), options) == one);
  EXPECT_TRUE(Bytes(ToRaw(Permuted(sample, 2)), options) == one);
}

TEST(LayoutTest, BadOptionsAreRefused) {
  LayoutOptions options;
  options.members_per_shard = 1000;
  EXPECT_EQ(BuildInMemory(ToRaw(MakeSample({})), options).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(LayoutTest, MoreRowsThanAShardCanNumberAreRefusedByName) {
  EXPECT_TRUE(CheckRowLimit("orders", 3, 0xFFFFFFFF).ok());
  const absl::Status status = CheckRowLimit("orders", 3, 0x100000000);
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_NE(std::string(status.message()).find("`orders`"), std::string::npos);
}

TEST(LayoutTest, AFailingSinkStopsTheBuild) {
  std::mutex mutex;
  int opened = 0;
  const absl::Status status =
      LayOut(ToRaw(MakeSample({})), SmallUnits(),
             [&](const std::string&) -> absl::StatusOr<std::unique_ptr<PartSink>> {
               const std::lock_guard<std::mutex> lock(mutex);
               if (++opened > 2) return absl::ResourceExhaustedError("disk full");
               static AlignedVector<uint8_t> bytes[2];
               return MemorySink(&bytes[opened - 1]);
             });
  EXPECT_EQ(status.message(), "disk full");
}

}  // namespace
}  // namespace seine
