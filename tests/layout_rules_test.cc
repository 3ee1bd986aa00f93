// The folders know each other in one direction only, and their headers do not go round in circles.

#include "tests/layout_rules.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace seine::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// ctest runs the tests in the project root.
std::vector<SourceFile> ProjectFiles() {
  std::vector<SourceFile> files;
  for (const char* folder :
       {"engine", "query", "python", "datasets", "bench", "tests", "examples"}) {
    if (!std::filesystem::is_directory(folder)) continue;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      const auto extension = entry.path().extension();
      if (extension != ".h" && extension != ".cc" && extension != ".inc") continue;
      std::ostringstream text;
      text << std::ifstream(entry.path()).rdbuf();
      files.push_back({entry.path().generic_string(), text.str()});
    }
  }
  return files;
}

TEST(LayoutTest, ProjectKeepsTheRules) {
  const std::vector<SourceFile> files = ProjectFiles();
  ASSERT_GT(files.size(), 10U) << "not run in the project root?";
  EXPECT_THAT(CheckIncludes(files), IsEmpty());
  EXPECT_THAT(FindHeaderCycles(files), IsEmpty());
}

TEST(LayoutRulesTest, ReadsIncludes) {
  EXPECT_THAT(
      Includes("#include <vector>\n// #include \"a/b.h\"\n#include \"engine/c.h\"  // why\n"),
      ElementsAre("vector", "engine/c.h"));
}

TEST(LayoutRulesTest, SeesAFolderThatKnowsTooMuch) {
  EXPECT_THAT(CheckIncludes({{"engine/a.cc", "#include \"query/b.h\"\n"}}),
              ElementsAre(HasSubstr("engine may not know query")));
  EXPECT_THAT(CheckIncludes({{"query/a.cc", "#include \"python/b.h\"\n"}}),
              ElementsAre(HasSubstr("query may not know python")));
  EXPECT_THAT(CheckIncludes({{"datasets/a.cc", "#include \"query/b.h\"\n"}}),
              ElementsAre(HasSubstr("datasets may not know query")));
  EXPECT_THAT(CheckIncludes({{"engine/a.cc", "#include \"tests/b.h\"\n"}}),
              ElementsAre(HasSubstr("engine may not know tests")));
  EXPECT_THAT(CheckIncludes({{"misc/a.cc", ""}}), ElementsAre(HasSubstr("no rule")));
  EXPECT_THAT(CheckIncludes({{"query/a.cc", "#include \"engine/b.h\"\n#include \"absl/c.h\"\n"},
                             {"tests/query/d.cc", "#include \"query/b.h\"\n"}}),
              IsEmpty());
}

TEST(LayoutRulesTest, SeesLibrariesOutsideTheirFiles) {
  EXPECT_THAT(CheckIncludes({{"engine/shard.cc", "#include <roaring/roaring.h>\n"}}),
              ElementsAre(HasSubstr("bitmap files")));
  EXPECT_THAT(CheckIncludes({{"query/bitmap.cc", "#include <roaring/roaring.h>\n"}}),
              ElementsAre(HasSubstr("bitmap files")));
  EXPECT_THAT(CheckIncludes({{"engine/value_bitmap.cc", "#include <roaring/roaring.h>\n"}}),
              IsEmpty());
  EXPECT_THAT(CheckIncludes({{"engine/a.cc", "#include <pybind11/pybind11.h>\n"}}),
              ElementsAre(HasSubstr("pybind11")));
  EXPECT_THAT(CheckIncludes({{"engine/journal.cc", "#include <sqlite3.h>\n"}}), IsEmpty());
  EXPECT_THAT(CheckIncludes({{"engine/journal.cc", "#include <sqlite3.h>\n"},
                             {"engine/other.cc", "#include <sqlite3.h>\n"}}),
              ElementsAre(HasSubstr("already in engine/journal.cc")));
}

TEST(LayoutRulesTest, SeesIntrinsicsOutsideKernels) {
  EXPECT_THAT(CheckIncludes({{"engine/selection.cc", "#include <immintrin.h>\n"}}),
              ElementsAre(HasSubstr("kernel files")));
  EXPECT_THAT(CheckIncludes({{"engine/container_avx2.cc",
                              "#include <immintrin.h>\n#pragma GCC target(\"avx2\")\n"}}),
              IsEmpty());
  EXPECT_THAT(CheckIncludes({{"engine/container_avx2.cc",
                              "// x\n#pragma GCC target(\"avx2\")\n#include <immintrin.h>\n"}}),
              ElementsAre(HasSubstr("before an #include")));
}

TEST(LayoutRulesTest, LetsKernelSourcesBehindThePragma) {
  EXPECT_THAT(
      CheckIncludes({{"engine/kernels_avx2.cc",
                      "// x\n#pragma GCC target(\"avx2\")\n#include \"engine/words.inc\"\n"}}),
      IsEmpty());
  EXPECT_THAT(CheckIncludes({{"engine/words.inc", "#include <vector>\n"}}),
              ElementsAre(HasSubstr("includes nothing")));
}

TEST(LayoutRulesTest, SeesHeadersInACircle) {
  EXPECT_THAT(FindHeaderCycles({{"engine/a.h", "#include \"engine/b.h\"\n"},
                                {"engine/b.h", "#include \"engine/c.h\"\n"},
                                {"engine/c.h", "#include \"engine/a.h\"\n"}}),
              ElementsAre("engine/a.h -> engine/b.h -> engine/c.h -> engine/a.h"));
  EXPECT_THAT(
      FindHeaderCycles({{"engine/a.h", "#include \"engine/b.h\"\n#include \"engine/c.h\"\n"},
                        {"engine/b.h", "#include \"engine/c.h\"\n"},
                        {"engine/c.h", ""}}),
      IsEmpty());
}

}  // namespace
}  // namespace seine::testing
