// Buffers for row vectors, lent out and taken back, so that the steady state allocates nothing.
//
// Ownership: a Buffer gives its bytes back when it dies and must not outlive its arena.
// Threads: one RowArena per thread.
#ifndef SEINE_QUERY_ROW_ARENA_H_
#define SEINE_QUERY_ROW_ARENA_H_

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

#include "engine/aligned_vector.h"

namespace seine {

class RowArena {
 public:
  // `size` elements of T on a cache line; the content is unspecified.
  template <typename T>
  class Buffer {
   public:
    Buffer() = default;
    Buffer(RowArena* arena, size_t size) : arena_(arena), size_(size) {
      class_ = SizeClass(size * sizeof(T) + kCacheLine);
      bytes_ = arena->Take(class_);
    }
    Buffer(Buffer&& other) noexcept { Swap(other); }
    Buffer& operator=(Buffer&& other) noexcept {
      Swap(other);
      return *this;
    }
    ~Buffer() {
      if (arena_ != nullptr) arena_->GiveBack(class_, std::move(bytes_));
    }

    T* data() { return reinterpret_cast<T*>(bytes_.data()); }
    const T* data() const { return reinterpret_cast<const T*>(bytes_.data()); }
    size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    T& operator[](size_t i) { return data()[i]; }
    const T& operator[](size_t i) const { return data()[i]; }
    void Zero() {
      if (size_ != 0) std::memset(data(), 0, size_ * sizeof(T));
    }

   private:
    void Swap(Buffer& other) {
      std::swap(arena_, other.arena_);
      std::swap(class_, other.class_);
      std::swap(size_, other.size_);
      std::swap(bytes_, other.bytes_);
    }
    RowArena* arena_ = nullptr;
    size_t class_ = 0;
    size_t size_ = 0;
    AlignedVector<uint64_t> bytes_;
  };

  RowArena() = default;
  RowArena(const RowArena&) = delete;
  RowArena& operator=(const RowArena&) = delete;

  template <typename T>
  Buffer<T> Take(size_t size) {
    return Buffer<T>(this, size);
  }

  // The calling thread's arena. A cache of memory and nothing else: no result depends on it.
  static RowArena& OfThisThread();

 private:
  static size_t SizeClass(size_t bytes) { return static_cast<size_t>(std::bit_width(bytes | 63)); }

  AlignedVector<uint64_t> Take(size_t size_class) {
    auto& free = free_[size_class];
    if (free.empty()) return AlignedVector<uint64_t>((size_t{1} << size_class) / sizeof(uint64_t));
    AlignedVector<uint64_t> bytes = std::move(free.back());
    free.pop_back();
    return bytes;
  }
  void GiveBack(size_t size_class, AlignedVector<uint64_t> bytes) {
    free_[size_class].push_back(std::move(bytes));
  }

  std::array<std::vector<AlignedVector<uint64_t>>, 48> free_;
};

}  // namespace seine

#endif  // SEINE_QUERY_ROW_ARENA_H_
