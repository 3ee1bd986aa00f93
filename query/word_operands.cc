#include "query/word_operands.h"

#include <algorithm>
#include <cstring>

namespace seine {

WordOperands::~WordOperands() {
  for (uint64_t* buffer : leased_) scratch_.GiveBack(buffer);
}

uint64_t* WordOperands::Lease() {
  leased_.push_back(scratch_.Take());
  return leased_.back();
}

const uint64_t* WordOperands::Decode(const ContainerView& container) {
  if (container.kind == ContainerKind::kBitset) return container.words();
  uint64_t* const words = Lease();
  ContainerToWords(container, words);
  return words;
}

void WordOperands::AddLiteral(const ContainerLiteral& literal) {
  operands_.push_back(Decode(literal.container));
  const auto end = static_cast<uint32_t>(operands_.size());
  clauses_.push_back({literal.negated ? end - 1 : end, end});
}

void WordOperands::AddClause(const ContainerLiteral* literals, size_t n) {
  uint64_t* sparse = nullptr;  // the OR of all that are not bitsets
  for (size_t i = 0; i < n; ++i) {
    if (literals[i].negated) continue;
    if (literals[i].IsWords()) {
      operands_.push_back(literals[i].container.words());
    } else if (sparse == nullptr) {
      sparse = Lease();
      ContainerToWords(literals[i].container, sparse);
      operands_.push_back(sparse);
    } else {
      ContainerOrInto(literals[i].container, sparse);
    }
  }
  const auto negated_begin = static_cast<uint32_t>(operands_.size());
  for (size_t i = 0; i < n; ++i) {
    if (literals[i].negated) operands_.push_back(Decode(literals[i].container));
  }
  clauses_.push_back({negated_begin, static_cast<uint32_t>(operands_.size())});
}

void WordOperands::AddByteSparse(const ContainerLiteral* literals, size_t n) {
  if (n == 0) return;
  if (n == 1) return AddLiteral(literals[0]);
  const auto now = static_cast<uint32_t>(std::min<size_t>(n, kMaxByteSparseAtOnce));
  ByteSparseView views[kMaxByteSparseAtOnce];
  for (size_t i = 0; i < now; ++i) views[i] = AsByteSparse(literals[i].container);
  uint64_t* const words = Lease();
  kernels_.intersect_byte_sparse(views, now, nullptr, 0, words);
  operands_.push_back(words);
  const auto end = static_cast<uint32_t>(operands_.size());
  clauses_.push_back({end, end});
  AddByteSparse(literals + now, n - now);
}

void WordOperands::AddExcluded(const ContainerLiteral* literals, size_t n) {
  if (n == 0) return;
  uint64_t* const words = Lease();
  ContainerToWords(literals[0].container, words);
  for (size_t i = 1; i < n; ++i) ContainerOrInto(literals[i].container, words);
  operands_.push_back(words);
  const auto end = static_cast<uint32_t>(operands_.size());
  clauses_.push_back({end - 1, end});
}

WordClauses WordOperands::View() const {
  return {operands_.data(), clauses_.data(), static_cast<uint32_t>(clauses_.size())};
}

uint32_t WordOperands::Count() const { return kernels_.count_clauses(View(), kBlockWords); }

uint32_t WordOperands::Write(uint64_t* out) const {
  return kernels_.write_clauses(View(), kBlockWords, out);
}

}  // namespace seine
