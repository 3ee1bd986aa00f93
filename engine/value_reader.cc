#include "engine/value_reader.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"

#include "engine/absl_bridge.h"
#include "engine/cell_text.h"
#include "engine/column_view.h"
#include "engine/data_error.h"
#include "engine/digits.h"

namespace seine {
namespace {

Parsed FromOptional(std::optional<int64_t> parsed, int64_t* value) {
  if (!parsed) return Parsed::kInvalid;
  *value = *parsed;
  return Parsed::kOk;
}

Parsed InRange(int64_t candidate, int64_t least, int64_t greatest, int64_t* value) {
  if (candidate < least || candidate > greatest) return Parsed::kInvalid;
  *value = candidate;
  return Parsed::kOk;
}

Parsed WholeReal(double real, int64_t* value) {
  if (!std::isfinite(real) || real != std::nearbyint(real)) return Parsed::kInvalid;
  if (real < -9223372036854775808.0 || real >= 9223372036854775808.0) return Parsed::kTooLarge;
  *value = static_cast<int64_t>(real);
  return Parsed::kOk;
}

Parsed WholeDecimal(Int128 decimal, int scale, int64_t* value) {
  const Parsed parsed = RescaleDecimal(decimal, scale, 0, false, value);
  return parsed == Parsed::kTooManyDigits ? Parsed::kInvalid : parsed;
}

int64_t FloorDay(int64_t instant) { return Zone::Utc().WallClock(instant).day; }

Zone ZoneOf(const Schema& schema, const ColumnSchema& column) {
  absl::StatusOr<Zone> zone =
      Zone::Load(column.timezone.empty() ? schema.timezone : column.timezone);
  return zone.ok() ? *std::move(zone) : Zone::Utc();  // a valid schema names only zones there are
}

}  // namespace

void Values::Clear() {
  missing.clear();
  numbers.clear();
  texts.clear();
  codes.clear();
  ends.clear();
  clean = TextArena();
}

void Values::AppendTo(RawColumn* column) const {
  const bool plain = column->type() != ColumnType::kText && column->type() != ColumnType::kSet;
  if (missing.empty()) return;
  if (plain && std::memchr(missing.data(), 1, missing.size()) == nullptr) {
    column->AppendValues(numbers);
    return;
  }
  for (size_t i = 0; i < missing.size(); ++i) {
    if (missing[i] != 0) {
      column->AppendMissing();
    } else if (column->type() == ColumnType::kText) {
      column->AppendText(texts[i]);
    } else if (column->type() == ColumnType::kSet) {
      const uint32_t begin = i == 0 ? 0 : ends[i - 1];
      column->AppendSet(std::span(codes).subspan(begin, ends[i] - begin));
    } else {
      column->AppendValue(numbers[i]);
    }
  }
}

ValueReader::ValueReader(const Schema& schema, const TableSchema& table, const ColumnSchema& column,
                         std::string place, RawDictionary* dictionary)
    : column_(column),
      place_(std::move(place)),
      dictionary_(dictionary),
      zone_(ZoneOf(schema, column)),
      null_values_(table.null_values) {
  null_values_.insert(null_values_.end(), column.null_values.begin(), column.null_values.end());
}

bool ValueReader::Takes(CellKind kind) const {
  if (kind == CellKind::kNull || kind == CellKind::kText) return true;
  if (kind == CellKind::kUnsupported) return false;
  if (kind == CellKind::kTextList) return column_.type == ColumnType::kSet;
  const bool time =
      kind == CellKind::kDate || kind == CellKind::kInstant || kind == CellKind::kWallTime;
  switch (column_.type) {
    case ColumnType::kCategory:
    case ColumnType::kText:
    case ColumnType::kSet:
      return true;
    case ColumnType::kDate:
    case ColumnType::kTimestamp:
      return time || (kind == CellKind::kInteger && !column_.format.empty());
    case ColumnType::kDecimal:
      return !time && kind != CellKind::kBool;
    default:
      return !time;
  }
}

std::optional<BadValue> ValueReader::Read(std::span<const uint32_t> rows, Cells* cells,
                                          Values* values) {
  values->Clear();
  if (cells->kind == CellKind::kNull) {
    values->missing.assign(rows.size(), 1);
    values->numbers.assign(rows.size(), 0);
    return std::nullopt;
  }
  MarkNullValues(null_values_, cells);
  switch (column_.type) {
    case ColumnType::kBool:
      return ReadBools(rows, *cells, values);
    case ColumnType::kCategory:
      return ReadCategories(rows, *cells, values);
    case ColumnType::kText:
      return ReadTexts(rows, *cells, values);
    case ColumnType::kInteger:
      return ReadIntegers(rows, *cells, values);
    case ColumnType::kDecimal:
      return ReadDecimals(rows, *cells, values);
    case ColumnType::kReal:
      return ReadReals(rows, *cells, values);
    case ColumnType::kDate:
      return ReadDates(rows, *cells, values);
    case ColumnType::kTimestamp:
      return ReadTimestamps(rows, *cells, values);
    case ColumnType::kSet:
      return ReadSets(rows, *cells, values);
  }
  return std::nullopt;
}

// `convert(row, &value)` says how the cell parsed.
template <typename Convert>
std::optional<BadValue> ValueReader::ReadNumbers(std::span<const uint32_t> rows, const Cells& cells,
                                                 Values* values, Convert convert) {
  values->missing.resize(rows.size());
  values->numbers.resize(rows.size());
  for (size_t i = 0; i < rows.size(); ++i) {
    const size_t row = rows[i];
    values->missing[i] = cells.missing[row];
    if (cells.missing[row] != 0) continue;
    const Parsed parsed = convert(row, &values->numbers[i]);
    if (parsed == Parsed::kOk) continue;
    if (!invalid_is_missing()) return Bad(cells, row, parsed);
    values->missing[i] = 1;
    ++invalid_;
  }
  return std::nullopt;
}

std::optional<BadValue> ValueReader::ReadIntegers(std::span<const uint32_t> rows,
                                                  const Cells& cells, Values* values) {
  switch (cells.kind) {
    case CellKind::kText:
      return ReadNumbers(rows, cells, values, [&](size_t row, int64_t* value) {
        return ParseInteger(cells.texts[row], value);
      });
    case CellKind::kReal:
      return ReadNumbers(rows, cells, values, [&](size_t row, int64_t* value) {
        return WholeReal(cells.reals[row], value);
      });
    case CellKind::kDecimal:
      return ReadNumbers(rows, cells, values, [&](size_t row, int64_t* value) {
        return WholeDecimal(cells.decimals[row], cells.scale, value);
      });
    default:
      return ReadNumbers(rows, cells, values, [&](size_t row, int64_t* value) {
        *value = cells.integers[row];
        return Parsed::kOk;
      });
  }
}

std::optional<BadValue> ValueReader::ReadDecimals(std::span<const uint32_t> rows,
                                                  const Cells& cells, Values* values) {
  const int scale = column_.scale;
  const bool round = column_.round;
  switch (cells.kind) {
    case CellKind::kText:
      return ReadNumbers(rows, cells, values, [&](size_t row, int64_t* value) {
        return ParseDecimal(cells.texts[row], scale, round, value);
      });
    case CellKind::kReal:
      return ReadNumbers(rows, cells, values, [&](size_t row, int64_t* value) {
        return RealToDecimal(cells.reals[row], scale, round, value);
      });
    case CellKind::kDecimal:
      return ReadNumbers(rows, cells, values, [&](size_t row, int64_t* value) {
        return RescaleDecimal(cells.decimals[row], cells.scale, scale, round, value);
      });
    default:
      return ReadNumbers(rows, cells, values, [&](size_t row, int64_t* value) {
        return RescaleDecimal(cells.integers[row], 0, scale, round, value);
      });
  }
}

std::optional<BadValue> ValueReader::ReadReals(std::span<const uint32_t> rows, const Cells& cells,
                                               Values* values) {
  const auto finite = [](double real, int64_t* value) {
    if (!std::isfinite(real)) return Parsed::kInvalid;
    *value = OrderedBits(real == 0 ? 0 : real);
    return Parsed::kOk;
  };
  switch (cells.kind) {
    case CellKind::kText:
      return ReadNumbers(rows, cells, values, [&](size_t row, int64_t* value) {
        double real = 0;
        const Parsed parsed = ParseReal(cells.texts[row], &real);
        return parsed == Parsed::kOk ? finite(real, value) : parsed;
      });
    case CellKind::kReal:
      return ReadNumbers(rows, cells, values, [&](size_t row, int64_t* value) {
        return finite(cells.reals[row], value);
      });
    case CellKind::kDecimal:
      return ReadNumbers(rows, cells, values, [&](size_t row, int64_t* value) {
        double real = 0;
        ParseReal(DecimalText(cells.decimals[row], cells.scale), &real);
        return finite(real, value);
      });
    default:
      return ReadNumbers(rows, cells, values, [&](size_t row, int64_t* value) {
        return finite(static_cast<double>(cells.integers[row]), value);
      });
  }
}

std::optional<BadValue> ValueReader::ReadBools(std::span<const uint32_t> rows, const Cells& cells,
                                               Values* values) {
  if (cells.kind == CellKind::kText) {
    return ReadNumbers(rows, cells, values, [&](size_t row, int64_t* value) {
      return ParseBool(cells.texts[row], value);
    });
  }
  return ReadNumbers(rows, cells, values, [&](size_t row, int64_t* value) {
    Parsed parsed = Parsed::kOk;
    if (cells.kind == CellKind::kReal) {
      parsed = WholeReal(cells.reals[row], value);
    } else if (cells.kind == CellKind::kDecimal) {
      parsed = WholeDecimal(cells.decimals[row], cells.scale, value);
    } else {
      *value = cells.integers[row];
    }
    return parsed == Parsed::kOk && (*value == 0 || *value == 1) ? Parsed::kOk : Parsed::kInvalid;
  });
}

std::optional<BadValue> ValueReader::ReadDates(std::span<const uint32_t> rows, const Cells& cells,
                                               Values* values) {
  return ReadNumbers(rows, cells, values, [&](size_t row, int64_t* value) {
    switch (cells.kind) {
      case CellKind::kDate:
        return InRange(cells.integers[row], kMinDay, kMaxDay, value);
      case CellKind::kInstant:
      case CellKind::kWallTime: {
        int64_t instant = 0;
        if (InRange(cells.integers[row], kMinInstant, kMaxInstant, &instant) != Parsed::kOk) {
          return Parsed::kInvalid;
        }
        return InRange(
            cells.kind == CellKind::kInstant ? zone_.WallClock(instant).day : FloorDay(instant),
            kMinDay, kMaxDay, value);
      }
      default: {
        const std::string_view text = Trim(CellText(cells, row, &room_));
        return FromOptional(
            column_.format.empty() ? ParseIsoDay(text) : ParseDay(text, column_.format), value);
      }
    }
  });
}

std::optional<BadValue> ValueReader::ReadTimestamps(std::span<const uint32_t> rows,
                                                    const Cells& cells, Values* values) {
  return ReadNumbers(rows, cells, values, [&](size_t row, int64_t* value) {
    switch (cells.kind) {
      case CellKind::kInstant:
        return InRange(cells.integers[row], kMinInstant, kMaxInstant, value);
      case CellKind::kDate: {
        int64_t day = 0;
        if (InRange(cells.integers[row], kMinDay, kMaxDay, &day) != Parsed::kOk) {
          return Parsed::kInvalid;
        }
        return InRange(zone_.Midnight(day), kMinInstant, kMaxInstant, value);
      }
      case CellKind::kWallTime: {
        int64_t wall = 0;
        if (InRange(cells.integers[row], kMinInstant, kMaxInstant, &wall) != Parsed::kOk) {
          return Parsed::kInvalid;
        }
        const int64_t day = FloorDay(wall);
        return InRange(zone_.Instant(day, wall - day * kMicrosPerDay), kMinInstant, kMaxInstant,
                       value);
      }
      default: {
        const std::string_view text = Trim(CellText(cells, row, &room_));
        return FromOptional(column_.format.empty() ? ParseIsoInstant(text, zone_)
                                                   : ParseInstant(text, column_.format, zone_),
                            value);
      }
    }
  });
}

// What the dictionary holds is clean already, so most texts need no check.
std::optional<uint32_t> ValueReader::CodeOf(std::string_view text) {
  if (const std::optional<uint32_t> known = dictionary_->Find(text)) return known;
  const std::optional<std::string_view> clean = CleanText(text, &clean_);
  return clean ? std::optional<uint32_t>(dictionary_->Code(*clean)) : std::nullopt;
}

std::optional<BadValue> ValueReader::ReadCategories(std::span<const uint32_t> rows,
                                                    const Cells& cells, Values* values) {
  return ReadNumbers(rows, cells, values, [&](size_t row, int64_t* value) {
    const std::optional<uint32_t> code = CodeOf(CellText(cells, row, &room_));
    if (!code) return Parsed::kInvalid;
    *value = *code;
    return Parsed::kOk;
  });
}

std::optional<BadValue> ValueReader::ReadTexts(std::span<const uint32_t> rows, const Cells& cells,
                                               Values* values) {
  values->texts.resize(rows.size());
  size_t next = 0;
  return ReadNumbers(rows, cells, values, [&](size_t row, int64_t*) {
    while (rows[next] != row) ++next;
    const std::string_view text = CellText(cells, row, &room_);
    const std::optional<std::string_view> clean = CleanText(text, &clean_);
    if (!clean) return Parsed::kInvalid;
    const bool in_place = cells.kind == CellKind::kText && clean->data() == text.data();
    values->texts[next] = in_place ? *clean : values->clean.Keep(*clean);
    return Parsed::kOk;
  });
}

bool ValueReader::AddElement(std::string_view text, Values* values) {
  if (text.empty()) return true;
  if (std::find(null_values_.begin(), null_values_.end(), text) != null_values_.end()) return true;
  const std::optional<uint32_t> code = CodeOf(text);
  if (code) values->codes.push_back(*code);
  return code.has_value();
}

bool ValueReader::AddElements(const Cells& cells, size_t row, Values* values) {
  if (cells.kind == CellKind::kTextList) {
    for (size_t e = row == 0 ? 0 : cells.ends[row - 1]; e < cells.ends[row]; ++e) {
      if (!AddElement(cells.texts[e], values)) return false;
    }
    return true;
  }
  std::string_view text = CellText(cells, row, &room_);
  const std::string& separator = column_.separator;
  while (!separator.empty()) {
    const size_t end = text.find(separator);
    if (!AddElement(text.substr(0, end), values)) return false;
    if (end == std::string_view::npos) return true;
    text.remove_prefix(end + separator.size());
  }
  return AddElement(text, values);
}

std::optional<BadValue> ValueReader::ReadSets(std::span<const uint32_t> rows, const Cells& cells,
                                              Values* values) {
  values->ends.reserve(rows.size());
  values->missing.resize(rows.size());
  for (size_t i = 0; i < rows.size(); ++i) {
    const size_t row = rows[i];
    values->missing[i] = cells.missing[row];
    const size_t before = values->codes.size();
    if (cells.missing[row] == 0 && !AddElements(cells, row, values)) {
      if (!invalid_is_missing()) return Bad(cells, row, Parsed::kInvalid);
      values->codes.resize(before);
      values->missing[i] = 1;
      ++invalid_;
    }
    values->ends.push_back(static_cast<uint32_t>(values->codes.size()));
  }
  return std::nullopt;
}

}  // namespace seine
