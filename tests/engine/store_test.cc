// Stores on disk: building, replacing, opening, and builds that are killed or whose file operations
// fail.
//
// This program has its own write, fsync, rename, mkdir and unlink, which the engine in it calls
// instead of libc's: they count, and can end the process or fail at a given operation.
#include "engine/store.h"

#include <fcntl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <filesystem>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "engine/manifest.h"
#include "engine/store_lock.h"
#include "tests/testing/sample_check.h"
#include "tests/testing/sample_store.h"
#include "tests/testing/temp_folder.h"

namespace {

// What happens at the operation with that number (from 1); 0: nothing.
std::atomic<int> operations{0};
std::atomic<int> die_at{0};
std::atomic<int> fail_at{0};
constexpr int kKilled = 77;

bool Fails() {
  const int number = ++operations;
  if (number == die_at) ::_exit(kKilled);
  if (number != fail_at) return false;
  errno = ENOSPC;
  return true;
}

}  // namespace

extern "C" {
ssize_t write(int fd, const void* data, size_t size) {
  return Fails() ? -1 : ::syscall(SYS_write, fd, data, size);
}
int fsync(int fd) { return Fails() ? -1 : static_cast<int>(::syscall(SYS_fsync, fd)); }
int rename(const char* from, const char* to) noexcept {
  return Fails() ? -1 : static_cast<int>(::syscall(SYS_renameat, AT_FDCWD, from, AT_FDCWD, to));
}
int mkdir(const char* path, mode_t mode) noexcept {
  return Fails() ? -1 : static_cast<int>(::syscall(SYS_mkdirat, AT_FDCWD, path, mode));
}
int unlink(const char* path) noexcept {
  return Fails() ? -1 : static_cast<int>(::syscall(SYS_unlinkat, AT_FDCWD, path, 0));
}
}

