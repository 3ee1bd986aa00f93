// Numbers of 64 bits for the values of both sides of a join, equal exactly when the values are,
// whatever their scales. For one evaluation; not shared between threads.
#ifndef SEINE_QUERY_ROW_SEQUENCE_IDS_H_
#define SEINE_QUERY_ROW_SEQUENCE_IDS_H_

#include <cstdint>
#include <limits>
#include <map>
#include <string_view>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/numeric/int128.h"

#include "engine/dictionary.h"
#include "query/row_plan.h"
#include "query/value_vector.h"

namespace seine {

class JoinIds {
 public:
  // `bridges`: they are worth their making.
  explicit JoinIds(bool bridges) : bridges_(bridges) {}
  JoinIds(const JoinIds&) = delete;
  JoinIds& operator=(const JoinIds&) = delete;

  // No value has it.
  static constexpr int64_t kNone = std::numeric_limits<int64_t>::min();

  // Whether codes stand for the values, over bridges where there are any.
  bool AreCodes(row::JoinForm form) const {
    return form == row::JoinForm::kCodes || (form == row::JoinForm::kBridged && bridges_);
  }

  // Precondition: row i exists. Texts live as long as the ids.
  int64_t Of(const ValueVector& v, uint32_t i);
  int64_t OfText(std::string_view text) {
    return texts_.try_emplace(text, static_cast<int64_t>(texts_.size())).first->second;
  }
  // Of the codes of a dictionary: each text is looked up once.
  class Codes {
   public:
    Codes(const Dictionary& dictionary, JoinIds* ids) : dictionary_(dictionary), ids_(ids) {}
    int64_t Of(int64_t code) {
      const auto [known, is_new] = known_.try_emplace(static_cast<uint32_t>(code), 0);
      if (is_new) known->second = ids_->OfText(dictionary_.Text(known->first));
      return known->second;
    }

   private:
    const Dictionary& dictionary_;
    JoinIds* ids_;
    absl::flat_hash_map<uint32_t, int64_t> known_;
  };
  Codes& CodesOf(const Dictionary& dictionary) {
    return codes_.try_emplace(&dictionary, dictionary, this).first->second;
  }
  // Of two values at once.
  int64_t OfPair(int64_t a, int64_t b) {
    return pairs_.try_emplace({a, b}, static_cast<int64_t>(pairs_.size())).first->second;
  }

 private:
  int64_t OfFraction(absl::int128 numerator, absl::int128 denominator);

  bool bridges_;
  absl::flat_hash_map<std::string_view, int64_t> texts_;
  std::map<const Dictionary*, Codes> codes_;
  absl::flat_hash_map<std::pair<int64_t, int64_t>, int64_t> pairs_;
  // Those that are no whole numbers of less than 62 bits, in lowest terms.
  absl::flat_hash_map<std::pair<absl::int128, absl::int128>, int64_t> fractions_;
};

}  // namespace seine

#endif  // SEINE_QUERY_ROW_SEQUENCE_IDS_H_
