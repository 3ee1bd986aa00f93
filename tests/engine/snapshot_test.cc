// The snapshot: finding members, its numbers, and parts that do not fit together.
#include "engine/snapshot.h"

#include <memory>
#include <string>
#include <vector>

#include "gtest/gtest.h"

#include "engine/civil_time.h"
#include "engine/store.h"
#include "tests/testing/sample_store.h"

namespace seine {
namespace {

using testing::MakeSample;
using testing::SampleShape;
using testing::SampleStore;
using testing::ToRaw;

std::shared_ptr<const Snapshot> Build(const SampleShape& shape,
                                      uint32_t members_per_shard = 65536) {
  LayoutOptions options;
  options.members_per_shard = members_per_shard;
  auto snapshot = BuildInMemory(ToRaw(MakeSample(shape)), options);
  EXPECT_TRUE(snapshot.ok()) << snapshot.status();
  return *snapshot;
}

TEST(SnapshotTest, KeysOfTheOtherTypeAreNotFound) {
  const auto numbers = Build({});
  EXPECT_FALSE(numbers->keys_are_text());
  EXPECT_FALSE(numbers->FindMember(MemberKey("12"))->has_value());
  SampleShape shape;
  shape.keys_are_text = true;
  const auto texts = Build(shape);
  EXPECT_TRUE(texts->keys_are_text());
  EXPECT_FALSE(texts->FindMember(MemberKey(int64_t{12}))->has_value());
  for (const char* absent : {"", "member", "member-", "zzz", "member-999999"}) {
    EXPECT_FALSE(texts->FindMember(MemberKey(absent))->has_value()) << absent;
  }
}

TEST(SnapshotTest, ExtremeKeysAreFound) {
  SampleStore sample = MakeSample({});
  const std::vector<int64_t> extremes = {INT64_MIN, INT64_MAX, INT64_MIN + 1};
  for (size_t i = 0; i < extremes.size(); ++i)
    sample.tables[0][i].key = std::to_string(extremes[i]);
  const auto snapshot = BuildInMemory(ToRaw(sample), LayoutOptions{});
  ASSERT_TRUE(snapshot.ok()) << snapshot.status();
  EXPECT_EQ(**(*snapshot)->FindMember(MemberKey(INT64_MIN)), 0u);
  EXPECT_EQ(**(*snapshot)->FindMember(MemberKey(INT64_MAX)), 999u);
  EXPECT_FALSE((*snapshot)->FindMember(MemberKey(INT64_MAX - 1))->has_value());
  ASSERT_TRUE((*snapshot)->EnsureKeys(0).ok());
  EXPECT_EQ((*snapshot)->Key(1), MemberKey(INT64_MIN + 1));
}

TEST(SnapshotTest, TheSameBuildHasTheSameId) {
  const auto one = Build({});
  EXPECT_EQ(one->store_id().size(), 32u);
  EXPECT_EQ(one->store_id(), Build({})->store_id());
  SampleShape other;
  other.seed = 2;
  EXPECT_NE(one->store_id(), Build(other)->store_id());
}

TEST(SnapshotTest, DataEndsJustAfterTheNewestTimeOfAnyTable) {
  SampleStore sample = MakeSample({});
  const auto end_of = [](const SampleStore& of, const char* zone = "UTC") {
    const auto snapshot = BuildInMemory(ToRaw(of), LayoutOptions{});
    EXPECT_TRUE(snapshot.ok()) << snapshot.status();
    return (*snapshot)->DataEnd(*Zone::Load(zone));
  };
  const int64_t newest = 1'900'000'000'000'000;
  sample.tables[1][5].cells[0] = newest;
  EXPECT_EQ(end_of(sample), newest + 1);
  // A date is its midnight in the zone of whoever asks.
  sample.tables[5][3].cells[0] = DayNumber({2040, 1, 1});
  EXPECT_EQ(end_of(sample, "Asia/Taipei"), 2'208'960'000'000'000 + 1);
  EXPECT_EQ(end_of(sample, "America/New_York"), 2'209'006'800'000'000 + 1);
  for (auto& table : sample.tables) table.clear();
  EXPECT_EQ(end_of(sample), std::nullopt);
}

// Whole parts in the wrong place.
TEST(SnapshotTest, PartsThatDoNotFitAreRefused) {
  SampleShape shape;
  shape.members = 65536 + 500;
  const auto snapshot = Build(shape);
  ASSERT_EQ(snapshot->shard_count(), 2u);
  const auto refused = [](const Snapshot::Parts& parts) {
    const auto created = Snapshot::Create(parts);
    return !created.ok() && created.status().code() == absl::StatusCode::kDataLoss;
  };
  EXPECT_FALSE(refused(snapshot->parts()));
  Snapshot::Parts parts = snapshot->parts();
  std::swap(parts.shards[0], parts.shards[1]);
  EXPECT_TRUE(refused(parts)) << "shards swapped";
  parts = snapshot->parts();
  std::swap(parts.shards[0][1], parts.shards[0][2]);
  EXPECT_TRUE(refused(parts)) << "histories swapped";
  parts = snapshot->parts();
  parts.shards[0][1] = parts.shards[1][1];
  EXPECT_TRUE(refused(parts)) << "a history of another shard";
  parts = snapshot->parts();
  parts.shards.pop_back();
  EXPECT_TRUE(refused(parts)) << "a shard is missing";
  parts = snapshot->parts();
  parts.shards[1].pop_back();
  EXPECT_TRUE(refused(parts)) << "a history is missing";
  parts = snapshot->parts();
  parts.common = parts.shards[0][0];
  EXPECT_TRUE(refused(parts)) << "members for common";
  parts = snapshot->parts();
  parts.schema.tables[0].columns[0].type = ColumnType::kInteger;
  EXPECT_TRUE(refused(parts)) << "another type";
  parts = snapshot->parts();
  parts.schema.tables[0].columns.pop_back();
  EXPECT_TRUE(refused(parts)) << "a column less";
}

}  // namespace
}  // namespace seine
