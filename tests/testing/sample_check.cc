#include "tests/testing/sample_check.h"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "engine/layout_values.h"
#include "engine/table_view.h"

namespace seine::testing {
namespace {

// Thrown by the comparison and caught in Difference: the shortest way out of it.
struct Found {
  std::string what;
};

template <typename... Args>
void Expect(bool holds, const Args&... what) {
  if (!holds) throw Found{absl::StrCat(what...)};
}
void ExpectOk(const absl::Status& status) {
  if (!status.ok()) throw Found{absl::StrCat("refused: ", status.message())};
}

bool IsCoded(ColumnType type) { return type == ColumnType::kCategory || type == ColumnType::kSet; }
bool IsNumber(ColumnType type) {
  return !IsCoded(type) && type != ColumnType::kText && type != ColumnType::kBool;
}

// Which sample row lies in each row of a shard's table.
using RowMap = std::vector<size_t>;

class Comparison {
 public:
  Comparison(const SampleStore& sample, const Snapshot& snapshot, const LayoutOptions& options)
      : sample_(sample), snapshot_(snapshot), options_(options) {}

  void Run() {
    CheckTotals();
    CheckMembers();
    for (size_t shard = 0; shard < snapshot_.shard_count(); ++shard) CheckShard(shard);
    CheckDistinct();
    CheckDictionaries();
    CheckLookups();
  }

 private:
  void CheckTotals() {
    Expect(snapshot_.member_count() == sample_.tables[0].size(),
           "members: ", snapshot_.member_count());
    for (size_t t = 0; t < sample_.tables.size(); ++t) {
      Expect(snapshot_.row_count(static_cast<int>(t)) == sample_.tables[t].size(), "rows of table ",
             t);
    }
  }

  MemberKey KeyOf(const SampleRow& row) const {
    if (sample_.keys_are_text) return row.key;
    return int64_t{std::stoll(row.key)};
  }

  // Every key is found, keys ascend with ordinals (unless clustered), and each ordinal gives its
  // key back.
  void CheckMembers() {
    std::map<MemberKey, size_t> by_key;
    for (size_t m = 0; m < sample_.tables[0].size(); ++m) by_key[KeyOf(sample_.tables[0][m])] = m;
    for (size_t shard = 0; shard < snapshot_.shard_count(); ++shard) {
      ExpectOk(snapshot_.EnsureKeys(shard));
      members_.emplace_back(snapshot_.shard(shard).members);
    }
    size_t rank = 0;
    for (const auto& [key, m] : by_key) {
      const absl::StatusOr<std::optional<uint32_t>> ordinal = snapshot_.FindMember(key);
      ExpectOk(ordinal.status());
      Expect(ordinal->has_value(), "key of member ", m, " is not found");
      const size_t shard = ShardOf(**ordinal);
      const uint32_t offset = ShardOffsetOf(**ordinal);
      Expect(shard == rank / options_.members_per_shard, "member ", m, " lies in shard ", shard);
      Expect(offset < snapshot_.shard(shard).members, "member ", m, " lies beyond its shard");
      if (sample_.schema.tables[0].cluster.empty()) {
        Expect(offset == rank % options_.members_per_shard, "member ", m, " lies at ", offset);
      }
      Expect(snapshot_.Key(**ordinal) == key, "key of ordinal ", **ordinal);
      members_[shard][offset] = m;
      ++rank;
    }
    const MemberKey absent =
        sample_.keys_are_text ? MemberKey("member-") : MemberKey(int64_t{-1'000'000});
    Expect(!snapshot_.FindMember(absent)->has_value(), "an absent key is found");
  }

  void CheckShard(size_t shard) {
    const ShardView& view = snapshot_.shard(shard);
    std::vector<RowMap> rows(sample_.tables.size());
    rows[0] = members_[shard];
    for (size_t t = 0; t < sample_.tables.size(); ++t) {
      const TableSchema& schema = sample_.schema.tables[t];
      const TableView& table = view.tables[t];
      if (t > 0) {
        ExpectOk(table.rows_region->Ensure());
        rows[t] = schema.parent == 0 ? HistoryRows(t, view, rows[0])
                                     : ChildRows(t, view, rows[static_cast<size_t>(schema.parent)]);
      }
      Expect(rows[t].size() == table.rows, schema.name, " has ", table.rows, " rows in shard ",
             shard);
      for (size_t c = 0; c < schema.columns.size(); ++c) CheckColumn(t, c, view, rows[t]);
    }
  }

