// Selections against plain sets of bits: every form with every operation, in place.

#include "engine/selection.h"

#include <gtest/gtest.h>

#include <functional>

#include "tests/engine/block_sets.h"

namespace seine {
namespace {

using testing::AnySet;
using testing::CountOf;
using testing::EncodedSet;
using testing::PlaceSet;
using testing::PlacesOf;
using testing::SetOfWords;
using testing::WordsOf;

PlaceSet SetOf(const Selection& selection) {
  AlignedVector<uint64_t> words(kBlockWords, 0xAB);
  selection.ToWords(words.data());
  return SetOfWords(words.data());
}

void Make(const PlaceSet& set, bool as_words, Selection* out) {
  if (as_words)
    out->SetWords(WordsOf(set).data());
  else
    out->SetPlaces(PlacesOf(set));
}

void ExpectIs(const Selection& selection, const PlaceSet& set) {
  EXPECT_EQ(SetOf(selection), set);
  EXPECT_EQ(selection.Count(), CountOf(set));
  EXPECT_EQ(selection.empty(), CountOf(set) == 0);
  EXPECT_EQ(selection.full(), CountOf(set) == kBlockSize);
  std::vector<uint16_t> places(selection.Count() + 32);
  selection.ToPlaces(places.data());
  places.resize(selection.Count());
  EXPECT_EQ(places, PlacesOf(set));
  for (const uint32_t place : {0u, 1u, 64u, 65535u}) {
    EXPECT_EQ(selection.Contains(static_cast<uint16_t>(place)), set[place]);
  }
}

PlaceSet Combine(const PlaceSet& a, const PlaceSet& b, const std::function<bool(bool, bool)>& op) {
  PlaceSet result(kBlockSize);
  for (uint32_t p = 0; p < kBlockSize; ++p) result[p] = op(a[p], b[p]);
  return result;
}

TEST(Selection, HoldsWhatItIsGiven) {
  Selection selection;
  for (const auto& shape : testing::AllShapes(11)) {
    SCOPED_TRACE(shape.name);
    for (const bool as_words : {false, true}) {
      Make(shape.bits, as_words, &selection);
      ExpectIs(selection, shape.bits);
    }
    selection.Assign(EncodedSet(shape.bits).view());
    ExpectIs(selection, shape.bits);
    Selection copy;
    copy.Assign(selection);
    ExpectIs(copy, shape.bits);
    EXPECT_TRUE(copy == selection);
  }
}

TEST(Selection, Ranges) {
  Selection selection;
  for (const auto& [begin, end] : {std::pair{0u, 0u}, {0u, 65536u}, {7u, 70u}, {65535u, 65536u}}) {
    selection.SetRange(begin, end);
    PlaceSet set(kBlockSize);
    for (uint32_t p = begin; p < end; ++p) set[p] = true;
    ExpectIs(selection, set);
  }
}

TEST(Selection, OperationsMatchPlainSets) {
  std::mt19937_64 random(12);
  Selection a;
  Selection b;
  for (int round = 0; round < 150; ++round) {
    const PlaceSet x = AnySet(random);
    const PlaceSet y = AnySet(random);
    const bool x_words = random() % 2 != 0;
    Make(y, random() % 2 != 0, &b);
    const EncodedSet container(y);
    const struct {
      const char* name;
      std::function<bool(bool, bool)> op;
      std::function<void()> on_selection;
      std::function<void()> on_container;
    } cases[] = {
        {"and", [](bool p, bool q) { return p && q; }, [&] { a.And(b); },
         [&] { a.And(container.view()); }},
        {"or", [](bool p, bool q) { return p || q; }, [&] { a.Or(b); },
         [&] { a.Or(container.view()); }},
        {"and not", [](bool p, bool q) { return p && !q; }, [&] { a.AndNot(b); },
         [&] { a.AndNot(container.view()); }},
        {"complement in", [](bool p, bool q) { return q && !p; }, [&] { a.ComplementIn(b); },
         [&] {
           Selection within;
           within.Assign(container.view());
           a.ComplementIn(within);
         }},
    };
    for (const auto& operation : cases) {
      SCOPED_TRACE(operation.name);
      const PlaceSet expected = Combine(x, y, operation.op);
      Make(x, x_words, &a);
      operation.on_selection();
      ExpectIs(a, expected);
      Make(x, x_words, &a);
      operation.on_container();
      ExpectIs(a, expected);
    }
    if (::testing::Test::HasFailure()) return;
  }
}

TEST(Selection, EqualityLooksAtMembersNotForms) {
  Selection a;
  Selection b;
  a.SetPlaces(std::vector<uint16_t>{1, 2, 3});
  b.SetRange(1, 4);
  EXPECT_TRUE(a == b);
  b.SetRange(2, 5);
  EXPECT_FALSE(a == b);
}

}  // namespace
}  // namespace seine
