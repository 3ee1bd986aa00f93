// Bitmaps of a shard, and their way to Roaring's portable format and back.

#include "engine/bitmap.h"

#include <gtest/gtest.h>

#include <numeric>
#include <set>

#include "engine/roaring_bitmap.h"
#include "tests/engine/block_sets.h"

namespace seine {
namespace {

std::vector<uint32_t> Members(const BitmapView& view) {
  std::vector<uint32_t> members;
  view.ForEach([&members](uint32_t offset) { members.push_back(offset); });
  return members;
}

// Some blocks empty, some full, the others of any shape.
std::vector<uint32_t> AnyOffsets(std::mt19937_64& random) {
  std::vector<uint32_t> offsets;
  for (uint32_t block = 0; block < kBlocksPerShard; ++block) {
    if (random() % 3 == 0) continue;
    for (const uint16_t place : testing::PlacesOf(testing::AnySet(random))) {
      offsets.push_back(OffsetOf(block, place));
    }
  }
  return offsets;
}

void ExpectHolds(const Bitmap& bitmap, const std::vector<uint32_t>& offsets) {
  const BitmapView view = bitmap.View();
  EXPECT_EQ(Members(view), offsets);
  EXPECT_EQ(view.Cardinality(), offsets.size());
  EXPECT_EQ(view.empty(), offsets.empty());
  EXPECT_TRUE(CheckBitmap(bitmap.headers(), bitmap.bytes()).ok());
  EXPECT_TRUE(CheckOffsets(bitmap.offsets()).ok());
  uint32_t mask = 0;
  std::vector<uint32_t> by_block(kBlocksPerShard);
  for (const uint32_t offset : offsets) {
    mask |= 1u << BlockOfOffset(offset);
    ++by_block[BlockOfOffset(offset)];
  }
  EXPECT_EQ(view.BlockMask(), mask);
  Selection selection;
  AlignedVector<uint64_t> words(kBlockWords);
  for (uint32_t block = 0; block < kBlocksPerShard; ++block) {
    EXPECT_EQ(view.CardinalityOf(block), by_block[block]);
    selection.Assign(view, block);
    EXPECT_EQ(selection.Count(), by_block[block]);
    view.ToWords(block, words.data());
    EXPECT_EQ(testing::CountOf(testing::SetOfWords(words.data())), by_block[block]);
  }
  const std::set<uint32_t> members(offsets.begin(), offsets.end());
  for (uint32_t offset = 0; offset < kShardSize; offset += 4099) {
    EXPECT_EQ(view.Contains(offset), members.count(offset) == 1);
  }
  for (size_t i = 0; i < offsets.size(); i += 1 + offsets.size() / 50) {
    EXPECT_TRUE(view.Contains(offsets[i]));
  }
}

TEST(Bitmap, HoldsItsMembers) {
  std::mt19937_64 random(21);
  for (int i = 0; i < 12; ++i) {
    const std::vector<uint32_t> offsets = AnyOffsets(random);
    ExpectHolds(Bitmap::FromOffsets(offsets), offsets);
  }
}

TEST(Bitmap, SparseValuesAreLists) {
  const std::vector<uint32_t> offsets = {0, 65535, 65536, 700000, kShardSize - 1};
  const Bitmap bitmap = Bitmap::FromOffsets(offsets);
  EXPECT_TRUE(bitmap.View().is_list());
  EXPECT_EQ(bitmap.StoredBytes(), offsets.size() * sizeof(uint32_t));
  ExpectHolds(bitmap, offsets);
}

TEST(Bitmap, EmptyAndFull) {
  ExpectHolds(Bitmap(), {});
  ExpectHolds(Bitmap::FromOffsets({}), {});
  std::vector<uint32_t> everyone(kShardSize);
  std::iota(everyone.begin(), everyone.end(), 0u);
  const Bitmap full = Bitmap::FromOffsets(everyone);
  EXPECT_EQ(full.StoredBytes(), kBlocksPerShard * sizeof(ContainerHeader));
  ExpectHolds(full, everyone);
}

TEST(Bitmap, BitsetsLieOnCacheLines) {
  std::mt19937_64 random(22);
  BitmapBuilder builder;
  builder.AddPlaces(1, testing::PlacesOf(testing::SetOfSize(701, random)));
  builder.AddWords(2, testing::WordsOf(testing::SetOfSize(30000, random)).data());
  builder.AddPlaces(5, {});
  const Bitmap bitmap = builder.Finish();
  EXPECT_EQ(bitmap.alignment(), kCacheLine);
  ASSERT_EQ(bitmap.headers().size(), 2u);
  EXPECT_EQ(bitmap.headers()[1].offset % kCacheLine, 0u);
  EXPECT_TRUE(builder.Finish().View().empty());
}

TEST(Bitmap, DamagedListsAndHeadersAreRefused) {
  EXPECT_FALSE(CheckOffsets(std::vector<uint32_t>{3, 3}).ok());
  EXPECT_FALSE(CheckOffsets(std::vector<uint32_t>{kShardSize}).ok());
  std::mt19937_64 random(23);
  const Bitmap bitmap = Bitmap::FromOffsets(AnyOffsets(random));
  std::vector<ContainerHeader> headers(bitmap.headers().begin(), bitmap.headers().end());
  std::swap(headers.front(), headers.back());
  EXPECT_FALSE(CheckBitmap(headers, bitmap.bytes()).ok());
}

TEST(RoaringBitmap, RoundTrip) {
  std::mt19937_64 random(24);
  for (int i = 0; i < 6; ++i) {
    const std::vector<uint32_t> first = AnyOffsets(random);
    const std::vector<uint32_t> second = AnyOffsets(random);
    RoaringBitmap roaring;
    roaring.AddBitmap(0, Bitmap::FromOffsets(first).View());
    roaring.AddBitmap(2, Bitmap::FromOffsets(second).View());
    const std::string bytes = roaring.Serialize();
    const auto read =
        RoaringBitmap::Deserialize({reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size()});
    ASSERT_TRUE(read.ok()) << read.status().message();
    EXPECT_TRUE(*read == roaring);
    EXPECT_EQ(read->Cardinality(), first.size() + second.size());
    EXPECT_EQ(Members(read->ShardBitmap(0).View()), first);
    EXPECT_TRUE(read->ShardBitmap(1).View().empty());
    EXPECT_EQ(Members(read->ShardBitmap(2).View()), second);
    EXPECT_TRUE(read->ShardBitmap(5000).View().empty());
  }
}

TEST(RoaringBitmap, Algebra) {
  const auto make = [](std::vector<uint32_t> v) { return RoaringBitmap::FromOrdinals(v); };
  const auto after = [&](void (RoaringBitmap::*op)(const RoaringBitmap&)) {
    RoaringBitmap a = make({1, 2, 3});
    (a.*op)(make({2, 3, 4}));
    return a.Ordinals();
  };
  EXPECT_EQ(after(&RoaringBitmap::And), (std::vector<uint32_t>{2, 3}));
  EXPECT_EQ(after(&RoaringBitmap::Or), (std::vector<uint32_t>{1, 2, 3, 4}));
  EXPECT_EQ(after(&RoaringBitmap::AndNot), (std::vector<uint32_t>{1}));
  EXPECT_EQ(after(&RoaringBitmap::Xor), (std::vector<uint32_t>{1, 4}));
}

TEST(RoaringBitmap, DamagedBytesAreRefusedOrAreABitmap) {
  std::mt19937_64 random(25);
  RoaringBitmap roaring;
  roaring.AddBitmap(0, Bitmap::FromOffsets(AnyOffsets(random)).View());
  const std::string good = roaring.Serialize();
  const auto read = [](const std::string& bytes) {
    return RoaringBitmap::Deserialize(
        {reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size()});
  };
  EXPECT_FALSE(read("").ok());
  EXPECT_FALSE(read("hello").ok());
  EXPECT_FALSE(read(good + "x").ok());
  EXPECT_FALSE(read(good.substr(0, good.size() - 1)).ok());
  int refused = 0;
  for (int i = 0; i < 500; ++i) {
    std::string bad = good;
    const size_t at = i % 2 == 0 ? random() % 64 : random() % bad.size();
    bad[at] = static_cast<char>(bad[at] ^ (1 << random() % 8));
    const auto result = read(bad);
    refused += !result.ok();
    if (!result.ok()) continue;
    EXPECT_EQ(result->Ordinals().size(), result->Cardinality());
  }
  EXPECT_GT(refused, 100);
}

}  // namespace
}  // namespace seine
