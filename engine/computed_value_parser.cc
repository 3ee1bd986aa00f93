// The text of a computed value -> its steps, by precedence climbing.

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

#include "engine/absl_bridge.h"
#include "engine/computed_value.h"
#include "engine/digits.h"
#include "engine/nearest_name.h"
#include "engine/unicode_text.h"

namespace seine {

class ComputedValueParser {
 public:
  ComputedValueParser(const TableSchema& table, int column)
      : table_(table), column_(column), text_(Of(column).value) {}

  absl::StatusOr<ComputedValue> Parse() {
    value_.type_ = Of(column_).type;
    value_.scale_ = value_.type_ == ColumnType::kDecimal ? Of(column_).scale : 0;
    value_.round_ = Of(column_).round;
    if (text_.size() > kLongest) return Wrong("it is too long");
    absl::Status status = Sum(0);
    if (status.ok() && !AtEnd()) status = Wrong("expected an operator or the end");
    if (!status.ok()) return status;
    value_.plain_product_ = IsPlainProduct();
    return std::move(value_);
  }

 private:
  using Code = ComputedValue::Code;
  static constexpr size_t kLongest = 10'000;
  static constexpr int kDeepest = 64;

  const ColumnSchema& Of(int column) const { return table_.columns[static_cast<size_t>(column)]; }

  bool IsPlainProduct() const {
    if (value_.real_ || value_.type_ == ColumnType::kReal || value_.inputs_.size() != 2 ||
        value_.steps_.size() != 3 || value_.steps_[2].code != Code::kMultiply) {
      return false;
    }
    return value_.input_types_[0].denominator * value_.input_types_[1].denominator ==
           PowerOfTen(value_.scale_);
  }

  bool AtEnd() {
    while (at_ < text_.size() && IsBlank(text_[at_])) ++at_;
    return at_ == text_.size();
  }
  bool Take(char c) {
    if (AtEnd() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  void Emit(Code code) { value_.steps_.push_back({.code = code}); }

  absl::Status Wrong(std::string_view problem) const {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", ToAbsl(text_.substr(0, 200)), "\" at ", at_ + 1, ": ", ToAbsl(problem)));
  }

  absl::Status Sum(int depth) {
    absl::Status status = Product(depth);
    while (status.ok()) {
      const Code code = Take('+') ? Code::kAdd : Take('-') ? Code::kSubtract : Code::kInput;
      if (code == Code::kInput) break;
      status = Product(depth);
      Emit(code);
    }
    return status;
  }

  absl::Status Product(int depth) {
    absl::Status status = Factor(depth);
    while (status.ok()) {
      const Code code = Take('*') ? Code::kMultiply : Take('/') ? Code::kDivide : Code::kInput;
      if (code == Code::kInput) break;
      status = Factor(depth);
      Emit(code);
    }
    return status;
  }

  absl::Status Factor(int depth) {
    if (depth > kDeepest) return Wrong("it is nested too deeply");
    if (Take('-')) {
      absl::Status status = Factor(depth + 1);
      Emit(Code::kNegate);
      return status;
    }
    if (Take('(')) {
      absl::Status status = Sum(depth + 1);
      if (status.ok() && !Take(')')) return Wrong("expected `)`");
      return status;
    }
    if (AtEnd()) return Wrong("expected a column, a number or `(`");
    if (IsDigit(text_[at_]) || text_[at_] == '.') return Number();
    return Name();
  }

  absl::Status Number() {
    const size_t begin = at_;
    while (at_ < text_.size() && (IsDigit(text_[at_]) || text_[at_] == '.')) ++at_;
    const std::string_view number = text_.substr(begin, at_ - begin);
    const size_t point = number.find('.');
    const size_t scale = point == std::string_view::npos ? 0 : number.size() - point - 1;
    int64_t minor = 0;
    if (scale > 18 || ParseDecimal(number, static_cast<int>(scale), false, &minor) != Parsed::kOk) {
      return Wrong(absl::StrCat("`", ToAbsl(number), "` is no number of up to 18 digits"));
    }
    value_.steps_.push_back({.code = Code::kNumber,
                             .number = minor,
                             .denominator = PowerOfTen(static_cast<int>(scale))});
    return absl::OkStatus();
  }

  absl::StatusOr<std::string> ReadName() {
    std::string name;
    if (text_[at_] == '`') {
      for (++at_; at_ < text_.size(); ++at_) {
        if (text_[at_] == '`' && (at_ + 1 == text_.size() || text_[at_ + 1] != '`')) {
          ++at_;
          return name;
        }
        if (text_[at_] == '`') ++at_;
        name.push_back(text_[at_]);
      }
      return Wrong("a backquote is not closed");
    }
    const auto is_letter = [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || IsDigit(c) || c == '_' || c < 0;
    };
    while (at_ < text_.size() && is_letter(text_[at_])) name.push_back(text_[at_++]);
    if (name.empty()) return Wrong("expected a column, a number or `(`");
    return name;
  }

  absl::Status Name() {
    const size_t begin = at_;
    absl::StatusOr<std::string> name = ReadName();
    if (!name.ok()) return name.status();
    at_ = begin;  // errors point at the name; moved back below
    const int column = table_.FindColumn(NormalizeNfc(*name));
    absl::Status status = CheckOperand(*name, column);
    if (!status.ok()) return status;
    (void)ReadName();
    value_.steps_.push_back({.code = Code::kInput, .input = InputOf(column)});
    return absl::OkStatus();
  }

  absl::Status CheckOperand(const std::string& name, int column) const {
    if (column < 0) {
      std::vector<std::string> known;
      for (const ColumnSchema& other : table_.columns) known.push_back(other.name);
      return Wrong(
          absl::StrCat("unknown column `", name, "` of ", table_.name, DidYouMean(name, known)));
    }
    const ColumnType type = Of(column).type;
    if (type != ColumnType::kInteger && type != ColumnType::kDecimal && type != ColumnType::kReal) {
      return Wrong(
          absl::StrCat("`", name, "` is a ", ToAbsl(TypeName(type)), " column, not a number"));
    }
    if (column == column_ || (column > column_ && !Of(column).value.empty())) {
      return Wrong(absl::StrCat("`", name, "` is computed itself, and not declared before"));
    }
    return absl::OkStatus();
  }

  int InputOf(int column) {
    for (size_t i = 0; i < value_.inputs_.size(); ++i) {
      if (value_.inputs_[i] == column) return static_cast<int>(i);
    }
    const ColumnSchema& schema = Of(column);
    const bool real = schema.type == ColumnType::kReal;
    const int scale = schema.type == ColumnType::kDecimal ? schema.scale : 0;
    value_.real_ |= real;
    value_.inputs_.push_back(column);
    value_.input_types_.push_back({.real = real, .denominator = PowerOfTen(scale)});
    return static_cast<int>(value_.inputs_.size()) - 1;
  }

  const TableSchema& table_;
  int column_;
  std::string_view text_;
  size_t at_ = 0;
  ComputedValue value_;
};

absl::StatusOr<ComputedValue> ComputedValue::Parse(const TableSchema& table, int column) {
  return ComputedValueParser(table, column).Parse();
}

}  // namespace seine
