// Numbers of codes against the texts that they stand for.
#include "query/code_maps.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

#include "engine/case_fold.h"

namespace seine {
namespace {

// The first `base` texts are sorted.
class Texts {
 public:
  Texts(const std::vector<std::string>& texts, uint32_t base) {
    for (const std::string& text : texts) {
      bytes_.insert(bytes_.end(), text.begin(), text.end());
      offsets_.push_back(bytes_.size());
    }
    dictionary_ = Dictionary(offsets_, bytes_, base);
  }
  Texts(const Texts&) = delete;
  Texts& operator=(const Texts&) = delete;
  const Dictionary& dictionary() const { return dictionary_; }

 private:
  std::vector<uint64_t> offsets_{0};
  std::vector<uint8_t> bytes_;
  Dictionary dictionary_;
};

uint32_t NumberOf(const CodeNumbers& numbers, uint32_t code) {
  return numbers == nullptr ? code : (*numbers)[code];
}

void ExpectEqualAsTexts(const Dictionary& a, const Dictionary& b) {
  CodeMaps maps;
  for (const bool fold : {false, true}) {
    const CodeMaps::Pair pair = maps.Of(a, b, fold);
    const auto numbers = maps.Of(a, fold);
    for (uint32_t x = 0; x < a.size(); ++x) {
      for (uint32_t y = 0; y < b.size(); ++y) {
        const bool equal =
            fold ? FoldCase(a.Text(x)) == FoldCase(b.Text(y)) : a.Text(x) == b.Text(y);
        EXPECT_EQ(NumberOf(pair.left, x) == NumberOf(pair.right, y), equal)
            << a.Text(x) << " and " << b.Text(y) << (fold ? ", ignoring case" : "");
        EXPECT_EQ(NumberOf(numbers->codes(), x) == numbers->Of(b.Text(y)), equal)
            << a.Text(x) << " and " << b.Text(y) << (fold ? ", ignoring case" : "");
      }
    }
  }
}

TEST(CodeMapsTest, EqualExactlyWhereTheTextsAre) {
  const Texts large(
      {"", "A", "STRASSE", "Straße", "a", "b", "vip", "É", "é", "新北市", "zz", "VIP"}, 10);
  const Texts small({"VIP", "a", "strasse", "É", "c"}, 4);
  const Texts none({}, 0);
  for (const Texts* a : {&large, &small, &none}) {
    for (const Texts* b : {&large, &small, &none})
      ExpectEqualAsTexts(a->dictionary(), b->dictionary());
  }
}

TEST(CodeMapsTest, OneDictionaryIsItsOwnNumbers) {
  const Texts texts({"A", "a"}, 2);
  CodeMaps maps;
  const CodeMaps::Pair exact = maps.Of(texts.dictionary(), texts.dictionary(), false);
  EXPECT_EQ(exact.left, nullptr);
  EXPECT_EQ(exact.right, nullptr);
  const CodeMaps::Pair folded = maps.Of(texts.dictionary(), texts.dictionary(), true);
  EXPECT_EQ(*folded.left, (std::vector<uint32_t>{0, 0}));
  EXPECT_EQ(folded.left, folded.right);
}

}  // namespace
}  // namespace seine
