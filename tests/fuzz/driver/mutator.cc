#include "tests/fuzz/driver/mutator.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <utility>

namespace seine::fuzz {
namespace {

constexpr uint8_t kEdgeBytes[] = {0,   1,    0x7f, 0x80, 0xff, '(', ')', '[', ']', '{', '}',
                                  '"', '\'', '\\', '\n', ',',  '.', ':', '-', '9', ' '};
constexpr uint64_t kEdgeNumbers[] = {0,
                                     1,
                                     0x7f,
                                     0xff,
                                     0x7fff,
                                     0xffff,
                                     0x10000,
                                     0x7fffffff,
                                     0xffffffff,
                                     0x7fffffffffffffff,
                                     0xffffffffffffffff};

Bytes::iterator At(Bytes& bytes, size_t index) {
  return bytes.begin() + static_cast<std::ptrdiff_t>(index);
}

}  // namespace

Bytes Mutator::Next(const std::vector<Bytes>& corpus) {
  Bytes bytes = corpus[Below(corpus.size())];
  for (size_t changes = size_t{1} << Below(4); changes > 0; --changes) Change(corpus, bytes);
  if (bytes.size() > max_length_) bytes.resize(max_length_);
  return bytes;
}

void Mutator::Change(const std::vector<Bytes>& corpus, Bytes& bytes) {
  const size_t at = Below(bytes.size());
  if (!words_.empty() && Below(3) == 0) return PutWord(words_[Below(words_.size())], bytes, at);
  const size_t kind = Below(8);
  if (kind == 0) return Splice(corpus[Below(corpus.size())], bytes, at);
  if (kind == 1 || bytes.empty()) {
    bytes.insert(At(bytes, at), static_cast<uint8_t>(random_()));
    return;
  }
  switch (kind) {
    case 2:
      bytes[at] = static_cast<uint8_t>(bytes[at] ^ (1U << Below(8)));
      break;
    case 3:
      bytes[at] = kEdgeBytes[Below(std::size(kEdgeBytes))];
      break;
    case 4: {
      const size_t length = 1 + Below(std::min<size_t>(bytes.size() - at, 32));
      bytes.erase(At(bytes, at), At(bytes, at + length));
      break;
    }
    case 5:
      bytes.resize(at);
      break;
    case 6:
      Repeat(bytes, at);
      break;
    default:
      WriteNumber(bytes, at);
  }
}

// A piece again and again: nesting and lengths that nobody writes by hand.
void Mutator::Repeat(Bytes& bytes, size_t at) {
  const size_t length = 1 + Below(std::min<size_t>(bytes.size() - at, 16));
  const Bytes piece(At(bytes, at), At(bytes, at + length));
  Bytes repeated;
  for (size_t times = size_t{1} << Below(10); times > 0; --times) {
    if (bytes.size() + repeated.size() >= max_length_) break;
    repeated.insert(repeated.end(), piece.begin(), piece.end());
  }
  bytes.insert(At(bytes, at), repeated.begin(), repeated.end());
}

void Mutator::PutWord(const std::string& word, Bytes& bytes, size_t at) const {
  if (word.find('@') == std::string::npos) {
    bytes.insert(At(bytes, at), word.begin(), word.end());
    return;
  }
  Bytes around;
  for (const char c : word) {
    if (around.size() > max_length_) return;
    if (c == '@') {
      around.insert(around.end(), bytes.begin(), bytes.end());
    } else {
      around.push_back(static_cast<uint8_t>(c));
    }
  }
  bytes = std::move(around);
}

// Lengths, offsets and counts of binary formats.
void Mutator::WriteNumber(Bytes& bytes, size_t at) {
  const size_t width = size_t{1} << Below(4);
  if (at + width > bytes.size()) return;
  const uint64_t number = kEdgeNumbers[Below(std::size(kEdgeNumbers))] + Below(3) - 1;
  std::memcpy(bytes.data() + at, &number, width);
}

void Mutator::Splice(const Bytes& other, Bytes& bytes, size_t at) {
  if (other.empty()) return;
  const size_t from = Below(other.size());
  const size_t length = 1 + Below(std::min<size_t>(other.size() - from, 64));
  const auto begin = other.begin() + static_cast<std::ptrdiff_t>(from);
  bytes.insert(At(bytes, at), begin, begin + static_cast<std::ptrdiff_t>(length));
}

}  // namespace seine::fuzz
