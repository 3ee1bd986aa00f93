// A vector whose storage begins on a cache line, as the kernels like their bitsets.

#ifndef SEINE_ENGINE_ALIGNED_VECTOR_H_
#define SEINE_ENGINE_ALIGNED_VECTOR_H_

#include <cstddef>
#include <new>
#include <vector>

namespace seine {

inline constexpr size_t kCacheLine = 64;

template <typename T>
struct CacheLineAllocator {
  using value_type = T;
  CacheLineAllocator() = default;
  template <typename U>
  // NOLINTNEXTLINE(google-explicit-constructor): allocators convert
  CacheLineAllocator(const CacheLineAllocator<U>&) {}
  T* allocate(size_t n) {
    return static_cast<T*>(::operator new(n * sizeof(T), std::align_val_t{kCacheLine}));
  }
  void deallocate(T* p, size_t) { ::operator delete(p, std::align_val_t{kCacheLine}); }
  friend bool operator==(const CacheLineAllocator&, const CacheLineAllocator&) { return true; }
};

template <typename T>
using AlignedVector = std::vector<T, CacheLineAllocator<T>>;

}  // namespace seine

#endif  // SEINE_ENGINE_ALIGNED_VECTOR_H_
