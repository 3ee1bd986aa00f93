#include "query/slots.h"

#include <tuple>
#include <type_traits>

#include "query/bound_fields.h"

namespace seine::bound {
namespace {

template <typename T>
bool IsSlot(const T& part) {
  using Element = typename ElementOf<T>::Type;
  if constexpr (kIsChild<T>) {
    return part != nullptr && HasSlots(*part);
  } else if constexpr (std::is_same_v<T, TimeTermPtr>) {
    return part != nullptr;
  } else if constexpr (std::is_same_v<T, ZoneSlot>) {
    return part.zone == nullptr;
  } else if constexpr (std::is_same_v<T, LookupTest>) {
    return true;
  } else if constexpr (HasFields<T>) {
    return std::apply([](const auto&... field) { return (IsSlot(field) || ...); }, T::Fields(part));
  } else if constexpr (kIsChild<Element> || HasFields<Element>) {
    for (const Element& element : part) {
      if (IsSlot(element)) return true;
    }
  }
  return false;
}

}  // namespace

bool HasSlots(const FilterNode& filter) {
  return std::visit([](const auto& node) { return IsSlot(node); }, filter.node);
}
bool HasSlots(const ValueNode& value) {
  return std::visit([](const auto& node) { return IsSlot(node); }, value.node);
}

}  // namespace seine::bound
