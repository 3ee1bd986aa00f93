#include "engine/nearest_name.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

namespace seine {
namespace {

constexpr size_t kLongestName = 256;  // longer ones are no slip of the keyboard

using Letters = std::vector<uint32_t>;

// The characters of UTF-8 text, leniently: a slip is a whole character, not a byte of it.
Letters LettersOf(std::string_view text) {
  Letters letters;
  for (char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) == 0x80 && !letters.empty()) {
      letters.back() = letters.back() << 8 | byte;
    } else {
      letters.push_back(byte);
    }
  }
  return letters;
}

Letters Lower(Letters letters) {
  for (uint32_t& letter : letters) {
    if (letter >= 'A' && letter <= 'Z') letter += 'a' - 'A';
  }
  return letters;
}

// Optimal string alignment distance, or more than `limit` as soon as it must be.
size_t Distance(const Letters& a, const Letters& b, size_t limit) {
  const size_t longer = std::max(a.size(), b.size());
  if (longer - std::min(a.size(), b.size()) > limit) return limit + 1;
  std::vector<size_t> before_last(b.size() + 1);
  std::vector<size_t> last(b.size() + 1);
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    size_t least = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      row[j] =
          std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before_last[j - 2] + 1);
      }
      least = std::min(least, row[j]);
    }
    if (least > limit) return limit + 1;
    std::swap(before_last, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

// Letters left out, as in `amnt`: the first one stays, at least half are there, and they are in
// order.
bool IsShortFor(const Letters& name, const Letters& full) {
  if (name.size() < 3 || full.size() > 2 * name.size() || name[0] != full[0]) return false;
  size_t found = 0;
  for (const uint32_t letter : full) {
    if (found < name.size() && name[found] == letter) ++found;
  }
  return found == name.size();
}

}  // namespace

std::optional<std::string> NearestName(std::string_view name, std::span<const std::string> known) {
  if (name.empty() || name.size() > kLongestName) return std::nullopt;
  const Letters letters = LettersOf(name);
  const Letters lower = Lower(letters);
  std::optional<std::string> nearest;
  // Distances count double; a difference of case is worth one on top.
  size_t best = 2 * std::max<size_t>(1, (letters.size() + 1) / 3) + 2;
  for (const std::string& candidate : known) {
    if (candidate.size() > kLongestName) continue;
    const Letters other = LettersOf(candidate);
    const size_t slips = Distance(lower, Lower(other), best / 2);
    if (slips >= std::max(letters.size(), other.size())) continue;  // nothing in common
    const size_t distance =
        2 * slips + (slips > 0 && Distance(letters, other, slips) > slips ? 1 : 0);
    if (distance < best) {
      best = distance;
      nearest = candidate;
    }
  }
  if (nearest) return nearest;
  for (const std::string& candidate : known) {
    if (candidate.size() <= kLongestName && IsShortFor(lower, Lower(LettersOf(candidate))))
      return candidate;
  }
  return std::nullopt;
}

std::string DidYouMean(std::string_view name, std::span<const std::string> known) {
  const std::optional<std::string> nearest = NearestName(name, known);
  return nearest ? absl::StrCat("; did you mean `", *nearest, "`?") : std::string();
}

}  // namespace seine
