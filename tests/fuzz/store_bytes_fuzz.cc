// Any bytes as a part: as they are, and as the middle of a part whose frame and checksums were made
// to fit, so that the directory's reader and the views behind it see them too. Refused or read, but
// never a crash.
#include <xxhash.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "engine/manifest.h"
#include "engine/part_file.h"
#include "engine/part_format.h"
#include "engine/snapshot.h"
#include "engine/store.h"
#include "engine/store_check.h"
#include "tests/testing/sample_store.h"

namespace seine {
namespace {

using Bytes = AlignedVector<uint8_t>;

// A part whose directory is `directory`, signed.
Bytes Framed(Bytes head, const uint8_t* directory, size_t size) {
  PartTrailer trailer{};
  trailer.directory_size = size;
  trailer.directory_checksum = XXH3_64bits(directory, size);
  trailer.file_size = head.size() + size + sizeof(trailer);
  std::memcpy(trailer.magic, kPartEndMagic, sizeof(kPartEndMagic));
  head.insert(head.end(), directory, directory + size);
  const auto* bytes = reinterpret_cast<const uint8_t*>(&trailer);
  head.insert(head.end(), bytes, bytes + sizeof(trailer));
  return head;
}

// The parts of a small store: [0] common, then those of its shard.
const Snapshot::Parts& Whole() {
  static const Snapshot::Parts* const parts = [] {
    testing::SampleShape shape;
    shape.members = 20;
    shape.orders = shape.items = shape.visits = 30;
    return new Snapshot::Parts(
        (*BuildInMemory(testing::ToRaw(testing::MakeSample(shape)), LayoutOptions{}))->parts());
  }();
  return *parts;
}

const PartFile& PartAt(size_t i) { return i == 0 ? *Whole().common : *Whole().shards[0][i - 1]; }

// The part's bytes, found again from its regions: the first begins after the header.
Bytes BytesOfPart(const PartFile& part) {
  const uint8_t* begin = part.Find(part.region_names().front()).region->data() - kPartAlignment;
  return Bytes(begin, begin + part.bytes());
}

void UseSnapshot(size_t place, std::shared_ptr<const PartFile> part) {
  Snapshot::Parts parts = Whole();
  (place == 0 ? parts.common : parts.shards[0][place - 1]) = std::move(part);
  const auto snapshot = Snapshot::Create(std::move(parts));
  if (snapshot.ok()) (void)CheckContent(**snapshot);
}

// Overwrites some of a whole part's directory with the input, and signs it.
void UseDirectory(size_t place, size_t at, const uint8_t* data, size_t size) {
  Bytes whole = BytesOfPart(PartAt(place));
  PartTrailer trailer;
  std::memcpy(&trailer, whole.data() + whole.size() - sizeof(trailer), sizeof(trailer));
  const size_t begin = whole.size() - sizeof(trailer) - trailer.directory_size;
  Bytes directory(whole.begin() + static_cast<int64_t>(begin),
                  whole.begin() + static_cast<int64_t>(begin + trailer.directory_size));
  at %= directory.size();
  std::copy_n(data, std::min(size, directory.size() - at),
              directory.begin() + static_cast<int64_t>(at));
  whole.resize(begin);
  auto part =
      PartFile::FromBytes("fuzz", Framed(std::move(whole), directory.data(), directory.size()));
  if (part.ok()) UseSnapshot(place, *std::move(part));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto raw = PartFile::FromBytes("fuzz", Bytes(data, data + size));
  if (raw.ok()) (void)(*raw)->VerifyAll();
  (void)ParseCurrent("fuzz", std::string_view(reinterpret_cast<const char*>(data), size));
  PartHeader header{};
  std::memcpy(header.magic, kPartMagic, sizeof(kPartMagic));
  header.version = kFormatVersion;
  const auto* head = reinterpret_cast<const uint8_t*>(&header);
  const auto framed =
      PartFile::FromBytes("fuzz", Framed(Bytes(head, head + sizeof(header)), data, size));
  if (framed.ok()) (void)ReadManifest(**framed);
  if (size < 4) return 0;
  const size_t at = data[1] | size_t{data[2]} << 8;
  UseDirectory(data[0] % (Whole().shards[0].size() + 1), at, data + 3, size - 3);
  return 0;
}

}  // namespace seine
