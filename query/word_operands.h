// Brings operands of any form before the word kernels: bitsets as they lie, the others decoded into
// leased buffers, as few of them as the operator allows.

#ifndef SEINE_QUERY_WORD_OPERANDS_H_
#define SEINE_QUERY_WORD_OPERANDS_H_

#include <cstdint>

#include "absl/container/inlined_vector.h"

#include "engine/kernels.h"
#include "engine/scratch.h"
#include "query/literal_container.h"

namespace seine {

class WordOperands {
 public:
  WordOperands(Scratch& scratch, const Kernels& kernels) : scratch_(scratch), kernels_(kernels) {}
  ~WordOperands();
  WordOperands(const WordOperands&) = delete;
  WordOperands& operator=(const WordOperands&) = delete;

  // A clause of one literal, and the OR of several; the literals neither Always() nor Never().
  void AddLiteral(const ContainerLiteral& literal);
  void AddClause(const ContainerLiteral* literals, size_t n);
  // All literals of the AND that are byte-sparse or excluded, each kind in one buffer.
  void AddByteSparse(const ContainerLiteral* literals, size_t n);
  void AddExcluded(const ContainerLiteral* literals, size_t n);

  uint32_t Count() const;
  uint32_t Write(uint64_t* out) const;

 private:
  uint64_t* Lease();
  const uint64_t* Decode(const ContainerView& container);
  WordClauses View() const;

  Scratch& scratch_;
  const Kernels& kernels_;
  absl::InlinedVector<const uint64_t*, 12> operands_;
  absl::InlinedVector<WordClauses::Clause, 8> clauses_;
  absl::InlinedVector<uint64_t*, 8> leased_;
};

}  // namespace seine

#endif  // SEINE_QUERY_WORD_OPERANDS_H_
