// The evaluator against the most obvious one there is: for every member, walk the tree.

#include "query/block_evaluator.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "tests/engine/block_sets.h"

namespace seine {
namespace {

using testing::PlaceSet;

using ShardSet = std::vector<bool>;  // a bit for every member of the shard

// A leaf that computes: `share` of it is told truly, the rest of its estimates are wild.
class SetSource : public LeafSource {
 public:
  SetSource(const ShardSet& set, double estimate, double cost)
      : set_(set), estimate_(estimate), cost_(cost) {}
  void Evaluate(uint32_t block, const Selection& candidates, Selection* out,
                Scratch&) const override {
    EXPECT_FALSE(candidates.empty());
    EXPECT_NE(&candidates, out);
    std::vector<uint16_t> places;
    candidates.ForEach([&](uint16_t place) {
      if (set_[OffsetOf(block, place)]) places.push_back(place);
    });
    seen_ += candidates.Count();
    out->SetPlaces(places);
  }
  double EstimatedRows(uint32_t) const override { return estimate_; }
  double CostPerRow() const override { return cost_; }
  uint64_t seen() const { return seen_; }

 private:
  const ShardSet& set_;
  double estimate_;
  double cost_;
  mutable uint64_t seen_ = 0;
};

class World {
 public:
  explicit World(uint64_t seed) : random_(seed) {
    for (int i = 0; i < 24; ++i) Add(i);
    MakeExists();
  }

  BlockExpression AnyTree(int depth) {
    const size_t n = 1 + random_() % 4;
    switch (depth == 0 ? random_() % 3 : 3 + random_() % 5) {
      case 0:
      case 1:
        return BlockExpression::Stored(bitmaps_[random_() % bitmaps_.size()].View());
      case 2:
        switch (random_() % 5) {
          case 0:
            return random_() % 2 ? BlockExpression::None() : BlockExpression::All();
          default:
            return BlockExpression::Computed(std::make_shared<SetSource>(
                sets_[random_() % sets_.size()], static_cast<double>(random_() % 70000),
                static_cast<double>(random_() % 100)));
        }
      case 3:
        return BlockExpression::Not(AnyTree(depth - 1));
      case 4:
      case 5:
        return BlockExpression::And(Operands(depth, n));
      case 6:
        return BlockExpression::Or(Operands(depth, n));
      default:
        return BlockExpression::AtLeast(static_cast<uint32_t>(random_() % (n + 2)),
                                        Operands(depth, n));
    }
  }

  bool Selects(const BlockExpression& node, uint32_t offset) const {
    if (!exists_set_[offset]) return false;
    const auto holds = [&](const BlockExpression& child) { return Selects(child, offset); };
    const auto& operands = node.operands();
    switch (node.op()) {
      case BlockExpression::Op::kNone:
        return false;
      case BlockExpression::Op::kAll:
        return true;
      case BlockExpression::Op::kBitmap:
        return !node.bitmap().empty() && BitmapSet(node.bitmap())[offset];
      case BlockExpression::Op::kSource: {
        Selection one, found;
        one.SetRange(PlaceInBlock(offset), PlaceInBlock(offset) + 1u);
        node.source()->Evaluate(BlockOfOffset(offset), one, &found, scratch_);
        return !found.empty();
      }
      case BlockExpression::Op::kNot:
        return !holds(operands.front());
      case BlockExpression::Op::kAnd:
        return std::all_of(operands.begin(), operands.end(), holds);
      case BlockExpression::Op::kOr:
        return std::any_of(operands.begin(), operands.end(), holds);
      case BlockExpression::Op::kAtLeast:
        return std::count_if(operands.begin(), operands.end(), holds) >= int64_t{node.k()};
    }
    return false;
  }

  void ExpectRight(const BlockExpression& tree) {
    const BlockEvaluator evaluator(tree, exists_.View());
    Selection selection;
    Selection explained;
    std::vector<uint64_t> actual(4);
    uint64_t total = 0;
    uint32_t next = evaluator.NextCandidateBlock(0);
    for (uint32_t block = 0; block < kBlocksPerShard; ++block) {
      const uint32_t count = evaluator.CountBlock(block, scratch_);
      evaluator.SelectBlock(block, &selection, scratch_);
      evaluator.ExplainBlock(block, actual, &explained, scratch_);
      ASSERT_EQ(count, selection.Count());
      ASSERT_TRUE(selection == explained);
      ASSERT_GE(evaluator.EstimatedRows(block), 0.0);
      ASSERT_LE(evaluator.EstimatedRows(block), kBlockSize + 0.01);
      ASSERT_GE(evaluator.EstimatedCost(block), 0.0);
      if (block == next)
        next = evaluator.NextCandidateBlock(block + 1);
      else
        ASSERT_EQ(count, 0u) << "a block left out";
      // A member in a few hundred, and the borders.
      for (uint32_t place = 0; place < kBlockSize; place += 1 + place % 509) {
        ASSERT_EQ(selection.Contains(static_cast<uint16_t>(place)),
                  Selects(tree, OffsetOf(block, place)))
            << "block " << block << " place " << place;
      }
      ASSERT_EQ(selection.Contains(65535), Selects(tree, OffsetOf(block, 65535)));
      total += count;
    }
    ASSERT_EQ(evaluator.CountShard(scratch_), total);
  }

