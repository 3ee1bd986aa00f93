// A region: a named run of bytes of a part (one layout of one column, say), cut into sections of at
// most 1 MiB that each have an XXH3-64 checksum. A section is verified once, at first touch.
//
// Ownership: a Region points into memory that its PartFile owns. Threads: all methods are safe from
// many threads. Errors: absl::DataLossError naming file, region and section.
#ifndef SEINE_ENGINE_REGION_H_
#define SEINE_ENGINE_REGION_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "absl/status/status.h"

namespace seine {

inline constexpr size_t kSectionSize = size_t{1} << 20;

class Region {
 public:
  Region(std::string name, std::string file, const uint8_t* data, size_t size,
         std::vector<uint64_t> checksums);

  const std::string& name() const { return name_; }
  const uint8_t* data() const { return data_; }
  size_t size() const { return size_; }

  // Verifies all sections that were not verified yet. Cheap when done before (one relaxed load).
  absl::Status Ensure() const;
  // The same for the sections that hold bytes [begin, begin + length) of the region.
  absl::Status EnsureRange(size_t begin, size_t length) const;
  template <typename T>
  absl::Status EnsureSpan(std::span<const T> part) const {
    return part.empty()
               ? absl::OkStatus()
               : EnsureRange(
                     static_cast<size_t>(reinterpret_cast<const uint8_t*>(part.data()) - data_),
                     part.size_bytes());
  }

 private:
  std::string name_;
  std::string file_;
  const uint8_t* data_;
  size_t size_;
  std::vector<uint64_t> checksums_;
  mutable std::atomic<bool> all_verified_{false};
  mutable std::unique_ptr<std::atomic<uint8_t>[]> verified_;  // per section
};

}  // namespace seine

#endif  // SEINE_ENGINE_REGION_H_
