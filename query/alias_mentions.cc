#include "query/alias_mentions.h"

#include <memory>
#include <optional>
#include <tuple>
#include <type_traits>
#include <variant>
#include <vector>

namespace seine {
namespace {

template <typename T>
concept ListsFields = requires(T& t) { T::Fields(t); };

// Walks the fields of a node, the structs in it, and its child nodes.
class PathWalker {
 public:
  explicit PathWalker(absl::FunctionRef<void(const filter::Path&)> visit) : visit_(visit) {}

  void Walk(const filter::Expr& expr) {
    if (!expr) return;
    std::visit([this](const auto& node) { Walk(node); }, expr.node().value);
  }
  void Walk(const filter::Path& path) {
    visit_(path);
    if (path.pick) Walk(*path.pick);
  }
  void Walk(const filter::PeriodValue& value) {
    std::visit([this](const auto& v) { Walk(v); }, value);
  }
  // Long, and never with a path in it.
  void Walk(const std::vector<filter::Literal>&) {}
  template <typename T>
  void Walk(const std::optional<T>& item) {
    if (item) Walk(*item);
  }
  template <typename T>
  void Walk(const std::vector<T>& items) {
    if constexpr (ListsFields<T> || std::is_same_v<T, filter::Expr>) {
      for (const T& item : items) Walk(item);
    }
  }
  template <typename T>
  void Walk(const T& part) {
    if constexpr (ListsFields<T>) {
      std::apply([this](const auto&... field) { (Walk(field), ...); }, T::Fields(part));
    }
  }

 private:
  absl::FunctionRef<void(const filter::Path&)> visit_;
};

}  // namespace

void VisitPaths(const filter::Expr& expr, absl::FunctionRef<void(const filter::Path&)> visit) {
  PathWalker(visit).Walk(expr);
}

}  // namespace seine
