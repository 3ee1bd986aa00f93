// Reading the digits of text: what dates, times and numbers are made of. No locale.
#ifndef SEINE_ENGINE_DIGITS_H_
#define SEINE_ENGINE_DIGITS_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace seine {

inline bool IsDigit(char c) { return static_cast<unsigned char>(c - '0') < 10; }

inline bool IsBlank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f';
}

// Without the white space (of ASCII) at both ends.
inline std::string_view Trim(std::string_view text) {
  while (!text.empty() && IsBlank(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsBlank(text.back())) text.remove_suffix(1);
  return text;
}

// A place in a text that only moves forward, past what was recognised.
class TextCursor {
 public:
  explicit TextCursor(std::string_view text) : at_(text.data()), end_(at_ + text.size()) {}

  bool AtEnd() const { return at_ == end_; }
  size_t left() const { return static_cast<size_t>(end_ - at_); }
  char Peek() const { return at_ == end_ ? '\0' : *at_; }
  std::string_view rest() const { return {at_, left()}; }
  void Skip(size_t n) { at_ += n; }

  bool Take(char c) {
    if (at_ == end_ || *at_ != c) return false;
    ++at_;
    return true;
  }
  // Exactly `digits` digits.
  bool TakeFixed(int digits, int32_t* value) {
    if (left() < static_cast<size_t>(digits)) return false;
    int32_t number = 0;
    for (int i = 0; i < digits; ++i) {
      if (!IsDigit(at_[i])) return false;
      number = number * 10 + (at_[i] - '0');
    }
    at_ += digits;
    *value = number;
    return true;
  }
  // One to `most` (<= 18) digits; returns how many, 0 when there is none.
  int TakeUpTo(int most, int64_t* value) {
    int64_t number = 0;
    int count = 0;
    while (count < most && at_ != end_ && IsDigit(*at_)) {
      number = number * 10 + (*at_++ - '0');
      ++count;
    }
    *value = number;
    return count;
  }

 private:
  const char* at_;
  const char* end_;
};

}  // namespace seine

#endif  // SEINE_ENGINE_DIGITS_H_