  const BitmapView Exists() const { return exists_.View(); }
  const Bitmap& bitmap(size_t i) const { return bitmaps_[i]; }
  const ShardSet& set(size_t i) const { return sets_[i]; }
  Scratch& scratch() { return scratch_; }

 private:
  // Six of each: lists, arrays and byte-sparse, dense, anything.
  void Add(int i) {
    ShardSet set(kShardSize);
    for (uint32_t block = 0; block < kBlocksPerShard; ++block) {
      PlaceSet places = testing::EmptySet();
      switch (i % 4) {
        case 0:
          places = testing::SetOfSize(static_cast<uint32_t>(random_() % 5), random_);
          break;
        case 1:
          places = testing::SetOfSize(static_cast<uint32_t>(random_() % 4096), random_);
          break;
        case 2:
          places = testing::UniformSet(0.1 + 0.1 * static_cast<double>(i % 8), random_);
          break;
        default:
          if (random_() % 3 != 0) places = testing::AnySet(random_);
      }
      std::copy(places.begin(), places.end(), set.begin() + block * kBlockSize);
    }
    sets_.push_back(set);
    bitmaps_.push_back(BitmapOf(set));
  }

  void MakeExists() {
    exists_set_.assign(kShardSize, true);
    for (uint32_t offset = 14 * kBlockSize + 1000; offset < kShardSize; ++offset) {
      exists_set_[offset] = false;
    }
    for (int i = 0; i < 5000; ++i) exists_set_[random_() % (7 * kBlockSize)] = false;
    exists_ = BitmapOf(exists_set_);
  }

  static Bitmap BitmapOf(const ShardSet& set) {
    std::vector<uint32_t> offsets;
    for (uint32_t offset = 0; offset < kShardSize; ++offset) {
      if (set[offset]) offsets.push_back(offset);
    }
    return Bitmap::FromOffsets(offsets);
  }

  const ShardSet& BitmapSet(const BitmapView& view) const {
    for (size_t i = 0; i < bitmaps_.size(); ++i) {
      const BitmapView other = bitmaps_[i].View();
      if (other.headers().data() == view.headers().data() &&
          other.offsets().data() == view.offsets().data()) {
        return sets_[i];
      }
    }
    ADD_FAILURE() << "a foreign bitmap";
    return sets_[0];
  }

  std::vector<BlockExpression> Operands(int depth, size_t n) {
    std::vector<BlockExpression> operands;
    for (size_t i = 0; i < n; ++i) {
      operands.push_back(AnyTree(random_() % 2 == 0 ? 0 : depth - 1));
    }
    return operands;
  }

