// The part: what was written is read back; what was damaged is refused.
#include "engine/part_file.h"

#include <xxhash.h>

#include <cstring>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "gtest/gtest.h"

#include "engine/part_format.h"

namespace seine {
namespace {

using Bytes = AlignedVector<uint8_t>;

std::vector<uint32_t> Numbers(size_t count) {
  std::vector<uint32_t> out;
  for (size_t i = 0; i < count; ++i) out.push_back(static_cast<uint32_t>(i * 2654435761u));
  return out;
}

// Two regions: a small one and one of several sections.
Bytes MakePart(uint32_t first = 7) {
  Bytes bytes;
  PartWriter writer(MemorySink(&bytes));
  const std::vector<uint32_t> small = {first, 8, 9};
  const std::vector<uint32_t> large = Numbers(700'000);
  EXPECT_TRUE(
      writer.WriteRegion("small", std::vector<int64_t>{-1, 42}, std::vector{BytesOf(small)}).ok());
  EXPECT_TRUE(writer.BeginRegion("large").ok());
  EXPECT_TRUE(writer.Add(std::span<const uint32_t>(large)).ok());
  EXPECT_TRUE(writer.AddArray(nullptr, 0).ok());
  EXPECT_TRUE(writer.Add(std::span<const uint32_t>(small)).ok());
  EXPECT_TRUE(writer.EndRegion().ok());
  const absl::StatusOr<uint64_t> size = writer.Finish();
  EXPECT_EQ(*size, bytes.size());
  return bytes;
}

absl::Status OpenAndVerify(Bytes bytes) {
  const auto part = PartFile::FromBytes("a part", std::move(bytes));
  return part.ok() ? (*part)->VerifyAll() : part.status();
}

bool Mentions(const absl::Status& status, const char* what) {
  return std::string(status.message()).find(what) != std::string::npos;
}

// Makes the trailer fit a changed directory again, as one who means to deceive would.
void Resign(Bytes* bytes) {
  PartTrailer trailer;
  uint8_t* at = bytes->data() + bytes->size() - sizeof(trailer);
  std::memcpy(&trailer, at, sizeof(trailer));
  trailer.file_size = bytes->size();
  trailer.directory_checksum = XXH3_64bits(at - trailer.directory_size, trailer.directory_size);
  std::memcpy(at, &trailer, sizeof(trailer));
}

TEST(PartFileTest, ReadsBackWhatWasWritten) {
  const auto part = PartFile::FromBytes("a part", MakePart());
  ASSERT_TRUE(part.ok()) << part.status();
  EXPECT_EQ((*part)->region_names(), (std::vector<std::string>{"small", "large"}));
  const RegionView small = (*part)->Find("small");
  ASSERT_TRUE(static_cast<bool>(small));
  EXPECT_EQ(small.numbers, (std::vector<int64_t>{-1, 42}));
  ASSERT_EQ(small.Array<uint32_t>(0).size(), 3u);
  EXPECT_EQ(small.Array<uint32_t>(0)[2], 9u);
  const RegionView large = (*part)->Find("large");
  const std::span<const uint32_t> array = large.Array<uint32_t>(0);
  const std::vector<uint32_t> expected = Numbers(700'000);
  EXPECT_TRUE(std::equal(array.begin(), array.end(), expected.begin(), expected.end()));
  EXPECT_TRUE(large.Array<uint32_t>(1).empty());
  EXPECT_EQ(reinterpret_cast<uintptr_t>(large.Array<uint32_t>(2).data()) % 64, 0u);
  EXPECT_FALSE(static_cast<bool>((*part)->Find("absent")));
  EXPECT_TRUE(large.Array<uint32_t>(3).empty());
  EXPECT_TRUE((*part)->VerifyAll().ok());
}

TEST(PartFileTest, EmptyPart) {
  Bytes bytes;
  EXPECT_TRUE(PartWriter(MemorySink(&bytes)).Finish().ok());
  EXPECT_TRUE(OpenAndVerify(std::move(bytes)).ok());
}

TEST(PartFileTest, MappedAndInMemoryReadTheSame) {
  const std::string path = ::testing::TempDir() + "/part_file_test.part";
  const Bytes bytes = MakePart();
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(bytes.data()), static_cast<int64_t>(bytes.size()));
  for (bool in_memory : {false, true}) {
    const auto part = PartFile::Open(path, in_memory);
    ASSERT_TRUE(part.ok()) << part.status();
    EXPECT_EQ((*part)->Find("large").Array<uint32_t>(0)[1], 2654435761u);
    EXPECT_EQ((*part)->bytes(), bytes.size());
  }
  EXPECT_EQ(PartFile::Open(path + ".absent", false).status().code(), absl::StatusCode::kNotFound);
}

TEST(PartFileTest, AFlipIsFoundOnlyWhereItIs) {
  Bytes bytes = MakePart();
  const auto whole = PartFile::FromBytes("a part", MakePart());
  const RegionView view = (*whole)->Find("large");
  const size_t place =
      static_cast<size_t>(view.region->data() - (*whole)->Find("small").region->data()) + 64 +
      kSectionSize + 12345;
  bytes[place] ^= 0x10;
  const auto part = PartFile::FromBytes("0000/1-orders", std::move(bytes));
  ASSERT_TRUE(part.ok()) << part.status();
  const Region& large = *(*part)->Find("large").region;
  EXPECT_TRUE((*part)->Find("small").region->Ensure().ok());
  EXPECT_TRUE(large.EnsureRange(0, kSectionSize).ok());
  EXPECT_TRUE(large.EnsureRange(2 * kSectionSize, 100).ok());
  const absl::Status status = large.EnsureRange(kSectionSize + 5, 1);
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  EXPECT_TRUE(Mentions(status, "0000/1-orders")) << status;
  EXPECT_TRUE(Mentions(status, "section 2 of 3")) << status;
  EXPECT_TRUE(Mentions(status, "`large`")) << status;
  EXPECT_FALSE(large.Ensure().ok());
  EXPECT_FALSE((*part)->VerifyAll().ok());
}

TEST(PartFileTest, EveryByteIsCovered) {
  Bytes small;
  PartWriter writer(MemorySink(&small));
  EXPECT_TRUE(
      writer
          .WriteRegion("region", std::vector<int64_t>{1}, std::vector{BytesOf(std::string("abc"))})
          .ok());
  EXPECT_TRUE(writer.Finish().ok());
  for (size_t i = 0; i < small.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      Bytes damaged = small;
      damaged[i] = static_cast<uint8_t>(damaged[i] ^ (1 << bit));
      EXPECT_FALSE(OpenAndVerify(std::move(damaged)).ok()) << i << "." << bit;
    }
  }
  for (size_t size = 0; size < small.size(); ++size) {
    EXPECT_FALSE(
        OpenAndVerify(Bytes(small.begin(), small.begin() + static_cast<int64_t>(size))).ok())
        << size;
  }
  small.push_back(0);
  EXPECT_FALSE(OpenAndVerify(std::move(small)).ok());
}

TEST(PartFileTest, ForeignAndNewerFilesAreNamedAsSuch) {
  Bytes bytes = MakePart();
  bytes[8] = 2;
  const absl::Status newer = OpenAndVerify(bytes);
  EXPECT_EQ(newer.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_TRUE(Mentions(newer, "newer version")) << newer;
  bytes[0] = 'X';
  const absl::Status foreign = OpenAndVerify(bytes);
  EXPECT_EQ(foreign.code(), absl::StatusCode::kDataLoss);
  EXPECT_TRUE(Mentions(foreign, "not a part of a store")) << foreign;
}

// A directory that was changed and signed again is refused or read, but never leads out of the
// file.
TEST(PartFileTest, ResignedDirectoriesDoNoHarm) {
  const Bytes whole = MakePart();
  PartTrailer trailer;
  std::memcpy(&trailer, whole.data() + whole.size() - sizeof(trailer), sizeof(trailer));
  const size_t directory = whole.size() - sizeof(trailer) - trailer.directory_size;
  size_t refused = 0;
  for (size_t i = 0; i < trailer.directory_size; ++i) {
    for (int value : {0x00, 0x01, 0x40, 0x7F, 0x80, 0xFF}) {
      Bytes damaged = whole;
      damaged[directory + i] = static_cast<uint8_t>(value);
      Resign(&damaged);
      const auto part = PartFile::FromBytes("a part", std::move(damaged));
      if (!part.ok()) {
        ++refused;
        continue;
      }
      uint64_t sum = 0;
      for (const std::string& name : (*part)->region_names()) {
        for (std::span<const uint8_t> array : (*part)->Find(name).arrays) {
          if (!array.empty()) sum += array.front() + array.back();
        }
      }
      (void)(*part)->VerifyAll();
      EXPECT_LT(sum, uint64_t{1} << 40);
    }
  }
  EXPECT_GT(refused, trailer.directory_size);
}

}  // namespace
}  // namespace seine
