// Writes a part as a stream: what was added goes to the sink at once, only the directory and one
// section's running checksum are kept.
#include <xxhash.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/part_file.h"
#include "engine/part_format.h"

namespace seine {
namespace {

struct ArrayPlace {
  uint64_t offset;  // in its region
  uint64_t size;
};

struct RegionEntry {
  std::string name;
  uint64_t offset = 0;
  uint64_t size = 0;
  std::vector<int64_t> numbers;
  std::vector<ArrayPlace> arrays;
  std::vector<uint64_t> checksums;
};

struct FreeHash {
  void operator()(XXH3_state_t* state) const { XXH3_freeState(state); }
};

template <typename T>
void Append(std::vector<uint8_t>* out, T value) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(&value);
  out->insert(out->end(), bytes, bytes + sizeof(T));
}

std::vector<uint8_t> EncodeDirectory(const std::vector<RegionEntry>& entries) {
  std::vector<uint8_t> out;
  Append(&out, static_cast<uint32_t>(entries.size()));
  for (const RegionEntry& entry : entries) {
    Append(&out, static_cast<uint32_t>(entry.name.size()));
    out.insert(out.end(), entry.name.begin(), entry.name.end());
    Append(&out, entry.offset);
    Append(&out, entry.size);
    Append(&out, static_cast<uint32_t>(entry.numbers.size()));
    for (int64_t number : entry.numbers) Append(&out, number);
    Append(&out, static_cast<uint32_t>(entry.arrays.size()));
    for (const ArrayPlace& array : entry.arrays) {
      Append(&out, array.offset);
      Append(&out, array.size);
    }
    Append(&out, static_cast<uint32_t>(entry.checksums.size()));
    for (uint64_t checksum : entry.checksums) Append(&out, checksum);
  }
  return out;
}

}  // namespace

struct PartWriter::State {
  std::unique_ptr<PartSink> sink;
  std::vector<RegionEntry> entries;
  uint64_t written = 0;
  uint64_t in_section = 0;
  bool in_region = false;
  std::unique_ptr<XXH3_state_t, FreeHash> hash{XXH3_createState()};  // of the current section

  absl::Status Start() {
    if (written != 0) return absl::OkStatus();
    PartHeader header{};
    std::memcpy(header.magic, kPartMagic, sizeof(kPartMagic));
    header.version = kFormatVersion;
    written = sizeof(header);
    return sink->Write(&header, sizeof(header));
  }

  void EndSection() {
    entries.back().checksums.push_back(XXH3_64bits_digest(hash.get()));
    XXH3_64bits_reset(hash.get());
    in_section = 0;
  }

  // Bytes of the current region.
  absl::Status Put(const void* data, size_t size) {
    const auto* bytes = static_cast<const uint8_t*>(data);
    for (size_t done = 0; done < size;) {
      const size_t now = std::min<size_t>(size - done, kSectionSize - in_section);
      XXH3_64bits_update(hash.get(), bytes + done, now);
      done += now;
      in_section += now;
      if (in_section == kSectionSize) EndSection();
    }
    written += size;
    entries.back().size += size;
    return size == 0 ? absl::OkStatus() : sink->Write(data, size);
  }

  absl::Status Pad() {
    static constexpr uint8_t kZeros[kPartAlignment] = {};
    return Put(kZeros, PartAligned(entries.back().size) - entries.back().size);
  }
};

PartWriter::PartWriter(std::unique_ptr<PartSink> sink) : state_(std::make_unique<State>()) {
  state_->sink = std::move(sink);
}
PartWriter::~PartWriter() = default;

absl::Status PartWriter::BeginRegion(std::string_view name) {
  if (state_->in_region) return absl::InternalError("a part's region was begun inside another");
  if (absl::Status status = state_->Start(); !status.ok()) return status;
  RegionEntry& entry = state_->entries.emplace_back();
  entry.name = std::string(name);
  entry.offset = state_->written;
  state_->in_region = true;
  state_->in_section = 0;
  XXH3_64bits_reset(state_->hash.get());
  return absl::OkStatus();
}

absl::Status PartWriter::AddArray(const void* data, size_t size) {
  RegionEntry& entry = state_->entries.back();
  entry.arrays.push_back({entry.size, size});
  if (absl::Status status = state_->Put(data, size); !status.ok()) return status;
  return state_->Pad();
}

void PartWriter::AddNumber(int64_t number) { state_->entries.back().numbers.push_back(number); }

absl::Status PartWriter::EndRegion() {
  if (state_->in_section > 0) state_->EndSection();
  state_->in_region = false;
  return absl::OkStatus();
}

absl::Status PartWriter::WriteRegion(std::string_view name, std::span<const int64_t> numbers,
                                     std::span<const std::span<const uint8_t>> arrays) {
  if (absl::Status status = BeginRegion(name); !status.ok()) return status;
  for (int64_t number : numbers) AddNumber(number);
  for (std::span<const uint8_t> array : arrays) {
    if (absl::Status status = AddArray(array.data(), array.size()); !status.ok()) return status;
  }
  return EndRegion();
}

absl::StatusOr<uint64_t> PartWriter::Finish() {
  if (state_->in_region) return absl::InternalError("a part was finished inside a region");
  if (absl::Status status = state_->Start(); !status.ok()) return status;
  const std::vector<uint8_t> directory = EncodeDirectory(state_->entries);
  PartTrailer trailer{};
  trailer.directory_size = directory.size();
  trailer.directory_checksum = XXH3_64bits(directory.data(), directory.size());
  trailer.file_size = state_->written + directory.size() + sizeof(trailer);
  std::memcpy(trailer.magic, kPartEndMagic, sizeof(kPartEndMagic));
  absl::Status status = state_->sink->Write(directory.data(), directory.size());
  if (status.ok()) status = state_->sink->Write(&trailer, sizeof(trailer));
  if (status.ok()) status = state_->sink->Close();
  if (!status.ok()) return status;
  return trailer.file_size;
}

}  // namespace seine