  std::mt19937_64 random_;
  std::vector<ShardSet> sets_;
  std::vector<Bitmap> bitmaps_;
  ShardSet exists_set_;
  Bitmap exists_;
  mutable Scratch scratch_;
};

TEST(BlockEvaluator, RandomTreesMatchTheObviousEvaluation) {
  for (const uint64_t seed : {1u, 2u, 3u}) {
    World world(seed);
    for (int round = 0; round < 50; ++round) {
      SCOPED_TRACE(::testing::Message() << "seed " << seed << " round " << round);
      world.ExpectRight(world.AnyTree(1 + round % 4));
      if (::testing::Test::HasFailure()) return;
    }
  }
}

BlockExpression Leaf(const World& world, size_t i) {
  return BlockExpression::Stored(world.bitmap(i).View());
}

// Shapes that take the quick ways: all lists, all arrays, all dense, mixed, and one way driving
// another.
TEST(BlockEvaluator, LiteralConjunctionsAndDisjunctions) {
  World world(4);
  std::mt19937_64 random(5);
  for (int round = 0; round < 60; ++round) {
    SCOPED_TRACE(round);
    const size_t kind = random() % 5;
    const auto leaf = [&] {
      const size_t i = random() % 24;
      BlockExpression stored = Leaf(world, kind < 4 ? i / 4 * 4 + kind : i);
      return random() % 5 == 0 ? BlockExpression::Not(std::move(stored)) : stored;
    };
    const auto leaves = [&](size_t n) {
      std::vector<BlockExpression> operands;
      for (size_t i = 0; i < n; ++i) operands.push_back(leaf());
      return operands;
    };
    std::vector<BlockExpression> clauses = leaves(random() % 4);
    clauses.push_back(BlockExpression::Or(leaves(1 + random() % 4)));
    if (random() % 2 == 0) clauses.push_back(BlockExpression::Or(leaves(2)));
    world.ExpectRight(BlockExpression::And(std::move(clauses)));
    world.ExpectRight(BlockExpression::Or(leaves(1 + random() % 20)));
    world.ExpectRight(BlockExpression::AtLeast(2, leaves(2 + random() % 6)));
    if (::testing::Test::HasFailure()) return;
  }
}

TEST(BlockEvaluator, Constants) {
  World world(6);
  world.ExpectRight(BlockExpression::All());
  world.ExpectRight(BlockExpression::None());
  world.ExpectRight(BlockExpression::Not(BlockExpression::None()));
  world.ExpectRight(BlockExpression::And({}));
  world.ExpectRight(BlockExpression::Or({}));
  world.ExpectRight(BlockExpression::Stored(BitmapView()));
  world.ExpectRight(BlockExpression::AtLeast(0, {}));
  world.ExpectRight(BlockExpression::AtLeast(1, {}));
}

TEST(BlockEvaluator, ComplementStaysAmongThoseWhoExist) {
  World world(7);
  const BlockEvaluator none(BlockExpression::Not(Leaf(world, 2)), world.Exists());
  const uint64_t in = BlockEvaluator(Leaf(world, 2), world.Exists()).CountShard(world.scratch());
  EXPECT_EQ(none.CountShard(world.scratch()) + in, world.Exists().Cardinality());
}

TEST(BlockEvaluator, SourcesSeeOnlyTheCandidatesThatAreLeft) {
  World world(8);
  const auto cheap = std::make_shared<SetSource>(world.set(1), 1000, 1);
  const auto costly = std::make_shared<SetSource>(world.set(2), 1000, 50);
  std::vector<BlockExpression> operands;
  operands.push_back(BlockExpression::Computed(costly));
  operands.push_back(Leaf(world, 0));
  operands.push_back(BlockExpression::Computed(cheap));
  const BlockEvaluator evaluator(BlockExpression::And(std::move(operands)), world.Exists());
  Scratch scratch;
  uint64_t count = 0;
  for (uint32_t block = 0; block < kBlocksPerShard; ++block) {
    count += evaluator.CountBlock(block, scratch);
  }
  EXPECT_EQ(count, evaluator.CountShard(scratch));
  EXPECT_LE(cheap->seen(), 2 * world.bitmap(0).View().Cardinality());
  EXPECT_LE(costly->seen(), cheap->seen());
  EXPECT_LT(costly->seen(), kBlockSize);
}

TEST(BlockEvaluator, SparseDriversSkipBlocks) {
  const std::vector<uint32_t> offsets = {5, 3 * kBlockSize + 7, 9 * kBlockSize};
  const Bitmap sparse = Bitmap::FromOffsets(offsets);
  std::vector<uint32_t> everyone(kShardSize);
  std::iota(everyone.begin(), everyone.end(), 0u);
  const Bitmap exists = Bitmap::FromOffsets(everyone);
  std::vector<BlockExpression> operands;
  operands.push_back(BlockExpression::Stored(sparse.View()));
  operands.push_back(BlockExpression::Not(BlockExpression::Stored(BitmapView())));
  const BlockEvaluator evaluator(BlockExpression::And(std::move(operands)), exists.View());
  EXPECT_EQ(evaluator.NextCandidateBlock(0), 0u);
  EXPECT_EQ(evaluator.NextCandidateBlock(1), 3u);
  EXPECT_EQ(evaluator.NextCandidateBlock(4), 9u);
  EXPECT_EQ(evaluator.NextCandidateBlock(10), kBlocksPerShard);
  Scratch scratch;
  EXPECT_EQ(evaluator.CountShard(scratch), 3u);
}

TEST(BlockEvaluator, ExplainCountsEveryNode) {
  World world(9);
  std::vector<BlockExpression> operands;
  operands.push_back(Leaf(world, 2).WithId(1));
  operands.push_back(BlockExpression::Not(Leaf(world, 6).WithId(3)).WithId(2));
  const BlockExpression tree = BlockExpression::And(std::move(operands)).WithId(0);
  const BlockEvaluator evaluator(tree, world.Exists());
  std::vector<uint64_t> actual(4);
  Selection out;
  for (uint32_t block = 0; block < kBlocksPerShard; ++block) {
    evaluator.ExplainBlock(block, actual, &out, world.scratch());
  }
  const auto count = [&](BlockExpression node) {
    return BlockEvaluator(node, world.Exists()).CountShard(world.scratch());
  };
  EXPECT_EQ(actual[0], count(tree));
  EXPECT_EQ(actual[1], count(Leaf(world, 2)));
  EXPECT_EQ(actual[2], count(BlockExpression::Not(Leaf(world, 6))));
  EXPECT_EQ(actual[3], count(Leaf(world, 6)));
}

}  // namespace
}  // namespace seine
