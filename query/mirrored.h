// Comparisons with their sides exchanged.
#ifndef SEINE_QUERY_MIRRORED_H_
#define SEINE_QUERY_MIRRORED_H_

namespace seine {

// a OP b is b Mirrored(OP) a. Of filter::CompareOp and bound::CompareOp.
template <typename Op>
constexpr Op Mirrored(Op op) {
  switch (op) {
    case Op::kLess:
      return Op::kGreater;
    case Op::kLessEqual:
      return Op::kGreaterEqual;
    case Op::kGreater:
      return Op::kLess;
    case Op::kGreaterEqual:
      return Op::kLessEqual;
    case Op::kEqual:
    case Op::kNotEqual:
      break;
  }
  return op;
}

}  // namespace seine

#endif  // SEINE_QUERY_MIRRORED_H_
