// The index against a map: keys in every order, asked for in every order, alone and in runs.
#include "engine/key_index.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace seine {
namespace {

enum class Order : uint8_t { kAscending, kNearlyAscending, kRandom };

struct Case {
  bool text;
  Order keys;
  Order questions;
};

class KeyIndexTest : public ::testing::TestWithParam<Case> {};

// Row by row, a number whose text orders as it does.
std::vector<int64_t> Numbers(Order order, size_t count, std::mt19937_64* random) {
  std::vector<int64_t> numbers(count);
  for (size_t i = 0; i < count; ++i) numbers[i] = static_cast<int64_t>((i + i / 7) * 3);
  if (order == Order::kRandom) std::shuffle(numbers.begin(), numbers.end(), *random);
  if (order == Order::kNearlyAscending) std::swap(numbers[count / 2], numbers[count / 2 + 1]);
  return numbers;
}

std::string Text(int64_t number) { return std::to_string(10'000'000'000 + number); }

class Checker {
 public:
  explicit Checker(bool text) : text_(text) {}

  void Place(int64_t number) {
    const auto known = expected_.find(number);
    const uint32_t row =
        text_ ? index_.Place(std::string_view(Text(number))) : index_.Place(number);
    ASSERT_EQ(row, known == expected_.end() ? kNoRow : known->second) << number;
    if (row == kNoRow) expected_[number] = rows_++;
  }
  void Move(int64_t number) {
    text_ ? index_.Move(std::string_view(Text(number))) : index_.Move(number);
    expected_[number] = rows_++;
  }
  void Ask(const std::vector<int64_t>& numbers) {
    Keys keys;
    keys.text = text_;
    std::vector<std::string> texts;
    for (int64_t number : numbers) texts.push_back(Text(number));
    for (size_t i = 0; i < numbers.size(); ++i) {
      keys.missing.push_back(i % 11 == 5 ? 1 : 0);
      keys.integers.push_back(numbers[i]);
      keys.texts.push_back(texts[i]);
    }
    std::vector<uint32_t> rows(numbers.size());
    std::iota(rows.begin(), rows.end(), 0U);
    std::vector<uint32_t> found;
    index_.Find(keys, rows, &found);
    for (size_t i = 0; i < numbers.size(); ++i) {
      if (keys.missing[i] != 0) continue;
      const auto known = expected_.find(numbers[i]);
      ASSERT_EQ(found[i], known == expected_.end() ? kNoRow : known->second) << numbers[i];
    }
  }

 private:
  bool text_;
  RawColumn integers_{ColumnType::kInteger};
  RawColumn texts_{ColumnType::kText};
  KeyIndex index_{&integers_, &texts_};
  std::map<int64_t, uint32_t> expected_;
  uint32_t rows_ = 0;
};

TEST_P(KeyIndexTest, FindsWhatAMapFinds) {
  constexpr size_t kKeys = 70'000;  // more than a chunk of a raw column
  std::mt19937_64 random(1);
  Checker checker(GetParam().text);
  for (int64_t number : Numbers(GetParam().keys, kKeys, &random)) {
    checker.Place(number);
    if (random() % 16 == 0) checker.Place(number);  // it comes again at once
  }
  std::vector<int64_t> questions = Numbers(GetParam().questions, kKeys, &random);
  for (size_t begin = 0; begin < kKeys; begin += 5'000) {
    std::vector<int64_t> run(questions.begin() + static_cast<int64_t>(begin),
                             questions.begin() + static_cast<int64_t>(begin) + 5'000);
    for (size_t i = 0; i < run.size(); i += 9) run[i] += 1;          // unknown
    for (size_t i = 1; i < run.size(); i += 4) run[i] = run[i - 1];  // comes again
    checker.Ask(run);
  }
  for (int64_t number : {-5, 1'000'000'000, 7}) checker.Place(number);  // children may add members
  for (int64_t number : {-5, 1'000'000'000, 7, 3, 9}) checker.Place(number);
  checker.Ask({7, 1'000'000'000, -5, 0, 3, 8});
}

TEST_P(KeyIndexTest, MovedKeysAreFoundAgain) {
  std::mt19937_64 random(2);
  Checker checker(GetParam().text);
  for (int64_t number : Numbers(GetParam().keys, 1'000, &random)) {
    checker.Place(number);
    if (random() % 4 != 0) continue;
    checker.Move(number);
    checker.Place(number);
  }
}

TEST(KeyIndexTest, ForgetsRowsThatAreGone) {
  RawColumn integers(ColumnType::kInteger);
  RawColumn texts(ColumnType::kText);
  KeyIndex index(&integers, &texts);
  for (int64_t key : {5, 7, 9}) EXPECT_EQ(index.Place(key), kNoRow);
  EXPECT_EQ(index.Place(int64_t{5}), 0u);
  index.Move(int64_t{5});  // rows 5 7 9 5
  integers = RawColumn(ColumnType::kInteger);
  integers.AppendValues(std::vector<int64_t>{7, 9, 5});
  index.Renumbered();
  Keys keys;
  keys.missing = {0, 0, 0, 0};
  keys.integers = {5, 7, 9, 11};
  std::vector<uint32_t> found;
  index.Find(keys, std::vector<uint32_t>{0, 1, 2, 3}, &found);
  EXPECT_EQ(found, (std::vector<uint32_t>{2, 0, 1, kNoRow}));
}

std::vector<Case> AllCases() {
  std::vector<Case> cases;
  for (bool text : {false, true}) {
    for (Order keys : {Order::kAscending, Order::kNearlyAscending, Order::kRandom}) {
      for (Order questions : {Order::kAscending, Order::kNearlyAscending, Order::kRandom}) {
        cases.push_back({text, keys, questions});
      }
    }
  }
  return cases;
}
INSTANTIATE_TEST_SUITE_P(Orders, KeyIndexTest, ::testing::ValuesIn(AllCases()));

TEST(KeyIndexTest, HoldsTheExtremes) {
  RawColumn integers(ColumnType::kInteger);
  RawColumn texts(ColumnType::kText);
  KeyIndex index(&integers, &texts);
  EXPECT_EQ(index.Place(INT64_MIN), kNoRow);
  EXPECT_EQ(index.Place(INT64_MAX), kNoRow);
  EXPECT_EQ(index.Place(int64_t{0}), kNoRow);
  EXPECT_EQ(index.Place(INT64_MIN), 0u);
  EXPECT_EQ(index.Place(INT64_MAX), 1u);
}

}  // namespace
}  // namespace seine
