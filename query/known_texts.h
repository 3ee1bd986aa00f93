// Texts that a computed value can have, where they are all known: those of dictionaries and
// constants (`mode(orders.channel)`, `override else tier`, `city else "none"`).
#ifndef SEINE_QUERY_KNOWN_TEXTS_H_
#define SEINE_QUERY_KNOWN_TEXTS_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "query/bind_context.h"
#include "query/bound.h"

namespace seine::binding {

struct KnownTexts {
  std::vector<const Dictionary*> dictionaries;
  std::vector<std::string> owners;  // of each dictionary: "orders.channel"
  std::vector<std::string> constants;

  bool Has(std::string_view text, bool ignoring_case) const;
};

// Absent when some part of the value is text without a dictionary, or no text.
std::optional<KnownTexts> TextsOf(const BindContext& context, const bound::ValuePtr& value);

// Leaves a warning for each text that the value never is, with the nearest known one. Values whose
// texts are not known, or are constants alone, are left.
void WarnOfUnknownTexts(BindContext& context, const bound::ValuePtr& value,
                        const std::vector<std::string>& texts, bool ignoring_case);

}  // namespace seine::binding

#endif  // SEINE_QUERY_KNOWN_TEXTS_H_
