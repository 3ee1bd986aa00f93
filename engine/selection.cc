#include "engine/selection.h"

#include <algorithm>
#include <cstring>

#include "engine/kernels.h"

namespace seine {
namespace {

constexpr uint32_t kMaxPlaces = kMaxArrayCardinality;

void SetPlaceBits(std::span<const uint16_t> places, uint64_t* words) {
  for (const uint16_t place : places) words[place / 64] |= uint64_t{1} << (place & 63);
}

}  // namespace

uint64_t* Selection::Buffer() {
  if (buffer_.empty()) buffer_.resize(kBlockWords + kReadPadding / sizeof(uint64_t));
  return buffer_.data();
}

uint16_t* Selection::MutablePlaces() { return reinterpret_cast<uint16_t*>(Buffer()); }

uint64_t* Selection::MutableWords() { return Buffer(); }

void Selection::CommitPlaces(uint32_t count) {
  form_ = count == 0 ? Form::kEmpty : Form::kArray;
  count_ = count;
}

void Selection::CommitWords(uint32_t count) {
  form_ = count == 0 ? Form::kEmpty : count == kBlockSize ? Form::kFull : Form::kBitset;
  count_ = count;
}

void Selection::CommitWords() { CommitWords(ActiveKernels().count(buffer_.data(), kBlockWords)); }

bool Selection::Contains(uint16_t place) const {
  switch (form_) {
    case Form::kEmpty:
      return false;
    case Form::kFull:
      return true;
    case Form::kArray:
      return std::binary_search(PlacesBuffer(), PlacesBuffer() + count_, place);
    case Form::kBitset:
      return ((buffer_[place / 64] >> (place & 63)) & 1) != 0;
  }
  return false;
}

void Selection::ToWords(uint64_t* words) const {
  switch (form_) {
    case Form::kEmpty:
      std::memset(words, 0, kBlockBytes);
      return;
    case Form::kFull:
      std::memset(words, 0xFF, kBlockBytes);
      return;
    case Form::kArray:
      std::memset(words, 0, kBlockBytes);
      SetPlaceBits(places(), words);
      return;
    case Form::kBitset:
      std::memcpy(words, buffer_.data(), kBlockBytes);
      return;
  }
}

void Selection::ToPlaces(uint16_t* places) const {
  if (form_ == Form::kBitset) {
    ActiveKernels().words_to_places(buffer_.data(), kBlockWords, places);
    return;
  }
  ForEach([&places](uint16_t place) { *places++ = place; });
}

void Selection::SetEmpty() { CommitPlaces(0); }

void Selection::SetFull() { CommitWords(kBlockSize); }

void Selection::SetRange(uint32_t begin, uint32_t end) {
  std::memset(MutableWords(), 0, kBlockBytes);
  SetBits(buffer_.data(), begin, end);
  CommitWords(end - begin);
}

void Selection::SetPlaces(std::span<const uint16_t> places) {
  if (places.size() <= kMaxPlaces) {
    if (!places.empty()) std::memmove(MutablePlaces(), places.data(), places.size_bytes());
    CommitPlaces(static_cast<uint32_t>(places.size()));
    return;
  }
  std::memset(MutableWords(), 0, kBlockBytes);
  SetPlaceBits(places, buffer_.data());
  CommitWords(static_cast<uint32_t>(places.size()));
}

void Selection::SetWords(const uint64_t* words) {
  std::memcpy(MutableWords(), words, kBlockBytes);
  CommitWords();
}

void Selection::Assign(const Selection& other) {
  if (other.form_ == Form::kArray) {
    std::memcpy(MutablePlaces(), other.PlacesBuffer(), other.count_ * sizeof(uint16_t));
  } else if (other.form_ == Form::kBitset) {
    std::memcpy(MutableWords(), other.words(), kBlockBytes);
  }
  form_ = other.form_;
  count_ = other.count_;
}

void Selection::Assign(const ContainerView& container) {
  if (container.kind == ContainerKind::kArray) {
    CommitPlaces(ContainerToPlaces(container, MutablePlaces()));
    return;
  }
  if (container.kind == ContainerKind::kEmpty) return SetEmpty();
  if (container.kind == ContainerKind::kFull) return SetFull();
  ContainerToWords(container, MutableWords());
  // Not the header's cardinality: what is counted is what was written.
  CommitWords();
}

void Selection::Assign(const BitmapView& bitmap, uint32_t block) {
  if (!bitmap.is_list()) return Assign(bitmap.Container(block));
  const std::span<const uint32_t> offsets = bitmap.OffsetsIn(block);
  if (offsets.size() > kMaxPlaces) {
    bitmap.ToWords(block, MutableWords());
    return CommitWords(static_cast<uint32_t>(offsets.size()));
  }
  uint16_t* places = MutablePlaces();
  for (const uint32_t offset : offsets) *places++ = PlaceInBlock(offset);
  CommitPlaces(static_cast<uint32_t>(offsets.size()));
}

void Selection::ToBitset() {
  if (form_ == Form::kBitset) return;
  if (form_ == Form::kArray) {
    uint16_t places[kMaxPlaces];
    std::memcpy(places, PlacesBuffer(), count_ * sizeof(uint16_t));
    std::memset(MutableWords(), 0, kBlockBytes);
    SetPlaceBits({places, count_}, buffer_.data());
  } else {
    ToWords(MutableWords());
  }
  form_ = Form::kBitset;
}

void Selection::AndWords(const uint64_t* words, bool wanted) {
  const Kernels& kernels = ActiveKernels();
  if (form_ == Form::kEmpty) return;
  if (form_ == Form::kArray) {
    CommitPlaces(kernels.filter_places(PlacesBuffer(), count_, words, wanted, MutablePlaces()));
    return;
  }
  ToBitset();
  const uint64_t* const operands[] = {buffer_.data(), words};
  const WordClauses::Clause clauses[] = {{1, 1}, {wanted ? 2u : 1u, 2}};
  CommitWords(kernels.write_clauses({operands, clauses, 2}, kBlockWords, buffer_.data()));
}

void Selection::OrWords(const uint64_t* words) {
  if (form_ == Form::kFull) return;
  ToBitset();
  const uint64_t* const operands[] = {buffer_.data(), words};
  const WordClauses::Clause clauses[] = {{2, 2}};
  CommitWords(ActiveKernels().write_clauses({operands, clauses, 1}, kBlockWords, buffer_.data()));
}

void Selection::AndPlaces(std::span<const uint16_t> places) {
  const Kernels& kernels = ActiveKernels();
  const auto n = static_cast<uint32_t>(places.size());
  uint16_t kept[kMaxPlaces + 32];
  uint32_t count = 0;
  switch (form_) {
    case Form::kEmpty:
      return;
    case Form::kFull:
      return SetPlaces(places);
    case Form::kArray:
      count = kernels.intersect_places(PlacesBuffer(), count_, places.data(), n, kept);
      break;
    case Form::kBitset:
      count = kernels.filter_places(places.data(), n, buffer_.data(), true, kept);
      break;
  }
  SetPlaces({kept, count});
}

void Selection::And(const Selection& other) {
  switch (other.form_) {
    case Form::kEmpty:
      return SetEmpty();
    case Form::kFull:
      return;
    case Form::kArray:
      return AndPlaces(other.places());
    case Form::kBitset:
      return AndWords(other.words(), true);
  }
}

void Selection::Or(const Selection& other) {
  switch (other.form_) {
    case Form::kEmpty:
      return;
    case Form::kFull:
      return SetFull();
    case Form::kArray:
      if (form_ == Form::kFull) return;
      if (form_ == Form::kEmpty) return Assign(other);
      ToBitset();
      SetPlaceBits(other.places(), buffer_.data());
      return CommitWords();
    case Form::kBitset:
      return OrWords(other.words());
  }
}

void Selection::AndNot(const Selection& other) {
  switch (other.form_) {
    case Form::kEmpty:
      return;
    case Form::kFull:
      return SetEmpty();
    case Form::kBitset:
      return AndWords(other.words(), false);
    case Form::kArray:
      break;
  }
  if (form_ == Form::kEmpty) return;
  if (form_ == Form::kArray) {
    alignas(kCacheLine) uint64_t words[kBlockWords];
    other.ToWords(words);
    return AndWords(words, false);
  }
  ToBitset();
  for (const uint16_t place : other.places()) {
    buffer_[place / 64] &= ~(uint64_t{1} << (place & 63));
  }
  CommitWords();
}

void Selection::And(const ContainerView& other) {
  if (other.kind == ContainerKind::kBitset) return AndWords(other.words(), true);
  if (other.kind == ContainerKind::kArray) return AndPlaces({other.places(), other.cardinality});
  alignas(kCacheLine) uint64_t words[kBlockWords];
  ContainerToWords(other, words);
  AndWords(words, true);
}

void Selection::Or(const ContainerView& other) {
  if (form_ == Form::kFull || other.kind == ContainerKind::kEmpty) return;
  if (other.kind == ContainerKind::kFull) return SetFull();
  ToBitset();
  ContainerOrInto(other, buffer_.data());
  CommitWords();
}

void Selection::AndNot(const ContainerView& other) {
  if (other.kind == ContainerKind::kBitset) return AndWords(other.words(), false);
  alignas(kCacheLine) uint64_t words[kBlockWords];
  ContainerToWords(other, words);
  AndWords(words, false);
}

void Selection::ComplementIn(const Selection& within) {
  if (within.form_ == Form::kEmpty || form_ == Form::kFull) return SetEmpty();
  if (form_ == Form::kEmpty) return Assign(within);
  ToBitset();
  if (within.form_ == Form::kArray) {
    const auto n = static_cast<uint32_t>(within.places().size());
    uint16_t kept[kMaxPlaces + 32];
    const uint32_t count =
        ActiveKernels().filter_places(within.PlacesBuffer(), n, buffer_.data(), false, kept);
    return SetPlaces({kept, count});
  }
  for (size_t w = 0; w < kBlockWords; ++w) {
    buffer_[w] = within.form_ == Form::kFull ? ~buffer_[w] : within.buffer_[w] & ~buffer_[w];
  }
  CommitWords();
}

bool operator==(const Selection& a, const Selection& b) {
  if (a.count_ != b.count_) return false;
  bool equal = true;
  a.ForEach([&](uint16_t place) { equal = equal && b.Contains(place); });
  return equal;
}

}  // namespace seine
