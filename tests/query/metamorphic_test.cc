// Laws that hold for every filter, whatever it selects: the engine against itself.

#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"

#include "query/printer.h"
#include "query/rewrite.h"
#include "tests/testing/differential.h"
#include "tests/testing/random_world.h"
#include "tests/testing/world_builder.h"

namespace seine::oracle {
namespace {

using filter::Expr;

// Sums of such reals are exact in any order, so that order of arrival cannot be seen in them.
void MakeRealsExact(TextWorld& world) {
  for (size_t t = 0; t < world.tables.size(); ++t) {
    const std::vector<ColumnSchema>& columns = world.schema.tables[t].columns;
    for (TextRow& row : world.tables[t].rows) {
      for (size_t c = 0; c < columns.size(); ++c) {
        if (columns[c].type != ColumnType::kReal || !row.cells[c]) continue;
        if (row.cells[c]->find_first_of("e139") != std::string::npos) row.cells[c] = "2.25";
      }
    }
  }
}

// The same rows in another order of arrival; parents keep their keys.
TextWorld Shuffled(Dice& dice, TextWorld world) {
  for (TextTable& table : world.tables) {
    for (size_t i = table.rows.size(); i > 1; --i) {
      std::swap(table.rows[i - 1], table.rows[dice.Below(i)]);
    }
  }
  return world;
}

// Only what was there before as_of, with the attributes that it has today.
TextWorld AsItWas(const AskableWorld& world, int64_t as_of, const OracleZone& zone) {
  TextWorld then = world.world;
  for (size_t t = 0; t < then.tables.size(); ++t) {
    const std::vector<TextRow> rows = std::exchange(then.tables[t].rows, {});
    for (size_t r = 0; r < rows.size(); ++r) {
      if (!world.tree->Hidden({static_cast<int>(t), r}, as_of, zone))
        then.tables[t].rows.push_back(rows[r]);
    }
  }
  return then;
}

class MetamorphicTest : public ::testing::Test {
 protected:
  // Asks `variant` of random questions over worlds of a few hundred members, until one differs.
  template <typename Law>
  void Check(uint64_t seed, int worlds, int questions, Law law,
             Constructs constructs = AnsweredLanguage()) {
    for (int w = 0; w < worlds; ++w) {
      Dice dice(seed * 1000 + static_cast<uint64_t>(w));
      TextWorld text = RandomWorld(dice, {static_cast<size_t>(dice.Between(1, 300)), 1.5});
      MakeRealsExact(text);
      const auto world = BuildWorld(std::move(text), {{}});
      ASSERT_TRUE(world.ok()) << world.status();
      QuestionMaker maker(**world, dice, constructs);
      for (int i = 0; i < questions; ++i) {
        const Question question = maker.Make(3);
        const auto plain = AskEngine((*world)->snapshots[0], question);
        ASSERT_TRUE(plain.ok()) << plain.status() << "\n" << DescribeQuestion(question);
        law(**world, question, *plain, dice);
        if (HasFailure()) {
          FAIL() << "world " << w << " of seed " << seed << "\n" << DescribeQuestion(question);
        }
      }
    }
  }
};

void ExpectSame(const absl::StatusOr<EngineAnswer>& answer, const EngineAnswer& plain) {
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->keys, plain.keys);
  EXPECT_EQ(answer->excluded, plain.excluded);
}

TEST_F(MetamorphicTest, EachRewriteOff) {
  Check(1, 12, 15,
        [](const AskableWorld& world, const Question& q, const EngineAnswer& plain, Dice&) {
          std::set<std::string> all;
          for (const std::string& name : RewriteNames()) {
            all.insert(name);
            ExpectSame(AskEngine(world.snapshots[0], q, {{name}, 1}), plain);
          }
          ExpectSame(AskEngine(world.snapshots[0], q, {all, 1}), plain);
        });
}

TEST_F(MetamorphicTest, Partition) {
  Check(2, 12, 15,
        [](const AskableWorld& world, const Question& q, const EngineAnswer& plain, Dice& dice) {
          QuestionMaker maker(world, dice);
          FilterMaker filters(world.world, dice, AnsweredLanguage());
          const Expr p = filters.Make(2);
          if (!filters.parameters().empty() || !filters.lists().empty()) return;
          auto with = [&](Expr other) {
            Question out = q;
            out.options.segments.insert(filters.segments().begin(), filters.segments().end());
            out.definition.include =
                Expr::Make(filter::And{{q.definition.include, std::move(other)}});
            return AskEngine(world.snapshots[0], out);
          };
          const auto yes = with(p);
          const auto no = with(Expr::Make(filter::Not{p}));
          ASSERT_TRUE(yes.ok()) << yes.status();
          ASSERT_TRUE(no.ok()) << no.status();
          std::set<std::string> both = yes->keys;
          both.insert(no->keys.begin(), no->keys.end());
          EXPECT_EQ(both, plain.keys) << PrintFilter(p);
          EXPECT_EQ(yes->keys.size() + no->keys.size(), plain.keys.size()) << PrintFilter(p);
        });
}

TEST_F(MetamorphicTest, DeMorgan) {
  Check(3, 12, 15,
        [](const AskableWorld& world, const Question& q, const EngineAnswer& plain, Dice&) {
          // not (not a and not b …) for an or, the mirror for an and; anything else twice
          // complemented.
          const Expr& include = q.definition.include;
          auto negated = [](const std::vector<Expr>& operands) {
            std::vector<Expr> out;
            for (const Expr& e : operands) out.push_back(Expr::Make(filter::Not{e}));
            return out;
          };
          Question other = q;
          Expr inner = Expr::Make(filter::Not{include});
          if (const auto* n = include.As<filter::Or>()) {
            inner = Expr::Make(filter::And{negated(n->operands)});
          } else if (const auto* m = include.As<filter::And>()) {
            inner = Expr::Make(filter::Or{negated(m->operands)});
          }
          other.definition.include = Expr::Make(filter::Not{inner});
          ExpectSame(AskEngine(world.snapshots[0], other), plain);
        });
}

TEST_F(MetamorphicTest, AnyOrderOfArrival) {
  Check(
      4, 10, 10,
      [](const AskableWorld& world, const Question& q, const EngineAnswer& plain, Dice& dice) {
        const auto other = BuildWorld(Shuffled(dice, world.world), {{}}, dice.Between(0, 9));
        ASSERT_TRUE(other.ok()) << other.status();
        ExpectSame(AskEngine((*other)->snapshots[0], q), plain);
      },
      // Of rows of one time the latest is the one that arrived last.
      AnsweredLanguage().Without(Construct::kPicks));
}

TEST_F(MetamorphicTest, AsOfIsAsItWasThen) {
  size_t hidden = 0;
  Check(
      5, 15, 12,
      [&](const AskableWorld& world, const Question& q, const EngineAnswer& plain, Dice&) {
        const OracleZone zone(q.options.timezone);
        const auto then = BuildWorld(AsItWas(world, q.options.as_of, zone), {{}});
        ASSERT_TRUE(then.ok()) << then.status();
        for (size_t t = 0; t < world.world.tables.size(); ++t)
          hidden += world.world.tables[t].rows.size() - (*then)->world.tables[t].rows.size();
        Question same = q;
        same.default_as_of = false;  // the newest row is another one
        const auto answer = AskEngine((*then)->snapshots[0], same);
        ExpectSame(answer, plain);
        if (answer.ok()) {
          EXPECT_EQ(answer->population, plain.population);
        }
      },
      // `(…) as of` a later moment sees what came in between.
      AnsweredLanguage().Without(Construct::kAsOf));
  EXPECT_GT(hidden, 10'000u);
}

TEST(MetamorphicLargeTest, ThreadsAndShards) {
  Dice dice(5);
  LayoutOptions narrow;
  narrow.members_per_shard = 1 << 16;
  const auto world = BuildWorld(dice, {140'000, 0.2}, {{}, narrow});
  ASSERT_TRUE(world.ok()) << world.status();
  ASSERT_EQ((*world)->snapshots[1]->shard_count(), 3u);
  QuestionMaker maker(**world, dice);
  for (int i = 0; i < 25; ++i) {
    const Question question = maker.Make(2);
    const auto plain = AskEngine((*world)->snapshots[0], question);
    ASSERT_TRUE(plain.ok()) << plain.status() << DescribeQuestion(question);
    ExpectSame(AskEngine((*world)->snapshots[0], question, {{}, 4}), *plain);
    ExpectSame(AskEngine((*world)->snapshots[1], question, {{}, 1}), *plain);
    ExpectSame(AskEngine((*world)->snapshots[1], question, {{}, 4}), *plain);
    ASSERT_FALSE(::testing::Test::HasFailure()) << DescribeQuestion(question);
  }
}

}  // namespace
}  // namespace seine::oracle
