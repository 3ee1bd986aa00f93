// CheckContainer: are these bytes, which came from outside, a container?

#include <string>

#include "absl/strings/str_cat.h"

#include "engine/container.h"

namespace seine {
namespace {

absl::Status Bad(const ContainerHeader& header, const char* what) {
  return absl::DataLossError(
      absl::StrCat("block ", static_cast<int>(header.block), ": container ", what));
}

uint32_t Bits(const uint8_t* bytes, size_t n) {
  uint32_t count = 0;
  for (size_t i = 0; i < n; ++i) count += static_cast<uint32_t>(__builtin_popcount(bytes[i]));
  return count;
}

bool HasZero(const uint8_t* bytes, size_t n) {
  for (size_t i = 0; i < n; ++i) {
    if (bytes[i] == 0) return true;
  }
  return false;
}

absl::Status CheckArray(const ContainerHeader& header, const uint8_t* data, size_t size) {
  if (header.cardinality() > kMaxArrayCardinality) return Bad(header, "array is too long");
  if (size < header.cardinality() * sizeof(uint16_t)) return Bad(header, "is cut short");
  const auto* places = reinterpret_cast<const uint16_t*>(data);
  for (uint32_t i = 1; i < header.cardinality(); ++i) {
    if (places[i - 1] >= places[i]) return Bad(header, "array is not ascending");
  }
  return absl::OkStatus();
}

absl::Status CheckRuns(const ContainerHeader& header, const uint8_t* data, size_t size) {
  if (size < sizeof(uint16_t)) return Bad(header, "is cut short");
  const ContainerView view = {header.kind, header.cardinality(), data};
  if (size < sizeof(uint16_t) + view.runs().size_bytes()) return Bad(header, "is cut short");
  uint32_t members = 0;
  uint32_t next = 0;  // first place the run may begin at
  for (const Run& run : view.runs()) {
    const uint32_t end = run.first + run.length_minus_one + 1u;
    if (run.first < next) return Bad(header, "runs overlap, touch or are not ascending");
    if (end > kBlockSize) return Bad(header, "run leaves the block");
    members += end - run.first;
    next = end + 1;
  }
  if (members != header.cardinality()) return Bad(header, "runs have another cardinality");
  return absl::OkStatus();
}

absl::Status CheckByteSparse(const ContainerHeader& header, const uint8_t* data, size_t size) {
  const bool two = header.kind == ContainerKind::kByteSparseTwo;
  const uint8_t* presence = data;
  size_t presence_bytes = kBlockWords;
  if (two) {
    if (size < kBlockWords / 8) return Bad(header, "is cut short");
    presence = data + kBlockWords / 8;
    presence_bytes = Bits(data, kBlockWords / 8);
    size -= kBlockWords / 8;
  }
  if (size < presence_bytes) return Bad(header, "is cut short");
  if (two && HasZero(presence, presence_bytes)) return Bad(header, "stores a zero presence byte");
  const uint32_t bytes = Bits(presence, presence_bytes);
  if (size - presence_bytes < bytes) return Bad(header, "is cut short");
  if (HasZero(presence + presence_bytes, bytes)) return Bad(header, "stores a zero byte");
  if (Bits(presence + presence_bytes, bytes) != header.cardinality()) {
    return Bad(header, "bytes have another cardinality");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckContainer(const ContainerHeader& header, const uint8_t* data, size_t data_size) {
  if (header.block >= kBlocksPerShard) return Bad(header, "lies beyond the shard");
  if (header.kind == ContainerKind::kFull) {
    return header.cardinality() == kBlockSize ? absl::OkStatus()
                                              : Bad(header, "is full but not by its cardinality");
  }
  if (header.offset > data_size) return Bad(header, "begins beyond the data");
  if (header.offset % AlignmentOf(header.kind) != 0) return Bad(header, "is not aligned");
  const uint8_t* at = data + header.offset;
  const size_t size = data_size - header.offset;
  switch (header.kind) {
    case ContainerKind::kArray:
      return CheckArray(header, at, size);
    case ContainerKind::kRun:
      return CheckRuns(header, at, size);
    case ContainerKind::kByteSparse:
    case ContainerKind::kByteSparseTwo:
      return CheckByteSparse(header, at, size);
    case ContainerKind::kBitset:
      if (size < kBlockBytes) return Bad(header, "is cut short");
      if (Bits(at, kBlockBytes) != header.cardinality()) {
        return Bad(header, "bitset has another cardinality");
      }
      return absl::OkStatus();
    case ContainerKind::kEmpty:
    case ContainerKind::kFull:
      break;
  }
  return Bad(header, "has an unknown kind");
}

}  // namespace seine
