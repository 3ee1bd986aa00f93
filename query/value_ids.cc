#include "query/value_ids.h"

#include <bit>

#include "engine/column_view.h"

namespace seine {

int64_t ValueIds::IdOfOther(const ValueVector& v, uint32_t i) {
  if (kind_ == bound::ValueKind::kReal) return OrderedBits(v.real[v.Slot(i)]);
  if (kind_ == bound::ValueKind::kText) {
    const auto [at, added] =
        text_ids_.emplace(v.text[v.Slot(i)], static_cast<int64_t>(texts_.size()));
    if (added) texts_.push_back(at->first);
    return at->second;
  }
  wide_ = true;
  const Fraction f = Reduced({v.Numerator(i), v.Denominator(i)});
  const auto [at, added] = fraction_ids_.emplace(std::pair{f.numerator, f.denominator},
                                                 static_cast<int64_t>(fractions_.size()));
  if (added) fractions_.push_back(f);
  return at->second;
}

int ValueIds::Order(int64_t a, int64_t b) const {
  if (kind_ == bound::ValueKind::kText) {
    const auto& x = texts_[static_cast<size_t>(a)];
    const auto& y = texts_[static_cast<size_t>(b)];
    return x < y ? -1 : (y < x ? 1 : 0);
  }
  if (wide_) {
    const Fraction& x = fractions_[static_cast<size_t>(a)];
    const Fraction& y = fractions_[static_cast<size_t>(b)];
    return CompareFractions(x.numerator, x.denominator, 0, y.numerator, y.denominator, 0);
  }
  return a < b ? -1 : (b < a ? 1 : 0);
}

void ValueIds::Put(int64_t id, uint32_t i, ValueVector* out) const {
  if (kind_ == bound::ValueKind::kText) {
    out->text[i] = texts_[static_cast<size_t>(id)];
  } else if (kind_ == bound::ValueKind::kReal) {
    out->real[i] = FromOrderedBits(id);
  } else if (!wide_) {
    if (out->wide.empty()) {
      out->small[i] = id;
    } else {
      out->wide[i] = id;
      if (out->type.fraction) out->wide_denominator[i] = 1;
    }
  } else {
    const Fraction& f = fractions_[static_cast<size_t>(id)];
    out->wide[i] = f.numerator;
    if (out->type.fraction) out->wide_denominator[i] = f.denominator;
  }
}

}  // namespace seine
