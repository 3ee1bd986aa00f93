#include "query/text_match.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/hash/hash.h"
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

// Of a class whose Parts() are all that it is made of.
template <typename Derived>
class ByParts : public TextPredicate {
 public:
  bool Equals(const TextPredicate& other) const final {
    const auto* same = dynamic_cast<const Derived*>(&other);
    return same != nullptr && self().Parts() == same->Parts();
  }
  uint64_t Hash() const final { return absl::HashOf(Derived::kName, self().Parts()); }

 private:
  ByParts() = default;
  friend Derived;
  const Derived& self() const { return static_cast<const Derived&>(*this); }
};

// Another predicate, as a part.
struct Inner {
  TextPredicatePtr predicate;
  bool operator==(const Inner& other) const { return predicate->Equals(*other.predicate); }
  template <typename H>
  friend H AbslHashValue(H h, const Inner& inner) {
    return H::combine(std::move(h), inner.predicate->Hash());
  }
};

// Folds the tested text on the way to `inner`, whose constants were folded when it was made.
class Folded final : public ByParts<Folded> {
 public:
  static constexpr std::string_view kName = "folded";
  explicit Folded(TextPredicatePtr inner) : inner_{std::move(inner)} {}
  bool Matches(std::string_view text) const override {
    return inner_.predicate->Matches(FoldCase(text));
  }
  std::string Describe() const override {
    return absl::StrCat(inner_.predicate->Describe(), " ignoring case");
  }
  auto Parts() const { return std::tie(inner_); }

 private:
  Inner inner_;
};

class Negated final : public ByParts<Negated> {
 public:
  static constexpr std::string_view kName = "negated";
  explicit Negated(TextPredicatePtr inner) : inner_{std::move(inner)} {}
  bool Matches(std::string_view text) const override { return !inner_.predicate->Matches(text); }
  std::string Describe() const override {
    return absl::StrCat("not ", inner_.predicate->Describe());
  }
  auto Parts() const { return std::tie(inner_); }

 private:
  Inner inner_;
};

class AnyOf final : public ByParts<AnyOf> {
 public:
  // Many values, hashed once.
  struct Values {
    explicit Values(const std::vector<std::string>& values)
        : set(values.begin(), values.end()), hash(absl::HashOf(set)) {}
    bool operator==(const Values& other) const { return hash == other.hash && set == other.set; }
    template <typename H>
    friend H AbslHashValue(H h, const Values& values) {
      return H::combine(std::move(h), values.hash);
    }
    absl::flat_hash_set<std::string> set;
    size_t hash;
  };

  static constexpr std::string_view kName = "any of";
  explicit AnyOf(const std::vector<std::string>& values) : values_(values) {}
  bool Matches(std::string_view text) const override { return values_.set.contains(ToAbsl(text)); }
  std::string Describe() const override {
    return absl::StrCat("one of ", values_.set.size(), " values");
  }
  auto Parts() const { return std::tie(values_); }

 private:
  Values values_;
};

class Order final : public ByParts<Order> {
 public:
  static constexpr std::string_view kName = "order";
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
  auto Parts() const { return std::tie(op_, value_); }

 private:
  bound::CompareOp op_;
  std::string value_;
};

class Affix final : public ByParts<Affix> {
 public:
  static constexpr std::string_view kName = "affix";
  Affix(filter::TextOp op, std::string pattern) : op_(op), pattern_(std::move(pattern)) {}
  bool Matches(std::string_view text) const override {
    if (op_ == filter::TextOp::kStartsWith) return text.starts_with(pattern_);
    if (op_ == filter::TextOp::kEndsWith) return text.ends_with(pattern_);
    return text.find(pattern_) != std::string_view::npos;
  }
  std::string Describe() const override { return "searched"; }
  auto Parts() const { return std::tie(op_, pattern_); }

 private:
  filter::TextOp op_;
  std::string pattern_;
};

class Like final : public ByParts<Like> {
 public:
  static constexpr std::string_view kName = "like";
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
  auto Parts() const { return std::tie(pattern_); }

 private:
  std::string pattern_;
};

class Regex final : public ByParts<Regex> {
 public:
  static constexpr std::string_view kName = "regex";
  Regex(const std::string& pattern, const RE2::Options& options) : regex_(pattern, options) {}
  const RE2& regex() const { return regex_; }
  bool Matches(std::string_view text) const override {
    return RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), regex_);
  }
  std::string Describe() const override { return "matched by RE2"; }
  auto Parts() const {
    return std::make_tuple(std::string_view(regex_.pattern()), regex_.options().case_sensitive());
  }

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
  return FoldedIf(ignoring_case, std::make_shared<const AnyOf>(values));
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
