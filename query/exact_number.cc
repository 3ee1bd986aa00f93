#include "query/exact_number.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include "absl/strings/charconv.h"
#include "absl/strings/str_cat.h"

#include "engine/digits.h"

namespace seine {
namespace {

constexpr size_t kMaxDigits = 38;  // every number of so many digits fits an int128

absl::int128 ReadDigits(std::string_view digits) {
  absl::int128 number = 0;
  for (const char c : digits) number = number * 10 + (c - '0');
  return number;
}

}  // namespace

ExactNumber::ExactNumber(std::string_view signed_digits, int scale) : scale_(scale) {
  if (!signed_digits.empty() && signed_digits.front() == '-') {
    negative_ = true;
    signed_digits.remove_prefix(1);
  }
  while (scale_ > 0 && !signed_digits.empty() && signed_digits.back() == '0') {
    signed_digits.remove_suffix(1);
    --scale_;
  }
  while (!signed_digits.empty() && signed_digits.front() == '0') signed_digits.remove_prefix(1);
  digits_ = std::string(signed_digits);
  if (digits_.empty()) {
    negative_ = false;
    scale_ = 0;
  }
}

std::optional<ExactNumber> ExactNumber::Of(const filter::LiteralValue& literal) {
  if (const auto* integer = std::get_if<filter::Integer>(&literal))
    return ExactNumber(integer->digits, 0);
  if (const auto* decimal = std::get_if<filter::Decimal>(&literal)) {
    return ExactNumber(decimal->digits, decimal->scale);
  }
  return std::nullopt;
}

std::optional<ExactNumber> ExactNumber::Parse(std::string_view text) {
  std::string digits;
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
    if (text.front() == '-') digits = "-";
    text.remove_prefix(1);
  }
  const size_t point = std::min(text.find('.'), text.size());
  const std::string_view whole = text.substr(0, point);
  const std::string_view fraction =
      point < text.size() ? text.substr(point + 1) : std::string_view();
  if (whole.empty() || (point < text.size() && fraction.empty())) return std::nullopt;
  if (fraction.size() > 65535) return std::nullopt;
  if (!std::ranges::all_of(whole, IsDigit) || !std::ranges::all_of(fraction, IsDigit))
    return std::nullopt;
  digits.append(whole).append(fraction);
  return ExactNumber(digits, static_cast<int>(fraction.size()));
}

ExactNumber::Units ExactNumber::At(int scale) const {
  const int shift = scale - scale_;
  std::string_view digits = digits_;
  bool exact = true;
  size_t zeros = 0;
  if (shift >= 0) {
    zeros = digits.empty() ? 0 : static_cast<size_t>(shift);
  } else {
    const size_t cut = std::min(digits.size(), static_cast<size_t>(-shift));
    digits.remove_suffix(cut);
    exact = false;  // the digits after the point do not end in zeros
  }
  if (digits.size() + zeros > kMaxDigits) {
    return {negative_ ? absl::Int128Min() : absl::Int128Max(), false};
  }
  absl::int128 number = ReadDigits(digits);
  for (size_t i = 0; i < zeros; ++i) number *= 10;
  if (negative_) number = -number - (exact ? 0 : 1);
  return {number, exact};
}

std::optional<ExactNumber::Scaled> ExactNumber::Shortest() const {
  if (digits_.size() > kMaxDigits || scale_ > static_cast<int>(kMaxDigits)) return std::nullopt;
  const absl::int128 number = ReadDigits(digits_);
  return Scaled{negative_ ? -number : number, scale_};
}

bool ExactNumber::Huge() const { return digits_.size() > kMaxDigits + static_cast<size_t>(scale_); }

double ExactNumber::ToReal(bool* beyond) const {
  *beyond = false;
  if (digits_.empty()) return 0;
  const std::string text = absl::StrCat(negative_ ? "-" : "", digits_, "e-", scale_);
  double value = 0;
  const absl::from_chars_result result =
      absl::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec != std::errc::result_out_of_range) return value;
  if (digits_.size() <= static_cast<size_t>(scale_)) return 0;  // too small to tell from nothing
  *beyond = true;
  const double infinity = std::numeric_limits<double>::infinity();
  return negative_ ? -infinity : infinity;
}

}  // namespace seine
