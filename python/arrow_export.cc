// Member keys as an Arrow stream (C data interface): one struct column's child, in batches, made as
// they are asked for, so that an export never holds all keys at once.
#include <pybind11/pybind11.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/arrow_abi.h"
#include "engine/block.h"
#include "python/errors.h"
#include "python/handles.h"

namespace seine::python {
namespace {

namespace py = pybind11;

constexpr size_t kBatchRows = size_t{1} << 16;

// One batch: a struct without missing rows, whose only child holds the keys.
struct Batch {
  std::vector<int64_t> integers;
  std::vector<int64_t> offsets;
  std::string text;
  std::array<const void*, 1> struct_buffers{nullptr};
  std::array<const void*, 3> key_buffers{nullptr, nullptr, nullptr};
  ArrowArray child{};
  std::array<ArrowArray*, 1> children{&child};
};

struct Type {
  std::string name;
  ArrowSchema child{};
  std::array<ArrowSchema*, 1> children{&child};
};

struct Stream {
  std::shared_ptr<const Snapshot> snapshot;
  std::vector<uint32_t> ordinals;
  std::string name;
  size_t next = 0;
  std::string error;
};

// A child may be moved out and outlive its parent, so each keeps what both point into.
template <typename Arrow, typename Owned>
void Release(Arrow* self) {
  auto* owned = static_cast<std::shared_ptr<Owned>*>(self->private_data);
  for (int64_t i = 0; i < self->n_children; ++i) {
    if (self->children[i]->release != nullptr) self->children[i]->release(self->children[i]);
  }
  self->release = nullptr;
  delete owned;
}

template <typename Arrow, typename Owned>
void Own(Arrow* self, const std::shared_ptr<Owned>& owned) {
  self->release = Release<Arrow, Owned>;
  self->private_data = new std::shared_ptr<Owned>(owned);
}

int GetSchema(ArrowArrayStream* self, ArrowSchema* out) {
  const Stream& stream = *static_cast<Stream*>(self->private_data);
  const auto type = std::make_shared<Type>();
  type->name = stream.name;
  type->child.format = stream.snapshot->keys_are_text() ? "U" : "l";
  type->child.name = type->name.c_str();
  Own(&type->child, type);
  *out = {};
  out->format = "+s";
  out->name = "";
  out->n_children = 1;
  out->children = type->children.data();
  Own(out, type);
  return 0;
}

void FillKeys(const Stream& stream, size_t rows, Batch* batch) {
  const bool text = stream.snapshot->keys_are_text();
  if (text) batch->offsets.push_back(0);
  for (size_t i = 0; i < rows; ++i) {
    MemberKey key = stream.snapshot->Key(stream.ordinals[stream.next + i]);
    if (text) {
      batch->text += std::get<std::string>(key);
      batch->offsets.push_back(static_cast<int64_t>(batch->text.size()));
    } else {
      batch->integers.push_back(std::get<int64_t>(key));
    }
  }
  batch->key_buffers[1] = text ? static_cast<const void*>(batch->offsets.data())
                               : static_cast<const void*>(batch->integers.data());
  batch->key_buffers[2] = batch->text.data();
}

int GetNext(ArrowArrayStream* self, ArrowArray* out) {
  Stream& stream = *static_cast<Stream*>(self->private_data);
  *out = {};
  const size_t rows = std::min(kBatchRows, stream.ordinals.size() - stream.next);
  if (rows == 0) return 0;
  // Ordinals ascend, so the first and the last shard are all there are in between.
  const uint64_t last = ShardOf(stream.ordinals[stream.next + rows - 1]);
  for (uint64_t shard = ShardOf(stream.ordinals[stream.next]); shard <= last; ++shard) {
    const absl::Status status = stream.snapshot->EnsureKeys(shard);
    if (status.ok()) continue;
    stream.error = std::string(status.message());
    return EIO;
  }
  const auto batch = std::make_shared<Batch>();
  FillKeys(stream, rows, batch.get());
  batch->child.length = static_cast<int64_t>(rows);
  batch->child.n_buffers = stream.snapshot->keys_are_text() ? 3 : 2;
  batch->child.buffers = batch->key_buffers.data();
  Own(&batch->child, batch);
  out->length = static_cast<int64_t>(rows);
  out->n_buffers = 1;
  out->buffers = batch->struct_buffers.data();
  out->n_children = 1;
  out->children = batch->children.data();
  Own(out, batch);
  stream.next += rows;
  return 0;
}

const char* GetLastError(ArrowArrayStream* self) {
  const Stream& stream = *static_cast<Stream*>(self->private_data);
  return stream.error.empty() ? nullptr : stream.error.c_str();
}

void ReleaseStream(ArrowArrayStream* self) {
  delete static_cast<Stream*>(self->private_data);
  self->release = nullptr;
}

void FreeCapsule(PyObject* capsule) {
  auto* stream =
      static_cast<ArrowArrayStream*>(PyCapsule_GetPointer(capsule, "arrow_array_stream"));
  if (stream->release != nullptr) stream->release(stream);
  delete stream;
}

py::object KeyStream(const AudienceHandle& handle, const std::string& name) {
  auto* state = new Stream{handle.audience->snapshot(), handle.audience->Ordinals(), name, 0, ""};
  auto* stream = new ArrowArrayStream{GetSchema, GetNext, GetLastError, ReleaseStream, state};
  return py::reinterpret_steal<py::object>(
      PyCapsule_New(stream, "arrow_array_stream", &FreeCapsule));
}

}  // namespace

void BindArrow(py::module_& module) {
  module.def("key_stream", &KeyStream, py::arg("audience"), py::arg("name"));
}

}  // namespace seine::python
