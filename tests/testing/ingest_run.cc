#include "tests/testing/ingest_run.h"

#include "gtest/gtest.h"

namespace seine::testing {

IngestRun::IngestRun(const std::string& schema_json) {
  const absl::StatusOr<Schema> schema = ParseSchema(schema_json);
  status_ = schema.status();
  EXPECT_TRUE(status_.ok()) << status_;
  if (status_.ok()) ingest_ = *Ingest::Create(*schema);
}

IngestRun& IngestRun::Add(const char* table, const ArrowMaker& rows) {
  if (!status_.ok()) return *this;
  ArrowArrayStream stream = rows.Stream();
  status_ = ingest_->Append(table, std::string(table) + ".csv", &stream);
  EXPECT_EQ(stream.release, nullptr);
  return *this;
}

RawStore IngestRun::Finish() {
  EXPECT_TRUE(status_.ok()) << status_;
  if (!status_.ok()) return {};
  absl::StatusOr<RawStore> store = ingest_->Finish();
  EXPECT_TRUE(store.ok()) << store.status();
  return *std::move(store);
}

DataErrorDetail IngestRun::Detail() const {
  const std::optional<DataErrorDetail> detail = DataErrorOf(status_);
  EXPECT_TRUE(detail.has_value()) << status_;
  return detail.value_or(DataErrorDetail());
}

std::vector<std::string> Column(const RawStore& store, const RawTable& table, size_t column) {
  std::vector<std::string> all;
  const RawColumn& values = table.columns[column];
  const int dictionary = table.dictionaries[column];
  const auto text = [&](uint32_t code) {
    return std::string(store.dictionaries[static_cast<size_t>(dictionary)]->Text(code));
  };
  EXPECT_EQ(values.rows(), table.rows);
  std::vector<uint32_t> room;
  for (uint64_t row = 0; row < values.rows(); ++row) {
    if (values.Missing(row)) {
      all.push_back("-");
    } else if (values.type() == ColumnType::kText) {
      all.emplace_back(values.Text(row));
    } else if (values.type() == ColumnType::kCategory) {
      all.push_back(text(static_cast<uint32_t>(values.Value(row))));
    } else if (values.type() == ColumnType::kSet) {
      std::string set;
      for (uint32_t code : values.Set(row, &room)) set += "[" + text(code) + "]";
      all.push_back(set);
    } else {
      all.push_back(std::to_string(values.Value(row)));
    }
  }
  return all;
}

std::vector<std::string> MemberKeys(const RawStore& store) {
  const RawTable& members = store.tables[0];
  std::vector<std::string> keys;
  for (uint64_t row = 0; row < members.rows; ++row) {
    keys.push_back(store.keys_are_text ? std::string(members.key_texts.Text(row))
                                       : std::to_string(members.key_integers.Value(row)));
  }
  return keys;
}

std::vector<int64_t> ParentRows(const RawTable& table) {
  std::vector<int64_t> parents;
  for (uint64_t row = 0; row < table.rows; ++row) parents.push_back(table.parent_row.Value(row));
  return parents;
}

}  // namespace seine::testing
