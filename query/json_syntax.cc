#include "query/json_syntax.h"

#include <cstdint>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

#include "engine/absl_bridge.h"
#include "engine/digits.h"
#include "engine/unicode_text.h"
#include "query/filter_error.h"

namespace seine {
namespace {

// What other languages write for words of JSON.
struct JsonWord {
  std::string_view typed;
  std::string_view meant;
};
constexpr JsonWord kJsonWords[] = {{"True", "true"},   {"TRUE", "true"},     {"False", "false"},
                                   {"FALSE", "false"}, {"None", "null"},     {"NULL", "null"},
                                   {"nil", "null"},    {"undefined", "null"}};

class JsonScanner {
 public:
  explicit JsonScanner(std::string_view json) : json_(json) {
    if (json.starts_with("\xEF\xBB\xBF")) at_ = 3;
  }

  std::optional<JsonSyntaxError> Find() {
    bool value = true;  // a value is expected; else what may follow one
    while (!error_) {
      SkipBlanks();
      if (value) {
        value = ReadValue();
      } else if (open_.empty()) {
        if (at_ < json_.size()) Fail("nothing may follow the end of the JSON");
        break;
      } else {
        value = ReadAfterValue();
      }
    }
    return std::move(error_);
  }

 private:
  char Now() const { return at_ < json_.size() ? json_[at_] : '\0'; }
  void SkipBlanks() {
    while (at_ < json_.size() && IsBlank(json_[at_])) ++at_;
  }

  void FailAt(size_t begin, size_t end, std::string hint) {
    if (error_) return;
    error_ = JsonSyntaxError{{static_cast<uint32_t>(begin), static_cast<uint32_t>(end)},
                             std::move(hint)};
  }
  void Fail(std::string hint) {
    const size_t end = at_ < json_.size() ? at_ + FirstCodePoint(json_.substr(at_)).bytes : at_;
    FailAt(at_, end, std::move(hint));
  }
  void FailExpected(std::string_view what) {
    if (at_ >= json_.size()) {
      const char open = open_.empty() ? '\0' : open_.back();
      return Fail(absl::StrCat("the JSON ends too early", open == '\0'  ? ""
                                                          : open == '{' ? "; a `}` is missing"
                                                                        : "; a `]` is missing"));
    }
    const size_t bytes = FirstCodePoint(json_.substr(at_)).bytes;
    Fail(absl::StrCat("expected ", ToAbsl(what), ", found `", ToAbsl(json_.substr(at_, bytes)),
                      "`"));
  }

  // Whether another value must follow.
  bool ReadValue() {
    const char c = Now();
    if (c == '{' || c == '[') return Open(c);
    if (c == '"') {
      ReadText();
    } else if (c == '\'') {
      Fail("text goes in double quotes");
    } else if (IsDigit(c) || c == '-') {
      ReadNumber();
    } else if (absl::ascii_isalpha(static_cast<unsigned char>(c))) {
      ReadWord();
    } else if (c == '}' || c == ']') {
      Fail(after_comma_ ? "leave out the `,` before it" : "a value is missing before it");
    } else {
      FailExpected("a value");
    }
    return false;
  }

  bool Open(char c) {
    open_ += c;
    ++at_;
    after_comma_ = false;
    SkipBlanks();
    if (Now() == (c == '{' ? '}' : ']')) {
      open_.pop_back();
      ++at_;
      return false;
    }
    return c == '{' ? ReadKey() : true;
  }

  bool ReadAfterValue() {
    const bool object = open_.back() == '{';
    const char c = Now();
    if (c == (object ? '}' : ']')) {
      open_.pop_back();
      ++at_;
      return false;
    }
    if (c != ',') {
      FailExpected(object ? "`,` or `}`" : "`,` or `]`");
      return false;
    }
    ++at_;
    after_comma_ = true;
    SkipBlanks();
    return object ? ReadKey() : true;
  }

  // A key and its colon.
  bool ReadKey() {
    if (Now() == '}') {
      Fail("leave out the `,` before it");
    } else if (Now() != '"') {
      FailExpected("a key in double quotes");
    } else {
      ReadText();
      SkipBlanks();
      if (Now() == ':') {
        ++at_;
      } else {
        FailExpected("`:` after the key");
      }
    }
    after_comma_ = false;
    return true;
  }

  void ReadText() {
    const size_t begin = at_++;
    for (; at_ < json_.size() && json_[at_] != '"'; ++at_) {
      if (static_cast<unsigned char>(json_[at_]) < 0x20)
        return FailAt(at_, at_ + 1, "inside text a line break is written \\n, a tab \\t");
      if (json_[at_] != '\\') continue;
      ++at_;
      if (Now() == '\0' || std::string_view("\"\\/bfnrtu").find(Now()) == std::string_view::npos)
        return FailAt(at_ - 1, std::min(at_ + 1, json_.size()),
                      "a backslash in text is written \\\\");
      if (Now() != 'u') continue;
      for (int i = 1; i <= 4; ++i) {
        if (at_ + static_cast<size_t>(i) >= json_.size() ||
            !absl::ascii_isxdigit(static_cast<unsigned char>(json_[at_ + static_cast<size_t>(i)])))
          return FailAt(at_ - 1, at_ + 1, "four hexadecimal digits follow \\u");
      }
    }
    if (at_ >= json_.size()) return FailAt(begin, begin + 1, "this text has no end");
    ++at_;
  }

  // -?(0|[1-9][0-9]*)(.[0-9]+)?([eE][+-]?[0-9]+)?
  void ReadNumber() {
    const size_t begin = at_;
    const auto digits = [&] {
      const size_t first = at_;
      while (IsDigit(Now())) ++at_;
      return at_ > first;
    };
    if (Now() == '-') ++at_;
    const bool zero = Now() == '0';
    bool good = digits() && !(zero && at_ - begin > (json_[begin] == '-' ? 2u : 1u));
    if (good && Now() == '.') {
      ++at_;
      good = digits();
    }
    if (good && (Now() == 'e' || Now() == 'E')) {
      ++at_;
      if (Now() == '+' || Now() == '-') ++at_;
      good = digits();
    }
    if (!good) FailAt(begin, std::max(at_, begin + 1), "numbers are written 12, -3, 12.50 or 1e3");
  }

  void ReadWord() {
    const size_t begin = at_;
    while (absl::ascii_isalnum(static_cast<unsigned char>(Now())) || Now() == '_') ++at_;
    const std::string_view word = json_.substr(begin, at_ - begin);
    if (word == "true" || word == "false" || word == "null") return;
    for (const JsonWord& other : kJsonWords) {
      if (word == other.typed) return FailAt(begin, at_, WriteHint(other.meant));
    }
    FailAt(begin, at_, absl::StrCat("text goes in double quotes: \"", Shortened(word), "\""));
  }

  std::string_view json_;
  size_t at_ = 0;
  std::string open_;  // the brackets around, outermost first
  bool after_comma_ = false;
  std::optional<JsonSyntaxError> error_;
};

}  // namespace

std::optional<JsonSyntaxError> FindJsonSyntaxError(std::string_view json) {
  return JsonScanner(json).Find();
}

}  // namespace seine
