// Each variant of the kernels gives the oracle's members: differential_test, once per variant.

#include <cstdlib>
#include <filesystem>
#include <string>

#include "gtest/gtest.h"

namespace seine::oracle {
namespace {

// The kernels are chosen once at start, so each variant is a process of its own.
TEST(SimdVariantsSlowTest, EachAnswersAsTheOracle) {
  const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe");
  const std::filesystem::path program = self.parent_path() / "differential_test";
  if (!std::filesystem::exists(program)) GTEST_SKIP() << "differential_test is not built";
  for (const char* variant : {"scalar", "avx2", "avx512"}) {
    const std::string command = std::string("SEINE_SIMD=") + variant +
                                " GTEST_OUTPUT= " + program.string() +
                                " --gtest_brief=1 > /dev/null";
    EXPECT_EQ(std::system(command.c_str()), 0) << command;
  }
}

}  // namespace
}  // namespace seine::oracle
