#include "engine/arrow_type.h"

#include <charconv>

#include "absl/strings/str_cat.h"

#include "engine/absl_bridge.h"

namespace seine {
namespace {

using Number = ArrowType::Number;

struct NamedFormat {
  std::string_view format;
  std::string_view name;
  ArrowType type;
};

constexpr ArrowType Fixed(CellKind kind, Number number, int width, int64_t multiplier = 1,
                          int64_t divisor = 1) {
  ArrowType type;
  type.kind = kind;
  type.layout = ArrowLayout::kFixed;
  type.number = number;
  type.width = width;
  type.multiplier = multiplier;
  type.divisor = divisor;
  return type;
}

constexpr ArrowType Of(CellKind kind, ArrowLayout layout) {
  ArrowType type;
  type.kind = kind;
  type.layout = layout;
  return type;
}

constexpr NamedFormat kFormats[] = {
    {"n", "null", Of(CellKind::kNull, ArrowLayout::kNone)},
    {"b", "bool", Of(CellKind::kBool, ArrowLayout::kBits)},
    {"c", "int8", Fixed(CellKind::kInteger, Number::kSigned, 1)},
    {"C", "uint8", Fixed(CellKind::kInteger, Number::kUnsigned, 1)},
    {"s", "int16", Fixed(CellKind::kInteger, Number::kSigned, 2)},
    {"S", "uint16", Fixed(CellKind::kInteger, Number::kUnsigned, 2)},
    {"i", "int32", Fixed(CellKind::kInteger, Number::kSigned, 4)},
    {"I", "uint32", Fixed(CellKind::kInteger, Number::kUnsigned, 4)},
    {"l", "int64", Fixed(CellKind::kInteger, Number::kSigned, 8)},
    {"L", "uint64", Fixed(CellKind::kDecimal, Number::kUnsigned, 8)},
    {"f", "float32", Fixed(CellKind::kReal, Number::kFloat, 4)},
    {"g", "float64", Fixed(CellKind::kReal, Number::kFloat, 8)},
    {"u", "text", Of(CellKind::kText, ArrowLayout::kText32)},
    {"U", "text", Of(CellKind::kText, ArrowLayout::kText64)},
    {"vu", "text", Of(CellKind::kText, ArrowLayout::kTextView)},
    {"tdD", "date", Fixed(CellKind::kDate, Number::kSigned, 4)},
    {"tdm", "date", Fixed(CellKind::kDate, Number::kSigned, 8, 1, 86'400'000)},
    {"+l", "list", Of(CellKind::kTextList, ArrowLayout::kList32)},
    {"+L", "list", Of(CellKind::kTextList, ArrowLayout::kList64)},
    {"e", "float16", {}},
    {"z", "binary", {}},
    {"Z", "binary", {}},
    {"vz", "binary", {}},
    {"+s", "struct", {}},
    {"+m", "map", {}},
    {"+r", "run-end encoded", {}},
    {"+vl", "list view", {}},
    {"+vL", "list view", {}},
};

constexpr struct {
  std::string_view prefix;
  std::string_view name;
} kOtherNames[] = {{"ts", "timestamp"}, {"tt", "time of day"}, {"tD", "duration"},
                   {"ti", "interval"},  {"w:", "binary"},      {"+w", "fixed-size list"},
                   {"+u", "union"},     {"d:", "decimal"}};

// "d:precision,scale" or "d:precision,scale,bits".
ArrowType DecimalType(std::string_view format) {
  int numbers[3] = {0, 0, 128};
  const char* at = format.data() + 2;
  const char* end = format.data() + format.size();
  int count = 0;
  for (; count < 3 && at < end; ++count) {
    const auto [next, error] = std::from_chars(at, end, numbers[count]);
    if (error != std::errc() || (next < end && *next != ',')) return {};
    at = next == end ? end : next + 1;
  }
  const int bits = numbers[2];
  const bool scale_fits = numbers[1] >= 0 && numbers[1] <= 38;
  if (count < 2 || !scale_fits || (bits != 32 && bits != 64 && bits != 128)) return {};
  ArrowType type = Fixed(CellKind::kDecimal, Number::kSigned, bits / 8);
  type.scale = numbers[1];
  return type;
}

// "ts" unit ":" zone. With a zone the values are instants, without one a wall clock.
ArrowType TimestampType(std::string_view format) {
  if (format.size() < 4 || format[3] != ':') return {};
  const CellKind kind = format.size() > 4 ? CellKind::kInstant : CellKind::kWallTime;
  switch (format[2]) {
    case 's':
      return Fixed(kind, Number::kSigned, 8, 1'000'000, 1);
    case 'm':
      return Fixed(kind, Number::kSigned, 8, 1'000, 1);
    case 'u':
      return Fixed(kind, Number::kSigned, 8, 1, 1);
    case 'n':
      return Fixed(kind, Number::kSigned, 8, 1, 1'000);
    default:
      return {};
  }
}

std::string FormatName(std::string_view format) {
  for (const NamedFormat& known : kFormats) {
    if (known.format == format) return std::string(known.name);
  }
  if (format.substr(0, 2) == "d:" && format.ends_with(",256")) return "decimal256";
  for (const auto& other : kOtherNames) {
    if (format.substr(0, 2) == other.prefix) return std::string(other.name);
  }
  return absl::StrCat("of Arrow format \"", ToAbsl(format.substr(0, 40)), "\"");
}

}  // namespace

ArrowType ArrowTypeOf(std::string_view format) {
  for (const NamedFormat& known : kFormats) {
    if (known.format == format) return known.type;
  }
  if (format.substr(0, 2) == "d:") return DecimalType(format);
  if (format.substr(0, 2) == "ts") return TimestampType(format);
  return {};
}

std::string ArrowTypeText(const ArrowSchema& schema) {
  if (schema.format == nullptr) return "unknown";
  if (schema.dictionary != nullptr && schema.dictionary->format != nullptr) {
    return absl::StrCat("dictionary of ", FormatName(schema.dictionary->format));
  }
  const std::string name = FormatName(schema.format);
  if (name == "list" && schema.n_children == 1 && schema.children != nullptr &&
      schema.children[0] != nullptr && schema.children[0]->format != nullptr) {
    return absl::StrCat("list of ", FormatName(schema.children[0]->format));
  }
  return name;
}

}  // namespace seine
