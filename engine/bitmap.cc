#include "engine/bitmap.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace seine {

uint32_t BitmapView::Cardinality() const {
  auto count = static_cast<uint32_t>(offsets_.size());
  for (const ContainerHeader& header : headers_) count += header.cardinality();
  return count;
}

uint32_t BitmapView::BlockMask() const {
  uint32_t mask = 0;
  for (const ContainerHeader& header : headers_) mask |= 1u << header.block;
  for (const uint32_t offset : offsets_) mask |= 1u << BlockOfOffset(offset);
  return mask;
}

ContainerView BitmapView::Container(uint32_t block) const {
  for (const ContainerHeader& header : headers_) {
    if (header.block == block) return ContainerAt(header);
  }
  return {};
}

std::span<const uint32_t> BitmapView::OffsetsIn(uint32_t block) const {
  const auto begin = std::lower_bound(offsets_.begin(), offsets_.end(), OffsetOf(block, 0));
  const auto end = std::lower_bound(begin, offsets_.end(), OffsetOf(block + 1, 0));
  return {begin, end};
}

uint32_t BitmapView::CardinalityOf(uint32_t block) const {
  if (is_list()) return static_cast<uint32_t>(OffsetsIn(block).size());
  return Container(block).cardinality;
}

bool BitmapView::Contains(uint32_t shard_offset) const {
  if (is_list()) return std::binary_search(offsets_.begin(), offsets_.end(), shard_offset);
  return ContainerContains(Container(BlockOfOffset(shard_offset)), PlaceInBlock(shard_offset));
}

void BitmapView::ToWords(uint32_t block, uint64_t* words) const {
  ContainerToWords(is_list() ? ContainerView{} : Container(block), words);
  for (const uint32_t offset : OffsetsIn(block)) {
    const uint32_t place = PlaceInBlock(offset);
    words[place / 64] |= uint64_t{1} << (place & 63);
  }
}

Bitmap Bitmap::FromOffsets(std::span<const uint32_t> offsets) {
  BitmapBuilder builder;
  std::vector<uint16_t> places;
  for (size_t i = 0; i < offsets.size();) {
    const uint32_t block = BlockOfOffset(offsets[i]);
    places.clear();
    for (; i < offsets.size() && BlockOfOffset(offsets[i]) == block; ++i) {
      places.push_back(PlaceInBlock(offsets[i]));
    }
    builder.AddPlaces(block, places);
  }
  return builder.Finish();
}

BitmapView Bitmap::View() const {
  if (!offsets_.empty()) return BitmapView(std::span<const uint32_t>(offsets_));
  return BitmapView(headers_, data_.data());
}

size_t Bitmap::alignment() const {
  const bool bitset = std::any_of(headers_.begin(), headers_.end(), [](const auto& header) {
    return header.kind == ContainerKind::kBitset;
  });
  return bitset ? kCacheLine : sizeof(uint64_t);
}

size_t Bitmap::StoredBytes() const {
  return headers_.size() * sizeof(ContainerHeader) + bytes().size() +
         offsets_.size() * sizeof(uint32_t);
}

void BitmapBuilder::AddPlaces(uint32_t block, std::span<const uint16_t> places) {
  if (places.empty()) return;
  bitmap_.headers_.push_back(EncodePlaces(block, places, &bitmap_.data_));
}

void BitmapBuilder::AddWords(uint32_t block, const uint64_t* words) {
  if (std::all_of(words, words + kBlockWords, [](uint64_t word) { return word == 0; })) return;
  bitmap_.headers_.push_back(EncodeWords(block, words, &bitmap_.data_));
}

Bitmap BitmapBuilder::Finish() {
  Bitmap built = std::move(bitmap_);
  bitmap_ = Bitmap();
  if (!built.headers_.empty()) {
    const size_t container_bytes =
        built.headers_.size() * sizeof(ContainerHeader) + built.data_.size();
    built.data_.resize(built.data_.size() + kReadPadding);
    const BitmapView view = built.View();
    const uint32_t members = view.Cardinality();
    if (members * sizeof(uint32_t) < container_bytes) {
      std::vector<uint32_t> offsets;
      offsets.reserve(members);
      view.ForEach([&offsets](uint32_t offset) { offsets.push_back(offset); });
      built = Bitmap();
      built.offsets_ = std::move(offsets);
    }
  }
  return built;
}

absl::Status CheckBitmap(std::span<const ContainerHeader> headers, std::span<const uint8_t> data) {
  for (size_t i = 0; i < headers.size(); ++i) {
    if (i > 0 && headers[i - 1].block >= headers[i].block) {
      return absl::DataLossError("blocks of a bitmap are not ascending");
    }
    const absl::Status status = CheckContainer(headers[i], data.data(), data.size());
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status CheckOffsets(std::span<const uint32_t> offsets) {
  for (size_t i = 0; i < offsets.size(); ++i) {
    if (offsets[i] >= kShardSize) {
      return absl::DataLossError(absl::StrCat("offset ", offsets[i], " lies beyond the shard"));
    }
    if (i > 0 && offsets[i - 1] >= offsets[i]) {
      return absl::DataLossError("offsets of a bitmap are not ascending");
    }
  }
  return absl::OkStatus();
}

}  // namespace seine
