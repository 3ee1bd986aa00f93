#include "query/code_bridge.h"

#include <algorithm>
#include <string>
#include <vector>

#include "gtest/gtest.h"

#include "tests/testing/dice.h"

namespace seine {
namespace {

struct Texts {
  std::vector<uint64_t> offsets = {0};
  std::vector<uint8_t> bytes;
  uint32_t base = 0;

  // `texts`: the first `sorted` of them in order.
  Texts(const std::vector<std::string>& texts, uint32_t sorted) : base(sorted) {
    for (const std::string& text : texts) {
      bytes.insert(bytes.end(), text.begin(), text.end());
      offsets.push_back(bytes.size());
    }
  }
  Dictionary View() const { return {offsets, bytes, base}; }
};

TEST(CodeBridge, LeadsToTheSameTexts) {
  oracle::Dice dice(41);
  for (int round = 0; round < 200; ++round) {
    std::vector<std::string> texts[2];
    uint32_t sorted[2] = {0, 0};
    for (int side = 0; side < 2; ++side) {
      std::vector<std::string> appended;
      for (int i = 0; i < 60; ++i) {
        if (!dice.Chance(0.4)) continue;
        const std::string text(1 + static_cast<size_t>(i) / 10, static_cast<char>('a' + i % 10));
        (dice.Chance(0.8) ? texts[side] : appended).push_back(text);
      }
      std::sort(texts[side].begin(), texts[side].end());
      sorted[side] = static_cast<uint32_t>(texts[side].size());
      for (size_t i = appended.size(); i-- > 0;) texts[side].push_back(appended[i]);
    }
    const Texts from(texts[0], sorted[0]);
    const Texts to(texts[1], sorted[1]);
    const Dictionary a = from.View();
    const Dictionary b = to.View();
    const CodeBridge bridge(a, b);
    ASSERT_EQ(bridge.Codes().size(), a.size());
    for (uint32_t code = 0; code < a.size(); ++code)
      EXPECT_EQ(bridge.Codes()[code], b.Find(a.Text(code)).value_or(CodeBridge::kNone));
  }
}

}  // namespace
}  // namespace seine
