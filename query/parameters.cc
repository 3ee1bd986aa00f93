// Parameters are put into the logical tree before it is bound, so that the binder meets literals
// and lists only and the place of each fixes its type.
#include <algorithm>
#include <charconv>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "engine/absl_bridge.h"
#include "engine/status_macros.h"
#include "query/bind.h"
#include "query/bind_context.h"
#include "query/definition_error.h"
#include "query/filter.h"
#include "query/filter_error.h"
#include "query/host_names.h"
#include "query/keywords.h"
#include "query/printer.h"
#include "query/weekdays.h"

namespace seine {
namespace {

using filter::Count;
using filter::Expr;

template <typename T>
concept HasFields = requires(T& t) { T::Fields(t); };

// Calls `visit` for each Count among the fields of one node, through the structs inside it but not
// through child nodes. `T` is const or not, and so is the Count.
template <typename V>
class CountWalker {
 public:
  explicit CountWalker(V visit) : visit_(visit) {}

  void Walk(Count& count) { visit_(count); }
  template <HasFields T>
  void Walk(T& t) {
    std::apply([this](auto&... field) { (Walk(field), ...); }, T::Fields(t));
  }
  template <HasFields T>
  void Walk(std::vector<T>& items) {
    for (T& item : items) Walk(item);
  }
  template <typename T>
  void Walk(std::optional<T>& item) {
    if (item) Walk(*item);
  }
  void Walk(std::shared_ptr<const filter::RowPick>& pick) {
    if (!pick) return;
    filter::RowPick copy = *pick;
    Walk(copy);
    pick = std::make_shared<const filter::RowPick>(std::move(copy));
  }
  void Walk(filter::PeriodValue& value) {
    std::visit([this](auto& v) { Walk(v); }, value);
  }
  template <typename T>
  void Walk(T&) {}  // names, numbers, literals, child nodes

 private:
  V visit_;
};

// Nodes that may hold a million literals and never a Count.
template <typename T>
constexpr bool kNoCounts = std::is_same_v<T, filter::List> || std::is_same_v<T, filter::Literal>;

void VisitParameters(const Expr& expr, const std::function<void(const std::string&)>& visit) {
  if (const auto* parameter = expr.As<filter::Parameter>()) visit(parameter->name);
  std::visit(
      [&](const auto& node) {
        if constexpr (!kNoCounts<std::decay_t<decltype(node)>>) {
          auto copy = node;
          CountWalker walker([&](const Count& count) {
            if (count.parameter) visit(count.parameter->text);
          });
          walker.Walk(copy);
        }
      },
      expr.node().value);
  filter::VisitChildren(expr, [&](const Expr& child) { VisitParameters(child, visit); });
}

// By their names as filters say them; lists may be long, so they stay where they are.
using Values = std::map<std::string, const ParameterValue*>;

absl::StatusOr<Values> ByName(const std::map<std::string, ParameterValue>& parameters) {
  Values values;
  for (const auto& [name, value] : parameters) {
    const auto [at, added] = values.emplace(HostName(name), &value);
    if (!added) return TwoOfOneName("parameters", at->first);
  }
  return values;
}

class Substitution {
 public:
  explicit Substitution(const Values& values) : values_(values) {}

  const absl::Status& status() const { return status_; }
  const std::set<std::string>& used() const { return used_; }

  Expr Map(const Expr& expr) {
    if (!status_.ok()) return expr;
    if (const auto* parameter = expr.As<filter::Parameter>())
      return Value(parameter->name, expr.span());
    const bool in_list = beside_weekday_ && expr.Is<filter::List>();
    const bool outer = std::exchange(beside_weekday_, in_list || HasWeekday(expr));
    const Expr mapped = filter::MapChildren(expr, [this](const Expr& child) { return Map(child); });
    beside_weekday_ = outer;
    return std::visit([&](const auto& node) { return MapCounts(node, mapped); },
                      mapped.node().value);
  }

 private:
  const ParameterValue* Find(std::string_view name, Span span) {
    const auto found = values_.find(std::string(name));
    if (found != values_.end()) {
      used_.insert(found->first);
      return found->second;
    }
    std::string given;
    for (const auto& [known, value] : values_)
      absl::StrAppend(&given, given.empty() ? "" : ", ", "`$", known, "`");
    status_.Update(FilterError(span, absl::StrCat("no value was given for `$", ToAbsl(name), "`"),
                               given.empty() ? "" : absl::StrCat("given were ", given)));
    return nullptr;
  }

  // A test of a weekday.
  static bool HasWeekday(const Expr& expr) {
    if (!expr.Is<filter::Compare>() && !expr.Is<filter::Between>() && !expr.Is<filter::In>())
      return false;
    bool any = false;
    filter::VisitChildren(expr, [&any](const Expr& child) { any = any || IsWeekday(child); });
    return any;
  }
  // Beside a weekday its name, which a host has as text, is one.
  filter::LiteralValue InPlace(const filter::LiteralValue& value) const {
    const auto* text = std::get_if<filter::Text>(&value);
    if (text == nullptr || !beside_weekday_) return value;
    const std::optional<filter::Weekday> weekday = FindWeekday(text->value);
    return weekday ? filter::LiteralValue(*weekday) : value;
  }

