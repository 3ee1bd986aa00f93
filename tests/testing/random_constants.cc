#include "tests/testing/random_constants.h"

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "re2/re2.h"

#include "tests/testing/oracle_text.h"
#include "tests/testing/oracle_time.h"
#include "tests/testing/random_world.h"

namespace seine::oracle {
namespace {

using filter::Expr;

// Text of a number without exponent: as it would be typed.
filter::LiteralValue NumberLiteral(std::string text) {
  const bool negative = text[0] == '-';
  if (negative) text.erase(0, 1);
  const size_t point = text.find('.');
  int32_t scale = 0;
  if (point != std::string::npos) {
    scale = static_cast<int32_t>(text.size() - point - 1);
    text.erase(point, 1);
  }
  text.erase(0, std::min(text.find_first_not_of('0'), text.size() - 1));
  if (negative && text != "0") text.insert(0, "-");
  if (scale == 0) return filter::Integer{text};
  return filter::Decimal{text, scale};
}

// The first or last text of a column: of times, and nearly of numbers, the least or largest value.
std::string ExtremeText(const TextTable& table, size_t column, bool last) {
  std::string found;
  for (const TextRow& row : table.rows) {
    const TextCell& cell = row.cells[column];
    if (cell && (found.empty() || (last ? found < *cell : *cell < found))) found = *cell;
  }
  return found;
}

filter::Day DayLiteral(const CivilDate& date) {
  return {static_cast<int16_t>(date.year), static_cast<int8_t>(date.month),
          static_cast<int8_t>(date.day)};
}

}  // namespace

std::string ConstantMaker::AddParameter(ParameterValue value) {
  const std::string name = "p" + std::to_string(parameters_.size());
  parameters_[name] = std::move(value);
  return name;
}

std::string ConstantMaker::SampleText(const Subject& subject) {
  if (!subject.examples.empty()) return dice_.Pick(subject.examples);
  const bool ordered = KindOf(subject.type) == Kind::kTime || KindOf(subject.type) == Kind::kNumber;
  if (ordered && subject.rows != nullptr && dice_.Chance(0.2)) {
    const std::string extreme = ExtremeText(*subject.rows, subject.index, dice_.Chance(0.5));
    if (!extreme.empty()) return extreme;
  }
  if (subject.rows != nullptr && !subject.rows->rows.empty() && dice_.Chance(0.9)) {
    for (int attempt = 0; attempt < 4; ++attempt) {
      const TextCell& cell = dice_.Pick(subject.rows->rows).cells[subject.index];
      if (!cell) continue;
      if (subject.type != ColumnType::kSet) return *cell;
      return cell->substr(0, cell->find('|'));
    }
  }
  ColumnSchema like;
  like.type = subject.type;
  like.scale = subject.scale;
  return RandomCellText(dice_, like);
}

filter::LiteralValue ConstantMaker::NumberConstant(const Subject& subject) {
  if (subject.IsCount()) {
    return filter::Integer{std::to_string(dice_.Between(0, dice_.Chance(0.8) ? 4 : 12))};
  }
  std::string text = SampleText(subject);
  if (subject.type == ColumnType::kReal) {
    const double value = std::strtod(text.c_str(), nullptr);
    if (value > 1e17 || value < -1e17) return filter::Integer{"100000000000000000000000"};
    char plain[64];
    std::snprintf(plain, sizeof(plain), "%.20f", value);
    text = plain;
    if (dice_.Chance(0.7)) text.erase(text.find('.') + 3);
  }
  switch (dice_.Below(12)) {
    case 0:
      return NumberLiteral(text + (text.find('.') == std::string::npos ? ".5" : "5"));
    case 1:
      return NumberLiteral(text.substr(0, text.find('.')));
    case 2:
      return NumberLiteral(text + (text.find('.') == std::string::npos ? ".000" : "000"));
    case 3:
      return filter::Integer{dice_.Chance(0.5) ? "99999999999999999999" : "-99999999999999999999"};
    case 4:
      return filter::Integer{std::to_string(dice_.Between(-3, 2012))};
    case 5: {
      const double value =
          std::strtod(text.c_str(), nullptr) * static_cast<double>(dice_.Between(1, 3));
      char plain[400];
      std::snprintf(plain, sizeof(plain), "%.*f", subject.scale, value);
      return NumberLiteral(plain);
    }
    default:
      return NumberLiteral(text);
  }
}

filter::LiteralValue ConstantMaker::TimeConstant(const Subject& subject) {
  int year = 2011;
  int month = 9;
  int day = 1;
  int hour = 0;
  int minute = 0;
  double second = 0;
  const std::string text = SampleText(subject);
  std::sscanf(text.c_str(), "%d-%d-%d%*c%d:%d:%lf", &year, &month, &day, &hour, &minute, &second);
  const int64_t number =
      DayNumberOf({year, month, day}) + dice_.Between(-1, 1) * dice_.Between(0, 1);
  const CivilDate date = DateOfDay(number);
  const auto micros =
      (hour * 60 + minute) * int64_t{60'000'000} + static_cast<int64_t>(second * 1e6 + 0.5);
  switch (dice_.Below(9)) {
    case 0:
      return filter::Month{static_cast<int16_t>(date.year), static_cast<int8_t>(date.month)};
    case 1:
      return filter::Quarter{static_cast<int16_t>(date.year),
                             static_cast<int8_t>((date.month - 1) / 3 + 1)};
    case 2:
      return filter::Integer{std::to_string(date.year)};
    case 3:
      return filter::WallTime{DayLiteral(date), micros};
    case 4:
      return filter::Instant{number * kDayMicros + micros};
    default:
      return DayLiteral(date);
  }
}

filter::LiteralValue ConstantMaker::ConstantFor(const Subject& subject) {
  switch (KindOf(subject.type)) {
    case Kind::kNumber:
      return NumberConstant(subject);
    case Kind::kText:
    case Kind::kSet:
      return filter::Text{Nfc(SampleText(subject))};
    case Kind::kTime:
      return TimeConstant(subject);
    case Kind::kBool:
      return filter::Boolean{dice_.Chance(0.5)};
  }
  return filter::Boolean{};
}

Expr ConstantMaker::ConstantExpr(const Subject& subject) {
  if (KindOf(subject.type) == Kind::kTime) return TimeExpr(subject, true);
  if (KindOf(subject.type) == Kind::kNumber && wide_ && dice_.Chance(0.03))
    return LiteralOrParameter(WideConstant());
  return LiteralOrParameter(ConstantFor(subject));
}

// Around the ends of 64 and 128 bits, and beyond.
filter::LiteralValue ConstantMaker::WideConstant() {
  static const auto* const digits =
      new std::vector<std::string>{"9223372036854775808",
                                   "18446744073709551616",
                                   "85070591730234615847396907784232501249",
                                   "99999999999999999999999999999999999999",
                                   "170141183460469231731687303715884105727",
                                   "170141183460469231731687303715884105728",
                                   "1" + std::string(50, '0')};
  std::string text = dice_.Pick(*digits);
  if (dice_.Chance(0.4)) text.insert(0, "-");
  return filter::Integer{std::move(text)};
}

Expr ConstantMaker::TimeExpr(const Subject& subject, bool years) {
  auto literal = [&](bool with_years) {
    filter::LiteralValue value = TimeConstant(subject);
    while (!with_years && std::holds_alternative<filter::Integer>(value))
      value = TimeConstant(subject);
    return value;
  };
  const bool moved = dice_.Chance(0.1);
  Expr time = dice_.Chance(0.2) ? Expr::Make(filter::Ago{RandomDuration()})
                                : LiteralOrParameter(literal(years && !moved), 0.08);
  if (!moved) return time;
  const auto op = dice_.Chance(0.5) ? filter::ArithmeticOp::kAdd : filter::ArithmeticOp::kSubtract;
  return Expr::Make(filter::Arithmetic{op, std::move(time), Expr::Make(RandomDuration())});
}

Subject ConstantMaker::ConstantSubject(Kind kind) {
  Subject out = SmallNumber();
  if (kind == Kind::kNumber) {
    out.expr = LiteralOrParameter(out.expr.As<filter::Literal>()->value, 0.2);
    return out;
  }
  ColumnSchema like;
  like.type = kind == Kind::kTime
                  ? ColumnType::kTimestamp
                  : (kind == Kind::kBool ? ColumnType::kBool : ColumnType::kCategory);
  out = {{}, like.type};
  out.examples = {RandomCellText(dice_, like)};
  out.expr = kind == Kind::kTime ? TimeExpr(out, false) : LiteralOrParameter(ConstantFor(out), 0.2);
  const auto* day = out.expr.As<filter::Literal>();
  if (day != nullptr && day->value.index() >= 4 && day->value.index() <= 6)
    out.type = ColumnType::kDate;
  return out;
}

Expr ConstantMaker::LiteralOrParameter(filter::LiteralValue value, double chance) {
  if (plain_ || !dice_.Chance(chance)) return Expr::Make(filter::Literal{std::move(value), {}});
  return Expr::Make(filter::Parameter{AddParameter(std::move(value))});
}

filter::Count ConstantMaker::CountOrParameter(int64_t value, double chance) {
  if (plain_ || !dice_.Chance(chance)) return {value, {}};
  const filter::LiteralValue n = filter::Integer{std::to_string(value)};
  return {0, Name{AddParameter(n), {}}};
}

std::string ConstantMaker::Pattern(filter::TextOp op, const std::string& sample) {
  const std::string text = Nfc(sample);
  // Cut between characters, not inside one.
  std::vector<size_t> cuts;
  for (size_t i = 0; i <= text.size(); ++i) {
    if (i == text.size() || (text[i] & 0xC0) != 0x80) cuts.push_back(i);
  }
  size_t begin = dice_.Pick(cuts);
  size_t end = dice_.Pick(cuts);
  if (begin > end) std::swap(begin, end);
  if (op == filter::TextOp::kStartsWith) begin = 0;
  if (op == filter::TextOp::kEndsWith) end = text.size();
  const std::string piece = Nfc(text.substr(begin, end - begin));
  if (op == filter::TextOp::kLike) {
    switch (dice_.Below(4)) {
      case 0:
        return "%" + piece + "%";
      case 1:
        return text.substr(0, begin) + (begin < end ? "_%" : "%");
      case 2:
        return "_%" + piece;
      default:
        return text;
    }
  }
  if (op == filter::TextOp::kMatches) {
    const std::string quoted = RE2::QuoteMeta(piece);
    return dice_.Pick(std::vector<std::string>{quoted, "^" + quoted, quoted + "$", "[a-mA-F]",
                                               "^.{2,4}$", "(" + quoted + "|x)+", "\\d", "^$"});
  }
  return piece;
}

}  // namespace seine::oracle
