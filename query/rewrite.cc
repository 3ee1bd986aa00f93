#include "query/rewrite.h"

#include <array>
#include <utility>

namespace seine {
namespace {

struct Pass {
  const char* name;
  bound::FilterPtr (*run)(const bound::FilterPtr&);
};

constexpr std::array<Pass, 4> kRepeated = {{{"push_not", PushNot},
                                            {"flatten", Flatten},
                                            {"merge_tests", MergeTests},
                                            {"fold_constants", FoldConstants}}};
constexpr Pass kShare = {"share", Share};
// A constant that folds away may bring two joins or two tests together, which the second round
// sees.
constexpr int kRounds = 2;

}  // namespace

const std::vector<std::string>& RewriteNames() {
  static const auto* const kNames = [] {
    auto* names = new std::vector<std::string>();
    for (const Pass& pass : kRepeated) names->push_back(pass.name);
    names->push_back(kShare.name);
    return names;
  }();
  return *kNames;
}

bound::FilterPtr Rewrite(bound::FilterPtr filter, const std::set<std::string>& disabled) {
  for (int round = 0; round < kRounds; ++round) {
    for (const Pass& pass : kRepeated) {
      if (!disabled.contains(pass.name)) filter = pass.run(filter);
    }
  }
  return disabled.contains(kShare.name) ? filter : kShare.run(filter);
}

}  // namespace seine