  Expr Value(const std::string& name, Span span) {
    const ParameterValue* value = Find(name, span);
    if (value == nullptr) return Expr::Make(filter::Parameter{name}, span);
    if (const auto* literal = std::get_if<filter::LiteralValue>(value)) {
      return Expr::Make(filter::Literal{InPlace(*literal), span}, span);
    }
    filter::List list;
    for (const filter::LiteralValue& literal :
         std::get<std::vector<filter::LiteralValue>>(*value)) {
      list.literals.push_back({InPlace(literal), span});
    }
    return Expr::Make(std::move(list), span);
  }

  template <typename T>
  Expr MapCounts(const T& node, const Expr& expr) {
    if constexpr (kNoCounts<T>) {
      return expr;
    } else {
      bool changed = false;
      T copy = node;
      CountWalker walker([&](Count& count) {
        if (!count.parameter || !status_.ok()) return;
        changed = true;
        Fill(count);
      });
      walker.Walk(copy);
      return changed ? Expr::Make(std::move(copy), expr.span()) : expr;
    }
  }

  void Fill(Count& count) {
    const Name name = *count.parameter;
    const ParameterValue* value = Find(name.text, name.span);
    if (value == nullptr) return;
    const auto* literal = std::get_if<filter::LiteralValue>(value);
    const auto* integer = literal == nullptr ? nullptr : std::get_if<filter::Integer>(literal);
    int64_t number = 0;
    if (integer != nullptr) {
      const char* end = integer->digits.data() + integer->digits.size();
      const auto [stop, error] = std::from_chars(integer->digits.data(), end, number);
      if (error != std::errc() || stop != end) integer = nullptr;
    }
    if (integer == nullptr) {
      status_.Update(FilterError(
          name.span, absl::StrCat("`$", name.text, "` stands for a whole number here")));
      return;
    }
    count = {number, std::nullopt};
  }

  const Values& values_;
  bool beside_weekday_ = false;
  std::set<std::string> used_;
  absl::Status status_;
};

absl::StatusOr<Filter> Substituted(Substitution& substitution, const Filter& filter) {
  if (!filter.root) return filter;
  Filter result{substitution.Map(filter.root), filter.source};
  if (substitution.status().ok()) return result;
  if (filter.source == nullptr) return substitution.status();
  return LocateFilterError(substitution.status(), *filter.source);
}

// Adds the names of the parameters that were put in to *used.
absl::StatusOr<Definition> Filled(const Definition& definition, const Values& values,
                                  std::set<std::string>* used) {
  Substitution substitution(values);
  Definition result;
  SEINE_ASSIGN_OR_RETURN(result.include, Substituted(substitution, definition.include));
  for (const Exclude& exclude : definition.excludes) {
    absl::StatusOr<Filter> filter = Substituted(substitution, exclude.filter);
    if (!filter.ok()) return InExclusion(filter.status(), exclude.name);
    result.excludes.push_back({exclude.name, *std::move(filter)});
  }
  used->insert(substitution.used().begin(), substitution.used().end());
  return result;
}

absl::Status CheckUsed(const std::set<std::string>& used, const Values& given,
                       std::string_view refusal) {
  for (const auto& [name, value] : given) {
    if (used.contains(name)) continue;
    const std::vector<std::string> known(used.begin(), used.end());
    return FilterError({}, absl::StrCat(ToAbsl(refusal), " `$", name, "`"),
                       binding::NearestHint(name, known));
  }
  return absl::OkStatus();
}

}  // namespace

std::vector<std::string> ParameterNames(const Definition& definition) {
  std::set<std::string> names;
  const auto add = [&names](const std::string& name) { names.insert(name); };
  if (definition.include.root) VisitParameters(definition.include.root, add);
  for (const Exclude& exclude : definition.excludes) {
    if (exclude.filter.root) VisitParameters(exclude.filter.root, add);
  }
  return {names.begin(), names.end()};
}

absl::StatusOr<Definition> SubstituteParameters(
    const Definition& definition, const std::map<std::string, ParameterValue>& parameters) {
  std::set<std::string> used;
  SEINE_ASSIGN_OR_RETURN(const Values values, ByName(parameters));
  SEINE_ASSIGN_OR_RETURN(Definition result, Filled(definition, values, &used));
  SEINE_RETURN_IF_ERROR(CheckUsed(used, values, "the filter has no parameter"));
  return result;
}

absl::StatusOr<std::vector<Definition>> SubstituteParameters(
    const std::vector<Definition>& definitions,
    const std::map<std::string, ParameterValue>& parameters) {
  std::set<std::string> used;
  SEINE_ASSIGN_OR_RETURN(const Values values, ByName(parameters));
  std::vector<Definition> results;
  for (const Definition& definition : definitions) {
    absl::StatusOr<Definition> filled = Filled(definition, values, &used);
    if (!filled.ok()) return InDefinition(filled.status(), results.size());
    results.push_back(*std::move(filled));
  }
  const bool one = definitions.size() == 1;
  SEINE_RETURN_IF_ERROR(CheckUsed(
      used, values, one ? "the filter has no parameter" : "no definition has a parameter"));
  return results;
}

}  // namespace seine
