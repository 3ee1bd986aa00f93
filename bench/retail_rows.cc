#include "bench/retail_rows.h"

#include <algorithm>
#include <cstdio>
#include <memory>
#include <utility>

namespace seine::bench {
namespace {

constexpr uint64_t kBatchRows = uint64_t{1} << 16;
constexpr int64_t kFirstInstant = 1'577'836'800'000'000;  // 2020-01-01
constexpr uint64_t kSpanSeconds = 4 * 365 * uint64_t{86'400};
constexpr const char* kCities[] = {"London", "Leeds", "York",  "上海",
                                   "北京",   "Köln",  "Paris", "Oslo"};
constexpr const char* kChannels[] = {"web", "app", "pos", "line"};
constexpr const char* kTags[] = {"vip", "vip|new", "", "wine", "wine|vip|cat", "new", "", "cat"};

enum Purpose : uint64_t {
  kCity = 1,
  kTag,
  kAge,
  kJoined,
  kMember,
  kTime,
  kWhere,
  kOrder,
  kProduct,
  kQuantity,
  kPrice,
  kBusy
};

// A number of row and purpose that looks random (splitmix64).
uint64_t Chance(const RetailShape& shape, uint64_t row, Purpose purpose) {
  uint64_t x = (row + 1) * 0x9E3779B97F4A7C15u + shape.seed * 0xD1B54A32D192ED03u + purpose;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
  return x ^ (x >> 31);
}

double Share(uint64_t chance) { return static_cast<double>(chance >> 11) * 0x1p-53; }

class Table {
 public:
  Table(const RetailShape& shape, Batch* batch) : shape_(shape), batch_(batch) {}

  BatchColumn& Column(const char* name, const char* format) {
    BatchColumn& column = batch_->columns.emplace_back();
    column.name = name;
    column.format = format;
    if (column.format == "u") column.offsets.push_back(0);
    return column;
  }

  void AddKey(const char* form, uint64_t number, BatchColumn* column) const {
    if (!shape_.text_keys) {
      column->numbers.push_back(static_cast<int64_t>(number * 7));
      return;
    }
    char text[32];
    std::snprintf(text, sizeof(text), form, static_cast<unsigned long long>(number));
    column->Add(text);
  }
  const char* key_format() const { return shape_.text_keys ? "u" : "l"; }

 private:
  const RetailShape& shape_;
  Batch* batch_;
};

constexpr const char* kMemberKey = "C%08llu";
constexpr const char* kOrderKey = "R-%010llu";

void FillMembers(const RetailShape& shape, uint64_t begin, uint64_t rows, Batch* batch) {
  Table table(shape, batch);
  batch->columns.reserve(5);
  BatchColumn& id = table.Column("id", table.key_format());
  BatchColumn& city = table.Column("city", "u");
  BatchColumn& tags = table.Column("tags", "u");
  BatchColumn& age = table.Column("age", "l");
  BatchColumn& joined = table.Column("joined", "tsu:UTC");
  for (uint64_t row = begin; row < begin + rows; ++row) {
    table.AddKey(kMemberKey, row, &id);
    city.Add(kCities[Chance(shape, row, kCity) % 8]);
    tags.Add(kTags[Chance(shape, row, kTag) % 8]);
    age.numbers.push_back(static_cast<int64_t>(18 + Chance(shape, row, kAge) % 70));
    const uint64_t second = Chance(shape, row, kJoined) % kSpanSeconds;
    joined.numbers.push_back(kFirstInstant + static_cast<int64_t>(second) * 1'000'000);
  }
}

uint64_t MemberOf(const RetailShape& shape, uint64_t order) {
  if (Share(Chance(shape, order, kBusy)) < shape.busiest) return shape.members / 2;
  return shape.sorted ? order * shape.members / shape.orders
                      : Chance(shape, order, kMember) % shape.members;
}

void FillOrders(const RetailShape& shape, uint64_t begin, uint64_t rows, Batch* batch) {
  Table table(shape, batch);
  batch->columns.reserve(4);
  BatchColumn& id = table.Column("order", table.key_format());
  BatchColumn& member = table.Column("id", table.key_format());
  BatchColumn& at = table.Column("at", "tsu:UTC");
  BatchColumn& channel = table.Column("channel", "u");
  for (uint64_t row = begin; row < begin + rows; ++row) {
    table.AddKey(kOrderKey, row, &id);
    table.AddKey(kMemberKey, MemberOf(shape, row), &member);
    // Files of orders that are not sorted by member come as they happened.
    const uint64_t second =
        shape.sorted ? Chance(shape, row, kTime) % kSpanSeconds : row * kSpanSeconds / shape.orders;
    at.numbers.push_back(kFirstInstant + static_cast<int64_t>(second) * 1'000'000);
    channel.Add(kChannels[Chance(shape, row, kWhere) % 4]);
  }
}

void FillItems(const RetailShape& shape, uint64_t begin, uint64_t rows, Batch* batch) {
  Table table(shape, batch);
  batch->columns.reserve(4);
  BatchColumn& order = table.Column("order", table.key_format());
  BatchColumn& product = table.Column("product", "u");
  BatchColumn& quantity = table.Column("quantity", "l");
  BatchColumn& price = table.Column("price", "g");
  for (uint64_t row = begin; row < begin + rows; ++row) {
    const uint64_t parent =
        shape.sorted ? row * shape.orders / shape.items : Chance(shape, row, kOrder) % shape.orders;
    table.AddKey(kOrderKey, parent, &order);
    // A few products sell much, most little.
    const double share = Share(Chance(shape, row, kProduct));
    char name[32];
    std::snprintf(name, sizeof(name), "P%05d", static_cast<int>(20'000 * share * share * share));
    product.Add(name);
    quantity.numbers.push_back(static_cast<int64_t>(1 + Chance(shape, row, kQuantity) % 12));
    price.reals.push_back(static_cast<double>(50 + Chance(shape, row, kPrice) % 9'000) / 100);
  }
}

struct StreamState {
  std::function<const Batch*()> next;
  const Batch* batch = nullptr;  // that get_next will give
  std::vector<std::vector<const void*>> buffers;
  std::vector<ArrowArray> arrays;
  std::vector<ArrowArray*> array_pointers;
  std::vector<ArrowSchema> schemas;
  std::vector<ArrowSchema*> schema_pointers;
  const void* no_buffer[1] = {nullptr};
};

StreamState* StateOf(ArrowArrayStream* stream) {
  return static_cast<StreamState*>(stream->private_data);
}
void ReleaseArray(ArrowArray* array) { array->release = nullptr; }
void ReleaseSchema(ArrowSchema* schema) { schema->release = nullptr; }

int GetSchema(ArrowArrayStream* stream, ArrowSchema* out) {
  StreamState& state = *StateOf(stream);
  state.schemas.assign(state.batch->columns.size(), {});
  state.schema_pointers.clear();
  for (size_t i = 0; i < state.schemas.size(); ++i) {
    state.schemas[i].format = state.batch->columns[i].format.c_str();
    state.schemas[i].name = state.batch->columns[i].name.c_str();
    state.schemas[i].release = ReleaseSchema;
    state.schema_pointers.push_back(&state.schemas[i]);
  }
  *out = {};
  out->format = "+s";
  out->n_children = static_cast<int64_t>(state.schemas.size());
  out->children = state.schema_pointers.data();
  out->release = ReleaseSchema;
  return 0;
}

void Point(const BatchColumn& column, int64_t rows, std::vector<const void*>* buffers,
           ArrowArray* array) {
  if (column.format == "u") {
    *buffers = {nullptr, column.offsets.data(), column.bytes.data()};
  } else if (column.format == "g") {
    *buffers = {nullptr, column.reals.data()};
  } else {
    *buffers = {nullptr, column.numbers.data()};
  }
  *array = {};
  array->length = rows;
  array->n_buffers = static_cast<int64_t>(buffers->size());
  array->buffers = buffers->data();
  array->release = ReleaseArray;
}

int GetNext(ArrowArrayStream* stream, ArrowArray* out) {
  StreamState& state = *StateOf(stream);
  *out = {};
  const Batch* batch = state.batch == nullptr ? state.next() : std::exchange(state.batch, nullptr);
  if (batch == nullptr) return 0;
  state.buffers.resize(batch->columns.size());
  state.arrays.resize(batch->columns.size());
  state.array_pointers.clear();
  for (size_t i = 0; i < batch->columns.size(); ++i) {
    Point(batch->columns[i], batch->rows, &state.buffers[i], &state.arrays[i]);
    state.array_pointers.push_back(&state.arrays[i]);
  }
  out->length = batch->rows;
  out->n_buffers = 1;
  out->buffers = state.no_buffer;
  out->n_children = static_cast<int64_t>(batch->columns.size());
  out->children = state.array_pointers.data();
  out->release = ReleaseArray;
  return 0;
}

}  // namespace

void BatchColumn::Add(std::string_view text) {
  bytes.append(text);
  offsets.push_back(static_cast<int32_t>(bytes.size()));
}

std::string RetailSchema(const RetailShape& shape) {
  const std::string type = shape.text_keys ? "text" : "integer";
  return R"({"tables": {
    "members": {"key": "id", "key_type": ")" +
         type + R"(", "columns": {
      "city": "category", "tags": {"type": "set", "separator": "|"}, "age": "integer",
      "joined": "timestamp"}},
    "orders": {"parent": "members", "parent_key": "id", "key": "order", "key_type": ")" +
         type +
         R"(", "time": "at", "columns": {"at": "timestamp", "channel": "category"}},
    "items": {"parent": "orders", "parent_key": "order", "columns": {
      "product": "category", "quantity": "integer", "price": {"type": "decimal", "scale": 2},
      "amount": {"type": "decimal", "scale": 2, "value": "quantity * price"}}}}})";
}

Batch RetailBatch(const RetailShape& shape, std::string_view table, uint64_t begin, uint64_t rows) {
  Batch batch;
  batch.rows = static_cast<int64_t>(rows);
  if (table == "members") {
    FillMembers(shape, begin, rows, &batch);
  } else if (table == "orders") {
    FillOrders(shape, begin, rows, &batch);
  } else {
    FillItems(shape, begin, rows, &batch);
  }
  return batch;
}

ArrowArrayStream RetailStream(const RetailShape& shape, std::string_view table) {
  struct Cursor {
    uint64_t next = 0;
    Batch batch;
  };
  const uint64_t total = table == "members"  ? shape.members
                         : table == "orders" ? shape.orders
                                             : shape.items;
  return StreamOf([shape, total, name = std::string(table),
                   cursor = std::make_shared<Cursor>()]() -> const Batch* {
    if (cursor->next >= total) return nullptr;
    const uint64_t rows = std::min(kBatchRows, total - cursor->next);
    cursor->batch = RetailBatch(shape, name, cursor->next, rows);
    cursor->next += rows;
    return &cursor->batch;
  });
}

ArrowArrayStream StreamOf(std::function<const Batch*()> next) {
  auto* state = new StreamState;
  state->next = std::move(next);
  state->batch = state->next();
  ArrowArrayStream stream{};
  stream.get_schema = GetSchema;
  stream.get_next = GetNext;
  stream.get_last_error = [](ArrowArrayStream*) -> const char* { return nullptr; };
  stream.release = [](ArrowArrayStream* self) {
    delete StateOf(self);
    self->release = nullptr;
  };
  stream.private_data = state;
  return stream;
}

}  // namespace seine::bench
