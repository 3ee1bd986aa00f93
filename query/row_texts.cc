// RowEvaluator: texts against tests and texts; buckets and scores.

#include <xxhash.h>

#include <algorithm>
#include <string>
#include <unordered_map>

#include "absl/numeric/int128.h"

#include "query/row_evaluator.h"
#include "query/text_match.h"

namespace seine {

void RowEvaluator::TestComputedText(const row::ComputedText& filter, const RowBatch& batch,
                                    uint64_t* mask) {
  ValueVector text;
  Evaluate(*filter.value, batch, &text);
  FillMask(mask, batch.count, false);
  for (uint32_t i = 0; i < batch.count; ++i) {
    if (text.Has(i) && filter.predicate->Matches(text.text[text.Slot(i)])) SetMaskBit(mask, i);
  }
}

void RowEvaluator::TestTexts(const row::TextTest& filter, const RowBatch& batch, uint64_t* mask) {
  ValueVector subject;
  ValueVector pattern;
  Evaluate(*filter.subject, batch, &subject);
  Evaluate(*filter.pattern, batch, &pattern);
  FillMask(mask, batch.count, false);
  std::unordered_map<std::string_view, TextPredicatePtr> known;  // patterns repeat
  for (uint32_t i = 0; i < batch.count; ++i) {
    if (!subject.Has(i) || !pattern.Has(i)) continue;
    const std::string_view text = pattern.text[pattern.Slot(i)];
    TextPredicatePtr& predicate = known[text];
    if (predicate == nullptr) {
      predicate = *MatchPattern(filter.op, std::string(text), filter.ignoring_case);
    }
    if (predicate->Matches(subject.text[subject.Slot(i)]) != filter.negated) SetMaskBit(mask, i);
  }
}

void RowEvaluator::EvaluateBucket(const row::Bucket& node, const RowBatch& batch,
                                  ValueVector* out) {
  TakeSlots(batch.count, arena_, out);
  FillMask(out->present.data(), batch.count, true);
  const ShardView& shard = *shard_.view;
  std::string bytes = node.salt;
  bytes.push_back('\x1f');
  const size_t salt = bytes.size();
  for (uint32_t i = 0; i < batch.count; ++i) {
    const uint32_t member = batch.Row(i);
    const uint32_t k = shard.key_rank.empty() ? member : shard.key_rank[member];
    bytes.resize(salt);
    if (shard.keys.is_text) {
      bytes.append(shard.keys.texts.Text(k));
    } else {
      bytes.append(std::to_string(shard.keys.integers.Value(k)));
    }
    const uint64_t hash = XXH3_64bits(bytes.data(), bytes.size());
    out->small[i] = static_cast<int64_t>(absl::Uint128High64(absl::uint128(hash) * node.buckets));
  }
}

void RowEvaluator::EvaluateScore(const row::Score& node, const RowBatch& batch, ValueVector* out) {
  TakeSlots(batch.count, arena_, out);
  FillMask(out->present.data(), batch.count, true);
  out->small.Zero();
  Mask holds = arena_.Take<uint64_t>(MaskWords(batch.count) + 8);
  for (const row::Score::Term& term : node.terms) {
    Test(*term.filter, batch, holds.data());
    ForEachBit(holds.data(), batch.count, [&](uint32_t i) { out->small[i] += term.weight; });
  }
}

}  // namespace seine
