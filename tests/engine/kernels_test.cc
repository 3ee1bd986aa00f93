// Every table of kernels against the scalar one, and the scalar one against plain loops, at all
// edges.

#include "engine/kernels.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

#include "tests/engine/block_sets.h"

namespace seine {
namespace {

using testing::AllShapes;
using testing::AnySet;
using testing::CountOf;
using testing::EncodedSet;
using testing::NamedSet;
using testing::PlaceSet;
using testing::PlacesOf;
using testing::SetOfWords;
using testing::WordsOf;

class KernelsTest : public ::testing::TestWithParam<const Kernels*> {
 protected:
  const Kernels& kernels() const { return *GetParam(); }

  void ExpectByteSparse(const ByteSparseView& view, const PlaceSet& bits) {
    const PlaceSet other = AnySet(random_);
    const struct {
      WordOp op;
      bool (*expected)(bool, bool);
    } cases[] = {
        {WordOp::kSet, [](bool, bool c) { return c; }},
        {WordOp::kOr, [](bool w, bool c) { return w || c; }},
        {WordOp::kAnd, [](bool w, bool c) { return w && c; }},
        {WordOp::kAndNot, [](bool w, bool c) { return w && !c; }},
    };
    for (const auto& test : cases) {
      auto words = WordsOf(other);
      kernels().expand_bytes(view, test.op, words.data());
      const PlaceSet result = SetOfWords(words.data());
      for (uint32_t p = 0; p < kBlockSize; ++p) {
        ASSERT_EQ(result[p], test.expected(other[p], bits[p])) << p;
      }
      if (test.op == WordOp::kAnd) {
        EXPECT_EQ(kernels().count_byte_sparse_and(view, WordsOf(other).data()), CountOf(result));
      }
    }
    std::vector<uint16_t> in, out_of, kept;
    std::vector<uint16_t> places = PlacesOf(testing::SetOfSize(777, random_));
    for (const uint16_t p : places) (bits[p] ? in : out_of).push_back(p);
    for (const bool wanted : {true, false}) {
      kept.resize(kMaxArrayCardinality + 32);
      kept.resize(kernels().filter_places_sparse(places.data(), 777, view, wanted, kept.data()));
      EXPECT_EQ(kept, wanted ? in : out_of);
    }
  }