  std::optional<int64_t> TimeOf(size_t t, size_t row) const {
    const TableSchema& schema = sample_.schema.tables[t];
    if (schema.time.empty()) return std::nullopt;
    const auto c = static_cast<size_t>(schema.FindColumn(schema.time));
    return TileTime(schema.columns[c].type, std::get<int64_t>(sample_.tables[t][row].cells[c]));
  }

  // Rows of table t by parent, each parent's by time, then arrival.
  const std::map<size_t, std::vector<size_t>>& ByParent(size_t t) {
    std::map<size_t, std::vector<size_t>>& out = by_parent_[t];
    if (!out.empty()) return out;
    for (size_t row = 0; row < sample_.tables[t].size(); ++row)
      out[sample_.tables[t][row].parent].push_back(row);
    for (auto& [parent, rows] : out) {
      std::stable_sort(rows.begin(), rows.end(),
                       [&](size_t a, size_t b) { return TimeOf(t, a) < TimeOf(t, b); });
    }
    return out;
  }

  RowMap HistoryRows(size_t t, const ShardView& view, const RowMap& members) {
    const TableView& table = view.tables[t];
    RowMap out(table.rows, std::numeric_limits<size_t>::max());
    for (uint32_t offset = 0; offset < view.members; ++offset) {
      std::vector<size_t> expected;
      if (const auto found = ByParent(t).find(members[offset]); found != ByParent(t).end())
        expected = found->second;
      size_t next = 0;
      const uint32_t block = BlockOfOffset(offset);
      for (uint32_t tile = table.tile_begin[block]; tile < table.tile_begin[block + 1]; ++tile) {
        const auto [first, last] = table.MemberRows(tile, PlaceInBlock(offset));
        for (uint32_t row = first; row < last; ++row, ++next) {
          Expect(next < expected.size(), "member ", members[offset], " has too many rows of table ",
                 t);
          Expect(table.member[row] == PlaceInBlock(offset), "row ", row, " names another member");
          out[row] = expected[next];
          const std::optional<int64_t> time = TimeOf(t, expected[next]);
          Expect(
              !time || (table.tiles[tile].time_min <= *time && *time <= table.tiles[tile].time_max),
              "row ", row, " lies outside its tile");
        }
      }
      Expect(next == expected.size(), "member ", members[offset], " has too few rows of table ", t);
    }
    CheckTiles(t, table);
    return out;
  }

  void CheckTiles(size_t t, const TableView& table) {
    for (size_t block = 0; block + 1 < table.tile_begin.size(); ++block) {
      const uint32_t begin = table.tile_begin[block];
      const uint32_t end = table.tile_begin[block + 1];
      Expect(end - begin <= static_cast<uint32_t>(options_.tiles), "too many tiles in table ", t);
      for (uint32_t tile = begin + 1; tile < end; ++tile) {
        Expect(table.tiles[tile - 1].time_max < table.tiles[tile].time_min, "tiles of table ", t,
               " overlap");
      }
    }
  }

  RowMap ChildRows(size_t t, const ShardView& view, const RowMap& parents) {
    const TableView& table = view.tables[t];
    const TableView& parent = view.tables[static_cast<size_t>(sample_.schema.tables[t].parent)];
    RowMap out;
    for (size_t p = 0; p < parents.size(); ++p) {
      std::vector<size_t> expected;
      if (const auto found = ByParent(t).find(parents[p]); found != ByParent(t).end())
        expected = found->second;
      Expect(table.offsets[p] == out.size() && table.offsets[p + 1] == out.size() + expected.size(),
             "offsets of table ", t, " at ", p);
      for (size_t row : expected) {
        Expect(table.member[out.size()] == parent.member[p], "a row of table ", t,
               " names another member");
        out.push_back(row);
      }
    }
    return out;
  }

  const std::vector<SampleRow>& Rows(size_t t, bool lookup) const {
    return (lookup ? sample_.lookups : sample_.tables)[t];
  }

