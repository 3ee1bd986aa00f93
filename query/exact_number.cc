#include "query/exact_number.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include "absl/strings/charconv.h"
#include "absl/strings/str_cat.h"

#include "engine/digits.h"

namespace seine {
namespace {

constexpr size_t kMostDigits = 39;  // more than these no number of 128 bits has
constexpr int kMostScale = 38;

// The digits, `zeros` more of them and a sign; absent when that does not fit.
std::optional<absl::int128> ReadDigits(bool negative, std::string_view digits, size_t zeros) {
  if (digits.size() + zeros > kMostDigits) return std::nullopt;
  const absl::uint128 most = static_cast<absl::uint128>(absl::Int128Max()) + (negative ? 1 : 0);
  absl::uint128 number = 0;
  for (size_t i = 0; i < digits.size() + zeros; ++i) {
    const auto digit = static_cast<unsigned>(i < digits.size() ? digits[i] - '0' : 0);
    if (number > (most - digit) / 10) return std::nullopt;
    number = number * 10 + digit;
  }
  return static_cast<absl::int128>(negative ? absl::uint128(0) - number : number);
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
  const absl::int128 end = negative_ ? absl::Int128Min() : absl::Int128Max();
  std::optional<absl::int128> number = ReadDigits(negative_, digits, zeros);
  if (number && negative_ && !exact) {
    number = *number == end ? std::nullopt : std::optional<absl::int128>(*number - 1);
  }
  if (!number) return {end, false, true};
  return {*number, exact, false};
}

std::optional<ExactNumber::Scaled> ExactNumber::Shortest() const {
  const std::optional<absl::int128> number = ReadDigits(negative_, digits_, 0);
  if (!number || scale_ > kMostScale) return std::nullopt;
  return Scaled{*number, scale_};
}

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