  std::mt19937_64 random_{31};
};

INSTANTIATE_TEST_SUITE_P(All, KernelsTest, ::testing::ValuesIn(AvailableKernels()),
                         [](const auto& info) { return info.param->name; });

// Places with the padding that kernels may read.
std::vector<uint16_t> Padded(std::vector<uint16_t> places) {
  places.resize(places.size() + 64, 0xFFFF);
  return places;
}

// No word beyond the last is counted.
TEST_P(KernelsTest, CountsAnyNumberOfSteps) {
  const AlignedVector<uint64_t> ones(kBlockWords, ~uint64_t{0});
  for (size_t n = 0; n < kBlockWords; n += kWordsAtOnce) {
    EXPECT_EQ(kernels().count(ones.data(), n), 64 * n);
  }
}

TEST_P(KernelsTest, CountAndPlaces) {
  for (const NamedSet& shape : AllShapes(32)) {
    SCOPED_TRACE(shape.name);
    const auto words = WordsOf(shape.bits);
    EXPECT_EQ(kernels().count(words.data(), kBlockWords), CountOf(shape.bits));
    AlignedVector<uint64_t> marked(kBlockWords);
    kernels().or_places(PlacesOf(shape.bits).data(), CountOf(shape.bits), marked.data());
    EXPECT_EQ(marked, words);
    std::vector<uint16_t> places(CountOf(shape.bits) + 32);
    places.resize(kernels().words_to_places(words.data(), kBlockWords, places.data()));
    EXPECT_EQ(places, PlacesOf(shape.bits));
  }
}

TEST_P(KernelsTest, ClausesMatchPlainBooleans) {
  for (int round = 0; round < 60; ++round) {
    std::vector<PlaceSet> sets;
    std::vector<AlignedVector<uint64_t>> words;
    std::vector<WordClauses::Clause> clauses;
    PlaceSet expected(kBlockSize, true);
    const bool plain = round % 3 == 0;
    const uint32_t clause_count = 1 + static_cast<uint32_t>(random_() % 8);
    for (uint32_t c = 0; c < clause_count; ++c) {
      const uint32_t positive = plain ? 1 : static_cast<uint32_t>(random_() % 4);
      const uint32_t negative =
          plain ? 0 : static_cast<uint32_t>(random_() % 3) + (positive == 0 ? 1 : 0);
      PlaceSet any(kBlockSize);
      for (uint32_t i = 0; i < positive + negative; ++i) {
        const PlaceSet set = AnySet(random_);
        for (uint32_t p = 0; p < kBlockSize; ++p) any[p] = any[p] || set[p] == (i < positive);
        words.push_back(WordsOf(set));
      }
      for (uint32_t p = 0; p < kBlockSize; ++p) expected[p] = expected[p] && any[p];
      const auto end = static_cast<uint32_t>(words.size());
      clauses.push_back({end - negative, end});
    }
    std::vector<const uint64_t*> operands;
    for (const auto& operand : words) operands.push_back(operand.data());
    const WordClauses input = {operands.data(), clauses.data(), clause_count};
    AlignedVector<uint64_t> out(kBlockWords);
    EXPECT_EQ(kernels().count_clauses(input, kBlockWords), CountOf(expected));
    EXPECT_EQ(kernels().write_clauses(input, kBlockWords, out.data()), CountOf(expected));
    ASSERT_EQ(SetOfWords(out.data()), expected);
    kernels().write_clauses(input, kBlockWords, words.front().data());
    ASSERT_EQ(SetOfWords(words.front().data()), expected) << "in place";
  }
}

TEST_P(KernelsTest, AtLeast) {
  for (const uint32_t n : {1u, 2u, 3u, 7u, 8u, 40u, 300u}) {
    std::vector<AlignedVector<uint64_t>> words;
    std::vector<uint32_t> counts(kBlockSize);
    const uint32_t negated_begin = static_cast<uint32_t>(random_() % (n + 1));
    for (uint32_t i = 0; i < n; ++i) {
      const PlaceSet set = n > 50 ? testing::ClusteredSet(0.4, 50, random_) : AnySet(random_);
      for (uint32_t p = 0; p < kBlockSize; ++p) counts[p] += set[p] == (i < negated_begin);
      words.push_back(WordsOf(set));
    }
    std::vector<const uint64_t*> operands;
    for (const auto& operand : words) operands.push_back(operand.data());
    for (const uint32_t k : {1u, n / 2, n - 1, n}) {
      if (k == 0) continue;
      PlaceSet expected(kBlockSize);
      for (uint32_t p = 0; p < kBlockSize; ++p) expected[p] = counts[p] >= k;
      AlignedVector<uint64_t> out(kBlockWords);
      EXPECT_EQ(kernels().at_least(k, operands.data(), negated_begin, n, kBlockWords, out.data()),
                CountOf(expected));
      ASSERT_EQ(SetOfWords(out.data()), expected) << k << " of " << n;
    }
  }
}

TEST_P(KernelsTest, IntersectAndFilterPlaces) {
  for (int round = 0; round < 400; ++round) {
    const auto draw = [this] {
      static constexpr uint32_t kSizes[] = {0, 1, 7, 8, 9, 15, 16, 17, 100, 500, 4096};
      PlaceSet set = testing::SetOfSize(kSizes[random_() % std::size(kSizes)], random_);
      if (random_() % 4 == 0) set[0] = true;
      if (random_() % 4 == 0) set[65535] = true;
      return set;
    };
    const PlaceSet x = draw();
    const PlaceSet y = draw();
    const std::vector<uint16_t> a = PlacesOf(x);
    const std::vector<uint16_t> b = PlacesOf(y);
    std::vector<uint16_t> both;
    std::vector<uint16_t> only_a;
    std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
    std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(only_a));
    const auto na = static_cast<uint32_t>(a.size());
    const auto nb = static_cast<uint32_t>(b.size());
    const std::vector<uint16_t> pa = Padded(a);
    const std::vector<uint16_t> pb = Padded(b);
    std::vector<uint16_t> out(a.size() + b.size() + 64);
    const auto result = [&out](uint32_t n) {
      return std::vector<uint16_t>(out.begin(), out.begin() + n);
    };
    ASSERT_EQ(result(kernels().intersect_places(pa.data(), na, pb.data(), nb, out.data())), both);
    ASSERT_EQ(kernels().count_intersect_places(pa.data(), na, pb.data(), nb), both.size());
    const auto words = WordsOf(y);
    ASSERT_EQ(result(kernels().filter_places(pa.data(), na, words.data(), true, out.data())), both);
    ASSERT_EQ(result(kernels().filter_places(pa.data(), na, words.data(), false, out.data())),
              only_a);
    ASSERT_EQ(kernels().count_filter_places(pa.data(), na, words.data()), both.size());
    const std::vector<uint32_t> wide_a(a.begin(), a.end());
    const std::vector<uint32_t> wide_b(b.begin(), b.end());
    ASSERT_EQ(kernels().count_intersect_offsets(wide_a.data(), na, wide_b.data(), nb), both.size());
  }
}

TEST_P(KernelsTest, ByteSparse) {
  for (const NamedSet& shape : AllShapes(33)) {
    SCOPED_TRACE(shape.name);
    if (CountOf(shape.bits) == 0) continue;
    const EncodedSet one(shape.bits, ContainerKind::kByteSparse);
    const EncodedSet two(shape.bits, ContainerKind::kByteSparseTwo);
    for (const ByteSparseView& view : {AsByteSparse(one.view()), AsByteSparse(two.view())}) {
      ExpectByteSparse(view, shape.bits);
    }
  }
}

TEST_P(KernelsTest, RunsInWords) {
  for (const double length : {1.5, 20.0, 3000.0}) {
    const PlaceSet in = testing::ClusteredSet(0.3, length, random_);
    const PlaceSet other = AnySet(random_);
    uint32_t expected = 0;
    for (uint32_t p = 0; p < kBlockSize; ++p) expected += in[p] && other[p];
    const EncodedSet runs(in, ContainerKind::kRun);
    EXPECT_EQ(kernels().count_runs_in_words(runs.view().runs().data(),
                                            static_cast<uint32_t>(runs.view().runs().size()),
                                            WordsOf(other).data()),
              expected);
  }
}

TEST_P(KernelsTest, RunsInByteSparse) {
  for (int round = 0; round < 200; ++round) {
    const double density = round % 2 == 0 ? 0.005 : 0.1;
    const PlaceSet in = testing::ClusteredSet(density, round % 3 == 0 ? 2.0 : 100.0, random_);
    const PlaceSet other = testing::ClusteredSet(density, round % 5 == 0 ? 1.5 : 40.0, random_);
    if (CountOf(in) == 0 || CountOf(other) == 0) continue;
    const EncodedSet runs(in, ContainerKind::kRun);
    const auto kind = round % 7 < 4 ? ContainerKind::kByteSparse : ContainerKind::kByteSparseTwo;
    const EncodedSet sparse(other, kind);
    uint32_t expected = 0;
    for (uint32_t p = 0; p < kBlockSize; ++p) expected += in[p] && other[p];
    EXPECT_EQ(kernels().count_runs_in_sparse(runs.view().runs().data(),
                                             static_cast<uint32_t>(runs.view().runs().size()),
                                             AsByteSparse(sparse.view())),
              expected);
  }
}

TEST_P(KernelsTest, IntersectByteSparse) {
  for (int round = 0; round < 100; ++round) {
    const size_t n = 2 + random_() % (kMaxByteSparseAtOnce - 1);
    std::vector<EncodedSet> encoded;
    std::vector<ByteSparseView> views;
    PlaceSet expected(kBlockSize, true);
    const double density = static_cast<double>(random_() % 1000) / 1000.0;
    for (size_t i = 0; i < n; ++i) {
      PlaceSet set = random_() % 4 == 0 ? AnySet(random_) : testing::UniformSet(density, random_);
      set[12345] = true;
      for (uint32_t p = 0; p < kBlockSize; ++p) expected[p] = expected[p] && set[p];
      encoded.emplace_back(
          set, random_() % 2 == 0 ? ContainerKind::kByteSparse : ContainerKind::kByteSparseTwo);
    }
    for (const EncodedSet& set : encoded) views.push_back(AsByteSparse(set.view()));
    std::vector<AlignedVector<uint64_t>> words;
    std::vector<const uint64_t*> bitsets;
    for (uint64_t i = random_() % 3; i > 0; --i) {
      const PlaceSet set = AnySet(random_);
      for (uint32_t p = 0; p < kBlockSize; ++p) expected[p] = expected[p] && set[p];
      words.push_back(WordsOf(set));
    }
    for (const auto& bitset : words) bitsets.push_back(bitset.data());
    AlignedVector<uint64_t> out(kBlockWords, 77);
    const auto intersect = [&](uint64_t* into) {
      return kernels().intersect_byte_sparse(views.data(), static_cast<uint32_t>(n), bitsets.data(),
                                             static_cast<uint32_t>(bitsets.size()), into);
    };
    EXPECT_EQ(intersect(nullptr), CountOf(expected));
    EXPECT_EQ(intersect(out.data()), CountOf(expected));
    ASSERT_EQ(SetOfWords(out.data()), expected);
  }
}

template <typename T>
std::vector<T> Column(size_t rows, uint64_t mask, std::mt19937_64& random) {
  std::vector<T> column(rows);
  for (T& value : column) value = static_cast<T>(random() & mask);
  return column;
}

template <typename Expected>
void ExpectBits(const std::vector<uint64_t>& out, size_t rows, const Expected& expected) {
  for (size_t r = 0; r < rows; ++r) ASSERT_EQ((out[r / 64] >> (r % 64)) & 1, expected(r)) << r;
  if (rows % 64 != 0) {
    ASSERT_EQ(out.back() >> (rows % 64), 0u) << "padding";
  }
}

TEST_P(KernelsTest, Ranges) {
  for (const size_t rows : {0, 1, 63, 64, 65, 127, 1000, 4096}) {
    for (int round = 0; round < 12; ++round) {
      const uint64_t mask = round % 2 == 0 ? 0x0303 : ~uint64_t{0};
      const auto u8 = Column<uint8_t>(rows, mask, random_);
      const auto u16 = Column<uint16_t>(rows, mask, random_);
      const auto v16 = Column<uint16_t>(rows, mask, random_);
      auto low = static_cast<uint32_t>(random_() & mask);
      auto high = round % 5 == 0 ? low : static_cast<uint32_t>(random_() & mask);
      if (round % 7 != 0 && low > high) std::swap(low, high);
      const auto within = [](auto v, auto l, auto h) { return l <= v && v <= h; };
      std::vector<uint64_t> out((rows + 63) / 64, 0x123456789ABCDEF);
      const auto test = [&](const auto& run, const auto& expected) {
        for (const bool narrow : {false, true}) {
          std::fill(out.begin(), out.end(), 0x123456789ABCDEF);
          run(narrow);
          ExpectBits(out, rows, [&](size_t r) {
            return expected(r) && (!narrow || ((0x123456789ABCDEF >> (r % 64)) & 1) != 0);
          });
        }
      };
      const auto l8 = static_cast<uint8_t>(low), h8 = static_cast<uint8_t>(high);
      const auto l16 = static_cast<uint16_t>(low), h16 = static_cast<uint16_t>(high);
      const uint32_t l24 = low & 0xFFFFFF, h24 = high & 0xFFFFFF;
      test([&](bool n) { kernels().range_u8(u8.data(), rows, l8, h8, n, out.data()); },
           [&](size_t r) { return within(u8[r], l8, h8); });
      test([&](bool n) { kernels().range_u16(u16.data(), rows, l16, h16, n, out.data()); },
           [&](size_t r) { return within(u16[r], l16, h16); });
      const auto i64 = Column<int64_t>(rows, mask, random_);
      auto l64 = static_cast<int64_t>(random_() & mask);
      auto h64 = round % 5 == 0 ? l64 : static_cast<int64_t>(random_() & mask);
      if (round % 7 != 0 && l64 > h64) std::swap(l64, h64);
      if (round == 3) l64 = INT64_MIN;
      if (round == 4) h64 = INT64_MAX;
      test([&](bool n) { kernels().range_i64(i64.data(), rows, l64, h64, n, out.data()); },
           [&](size_t r) { return within(i64[r], l64, h64); });
      const auto w8 = Column<uint8_t>(rows, mask, random_);
      test(
          [&](bool n) {
            kernels().range_u8_u8(u8.data(), w8.data(), rows, l16, h16, n, out.data());
          },
          [&](size_t r) { return within(u8[r] << 8 | w8[r], int{l16}, int{h16}); });
      test(
          [&](bool n) {
            kernels().range_u16_u8(u16.data(), u8.data(), rows, l24, h24, n, out.data());
          },
          [&](size_t r) { return within(uint32_t{u16[r]} << 8 | u8[r], l24, h24); });
      test(
          [&](bool n) {
            kernels().range_u16_u16(u16.data(), v16.data(), rows, low, high, n, out.data());
          },
          [&](size_t r) { return within(uint32_t{u16[r]} << 16 | v16[r], low, high); });
    }
  }
}

TEST_P(KernelsTest, CodesInASet) {
  for (const size_t rows : {0, 1, 63, 64, 65, 1000}) {
    for (const double density : {0.0, 0.1, 0.5, 1.0}) {
      const PlaceSet in = testing::UniformSet(density, random_);
      const auto codes = WordsOf(in);
      std::vector<uint64_t> out((rows + 63) / 64, ~uint64_t{0});
      const auto u8 = Column<uint8_t>(rows, ~uint64_t{0}, random_);
      kernels().in_u8(u8.data(), rows, codes.data(), false, out.data());
      ExpectBits(out, rows, [&](size_t r) { return in[u8[r]]; });
      const auto u16 = Column<uint16_t>(rows, ~uint64_t{0}, random_);
      kernels().in_u16(u16.data(), rows, codes.data(), false, out.data());
      ExpectBits(out, rows, [&](size_t r) { return in[u16[r]]; });
    }
  }
}

TEST_P(KernelsTest, LowBits) {
  for (const size_t rows : {0, 1, 7, 31, 32, 33, 1000}) {
    for (int bits = 1; bits <= 7; ++bits) {
      for (const int shift : {0, 8 - bits}) {
        const uint64_t mask = (uint64_t{1} << bits) - 1;
        const auto values = Column<uint8_t>(rows, mask, random_);
        std::vector<uint8_t> packed((rows * static_cast<size_t>(bits) + 7) / 8 + kReadPadding);
        for (size_t r = 0; r < rows; ++r) {
          for (int b = 0; b < bits; ++b) {
            const size_t bit = r * static_cast<size_t>(bits) + static_cast<size_t>(b);
            if (((values[r] >> b) & 1) != 0) {
              packed[bit / 8] = static_cast<uint8_t>(packed[bit / 8] | 1u << (bit % 8));
            }
          }
        }
        std::vector<uint8_t> out(rows + 32, 0xEE);
        kernels().unpack_low(packed.data(), rows, bits, shift, out.data());
        for (size_t r = 0; r < rows; ++r) ASSERT_EQ(out[r], values[r] << shift) << r;
      }
    }
  }
}

TEST(Kernels, TheScalarTableComesFirst) {
  EXPECT_STREQ(AvailableKernels().front()->name, "scalar");
}

}  // namespace
}  // namespace seine
