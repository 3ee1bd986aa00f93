#include "query/number_classes.h"

#include <variant>

#include "query/filter.h"

namespace seine {
namespace {

using filter::Overloaded;

std::optional<NumberClasses> ClassesOfColumn(const ColumnView& column, uint32_t most) {
  if (column.absent) return NumberClasses{0, 1};
  const NumericView& view = column.numeric;
  switch (column.type) {
    case ColumnType::kBool:
      return NumberClasses{0, 2};
    case ColumnType::kCategory:
    case ColumnType::kInteger:
    case ColumnType::kDecimal:
    case ColumnType::kDate:
    case ColumnType::kTimestamp:
      if (view.max_raw >= most || view.gcd > most) return std::nullopt;
      return NumberClasses{view.min, static_cast<uint32_t>(view.max_raw * view.gcd) + 1};
    case ColumnType::kReal:
    case ColumnType::kText:
    case ColumnType::kSet:
      break;
  }
  return std::nullopt;
}

std::optional<NumberClasses> ClassesOfPart(filter::DatePartKind part) {
  using Part = filter::DatePartKind;
  switch (part) {
    case Part::kWeekday:
      return NumberClasses{1, 7};
    case Part::kHour:
      return NumberClasses{0, 24};
    case Part::kDayOfMonth:
      return NumberClasses{1, 31};
    case Part::kWeek:
      return NumberClasses{1, 53};
    case Part::kMonth:
      return NumberClasses{1, 12};
    case Part::kQuarter:
      return NumberClasses{1, 4};
    case Part::kDate:
    case Part::kYear:
      break;
  }
  return std::nullopt;
}

}  // namespace

std::optional<NumberClasses> ClassesOf(const row::Value& value, uint32_t most) {
  const auto classes = std::visit(
      Overloaded{
          [&](const row::ColumnValue& v) -> std::optional<NumberClasses> {
            // The text of a category is no number.
            if (v.column->type == ColumnType::kCategory) return std::nullopt;
            return ClassesOfColumn(*v.column, most);
          },
          [&](const row::CodeValue& v) {
            if (v.numbers != nullptr) return std::optional<NumberClasses>();
            return ClassesOfColumn(
                v.from.steps.empty() ? *v.from.column : *v.from.steps.back().column, most);
          },
          [](const row::DatePart& v) { return ClassesOfPart(v.part); },
          [](const auto&) -> std::optional<NumberClasses> { return std::nullopt; },
      },
      value.node);
  return classes && classes->count <= most ? classes : std::nullopt;
}

}  // namespace seine
