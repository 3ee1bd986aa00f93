#include "query/bind_members.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "engine/status_macros.h"
#include "query/bind_lists.h"
#include "query/filter_error.h"

namespace seine::binding {
namespace {

const std::string* KeyText(const filter::LiteralValue& value) {
  if (const auto* text = std::get_if<filter::Text>(&value)) return &text->value;
  if (const auto* integer = std::get_if<filter::Integer>(&value)) return &integer->digits;
  return nullptr;
}

absl::StatusOr<bound::FilterPtr> MembersIn(BindContext& context, const filter::Expr& keys,
                                           bool negated, Span span) {
  std::vector<uint32_t> ordinals;
  UnknownValues unknown(context, "member", "key", {});
  absl::Status status = VisitConstants(
      context, keys, "a member's key", [&](const ListedValue& value) -> absl::Status {
        const std::string* key = KeyText(value.value);
        if (key == nullptr) {
          return FilterError(value.span, "expected a member's key",
                             "keys are texts or whole numbers");
        }
        SEINE_ASSIGN_OR_RETURN(const std::optional<uint32_t> ordinal,
                               context.catalog.FindMember(*key));
        if (ordinal) {
          ordinals.push_back(*ordinal);
        } else {
          unknown.Add(*key);
        }
        return absl::OkStatus();
      });
  if (!status.ok()) return status;
  std::ranges::sort(ordinals);
  ordinals.erase(std::unique(ordinals.begin(), ordinals.end()), ordinals.end());
  bound::FilterPtr test = bound::MakeFilter(
      bound::MemberIn{std::make_shared<const std::vector<uint32_t>>(std::move(ordinals))}, span);
  if (negated) test = bound::MakeFilter(bound::Not{std::move(test)}, span);
  return test;
}

}  // namespace

absl::StatusOr<bound::FilterPtr> BindMembers(BindContext& context, const filter::Expr& keys,
                                             bool negated, Span span) {
  ListTestKey key;
  key.test = "member";
  key.negated = negated;
  return OncePerList(context, keys, nullptr, std::move(key),
                     [&] { return MembersIn(context, keys, negated, span); });
}

absl::Status KeysAreExact(Span span) {
  return FilterError(span, "the keys of members are exact", "leave out `ignoring case`");
}

}  // namespace seine::binding
