#include "engine/raw_rewrite.h"

namespace seine {

RawColumn WithoutRows(const RawColumn& column, std::span<const uint32_t> dead) {
  RawColumn result(column.type());
  std::vector<uint32_t> room;
  size_t next = 0;
  for (uint64_t row = 0; row < column.rows(); ++row) {
    if (next < dead.size() && dead[next] == row) {
      ++next;
    } else if (column.Missing(row)) {
      result.AppendMissing();
    } else if (column.type() == ColumnType::kText) {
      result.AppendText(column.Text(row));
    } else if (column.type() == ColumnType::kSet) {
      result.AppendSet(column.Set(row, &room));
    } else {
      result.AppendValue(column.Value(row));
    }
  }
  return result;
}

RawColumn WithElements(const RawColumn& column,
                       std::span<const std::pair<uint32_t, uint32_t>> elements) {
  RawColumn result(column.type());
  std::vector<uint32_t> codes;
  size_t next = 0;
  for (uint64_t row = 0; row < column.rows(); ++row) {
    const bool missing = column.Missing(row);
    if (missing) {
      codes.clear();
    } else {
      column.Set(row, &codes);
    }
    const bool more = next < elements.size() && elements[next].first == row;
    for (; next < elements.size() && elements[next].first == row; ++next) {
      codes.push_back(elements[next].second);
    }
    if (missing && !more) {
      result.AppendMissing();
    } else {
      result.AppendSet(codes);
    }
  }
  return result;
}

RawColumn AsText(const RawColumn& column, const RawDictionary& dictionary) {
  RawColumn result(ColumnType::kText);
  for (uint64_t row = 0; row < column.rows(); ++row) {
    if (column.Missing(row)) {
      result.AppendMissing();
    } else {
      result.AppendText(dictionary.Text(static_cast<uint32_t>(column.Value(row))));
    }
  }
  return result;
}

}  // namespace seine
