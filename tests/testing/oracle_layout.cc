// OracleData as a RawStore, laid out in memory.

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/column_view.h"
#include "engine/raw_table.h"
#include "engine/store.h"
#include "tests/testing/text_world.h"

namespace seine::oracle {
namespace {

class RawWriter {
 public:
  explicit RawWriter(const OracleData& data) : data_(data) {
    raw_.schema = data.schema;
    for (size_t l = 0; l < data.lookups.size(); ++l) {
      raw_.lookup_key_dictionaries.push_back(NewDictionary());
    }
  }

  RawStore Write() {
    for (size_t t = 0; t < data_.tables.size(); ++t) {
      raw_.tables.push_back(Columns(data_.schema.tables[t], data_.tables[t]));
      for (const OracleRow& row : data_.tables[t].rows) {
        if (t > 0) raw_.tables[t].parent_row.AppendValue(static_cast<int64_t>(row.parent));
      }
    }
    for (size_t l = 0; l < data_.lookups.size(); ++l) {
      raw_.lookups.push_back(Columns(data_.schema.lookups[l], data_.lookups[l]));
      LookupKeys(l);
    }
    MemberKeys();
    for (RawTable& table : raw_.tables) table.Seal();
    for (RawTable& table : raw_.lookups) table.Seal();
    return std::move(raw_);
  }

 private:
  int NewDictionary() {
    raw_.dictionaries.push_back(std::make_unique<RawDictionary>());
    return static_cast<int>(raw_.dictionaries.size()) - 1;
  }

  int DictionaryOf(const ColumnSchema& column) {
    if (column.type != ColumnType::kCategory && column.type != ColumnType::kSet) return -1;
    const int lookup = data_.schema.FindLookup(column.lookup);
    if (lookup >= 0) return raw_.lookup_key_dictionaries[static_cast<size_t>(lookup)];
    return NewDictionary();
  }

  RawTable Columns(const TableSchema& schema, const OracleTable& table) {
    RawTable out;
    out.rows = table.rows.size();
    for (size_t c = 0; c < schema.columns.size(); ++c) {
      RawColumn column(schema.columns[c].type);
      const int dictionary = DictionaryOf(schema.columns[c]);
      for (const OracleRow& row : table.rows) Append(row.cells[c], dictionary, &column);
      out.columns.push_back(std::move(column));
      out.dictionaries.push_back(dictionary);
    }
    return out;
  }

  void Append(const OptionalCell& cell, int dictionary, RawColumn* column) {
    if (!cell) return column->AppendMissing();
    auto code = [&](const std::string& text) {
      return raw_.dictionaries[static_cast<size_t>(dictionary)]->Code(text);
    };
    switch (column->type()) {
      case ColumnType::kBool:
        return column->AppendValue(std::get<bool>(*cell) ? 1 : 0);
      case ColumnType::kCategory:
        return column->AppendValue(code(std::get<std::string>(*cell)));
      case ColumnType::kText:
        return column->AppendText(std::get<std::string>(*cell));
      case ColumnType::kReal:
        return column->AppendValue(OrderedBits(std::get<double>(*cell)));
      case ColumnType::kSet: {
        std::vector<uint32_t> codes;
        for (const std::string& text : std::get<std::vector<std::string>>(*cell)) {
          codes.push_back(code(text));
        }
        return column->AppendSet(codes);
      }
      default:
        return column->AppendValue(std::get<int64_t>(*cell));
    }
  }

  void LookupKeys(size_t lookup) {
    RawTable& table = raw_.lookups[lookup];
    table.key_integers = RawColumn(ColumnType::kCategory);
    std::vector<std::string> keys(table.rows);
    for (const auto& [key, row] : data_.lookup_rows[lookup]) keys[row] = key;
    const auto dictionary = static_cast<size_t>(raw_.lookup_key_dictionaries[lookup]);
    for (const std::string& key : keys) {
      table.key_integers.AppendValue(raw_.dictionaries[dictionary]->Code(key));
    }
  }

  void MemberKeys() {
    raw_.keys_are_text = data_.schema.tables[0].key_type != KeyType::kInteger;
    for (const std::string& key : data_.member_keys) {
      if (raw_.keys_are_text) {
        raw_.tables[0].key_texts.AppendText(key);
      } else {
        raw_.tables[0].key_integers.AppendValue(std::stoll(key));
      }
    }
  }

  const OracleData& data_;
  RawStore raw_;
};

}  // namespace

absl::StatusOr<std::shared_ptr<const Snapshot>> LayOutSnapshot(const OracleData& data,
                                                               const LayoutOptions& options) {
  return BuildInMemory(RawWriter(data).Write(), options);
}

}  // namespace seine::oracle
