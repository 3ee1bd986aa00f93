// Containers: every form holds what went in, the choice of form is what container.h says, damage is
// refused.

#include "engine/container.h"

#include <gtest/gtest.h>

#include "engine/container_encoding.h"
#include "tests/engine/block_sets.h"

namespace seine {
namespace {

using testing::AllShapes;
using testing::CountOf;
using testing::EncodedSet;
using testing::NamedSet;
using testing::PlaceSet;
using testing::PlacesOf;
using testing::SetOfWords;
using testing::WordsOf;

std::vector<ContainerKind> KindsFor(const PlaceSet& set) {
  std::vector<ContainerKind> kinds = {ContainerKind::kByteSparseTwo, ContainerKind::kByteSparse,
                                      ContainerKind::kBitset, ContainerKind::kRun};
  if (CountOf(set) <= kMaxArrayCardinality) kinds.push_back(ContainerKind::kArray);
  if (CountOf(set) == kBlockSize) kinds.push_back(ContainerKind::kFull);
  return kinds;
}

void ExpectHolds(const ContainerView& view, const PlaceSet& set) {
  AlignedVector<uint64_t> words(kBlockWords, 0x5555);
  ContainerToWords(view, words.data());
  EXPECT_EQ(SetOfWords(words.data()), set);
  EXPECT_EQ(view.cardinality, CountOf(set));
  for (const uint32_t place : {0u, 1u, 63u, 64u, 511u, 512u, 12345u, 54320u, 65534u, 65535u}) {
    EXPECT_EQ(ContainerContains(view, static_cast<uint16_t>(place)), set[place]) << place;
  }
  AlignedVector<uint64_t> more(kBlockWords, uint64_t{1} << 7);
  ContainerOrInto(view, more.data());
  for (size_t w = 0; w < kBlockWords; ++w) ASSERT_EQ(more[w], words[w] | uint64_t{1} << 7) << w;
  if (CountOf(set) > kMaxArrayCardinality) return;
  std::vector<uint16_t> places(kMaxArrayCardinality + 32);
  places.resize(ContainerToPlaces(view, places.data()));
  EXPECT_EQ(places, PlacesOf(set));
}

TEST(Container, EveryFormHoldsEveryShape) {
  for (const NamedSet& shape : AllShapes(1)) {
    if (CountOf(shape.bits) == 0) continue;
    for (const ContainerKind kind : KindsFor(shape.bits)) {
      SCOPED_TRACE(shape.name + " as kind " + std::to_string(static_cast<int>(kind)));
      EncodedSet encoded(shape.bits, kind);
      EXPECT_EQ(encoded.header().block, 3);
      ExpectHolds(encoded.view(), shape.bits);
      EXPECT_EQ(ContainerBytes(encoded.view()), encoded.bytes().size() - kReadPadding);
      EXPECT_TRUE(CheckContainer(encoded.header(), encoded.bytes().data(),
                                 encoded.bytes().size() - kReadPadding)
                      .ok());
    }
  }
}

TEST(Container, PlacesAndWordsEncodeToTheSameBytes) {
  for (const NamedSet& shape : AllShapes(2)) {
    if (CountOf(shape.bits) == 0) continue;
    SCOPED_TRACE(shape.name);
    AlignedVector<uint8_t> from_words;
    AlignedVector<uint8_t> from_places;
    const ContainerHeader a = EncodeWords(9, WordsOf(shape.bits).data(), &from_words);
    const ContainerHeader b = EncodePlaces(9, PlacesOf(shape.bits), &from_places);
    EXPECT_EQ(a.kind, b.kind);
    EXPECT_EQ(a.cardinality(), b.cardinality());
    EXPECT_EQ(a.offset, b.offset);
    EXPECT_EQ(from_words, from_places);
  }
}

TEST(Container, FormsByDensityOfUniformData) {
  std::mt19937_64 random(3);
  const auto kind_of = [&random](uint32_t size) {
    return EncodedSet(testing::SetOfSize(size, random)).header().kind;
  };
  EXPECT_EQ(kind_of(1), ContainerKind::kArray);
  EXPECT_EQ(kind_of(450), ContainerKind::kArray);
  EXPECT_EQ(kind_of(700), ContainerKind::kByteSparseTwo);
  EXPECT_EQ(kind_of(900), ContainerKind::kByteSparseTwo);
  EXPECT_EQ(kind_of(4096), ContainerKind::kByteSparse);
  EXPECT_EQ(kind_of(4097), ContainerKind::kBitset);
  EXPECT_EQ(kind_of(65535), ContainerKind::kRun);
  EXPECT_EQ(kind_of(65536), ContainerKind::kFull);
}

TEST(Container, NeverLongerThanRoaringsArraysAndBitsets) {
  std::mt19937_64 random(4);
  for (int i = 0; i < 200; ++i) {
    const PlaceSet set = testing::AnySet(random);
    if (CountOf(set) == 0) continue;
    const BlockShape shape = MeasureWords(WordsOf(set).data());
    const size_t roaring = std::min<size_t>(shape.members * 2, kBlockBytes);
    EXPECT_LE(ContainerBytes(EncodedSet(set).view()), roaring);
    // Runs are chosen only where they halve the bytes.
    EXPECT_LE(ContainerBytes(EncodedSet(set).view()), 2 * (2 + 4 * shape.runs));
  }
}

TEST(Container, SetAndClearBits) {
  for (const auto& [begin, end] : {std::pair{0u, 0u},
                                   {0u, 1u},
                                   {63u, 65u},
                                   {64u, 128u},
                                   {100u, 65536u},
                                   {65535u, 65536u},
                                   {0u, 65536u},
                                   {5u, 9u}}) {
    AlignedVector<uint64_t> set(kBlockWords);
    AlignedVector<uint64_t> cleared(kBlockWords, ~uint64_t{0});
    SetBits(set.data(), begin, end);
    ClearBits(cleared.data(), begin, end);
    const PlaceSet bits = SetOfWords(set.data());
    for (uint32_t p = 0; p < kBlockSize; ++p) ASSERT_EQ(bits[p], begin <= p && p < end) << p;
    for (size_t w = 0; w < kBlockWords; ++w) ASSERT_EQ(cleared[w], ~set[w]);
  }
}

// Every byte of every form is damaged in turn: the check refuses, or what it accepts is safe to
// read and consistent.
TEST(Container, DamageIsRefusedOrHarmless) {
  std::mt19937_64 random(5);
  int refused = 0;
  for (const uint32_t size : {3u, 100u, 600u, 3500u, 9000u}) {
    const PlaceSet set = testing::SetOfSize(size, random);
    for (const ContainerKind kind : KindsFor(set)) {
      const EncodedSet good(set, kind);
      for (int i = 0; i < 200; ++i) {
        EncodedSet bad = good;
        ContainerHeader header = bad.header();
        const size_t size_of_bytes = bad.bytes().size() - kReadPadding;
        if (i % 10 == 0) {
          reinterpret_cast<uint8_t*>(&header)[random() % sizeof(header)] ^=
              static_cast<uint8_t>(1u << random() % 8);
        } else {
          bad.bytes()[random() % size_of_bytes] ^= static_cast<uint8_t>(1u << random() % 8);
        }
        if (!CheckContainer(header, bad.bytes().data(), size_of_bytes).ok()) {
          ++refused;
          continue;
        }
        const ContainerView view = {header.kind, header.cardinality(),
                                    bad.bytes().data() + header.offset};
        AlignedVector<uint64_t> words(kBlockWords);
        ContainerToWords(view, words.data());
        EXPECT_EQ(CountOf(SetOfWords(words.data())), view.cardinality);
      }
    }
  }
  EXPECT_GT(refused, 1000);
}

TEST(Container, TruncationIsRefused) {
  std::mt19937_64 random(6);
  const PlaceSet set = testing::SetOfSize(900, random);
  for (const ContainerKind kind : KindsFor(set)) {
    EncodedSet encoded(set, kind);
    const size_t size = encoded.bytes().size() - kReadPadding;
    for (const size_t kept : {size_t{0}, size_t{1}, size / 2, size - 1}) {
      EXPECT_FALSE(CheckContainer(encoded.header(), encoded.bytes().data(), kept).ok());
    }
  }
}

TEST(Container, UnknownKindIsRefused) {
  const ContainerHeader header = {
      .block = 0, .kind = static_cast<ContainerKind>(7), .cardinality_minus_one = 0, .offset = 0};
  const uint8_t data[16] = {};
  EXPECT_FALSE(CheckContainer(header, data, sizeof(data)).ok());
}

}  // namespace
}  // namespace seine
