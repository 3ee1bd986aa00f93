// A small store whose files a test damages, one at a time.
#ifndef SEINE_TESTS_TESTING_DAMAGED_STORE_H_
#define SEINE_TESTS_TESTING_DAMAGED_STORE_H_

#include <map>
#include <string>
#include <vector>

#include "gtest/gtest.h"

#include "engine/store.h"
#include "tests/testing/sample_check.h"
#include "tests/testing/sample_store.h"
#include "tests/testing/temp_folder.h"

namespace seine::testing {

inline SampleStore SmallSample(uint64_t seed) {
  SampleShape shape;
  shape.seed = seed;
  shape.members = 12;
  shape.orders = 20;
  shape.items = 20;
  shape.visits = 10;
  SampleStore sample = MakeSample(shape);
  sample.lookups[0].resize(20);
  return sample;
}

// A store, its files' bytes, and a way back to them.
class DamagedStore {
 public:
  explicit DamagedStore(const SampleStore& sample)
      : sample_(sample), folder_(::testing::TempDir()) {
    EXPECT_TRUE(BuildStore(ToRaw(sample), LayoutOptions{}, folder_.path()).ok());
    for (const std::string& file : FilesBelow(folder_.path())) {
      if (!file.ends_with("/LOCK")) whole_[file] = ReadAll(file);
    }
    for (const auto& [file, bytes] : whole_) names_.push_back(file);
  }

  const std::vector<std::string>& files() const { return names_; }
  const std::string& path() const { return folder_.path(); }
  const std::string& BytesOf(const std::string& file) const { return whole_.at(file); }

  // Empty: unharmed. "refused: ...": refused. Anything else: a wrong answer was served.
  std::string WithFile(const std::string& file, const std::string& bytes, Load load) {
    WriteAll(file, bytes);
    const auto snapshot = OpenStore(folder_.path(), load);
    std::string difference = snapshot.ok() ? Difference(sample_, **snapshot, LayoutOptions{})
                                           : "refused: " + std::string(snapshot.status().message());
    WriteAll(file, whole_.at(file));
    return difference;
  }

 private:
  const SampleStore sample_;
  TempFolder folder_;
  std::map<std::string, std::string> whole_;
  std::vector<std::string> names_;
};

}  // namespace seine::testing

#endif  // SEINE_TESTS_TESTING_DAMAGED_STORE_H_
