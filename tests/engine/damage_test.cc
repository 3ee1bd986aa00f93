// Damage is detected, never served: whatever happens to a store's files, it is refused or answers
// exactly as before.
#include <filesystem>
#include <string>

#include "gtest/gtest.h"

#include "engine/store.h"
#include "tests/testing/damaged_store.h"

namespace seine {
namespace {

using testing::DamagedStore;
using testing::SmallSample;
using testing::WriteAll;

TEST(DamageTest, EveryFileForEveryOther) {
  DamagedStore store(SmallSample(1));
  for (const std::string& file : store.files()) {
    for (const std::string& other : store.files()) {
      if (store.BytesOf(file) == store.BytesOf(other)) continue;
      const std::string answer = store.WithFile(file, store.BytesOf(other), Load::kMap);
      EXPECT_TRUE(answer.starts_with("refused: ")) << file << " <- " << other << ": " << answer;
    }
    std::filesystem::remove(file);
    EXPECT_FALSE(OpenStore(store.path()).ok()) << file;
    WriteAll(file, store.BytesOf(file));
  }
}

// The same file of a store with the same schema, whole and well formed, but not this store's.
TEST(DamageTest, FilesOfAnotherStore) {
  DamagedStore store(SmallSample(1));
  const DamagedStore other(SmallSample(2));
  for (size_t i = 0; i < store.files().size(); ++i) {
    if (store.files()[i].ends_with("/CURRENT")) continue;
    const std::string answer =
        store.WithFile(store.files()[i], other.BytesOf(other.files()[i]), Load::kMap);
    EXPECT_TRUE(answer.starts_with("refused: ")) << store.files()[i] << ": " << answer;
  }
}

TEST(DamageTest, VerifyNamesTheFile) {
  DamagedStore store(SmallSample(1));
  ASSERT_TRUE(VerifyStore(store.path()).ok());
  for (const std::string& file : store.files()) {
    std::string damaged = store.BytesOf(file);
    damaged[damaged.size() / 2] ^= 4;
    WriteAll(file, damaged);
    const absl::Status status = VerifyStore(store.path());
    EXPECT_FALSE(status.ok()) << file;
    EXPECT_NE(std::string(status.message()).find(store.path()), std::string::npos) << status;
    WriteAll(file, store.BytesOf(file));
  }
}

}  // namespace
}  // namespace seine