namespace seine {
namespace {

using testing::Difference;
using testing::FilesBelow;
using testing::MakeSample;
using testing::ReadAll;
using testing::SampleShape;
using testing::SampleStore;
using testing::TempFolder;
using testing::ToRaw;
using testing::WriteAll;

SampleStore Sample(uint64_t seed) {
  SampleShape shape;
  shape.seed = seed;
  shape.members = 40;
  shape.orders = 100;
  shape.items = 100;
  shape.visits = 50;
  return MakeSample(shape);
}

LayoutOptions OneThread() {
  LayoutOptions options;
  options.threads = 1;  // so that an operation's number means the same in every run
  return options;
}

std::string Holds(const SampleStore& sample, const std::string& store, Load load = Load::kMap) {
  const auto snapshot = OpenStore(store, load);
  return snapshot.ok() ? Difference(sample, **snapshot, OneThread())
                       : std::string(snapshot.status().message());
}

bool Mentions(const absl::Status& status, const std::string& what) {
  return std::string(status.message()).find(what) != std::string::npos;
}

TEST(StoreTest, BuildOpenVerifyReplace) {
  const TempFolder folder(::testing::TempDir());
  const std::string store = folder.path() + "/shop.seine";
  EXPECT_EQ(OpenStore(store).status().code(), absl::StatusCode::kNotFound);
  const auto first = BuildStore(ToRaw(Sample(1)), OneThread(), store);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ((*first)->version(), 1u);
  EXPECT_EQ(Holds(Sample(1), store), "");
  EXPECT_EQ(Holds(Sample(1), store, Load::kMemory), "");
  size_t parts = 0;
  uint64_t bytes = 0;
  const absl::Status verified = VerifyStore(store, [&](const std::string&, uint64_t size) {
    ++parts;
    bytes += size;
  });
  EXPECT_TRUE(verified.ok()) << verified;
  EXPECT_EQ(parts, 5u);
  EXPECT_GT(bytes, 1000u);

  const auto second = BuildStore(ToRaw(Sample(2)), OneThread(), store);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ((*second)->version(), 2u);
  EXPECT_EQ(Holds(Sample(2), store), "");
  EXPECT_EQ(Difference(Sample(1), **first, OneThread()), "")
      << "who has the old generation open keeps it";
  EXPECT_FALSE(std::filesystem::exists(store + "/g0000000001"));
}

TEST(StoreTest, SameContentSameIdOnDiskAndInMemory) {
  const TempFolder folder(::testing::TempDir());
  const auto on_disk = BuildStore(ToRaw(Sample(1)), OneThread(), folder.path());
  const auto in_memory = BuildInMemory(ToRaw(Sample(1)), OneThread());
  ASSERT_TRUE(on_disk.ok() && in_memory.ok()) << on_disk.status() << in_memory.status();
  EXPECT_EQ((*on_disk)->store_id(), (*in_memory)->store_id());
}

// Whatever was built there before, one id names the store; the content of each version has its own.
TEST(StoreTest, TheIdOutlivesARebuild) {
  const TempFolder folder(::testing::TempDir());
  const auto first = BuildStore(ToRaw(Sample(1)), OneThread(), folder.path());
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ((*first)->store_id(), (*first)->content_id());
  const auto second = BuildStore(ToRaw(Sample(2)), OneThread(), folder.path());
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ((*second)->store_id(), (*first)->store_id());
  EXPECT_NE((*second)->content_id(), (*first)->content_id());
  const auto opened = OpenStore(folder.path());
  ASSERT_TRUE(opened.ok()) << opened.status();
  EXPECT_EQ((*opened)->store_id(), (*first)->store_id());
  EXPECT_EQ((*opened)->content_id(), (*second)->content_id());
  const auto alone = BuildInMemory(ToRaw(Sample(2)), OneThread());
  ASSERT_TRUE(alone.ok()) << alone.status();
  EXPECT_EQ((*alone)->content_id(), (*second)->content_id());
  // A manifest that cannot be read names no store.
  WriteAll(folder.path() + "/g0000000002/manifest", "rubbish");
  const auto third = BuildStore(ToRaw(Sample(2)), OneThread(), folder.path());
  ASSERT_TRUE(third.ok()) << third.status();
  EXPECT_EQ((*third)->store_id(), (*alone)->store_id());
}

TEST(StoreTest, WhatIsRefusedIsNotPublished) {
  const TempFolder folder(::testing::TempDir());
  ASSERT_TRUE(BuildStore(ToRaw(Sample(1)), OneThread(), folder.path()).ok());
  const auto refused = BuildStore(ToRaw(Sample(2)), OneThread(), folder.path(),
                                  [](const std::shared_ptr<const Snapshot>& snapshot) {
                                    return absl::InvalidArgumentError(absl::StrCat(
                                        "not with ", snapshot->member_count(), " members"));
                                  });
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_TRUE(Mentions(refused.status(), "not with")) << refused.status();
  EXPECT_EQ(Holds(Sample(1), folder.path()), "");
  EXPECT_FALSE(std::filesystem::exists(folder.path() + "/g0000000002"));
}

TEST(StoreTest, OnlyStoresAreReplaced) {
  const TempFolder folder(::testing::TempDir());
  WriteAll(folder.path() + "/letter.txt", "dear");
  const auto built = BuildStore(ToRaw(Sample(1)), OneThread(), folder.path());
  EXPECT_EQ(built.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_TRUE(Mentions(built.status(), "letter.txt")) << built.status();
  EXPECT_EQ(FilesBelow(folder.path()).size(), 1u) << "nothing was added";
  const auto over_file = BuildStore(ToRaw(Sample(1)), OneThread(), folder.path() + "/letter.txt");
  EXPECT_EQ(over_file.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReadAll(folder.path() + "/letter.txt"), "dear");
  EXPECT_FALSE(BuildStore(ToRaw(Sample(1)), OneThread(), folder.path() + "/no/such/folder").ok());
}

TEST(StoreTest, ASecondWriterIsRefused) {
  const TempFolder folder(::testing::TempDir());
  ASSERT_TRUE(BuildStore(ToRaw(Sample(1)), OneThread(), folder.path()).ok());
  {
    const auto lock = StoreLock::Take(folder.path());
    ASSERT_TRUE(lock.ok()) << lock.status();
    const auto built = BuildStore(ToRaw(Sample(2)), OneThread(), folder.path());
    EXPECT_EQ(built.status().code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_TRUE(Mentions(built.status(), "another build")) << built.status();
    EXPECT_EQ(Holds(Sample(1), folder.path()), "") << "readers need no lock";
  }
  EXPECT_TRUE(BuildStore(ToRaw(Sample(2)), OneThread(), folder.path()).ok());
}

TEST(StoreTest, ANewerVersionIsRefusedAndNotReplaced) {
  const TempFolder folder(::testing::TempDir());
  ASSERT_TRUE(BuildStore(ToRaw(Sample(1)), OneThread(), folder.path()).ok());
  std::string current = ReadAll(folder.path() + "/CURRENT");
  current.replace(current.find("seine-store 1"), 13, "seine-store 2");
  WriteAll(folder.path() + "/CURRENT", current);
  const auto opened = OpenStore(folder.path());
  EXPECT_EQ(opened.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_TRUE(Mentions(opened.status(), "newer version")) << opened.status();
  const auto built = BuildStore(ToRaw(Sample(2)), OneThread(), folder.path());
  EXPECT_EQ(built.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReadAll(folder.path() + "/CURRENT"), current);
}

TEST(StoreTest, ADamagedCurrentCanBeBuiltOver) {
  const TempFolder folder(::testing::TempDir());
  ASSERT_TRUE(BuildStore(ToRaw(Sample(1)), OneThread(), folder.path()).ok());
  WriteAll(folder.path() + "/CURRENT", "seine-store 1\n");
  EXPECT_EQ(OpenStore(folder.path()).status().code(), absl::StatusCode::kDataLoss);
  const auto built = BuildStore(ToRaw(Sample(2)), OneThread(), folder.path());
  ASSERT_TRUE(built.ok()) << built.status();
  EXPECT_EQ(Holds(Sample(2), folder.path()), "");
}

// A store that would not open is not published: here the schema says what no schema may.
TEST(StoreTest, WhatDoesNotOpenDoesNotReplace) {
  const TempFolder folder(::testing::TempDir());
  ASSERT_TRUE(BuildStore(ToRaw(Sample(1)), OneThread(), folder.path()).ok());
  SampleStore bad = Sample(2);
  bad.schema.tables[1].parent_key.clear();
  EXPECT_FALSE(BuildStore(ToRaw(bad), OneThread(), folder.path()).ok());
  EXPECT_EQ(Holds(Sample(1), folder.path()), "");
  EXPECT_FALSE(std::filesystem::exists(folder.path() + "/g0000000002"))
      << "a failed build cleans up";
}

// Builds sample 2 over `store` in a process of its own that dies at operation `at`. False: it ended
// before.
bool BuildAndDie(const std::string& store, int at) {
  const pid_t child = ::fork();
  if (child == 0) {
    operations = 0;
    die_at = at;
    const bool built = BuildStore(ToRaw(Sample(2)), OneThread(), store).ok();
    ::_exit(built ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFEXITED(status) && (WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == kKilled))
      << status;
  return WEXITSTATUS(status) == kKilled;
}

TEST(StoreTest, KilledAtAnyOperationTheOldOrTheNewStoreIsThere) {
  const TempFolder folder(::testing::TempDir());
  const std::string store = folder.path() + "/shop.seine";
  ASSERT_TRUE(BuildStore(ToRaw(Sample(1)), OneThread(), store).ok());
  int old_seen = 0;
  int new_seen = 0;
  for (int at = 1; BuildAndDie(store, at); ++at) {
    const bool is_old = Holds(Sample(1), store).empty();
    const bool is_new = Holds(Sample(2), store).empty();
    ASSERT_TRUE(is_old != is_new) << at << ": " << Holds(Sample(1), store);
    ++(is_old ? old_seen : new_seen);
    // The next build cleans up and succeeds, whatever was left.
    ASSERT_TRUE(BuildStore(ToRaw(Sample(1)), OneThread(), store).ok()) << at;
    ASSERT_EQ(Holds(Sample(1), store), "") << at;
    ASSERT_EQ(FilesBelow(store).size(), 8u)
        << at;  // CURRENT, LOCK, manifest, common and four parts
  }
  EXPECT_GT(old_seen, 20);
  EXPECT_GT(new_seen, 2);
}

TEST(StoreTest, AKilledFirstBuildLeavesNoStore) {
  const TempFolder folder(::testing::TempDir());
  for (int at = 1; at < 15; at += 3) {
    const std::string store = folder.path() + "/" + std::to_string(at);
    ASSERT_TRUE(BuildAndDie(store, at));
    EXPECT_EQ(OpenStore(store).status().code(), absl::StatusCode::kNotFound) << at;
    EXPECT_TRUE(BuildStore(ToRaw(Sample(1)), OneThread(), store).ok()) << at;
    EXPECT_EQ(Holds(Sample(1), store), "") << at;
  }
}

TEST(StoreTest, EveryOperationFailingOnceLeavesAStore) {
  const TempFolder folder(::testing::TempDir());
  const std::string store = folder.path() + "/shop.seine";
  ASSERT_TRUE(BuildStore(ToRaw(Sample(1)), OneThread(), store).ok());
  operations = 0;
  ASSERT_TRUE(BuildStore(ToRaw(Sample(1)), OneThread(), store).ok());
  const int total = operations;
  EXPECT_GT(total, 30);
  int failed = 0;
  for (int at = 1; at <= total; ++at) {
    operations = 0;
    fail_at = at;
    const auto built = BuildStore(ToRaw(Sample(2)), OneThread(), store);
    fail_at = 0;
    if (!built.ok()) {
      ++failed;
      EXPECT_TRUE(Mentions(built.status(), store)) << built.status();
    }
    const bool is_old = Holds(Sample(1), store).empty();
    const bool is_new = Holds(Sample(2), store).empty();
    ASSERT_TRUE(is_old != is_new) << at;
    EXPECT_TRUE(is_new || !built.ok()) << at;
    ASSERT_TRUE(BuildStore(ToRaw(Sample(1)), OneThread(), store).ok()) << at;
  }
  EXPECT_GT(failed, 20);
}

TEST(ManifestTest, CurrentHasOneSpelling) {
  const Current current{"g0000000012", 0x0123456789abcdef};
  const std::string text = CurrentText(current);
  EXPECT_EQ(text, "seine-store 1\ng0000000012\n0123456789abcdef\n");
  const auto parsed = ParseCurrent("CURRENT", text);
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  EXPECT_EQ(parsed->generation, current.generation);
  EXPECT_EQ(parsed->manifest_checksum, current.manifest_checksum);
  for (const char* bad :
       {"", "seine-store", "seine-store 1", "seine-store 0\ng0000000012\n0123456789abcdef\n",
        "other\n", "seine-store 1\n../../0012\n0123456789abcdef\n",
        "seine-store 1\ng0000000012\n0123456789ABCDEF\n",
        "seine-store 1\ng0000000012\n0123456789abcdef",
        "seine-store 1\ng0000000012\n0123456789abcdef\n\n",
        "seine-store 01\ng0000000012\n0123456789abcdef\n"}) {
    EXPECT_EQ(ParseCurrent("CURRENT", bad).status().code(), absl::StatusCode::kDataLoss) << bad;
  }
}

}  // namespace
}  // namespace seine
