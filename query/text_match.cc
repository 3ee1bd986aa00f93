#include "query/text_match.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "re2/re2.h"

#include "engine/absl_bridge.h"
#include "engine/case_fold.h"
#include "engine/unicode_text.h"

namespace seine {
namespace {

constexpr int64_t kRegexMemory = int64_t{8}
                                 << 20;  // RE2's default: programs and cached states of one pattern
constexpr size_t kMaxRegexBytes = size_t{64} << 10;

using bound::TextPredicate;

// Folds the tested text on the way to `inner`, whose constants were folded when it was made.
class Folded final : public TextPredicate {
 public:
  explicit Folded(TextPredicatePtr inner) : inner_(std::move(inner)) {}
  bool Matches(std::string_view text) const override { return inner_->Matches(FoldCase(text)); }
  std::string Describe() const override {
    return absl::StrCat(inner_->Describe(), " ignoring case");
  }

 private:
  TextPredicatePtr inner_;
};

class Negated final : public TextPredicate {
 public:
  explicit Negated(TextPredicatePtr inner) : inner_(std::move(inner)) {}
  bool Matches(std::string_view text) const override { return !inner_->Matches(text); }
  std::string Describe() const override { return absl::StrCat("not ", inner_->Describe()); }

 private:
  TextPredicatePtr inner_;
};

class AnyOf final : public TextPredicate {
 public:
  explicit AnyOf(std::vector<std::string> values) : values_(values.begin(), values.end()) {}
  bool Matches(std::string_view text) const override { return values_.contains(ToAbsl(text)); }
  std::string Describe() const override {
    return absl::StrCat("one of ", values_.size(), " values");
  }

 private:
  absl::flat_hash_set<std::string> values_;
};

class Order final : public TextPredicate {
 public:
  Order(bound::CompareOp op, std::string value) : op_(op), value_(std::move(value)) {}
  bool Matches(std::string_view text) const override {
    const int order = text.compare(value_);
    switch (op_) {
      case bound::CompareOp::kEqual:
        return order == 0;
      case bound::CompareOp::kNotEqual:
        return order != 0;
      case bound::CompareOp::kLess:
        return order < 0;
      case bound::CompareOp::kLessEqual:
        return order <= 0;
      case bound::CompareOp::kGreater:
        return order > 0;
      case bound::CompareOp::kGreaterEqual:
        return order >= 0;
    }
    return false;
  }
  std::string Describe() const override { return "compared by bytes"; }

 private:
  bound::CompareOp op_;
  std::string value_;
};

class Affix final : public TextPredicate {
 public:
  Affix(filter::TextOp op, std::string pattern) : op_(op), pattern_(std::move(pattern)) {}
  bool Matches(std::string_view text) const override {
    if (op_ == filter::TextOp::kStartsWith) return text.starts_with(pattern_);
    if (op_ == filter::TextOp::kEndsWith) return text.ends_with(pattern_);
    return text.find(pattern_) != std::string_view::npos;
  }
  std::string Describe() const override { return "searched"; }

 private:
  filter::TextOp op_;
  std::string pattern_;
};

class Like final : public TextPredicate {
 public:
  explicit Like(std::string pattern) : pattern_(std::move(pattern)) {}

  // Greedy with one place to return to: after the last `%` seen, one character further on.
  bool Matches(std::string_view text) const override {
    size_t t = 0;
    size_t p = 0;
    size_t after_percent = std::string::npos;
    size_t retry = 0;
    while (t < text.size()) {
      if (p < pattern_.size() && pattern_[p] == '%') {
        after_percent = ++p;
        retry = t;
      } else if (p < pattern_.size() && pattern_[p] == '_') {
        t += FirstCodePoint(text.substr(t)).bytes;
        ++p;
      } else if (p < pattern_.size() && pattern_[p] == text[t]) {
        ++t;
        ++p;
      } else if (after_percent != std::string::npos) {
        retry += FirstCodePoint(text.substr(retry)).bytes;
        t = retry;
        p = after_percent;
      } else {
        return false;
      }
    }
    return std::all_of(pattern_.begin() + static_cast<std::ptrdiff_t>(p), pattern_.end(),
                       [](char c) { return c == '%'; });
  }
  std::string Describe() const override { return "like a pattern"; }

 private:
  std::string pattern_;
};

class Regex final : public TextPredicate {
 public:
  Regex(const std::string& pattern, const RE2::Options& options) : regex_(pattern, options) {}
  const RE2& regex() const { return regex_; }
  bool Matches(std::string_view text) const override {
    return RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), regex_);
  }
  std::string Describe() const override { return "matched by RE2"; }

 private:
  RE2 regex_;
};

absl::StatusOr<TextPredicatePtr> MatchRegex(const std::string& pattern, bool ignoring_case) {
  if (pattern.size() > kMaxRegexBytes) return absl::InvalidArgumentError("pattern too large");
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(kRegexMemory);
  options.set_case_sensitive(!ignoring_case);
  options.set_never_capture(true);
  auto regex = std::make_shared<const Regex>(pattern, options);
  if (!regex->regex().ok()) return absl::InvalidArgumentError(regex->regex().error());
  return regex;
}

TextPredicatePtr FoldedIf(bool ignoring_case, TextPredicatePtr predicate) {
  return ignoring_case ? std::make_shared<const Folded>(std::move(predicate)) : predicate;
}

}  // namespace

TextPredicatePtr MatchAnyOf(std::vector<std::string> values, bool ignoring_case) {
  if (ignoring_case) {
    for (std::string& value : values) value = FoldCase(value);
  }
  return FoldedIf(ignoring_case, std::make_shared<const AnyOf>(std::move(values)));
}

TextPredicatePtr MatchOrder(bound::CompareOp op, std::string value, bool ignoring_case) {
  if (ignoring_case) value = FoldCase(value);
  return FoldedIf(ignoring_case, std::make_shared<const Order>(op, std::move(value)));
}

absl::StatusOr<TextPredicatePtr> MatchPattern(filter::TextOp op, std::string pattern,
                                              bool ignoring_case) {
  if (op == filter::TextOp::kMatches) return MatchRegex(pattern, ignoring_case);
  if (ignoring_case) pattern = FoldCase(pattern);
  TextPredicatePtr predicate;
  if (op == filter::TextOp::kLike) {
    predicate = std::make_shared<const Like>(std::move(pattern));
  } else {
    predicate = std::make_shared<const Affix>(op, std::move(pattern));
  }
  return FoldedIf(ignoring_case, std::move(predicate));
}

TextPredicatePtr MatchNot(TextPredicatePtr predicate) {
  return std::make_shared<const Negated>(std::move(predicate));
}

}  // namespace seine
