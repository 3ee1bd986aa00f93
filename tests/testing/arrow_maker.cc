#include "tests/testing/arrow_maker.h"

#include <algorithm>
#include <cstring>
#include <functional>
#include <utility>

namespace seine::testing {
namespace {

using Bytes = std::vector<uint8_t>;

template <typename T>
void Append(T value, Bytes* bytes) {
  const size_t at = bytes->size();
  bytes->resize(at + sizeof(T));
  std::memcpy(bytes->data() + at, &value, sizeof(T));
}

void SetBit(size_t index, bool value, Bytes* bits) {
  if (index / 8 >= bits->size()) bits->push_back(0);
  if (value) (*bits)[index / 8] = static_cast<uint8_t>((*bits)[index / 8] | (1u << (index % 8)));
}

// An array with all that it owns; children and dictionary are made from their own specs.
struct Spec {
  std::string name;
  std::string format;
  int64_t length = 0;
  std::vector<Bytes> buffers;  // [0] validity; an empty buffer is a null pointer if it is [0]
  std::vector<Spec> children;
  std::unique_ptr<Spec> dictionary;

  Spec() = default;
  Spec(Spec&&) = default;
  Spec& operator=(Spec&&) = default;
};

struct OwnedSchema {
  std::string format;
  std::string name;
  std::vector<std::unique_ptr<ArrowSchema>> children;
  std::vector<ArrowSchema*> child_pointers;
  std::unique_ptr<ArrowSchema> dictionary;
};

void ReleaseSchema(ArrowSchema* schema) {
  auto* owned = static_cast<OwnedSchema*>(schema->private_data);
  for (ArrowSchema* child : owned->child_pointers) {
    if (child->release != nullptr) child->release(child);
  }
  if (owned->dictionary && owned->dictionary->release != nullptr) {
    owned->dictionary->release(owned->dictionary.get());
  }
  delete owned;
  schema->release = nullptr;
}

void MakeSchema(const Spec& spec, ArrowSchema* schema) {
  auto* owned = new OwnedSchema;
  owned->format = spec.format;
  owned->name = spec.name;
  for (const Spec& child : spec.children) {
    owned->children.push_back(std::make_unique<ArrowSchema>());
    MakeSchema(child, owned->children.back().get());
    owned->child_pointers.push_back(owned->children.back().get());
  }
  if (spec.dictionary) {
    owned->dictionary = std::make_unique<ArrowSchema>();
    MakeSchema(*spec.dictionary, owned->dictionary.get());
  }
  *schema = {.format = owned->format.c_str(),
             .name = owned->name.c_str(),
             .metadata = nullptr,
             .flags = ARROW_FLAG_NULLABLE,
             .n_children = static_cast<int64_t>(owned->children.size()),
             .children = owned->child_pointers.data(),
             .dictionary = owned->dictionary.get(),
             .release = ReleaseSchema,
             .private_data = owned};
}

struct OwnedArray {
  std::vector<Bytes> buffers;
  std::vector<const void*> pointers;
  std::vector<std::unique_ptr<ArrowArray>> children;
  std::vector<ArrowArray*> child_pointers;
  std::unique_ptr<ArrowArray> dictionary;
};

void ReleaseArray(ArrowArray* array) {
  auto* owned = static_cast<OwnedArray*>(array->private_data);
  for (ArrowArray* child : owned->child_pointers) {
    if (child->release != nullptr) child->release(child);
  }
  if (owned->dictionary && owned->dictionary->release != nullptr) {
    owned->dictionary->release(owned->dictionary.get());
  }
  delete owned;
  array->release = nullptr;
}

void MakeArray(const Spec& spec, int64_t offset, int64_t length, ArrowArray* array) {
  auto* owned = new OwnedArray;
  owned->buffers = spec.buffers;
  for (size_t i = 0; i < owned->buffers.size(); ++i) {
    const bool absent = owned->buffers[i].empty() && i == 0;
    owned->pointers.push_back(absent ? nullptr : owned->buffers[i].data());
  }
  const bool is_struct = spec.format == "+s";
  for (const Spec& child : spec.children) {
    owned->children.push_back(std::make_unique<ArrowArray>());
    MakeArray(child, is_struct ? offset : 0, is_struct ? length : child.length,
              owned->children.back().get());
    owned->child_pointers.push_back(owned->children.back().get());
  }
  if (spec.dictionary) {
    owned->dictionary = std::make_unique<ArrowArray>();
    MakeArray(*spec.dictionary, 0, spec.dictionary->length, owned->dictionary.get());
  }
  *array = {.length = length,
            .null_count = -1,
            .offset = is_struct ? 0 : offset,
            .n_buffers = static_cast<int64_t>(owned->pointers.size()),
            .n_children = static_cast<int64_t>(owned->children.size()),
            .buffers = owned->pointers.data(),
            .children = owned->child_pointers.data(),
            .dictionary = owned->dictionary.get(),
            .release = ReleaseArray,
            .private_data = owned};
}

struct OwnedStream {
  std::function<Spec(int64_t begin, int64_t end)> batch;  // padded by `offset` rows in front
  int64_t rows = 0;
  int64_t batch_rows = 0;
  int64_t offset = 0;
  int64_t next = 0;
  bool any = false;
};

int GetSchema(ArrowArrayStream* stream, ArrowSchema* out) {
  MakeSchema(static_cast<OwnedStream*>(stream->private_data)->batch(0, 0), out);
  return 0;
}

int GetNext(ArrowArrayStream* stream, ArrowArray* out) {
  auto* owned = static_cast<OwnedStream*>(stream->private_data);
  if (owned->next >= owned->rows && (owned->any || owned->batch_rows > 0)) {
    *out = {};
    return 0;
  }
  owned->any = true;
  const int64_t step = owned->batch_rows > 0 ? owned->batch_rows : owned->rows;
  const int64_t end = std::min(owned->rows, owned->next + step);
  MakeArray(owned->batch(owned->next, end), owned->offset, end - owned->next, out);
  owned->next = end;
  return 0;
}

const char* GetLastError(ArrowArrayStream*) { return nullptr; }

void ReleaseStream(ArrowArrayStream* stream) {
  delete static_cast<OwnedStream*>(stream->private_data);
  stream->release = nullptr;
}

// Validity of the rows and, through `append`, their values; `pad` garbage rows come first.
template <typename T, typename AppendValue>
Spec Plain(const std::string& name, const std::string& format, const Cells<T>& values,
           int64_t begin, int64_t end, int64_t pad, AppendValue append) {
  Spec spec;
  spec.name = name;
  spec.format = format;
  spec.length = end - begin + pad;
  spec.buffers.resize(2);
  for (int64_t i = 0; i < spec.length; ++i) {
    T value{};
    bool present = false;
    if (i >= pad) {
      const std::optional<T>& cell = values[static_cast<size_t>(begin + i - pad)];
      present = cell.has_value();
      if (present) value = *cell;
    }
    SetBit(static_cast<size_t>(i), present, &spec.buffers[0]);
    append(static_cast<size_t>(i), value, &spec.buffers[1]);
  }
  return spec;
}

template <typename Offset>
Spec TextSpec(const std::string& name, const Cells<std::string>& values, int64_t begin, int64_t end,
              int64_t pad) {
  Bytes bytes;
  Spec spec = Plain<std::string>(name, sizeof(Offset) == 4 ? "u" : "U", values, begin, end, pad,
                                 [&](size_t, const std::string& text, Bytes* offsets) {
                                   if (offsets->empty()) Append<Offset>(0, offsets);
                                   bytes.insert(bytes.end(), text.begin(), text.end());
                                   Append(static_cast<Offset>(bytes.size()), offsets);
                                 });
  if (spec.length == 0) Append<Offset>(0, &spec.buffers[1]);
  spec.buffers.push_back(std::move(bytes));
  return spec;
}

Spec ViewSpec(const std::string& name, const Cells<std::string>& values, int64_t begin, int64_t end,
              int64_t pad) {
  Bytes bytes;
  const auto append = [&](size_t, const std::string& text, Bytes* views) {
    Append(static_cast<int32_t>(text.size()), views);
    char rest[12] = {};
    std::copy_n(text.begin(), text.size() <= 12 ? text.size() : 4, rest);
    if (text.size() > 12) {
      const int32_t place[2] = {0, static_cast<int32_t>(bytes.size())};
      std::memcpy(rest + 4, place, sizeof(place));
      bytes.insert(bytes.end(), text.begin(), text.end());
    }
    views->insert(views->end(), rest, rest + 12);
  };
  Spec spec = Plain<std::string>(name, "vu", values, begin, end, pad, append);
  Bytes sizes;
  Append(static_cast<int64_t>(bytes.size()), &sizes);
  spec.buffers.push_back(std::move(bytes));
  spec.buffers.push_back(std::move(sizes));
  return spec;
}

Spec DictionarySpec(const std::string& name, const Cells<std::string>& values, int64_t begin,
                    int64_t end, int64_t pad) {
  Cells<std::string> distinct;
  Cells<int64_t> indices;
  for (int64_t i = begin; i < end; ++i) {
    const std::optional<std::string>& value = values[static_cast<size_t>(i)];
    const auto found = std::find(distinct.begin(), distinct.end(), value);
    indices.push_back(value ? std::optional<int64_t>(found - distinct.begin()) : std::nullopt);
    if (value && found == distinct.end()) distinct.push_back(value);
  }
  Spec spec = Plain<int64_t>(
      name, "i", indices, 0, end - begin, pad,
      [](size_t, int64_t index, Bytes* bytes) { Append(static_cast<int32_t>(index), bytes); });
  spec.dictionary = std::make_unique<Spec>(
      TextSpec<int32_t>("", distinct, 0, static_cast<int64_t>(distinct.size()), 0));
  return spec;
}

template <typename Offset>
Spec ListSpec(const std::string& name, const Cells<std::vector<std::string>>& values, int64_t begin,
              int64_t end, int64_t pad) {
  Cells<std::string> elements;
  Spec spec = Plain<std::vector<std::string>>(
      name, sizeof(Offset) == 4 ? "+l" : "+L", values, begin, end, pad,
      [&](size_t, const std::vector<std::string>& list, Bytes* offsets) {
        if (offsets->empty()) Append<Offset>(0, offsets);
        elements.insert(elements.end(), list.begin(), list.end());
        Append(static_cast<Offset>(elements.size()), offsets);
      });
  if (spec.length == 0) Append<Offset>(0, &spec.buffers[1]);
  spec.children.push_back(
      TextSpec<int32_t>("item", elements, 0, static_cast<int64_t>(elements.size()), 0));
  return spec;
}

void AppendFixed(int width, int64_t value, Bytes* bytes) {
  for (int i = 0; i < width; ++i) {
    bytes->push_back(static_cast<uint8_t>(i < 8 ? value >> (8 * i) : value < 0 ? -1 : 0));
  }
}

int WidthOf(const std::string& format) {
  switch (format[0]) {
    case 'c':
    case 'C':
      return 1;
    case 's':
    case 'S':
      return 2;
    case 'i':
    case 'I':
      return 4;
    default:
      return format == "tdD" ? 4 : format[0] == 'd' ? 16 : 8;
  }
}

}  // namespace

struct ArrowMaker::Column {
  int64_t rows = 0;
  std::function<Spec(int64_t begin, int64_t end, int64_t pad)> make;
};

ArrowMaker::ArrowMaker() = default;
ArrowMaker::~ArrowMaker() = default;
ArrowMaker::ArrowMaker(const ArrowMaker&) = default;
ArrowMaker& ArrowMaker::operator=(const ArrowMaker&) = default;

template <typename Make>
ArrowMaker& ArrowMaker::Add(size_t rows, Make make) {
  columns_.push_back(std::make_shared<const Column>(
      Column{.rows = static_cast<int64_t>(rows), .make = std::move(make)}));
  return *this;
}

ArrowMaker& ArrowMaker::Text(std::string name, const Cells<std::string>& values, TextForm form) {
  return Add(values.size(), [=](int64_t begin, int64_t end, int64_t pad) {
    switch (form) {
      case TextForm::kUtf8:
        return TextSpec<int32_t>(name, values, begin, end, pad);
      case TextForm::kLargeUtf8:
        return TextSpec<int64_t>(name, values, begin, end, pad);
      case TextForm::kUtf8View:
        return ViewSpec(name, values, begin, end, pad);
      case TextForm::kDictionary:
        break;
    }
    return DictionarySpec(name, values, begin, end, pad);
  });
}

ArrowMaker& ArrowMaker::Integers(std::string name, const Cells<int64_t>& values) {
  return Fixed(std::move(name), "l", values);
}

ArrowMaker& ArrowMaker::Fixed(std::string name, std::string format, const Cells<int64_t>& values) {
  return Add(values.size(), [=](int64_t begin, int64_t end, int64_t pad) {
    return Plain<int64_t>(
        name, format, values, begin, end, pad,
        [&](size_t, int64_t value, Bytes* bytes) { AppendFixed(WidthOf(format), value, bytes); });
  });
}

ArrowMaker& ArrowMaker::Reals(std::string name, const Cells<double>& values) {
  return Add(values.size(), [=](int64_t begin, int64_t end, int64_t pad) {
    return Plain<double>(name, "g", values, begin, end, pad,
                         [](size_t, double value, Bytes* bytes) { Append(value, bytes); });
  });
}

ArrowMaker& ArrowMaker::Floats(std::string name, const Cells<float>& values) {
  return Add(values.size(), [=](int64_t begin, int64_t end, int64_t pad) {
    return Plain<float>(name, "f", values, begin, end, pad,
                        [](size_t, float value, Bytes* bytes) { Append(value, bytes); });
  });
}

ArrowMaker& ArrowMaker::Bools(std::string name, const Cells<bool>& values) {
  return Add(values.size(), [=](int64_t begin, int64_t end, int64_t pad) {
    return Plain<bool>(name, "b", values, begin, end, pad,
                       [](size_t i, bool value, Bytes* bytes) { SetBit(i, value, bytes); });
  });
}

ArrowMaker& ArrowMaker::Decimals(std::string name, int scale, const Cells<int64_t>& values) {
  return Fixed(std::move(name), "d:38," + std::to_string(scale), values);
}

ArrowMaker& ArrowMaker::Lists(std::string name, const Cells<std::vector<std::string>>& values,
                              bool large) {
  return Add(values.size(), [=](int64_t begin, int64_t end, int64_t pad) {
    return large ? ListSpec<int64_t>(name, values, begin, end, pad)
                 : ListSpec<int32_t>(name, values, begin, end, pad);
  });
}

ArrowMaker& ArrowMaker::Nulls(std::string name, int64_t rows) {
  return Add(static_cast<size_t>(rows), [=](int64_t begin, int64_t end, int64_t pad) {
    Spec spec;
    spec.name = name;
    spec.format = "n";
    spec.length = end - begin + pad;
    return spec;
  });
}

ArrowMaker& ArrowMaker::Batches(int64_t rows, int64_t offset) {
  batch_rows_ = rows;
  offset_ = offset;
  return *this;
}

ArrowArrayStream ArrowMaker::Stream() const {
  auto* owned = new OwnedStream;
  owned->rows = columns_.empty() ? 0 : columns_[0]->rows;
  owned->batch_rows = batch_rows_;
  owned->offset = offset_;
  owned->batch = [columns = columns_, pad = offset_](int64_t begin, int64_t end) {
    Spec spec;
    spec.format = "+s";
    spec.length = end - begin;
    spec.buffers.resize(1);
    for (const auto& column : columns) spec.children.push_back(column->make(begin, end, pad));
    return spec;
  };
  return {.get_schema = GetSchema,
          .get_next = GetNext,
          .get_last_error = GetLastError,
          .release = ReleaseStream,
          .private_data = owned};
}

}  // namespace seine::testing