  void CheckColumn(size_t t, size_t c, const ShardView& view, const RowMap& rows) {
    const ColumnView& column = view.tables[t].columns[c];
    const Dictionary* dictionary = snapshot_.dictionary(static_cast<int>(t), static_cast<int>(c));
    CheckForward(Rows(t, false), c, column, dictionary, rows);
    CheckStats(Rows(t, false), c, column, rows);
    if (IsCoded(column.type) || column.type == ColumnType::kBool)
      CheckIndexes(t, c, view, rows, dictionary);
  }

  void CheckForward(const std::vector<SampleRow>& sample, size_t c, const ColumnView& column,
                    const Dictionary* dictionary, const RowMap& rows) {
    ExpectOk(column.forward->Ensure());
    Expect(IsCoded(column.type) == (dictionary != nullptr), "dictionary of column ", c);
    for (size_t row = 0; row < rows.size(); ++row) {
      Expect(CellAt(column, dictionary, row) == sample[rows[row]].cells[c], "column ", c, " row ",
             row);
    }
  }

  static SampleCell CellAt(const ColumnView& column, const Dictionary* dictionary, size_t row) {
    if (column.absent || !column.presence.Has(row)) return {};
    switch (column.type) {
      case ColumnType::kBool:
        return static_cast<int64_t>((column.bits[row >> 6] >> (row & 63)) & 1);
      case ColumnType::kCategory:
        return std::string(dictionary->Text(static_cast<uint32_t>(column.numeric.Value(row))));
      case ColumnType::kText:
        return std::string(column.text.Text(row));
      case ColumnType::kSet: {
        std::vector<std::string> values;
        for (uint32_t e = column.set.offsets[row]; e < column.set.offsets[row + 1]; ++e) {
          values.emplace_back(dictionary->Text(static_cast<uint32_t>(column.set.codes.Value(e))));
        }
        if (values.empty()) return {};
        return values;  // codes ascend, so texts do
      }
      default:
        return column.numeric.Value(row);
    }
  }

  void CheckStats(const std::vector<SampleRow>& sample, size_t c, const ColumnView& column,
                  const RowMap& rows) {
    std::vector<int64_t> numbers;
    std::set<std::string> texts;
    uint64_t present = 0;
    for (size_t row : rows) {
      const SampleCell& cell = sample[row].cells[c];
      present += std::holds_alternative<std::monostate>(cell) ? 0 : 1;
      if (const auto* number = std::get_if<int64_t>(&cell)) numbers.push_back(*number);
      if (const auto* text = std::get_if<std::string>(&cell)) texts.insert(*text);
      if (const auto* set = std::get_if<std::vector<std::string>>(&cell))
        texts.insert(set->begin(), set->end());
    }
    Expect(column.stats.present == present && column.absent == (present == 0), "present of column ",
           c);
    if (IsCoded(column.type))
      Expect(column.stats.distinct == texts.size(), "distinct of column ", c);
    Expect(column.stats.bins.empty() == (!IsNumber(column.type) || numbers.empty()),
           "bins of column ", c);
    if (column.stats.bins.empty()) return;
    std::sort(numbers.begin(), numbers.end());
    Expect(column.stats.min == numbers.front() && column.stats.max == numbers.back(),
           "bounds of column ", c);
    Expect(column.stats.bins.size() == 257 && column.stats.bins.front() == numbers.front() &&
               column.stats.bins.back() == numbers.back(),
           "bins of column ", c);
    // Equi-depth: below bound b lie about b / 256 of the values (a sample's 2^16 leave a few
    // thousandths).
    for (size_t b = 0; b < 257; b += 16) {
      const int64_t bound = column.stats.bins[b];
      const double below = static_cast<double>(
          std::lower_bound(numbers.begin(), numbers.end(), bound) - numbers.begin());
      const double up_to = static_cast<double>(
          std::upper_bound(numbers.begin(), numbers.end(), bound) - numbers.begin());
      const double wanted = static_cast<double>(b) / 256 * static_cast<double>(numbers.size());
      const double slack = 1 + 0.02 * static_cast<double>(numbers.size());
      Expect(below <= wanted + slack && up_to >= wanted - slack, "bin ", b, " of column ", c);
    }
  }

