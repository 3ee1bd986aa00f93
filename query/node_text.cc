#include "query/node_text.h"

#include "absl/strings/str_cat.h"

#include "query/printer.h"

namespace seine {
namespace {

constexpr uint32_t kMaxNodes = 64;
constexpr size_t kMaxListed = 8;
constexpr size_t kMaxBytes = 400;

struct WordOf {
  std::string operator()(const filter::And&) const { return "and"; }
  std::string operator()(const filter::Or&) const { return "or"; }
  std::string operator()(const filter::Not& node) const {
    return node.operand.size() > kMaxNodes ? "not" : "";
  }
  std::string operator()(const filter::KOf& node) const {
    switch (node.bound) {
      case filter::KOf::Bound::kAtLeast:
        return absl::StrCat("at least ", node.k.value, " of");
      case filter::KOf::Bound::kExactly:
        return absl::StrCat("exactly ", node.k.value, " of");
      case filter::KOf::Bound::kAtMost:
        return absl::StrCat("at most ", node.k.value, " of");
    }
    return "";
  }
  template <typename T>
  std::string operator()(const T&) const {
    return "";
  }
};

// Lists cut to their first values.
filter::Expr Cut(const filter::Expr& expr) {
  if (const auto* list = expr.As<filter::List>();
      list != nullptr && list->literals.size() > kMaxListed) {
    filter::List shorter;
    shorter.literals.assign(list->literals.begin(), list->literals.begin() + kMaxListed);
    shorter.literals.push_back(
        {filter::Text{absl::StrCat("… ", list->literals.size() - kMaxListed, " more")}, {}});
    return filter::Expr::Make(std::move(shorter), expr.span());
  }
  return filter::MapChildren(expr, Cut);
}

}  // namespace

std::string NodeText(const filter::Expr& expr) {
  std::string text = std::visit(WordOf(), expr.node().value);
  if (!text.empty()) return text;
  if (expr.size() > kMaxNodes) return "…";
  text = PrintFilter(Cut(expr));
  if (text.size() <= kMaxBytes) return text;
  size_t end = kMaxBytes;
  while ((static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;  // whole characters
  return text.substr(0, end) + "…";
}

}  // namespace seine
