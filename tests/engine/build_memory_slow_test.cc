// A build holds at most twice the finished store beyond its inputs: the peak of a process that
// reads streams made batch by batch and writes files, against the size of the files.
#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "gtest/gtest.h"

#include "bench/retail_rows.h"
#include "engine/ingest.h"
#include "engine/store.h"
#include "tests/testing/temp_folder.h"

namespace seine {
namespace {

using bench::RetailShape;
using testing::TempFolder;

// "VmRSS" (now) or "VmHWM" (the most since it was reset), in bytes.
uint64_t MemoryOf(const std::string& what) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(what + ":")) return std::stoull(line.substr(what.size() + 1)) * 1024;
  }
  return 0;
}

bool Build(const RetailShape& shape, const std::string& path) {
  std::unique_ptr<Ingest> ingest = *Ingest::Create(*ParseSchema(RetailSchema(shape)));
  for (const char* table : {"members", "orders", "items"}) {
    ArrowArrayStream stream = bench::RetailStream(shape, table);
    if (!ingest->Append(table, table, &stream).ok()) return false;
  }
  LayoutOptions options;
  options.threads = 2;
  return BuildStore(*ingest->Finish(), options, path).ok();
}

// In a process of its own: the peak of a build above what the process held before, or 0.
uint64_t PeakOf(const RetailShape& shape, const std::string& path) {
  int ends[2];
  if (::pipe(ends) != 0) return 0;
  const pid_t child = ::fork();
  if (child == 0) {
    RetailShape small = shape;  // code and buffers that any build needs
    small.members = small.orders = small.items = 70'000;
    uint64_t peak = 0;
    if (Build(small, path + ".small")) {
      const uint64_t before = MemoryOf("VmRSS");
      std::ofstream("/proc/self/clear_refs") << 5;  // the peak counts from here
      if (Build(shape, path)) peak = MemoryOf("VmHWM") - before;
    }
    const bool told = ::write(ends[1], &peak, sizeof(peak)) == sizeof(peak);
    ::_exit(told ? 0 : 1);
  }
  uint64_t peak = 0;
  const bool told = ::read(ends[0], &peak, sizeof(peak)) == sizeof(peak);
  ::close(ends[0]);
  ::close(ends[1]);
  int status = 0;
  ::waitpid(child, &status, 0);
  return told && status == 0 ? peak : 0;
}

uint64_t BytesBelow(const std::string& folder) {
  uint64_t bytes = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) bytes += entry.file_size();
  }
  return bytes;
}

class BuildMemoryTest : public ::testing::TestWithParam<RetailShape> {};

TEST_P(BuildMemoryTest, IsAtMostTwiceTheStore) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "sanitizers take memory of their own";
#endif
  const TempFolder folder(::testing::TempDir());
  const std::string store = folder.path() + "/shop.seine";
  const uint64_t peak = PeakOf(GetParam(), store);
  ASSERT_GT(peak, 0u);
  const uint64_t bytes = BytesBelow(store);
  std::printf("peak %.1f MB, store %.1f MB: %.2f\n", static_cast<double>(peak) / 1e6,
              static_cast<double>(bytes) / 1e6,
              static_cast<double>(peak) / static_cast<double>(bytes));
  EXPECT_LE(peak, 2 * bytes);
}

RetailShape Shape(uint64_t members, bool text_keys, bool sorted, double busiest) {
  return {.members = members,
          .orders = 1'000'000,
          .items = 3'000'000,
          .text_keys = text_keys,
          .sorted = sorted,
          .busiest = busiest};
}
INSTANTIATE_TEST_SUITE_P(Shapes, BuildMemoryTest,
                         ::testing::Values(Shape(200'000, false, true, 0),
                                           Shape(200'000, false, false, 0),
                                           Shape(200'000, true, false, 0),
                                           Shape(200'000, true, false, 0.5),
                                           Shape(2'500'000, true, false, 0)));

}  // namespace
}  // namespace seine