  // The rows of each value, by code.
  std::map<uint32_t, std::vector<uint32_t>> RowsOfCodes(size_t t, size_t c, const RowMap& rows,
                                                        const Dictionary* dictionary) {
    std::map<uint32_t, std::vector<uint32_t>> out;
    for (uint32_t row = 0; row < rows.size(); ++row) {
      const SampleCell& cell = sample_.tables[t][rows[row]].cells[c];
      std::vector<std::string> texts;
      if (const auto* number = std::get_if<int64_t>(&cell))
        out[static_cast<uint32_t>(*number)].push_back(row);
      if (const auto* text = std::get_if<std::string>(&cell)) texts = {*text};
      if (const auto* set = std::get_if<std::vector<std::string>>(&cell)) texts = *set;
      for (const std::string& text : texts) {
        const std::optional<uint32_t> code = dictionary->Find(text);
        Expect(code.has_value(), "`", text, "` is not in its dictionary");
        out[*code].push_back(row);
      }
    }
    return out;
  }

  // Shard offset of the member of each row of table t.
  std::vector<uint32_t> MemberOfRows(size_t t, const ShardView& view, const RowMap& rows) {
    std::vector<uint32_t> out(rows.size());
    for (uint32_t row = 0; row < rows.size(); ++row) {
      size_t member = rows[row];
      for (size_t up = t; up != 0; up = static_cast<size_t>(sample_.schema.tables[up].parent)) {
        member = sample_.tables[up][member].parent;
      }
      if (t == 0) {
        out[row] = row;
      } else {
        out[row] = ShardOffsetOf(**snapshot_.FindMember(KeyOf(sample_.tables[0][member])));
        Expect(PlaceInBlock(out[row]) == view.tables[t].member[row], "member of row ", row);
      }
    }
    return out;
  }

  void CheckIndexes(size_t t, size_t c, const ShardView& view, const RowMap& rows,
                    const Dictionary* dictionary) {
    const ColumnView& column = view.tables[t].columns[c];
    const auto values = RowsOfCodes(t, c, rows, dictionary);
    const std::vector<uint32_t> member = MemberOfRows(t, view, rows);
    if (column.index.region != nullptr) ExpectOk(column.index.region->Ensure());
    if (column.postings.region != nullptr) ExpectOk(column.postings.region->Ensure());
    size_t stored = 0;
    for (const auto& [code, of_value] : values) {
      std::set<uint32_t> members;
      for (uint32_t row : of_value) members.insert(member[row]);
      const bool wanted =
          t == 0 || members.size() >= uint64_t{options_.rollup_density} * BlocksFor(view.members);
      const int64_t i = column.index.Find(code);
      Expect((i >= 0) == wanted, "bitmap of code ", code, " of column ", t, ".", c);
      if (i >= 0) {
        ++stored;
        std::vector<uint32_t> got;
        column.index.At(i).ForEach([&](uint32_t offset) { got.push_back(offset); });
        Expect(std::equal(got.begin(), got.end(), members.begin(), members.end()),
               "members of code ", code);
        Expect(column.index.cardinality[static_cast<size_t>(i)] == members.size(),
               "cardinality of code ", code);
      }
      if (t > 0 && column.type != ColumnType::kBool)
        CheckPostings(column.postings, code, of_value, rows.size());
    }
    Expect(column.index.codes.size() == stored, "bitmaps of values that no row has");
    const size_t listed = t > 0 && column.type != ColumnType::kBool ? values.size() : 0;
    Expect(column.postings.codes.size() == listed, "postings of values that no row has");
  }

  static void CheckPostings(const PostingsView& postings, uint32_t code,
                            const std::vector<uint32_t>& rows, size_t part_rows) {
    const int64_t i = postings.Find(code);
    Expect(i >= 0, "code ", code, " is not listed");
    const std::span<const uint32_t> got = postings.At(i);
    if (rows.size() * kPostingsShare >= part_rows) {
      Expect(got.empty(), "postings of the frequent code ", code);
    } else {
      Expect(std::equal(got.begin(), got.end(), rows.begin(), rows.end()), "postings of code ",
             code);
    }
  }

