#include "query/definition_error.h"

#include "absl/strings/cord.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

#include "engine/absl_bridge.h"
#include "query/filter_error.h"

namespace seine {
namespace {

constexpr char kPlaceUrl[] = "seine/definition";

absl::Status WithPlace(absl::Status status, size_t place) {
  status.SetPayload(kPlaceUrl, absl::Cord(absl::StrCat(place)));
  return status;
}

}  // namespace

absl::Status InDefinition(const absl::Status& status, size_t place) {
  return GetFilterError(status) ? WithPlace(status, place) : status;
}

std::optional<size_t> FailedDefinition(const absl::Status& status) {
  const auto payload = status.GetPayload(kPlaceUrl);
  uint64_t place = 0;
  if (!payload || !absl::SimpleAtoi(std::string(*payload), &place)) return std::nullopt;
  return static_cast<size_t>(place);
}

absl::Status NameDefinition(const absl::Status& status, std::string_view name) {
  const std::optional<size_t> place = FailedDefinition(status);
  std::optional<FilterErrorInfo> info = GetFilterError(status);
  if (!place || !info) return status;
  const std::string called = name.empty() ? absl::StrCat("definitions[", *place, "]")
                                          : absl::StrCat("definitions[\"", ToAbsl(name), "\"]");
  info->message = absl::StrCat(called, ": ", info->message);
  return WithPlace(MakeFilterError(status.code(), *info), *place);
}

absl::Status InExclusion(const absl::Status& status, std::string_view name) {
  std::optional<FilterErrorInfo> info = GetFilterError(status);
  if (!info) return status;
  info->message = absl::StrCat("in the exclusion \"", ToAbsl(name), "\": ", info->message);
  return MakeFilterError(status.code(), *info);
}

}  // namespace seine
