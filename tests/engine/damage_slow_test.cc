// Random flips, cuts and overwrites of a store's files: refused or unharmed, never a wrong answer.
#include <string>

#include "gtest/gtest.h"

#include "engine/store.h"
#include "tests/testing/damaged_store.h"
#include "tests/testing/dice.h"

namespace seine {
namespace {

using oracle::Dice;
using testing::DamagedStore;
using testing::SmallSample;

std::string Damage(const std::string& whole, Dice* dice) {
  std::string bytes = whole;
  switch (dice->Below(6)) {
    case 0:
      bytes.resize(dice->Below(bytes.size()));
      break;
    case 1:  // a run of one byte, as a lost page leaves
      bytes.replace(dice->Below(bytes.size()), dice->Below(600), dice->Below(600),
                    dice->Chance(0.5) ? '\0' : '\xff');
      break;
    case 2:
      bytes.append(dice->Below(100) + 1, '\0');
      break;
    default:
      bytes[dice->Below(bytes.size())] ^= static_cast<char>(1 << dice->Below(8));
  }
  return bytes;
}

TEST(DamageTest, TenThousandFlipsAndCuts) {
  DamagedStore store(SmallSample(1));
  Dice dice(7);
  int refused = 0;
  int changed = 0;
  for (int round = 0; round < 10'000; ++round) {
    const std::string& file = store.files()[dice.Below(store.files().size())];
    const std::string damaged = Damage(store.BytesOf(file), &dice);
    if (damaged == store.BytesOf(file)) continue;
    ++changed;
    const std::string answer =
        store.WithFile(file, damaged, dice.Chance(0.5) ? Load::kMap : Load::kMemory);
    ASSERT_TRUE(answer.empty() || answer.starts_with("refused: "))
        << round << " " << file << ": " << answer;
    if (answer.empty()) continue;
    ++refused;
    ASSERT_NE(answer.find(store.path()), std::string::npos)
        << "the message names no file: " << answer;
  }
  EXPECT_GT(changed, 9'000);
  EXPECT_GT(refused, changed * 99 / 100)
      << "every byte is covered by some checksum, but those no query reads";
}

}  // namespace
}  // namespace seine