  // The store's own counts of different values.
  void CheckDistinct() {
    const auto check = [&](const std::vector<TableSchema>& tables, bool lookup) {
      for (size_t t = 0; t < tables.size(); ++t) {
        for (size_t c = 0; c < tables[t].columns.size(); ++c) {
          std::set<SampleCell> values;
          for (const SampleRow& row : Rows(t, lookup)) {
            const SampleCell& cell = row.cells[c];
            if (const auto* set = std::get_if<std::vector<std::string>>(&cell)) {
              values.insert(set->begin(), set->end());
            } else if (!std::holds_alternative<std::monostate>(cell)) {
              values.insert(cell);
            }
          }
          const auto table = static_cast<int>(t);
          const auto column = static_cast<int>(c);
          Expect((lookup ? snapshot_.lookup_distinct(table, column)
                         : snapshot_.distinct(table, column)) == values.size(),
                 "different values of `", tables[t].name, ".", tables[t].columns[c].name, "`");
        }
      }
    };
    check(sample_.schema.tables, false);
    check(sample_.schema.lookups, true);
  }

  // A dictionary holds what its columns hold, sorted, and nothing else.
  void CheckDictionaries() {
    std::map<const Dictionary*, std::set<std::string>> expected;
    const auto add = [&](const std::vector<TableSchema>& tables, bool lookup) {
      for (size_t t = 0; t < tables.size(); ++t) {
        for (size_t c = 0; c < tables[t].columns.size(); ++c) {
          const Dictionary* dictionary =
              lookup ? snapshot_.lookup_dictionary(static_cast<int>(t), static_cast<int>(c))
                     : snapshot_.dictionary(static_cast<int>(t), static_cast<int>(c));
          if (dictionary == nullptr) continue;
          std::set<std::string>& texts = expected[dictionary];
          for (const SampleRow& row : Rows(t, lookup)) {
            if (const auto* text = std::get_if<std::string>(&row.cells[c])) texts.insert(*text);
            const auto* set = std::get_if<std::vector<std::string>>(&row.cells[c]);
            if (set != nullptr) texts.insert(set->begin(), set->end());
          }
        }
      }
    };
    add(sample_.schema.tables, false);
    add(sample_.schema.lookups, true);
    for (size_t l = 0; l < sample_.lookups.size(); ++l) {
      for (const SampleRow& row : sample_.lookups[l])
        expected[snapshot_.lookup(static_cast<int>(l)).keys].insert(row.key);
    }
    for (const auto& [dictionary, texts] : expected) {
      Expect(dictionary->size() == texts.size() && dictionary->base_size() == texts.size(),
             "size of a dictionary");
      uint32_t code = 0;
      for (const std::string& text : texts) {
        Expect(dictionary->Text(code) == text && dictionary->Find(text) == code, "`", text,
               "` in a dictionary");
        ++code;
      }
      Expect(!dictionary->Find("a text that no row has").has_value(),
             "a text that no row has is found");
    }
  }

  void CheckLookups() {
    for (size_t l = 0; l < sample_.lookups.size(); ++l) {
      const LookupView& lookup = snapshot_.lookup(static_cast<int>(l));
      RowMap rows(sample_.lookups[l].size());
      Expect(lookup.table.rows == rows.size(), "rows of lookup ", l);
      for (size_t row = 0; row < rows.size(); ++row) {
        const std::optional<uint32_t> code = lookup.keys->Find(sample_.lookups[l][row].key);
        Expect(code.has_value() && lookup.row_of_code[*code] >= 0, "key of lookup row ", row);
        rows[static_cast<size_t>(lookup.row_of_code[*code])] = row;
      }
      for (size_t c = 0; c < sample_.schema.lookups[l].columns.size(); ++c) {
        const Dictionary* dictionary =
            snapshot_.lookup_dictionary(static_cast<int>(l), static_cast<int>(c));
        CheckForward(sample_.lookups[l], c, lookup.table.columns[c], dictionary, rows);
        CheckStats(sample_.lookups[l], c, lookup.table.columns[c], rows);
      }
    }
  }

  const SampleStore& sample_;
  const Snapshot& snapshot_;
  const LayoutOptions& options_;
  std::vector<RowMap> members_;  // per shard: sample row of each member
  std::map<size_t, std::map<size_t, std::vector<size_t>>> by_parent_;
};

}  // namespace

std::string Difference(const SampleStore& sample, const Snapshot& snapshot,
                       const LayoutOptions& options) {
  try {
    Comparison(sample, snapshot, options).Run();
  } catch (const Found& found) {
    return found.what;
  }
  return "";
}

}  // namespace seine::testing
