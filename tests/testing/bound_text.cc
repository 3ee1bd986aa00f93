#include "tests/testing/bound_text.h"

#include <cstdint>
#include <sstream>
#include <vector>

#include "engine/civil_time.h"

namespace seine::testing {
namespace {

class Writer {
 public:
  explicit Writer(const Catalog& catalog) : catalog_(catalog) {}

  std::string Filter(const bound::FilterPtr& filter) {
    return std::visit([this](const auto& n) { return Node(n); }, filter->node);
  }

 private:
  template <typename T>
  std::string Join(const std::vector<T>& items, auto write) {
    std::string out;
    for (const T& item : items) out += (out.empty() ? "" : ", ") + write(item);
    return out;
  }
  std::string Operands(const std::vector<bound::FilterPtr>& operands) {
    return Join(operands, [this](const bound::FilterPtr& f) { return Filter(f); });
  }
  std::string Column(bound::ColumnRef ref) const {
    const Schema& schema = catalog_.schema();
    const auto column = static_cast<size_t>(ref.column);
    if (ref.table < 0)
      return "~" + schema.lookups[static_cast<size_t>(lookup_)].columns[column].name;
    const TableSchema& table = schema.tables[static_cast<size_t>(ref.table)];
    return table.name + "." + table.columns[column].name;
  }
  std::string Codes(bound::ColumnRef ref, const bound::CodeSet& set) {
    const Dictionary* dictionary = ref.table < 0 ? catalog_.lookup_dictionary(lookup_, ref.column)
                                                 : catalog_.dictionary(ref.table, ref.column);
    return std::string(set.complement ? "all but " : "") + "{" +
           Join(set.codes,
                [&](uint32_t code) { return "\"" + std::string(dictionary->Text(code)) + "\""; }) +
           "}";
  }
  static std::string End(int64_t value) {
    if (value == INT64_MIN || value == INT64_MAX) return "";
    return std::to_string(value);
  }
  static std::string Unit(TimeTerm::Unit unit) {
    static const char* const kNames[] = {"minute", "hour",    "day", "week",
                                         "month",  "quarter", "year"};
    return kNames[static_cast<int>(unit)];
  }
  static std::string Term(const TimeTermPtr& term) {
    if (term == nullptr) return "";
    struct Write {
      std::string operator()(const TimeTerm::AsOf&) const { return "as_of"; }
      std::string operator()(const TimeTerm::Constant& t) const {
        return FormatInstant(t.instant, Zone::Utc());
      }
      std::string operator()(const TimeTerm::Wall& t) const {
        return FormatDay(t.day) + (t.micros == 0 ? "" : "+" + std::to_string(t.micros));
      }
      std::string operator()(const TimeTerm::StartOf& t) const {
        return Unit(t.unit) + "(" + Term(t.base) + ")" + Signed(t.n);
      }
      std::string operator()(const TimeTerm::Civil& t) const {
        return Term(t.base) + Signed(t.n) + " " + Unit(t.unit);
      }
      std::string operator()(const TimeTerm::Elapsed& t) const {
        return Term(t.base) + Signed(t.micros) + "us";
      }
      static std::string Signed(int64_t n) {
        return n == 0 ? "" : (n > 0 ? "+" : "") + std::to_string(n);
      }
    };
    return std::visit(Write(), term->value);
  }

  std::string Node(const bound::Constant& n) { return n.value ? "true" : "false"; }
  std::string Node(const bound::And& n) { return "and(" + Operands(n.operands) + ")"; }
  std::string Node(const bound::Or& n) { return "or(" + Operands(n.operands) + ")"; }
  std::string Node(const bound::Not& n) { return "not(" + Filter(n.operand) + ")"; }
  std::string Node(const bound::KOf& n) {
    return "k[" + std::to_string(n.at_least) + ".." +
           (n.at_most == UINT32_MAX ? "" : std::to_string(n.at_most)) + "](" +
           Operands(n.operands) + ")";
  }
  std::string Node(const bound::InCodes& n) {
    return Column(n.column) + " in " + Codes(n.column, *n.codes);
  }
  std::string Node(const bound::InText& n) {
    return Column(n.column) + " " + n.predicate->Describe();
  }
  std::string Node(const bound::BoolIs& n) {
    return Column(n.column) + (n.value ? " is true" : " is false");
  }
  std::string Node(const bound::InRanges& n) {
    return Column(n.column) + (n.complement ? " not in " : " in ") + Intervals(n);
  }
  template <typename T>
  std::string Intervals(const T& n) {
    std::string ranges = Join(n.ranges, [](const bound::Range& r) {
      return "[" + End(r.first) + ".." + End(r.last) + "]";
    });
    const std::string terms = Join(n.terms, [](const bound::TermRange& t) {
      return "[" + Term(t.first) + ", " + Term(t.end) + ")";
    });
    if (!ranges.empty() && !terms.empty()) ranges += ", ";
    return (ranges + terms).insert(0, "{") + "}";
  }
  std::string Node(const bound::SetHas& n) {
    static const char* const kModes[] = {" any ", " all ", " none ", " only "};
    return Column(n.column) + kModes[static_cast<int>(n.mode)] + Codes(n.column, *n.codes) +
           (n.unknown ? " and more" : "");
  }
  std::string Node(const bound::Exists& n) { return Column(n.column) + " exists"; }
  std::string Node(const bound::InLookup& n) {
    const std::string column = Column(n.column);
    const int outer = lookup_;
    lookup_ = n.lookup;
    const std::string test = Filter(n.test.filter);
    lookup_ = outer;
    return column + " -> " + test;
  }
  std::string Node(const bound::Compare& n) {
    static const char* const kOps[] = {" = ", " != ", " < ", " <= ", " > ", " >= "};
    return Value(n.left) + kOps[static_cast<int>(n.op)] + Value(n.right);
  }
  std::string Node(const bound::ValueInRanges& n) {
    return Value(n.value) + (n.complement ? " not in " : " in ") + Intervals(n);
  }
  std::string Node(const bound::OuterIs& n) { return "outer(" + Filter(n.filter) + ")"; }
  std::string ValueNode(const bound::OuterValue& n, const bound::ValueType&) {
    return "outer(" + Value(n.value) + ")";
  }
  std::string Side(const bound::JoinSide& n) {
    return n.value != nullptr ? Value(n.value) : Walk(n.set.column, n.set.steps);
  }
  std::string Node(const bound::Sequence& n) {
    return "sequence(" +
           Join(n.steps,
                [this](const bound::SequenceStep& s) {
                  std::string out = std::string(s.negative ? "no " : "") +
                                    (s.at_or_after ? "at or after " : "") + Rows(s.rows, "");
                  if (s.within >= 0)
                    out += " within " + std::to_string(s.within) + " " + Unit(s.unit) +
                           (s.of_start ? " of start" : "");
                  for (const bound::StepJoin& j : s.joins)
                    out +=
                        " " + Side(j.own) + " = " + std::to_string(j.step) + "." + Side(j.theirs);
                  return out;
                }) +
           ")";
  }
  std::string Node(const bound::EachOf& n) {
    bound::InRanges units;
    units.ranges = n.ranges;
    units.terms = n.units;
    return "each" + Rows(n.rows, Value(n.time)) + " of " + Intervals(units);
  }
  std::string Node(const bound::PickedIs& n) { return Pick(n.choice) + ": " + Filter(n.must); }
  std::string Node(const bound::IsPicked& n) { return "row of " + Pick(n.choice); }
  std::string Node(const bound::BelongsTo& n) { return "row of outer " + std::to_string(n.of); }
  std::string Node(const bound::AsOf& n) {
    return "(" + Filter(n.filter) + ") as of " +
           (n.time == nullptr ? FormatInstant(n.as_of, Zone::Utc()) : Term(n.time));
  }
  std::string Node(const bound::Anniversary& n) {
    return Value(n.time) + " anniversary in [" + Term(n.first) + ", " + Term(n.end) + ")";
  }
  std::string Node(const bound::ComputedText& n) {
    return Value(n.value) + " " + n.predicate->Describe();
  }
  std::string Node(const bound::TextTest& n) {
    static const char* const kOps[] = {" contains ", " starts with ", " ends with ", " like ",
                                       " matches "};
    return Value(n.subject) + (n.negated ? " not" : "") + kOps[static_cast<int>(n.op)] +
           Value(n.pattern);
  }
  std::string Node(const bound::SetRelation& n) {
    static const char* const kModes[] = {" any ", " all ", " none ", " only "};
    return Column(n.set.column) + kModes[static_cast<int>(n.mode)] +
           (n.element != nullptr ? Value(n.element) : Column(n.other.column));
  }
  std::string Node(const bound::Rank& n) {
    static const char* const kMeasures[] = {"", "%", "% held"};
    return Value(n.subject) + (n.negated ? " not in " : " in ") +
           (n.direction == filter::Rank::Direction::kTop ? "top " : "bottom ") + Count(n.n) +
           kMeasures[static_cast<int>(n.measure)] + Of(n.per, n.among);
  }
  std::string Node(const bound::MemberSet& n) {
    return std::to_string(n.members->chosen) + " ranked members";
  }
  static std::string Count(const bound::ExactCount& n) {
    std::ostringstream out;
    out << n.number;
    if (n.scale > 0) out << "e-" << n.scale;
    return out.str();
  }
  std::string Of(const bound::ValuePtr& per, const bound::FilterPtr& among) {
    return (per == nullptr ? "" : " per " + Value(per)) +
           (among == nullptr ? "" : " among (" + Filter(among) + ")");
  }
  std::string Pick(const bound::RowChoice& n) {
    return "row " + std::to_string(n.n) + " of " + Rows(n.rows, "");
  }
  std::string Node(const bound::ValueExists& n) { return Value(n.value) + " exists"; }
  std::string Node(const bound::Lift& n) {
    return std::string(n.kind == bound::LiftKind::kAny ? "any" : "all") + Rows(n.rows, "");
  }
  std::string Node(const bound::MemberIn& n) {
    return "member in {" + Join(*n.ordinals, [](uint32_t o) { return std::to_string(o); }) + "}";
  }

  // (orders) from the member; (orders/items) below an order.
  std::string Rows(const bound::Rows& rows, const std::string& value) {
    const auto& [grain, table, where, outer, at] = rows;
    const auto& tables = catalog_.schema().tables;
    std::string out =
        std::string(outer >= 0 ? " of each " + tables[static_cast<size_t>(at)].name : "") + "(" +
        (grain == 0 ? "" : tables[static_cast<size_t>(grain)].name + "/") +
        tables[static_cast<size_t>(table)].name;
    if (!value.empty()) out += " " + value;
    if (where != nullptr) out += ": " + Filter(where);
    return out + ")";
  }
  std::string Value(const bound::ValuePtr& value) {
    return std::visit([&](const auto& n) { return ValueNode(n, value->type); }, value->node);
  }
  std::string ValueNode(const bound::ConstantValue& n, const bound::ValueType& type) {
    if (n.term != nullptr) return Term(n.term);
    std::ostringstream out;
    if (type.kind == bound::ValueKind::kReal) {
      out << n.real;
    } else if (type.kind == bound::ValueKind::kText) {
      out << '"' << n.text << '"';
    } else if (type.kind == bound::ValueKind::kDate) {
      out << FormatDay(static_cast<int64_t>(n.number));
    } else if (type.kind == bound::ValueKind::kInstant) {
      out << FormatInstant(static_cast<int64_t>(n.number), Zone::Utc());
    } else {
      out << n.number;
      if (type.scale > 0) out << "e-" << type.scale;
    }
    return out.str();
  }
  std::string ValueNode(const bound::ColumnValue& n, const bound::ValueType&) {
    return Column(n.column);
  }
  std::string Walk(bound::ColumnRef column, const std::vector<bound::LookupStep>& steps) {
    std::string out = Column(column);
    for (const bound::LookupStep& step : steps) {
      const TableSchema& table = catalog_.schema().lookups[static_cast<size_t>(step.lookup)];
      out += "." + table.columns[static_cast<size_t>(step.column)].name;
    }
    return out;
  }
  std::string ValueNode(const bound::LookupValue& n, const bound::ValueType&) {
    return Walk(n.column, n.steps);
  }
  std::string ValueNode(const bound::MidnightOf& n, const bound::ValueType&) {
    return "midnight(" + Value(n.date) + ")";
  }
  std::string ValueNode(const bound::SetSize& n, const bound::ValueType&) {
    return "size(" + Walk(n.column, n.steps) + ")";
  }
  std::string ValueNode(const bound::Aggregate& n, const bound::ValueType&) {
    static const char* const kKinds[] = {"count", "sum", "avg", "min", "max"};
    return kKinds[static_cast<int>(n.kind)] +
           Rows(n.rows, n.value == nullptr ? "" : Value(n.value));
  }

  std::string ValueNode(const bound::Distinct& n, const bound::ValueType&) {
    return "distinct" +
           Rows(n.rows, n.value != nullptr ? Value(n.value) : Walk(n.set.column, n.set.steps));
  }
  std::string ValueNode(const bound::Mode& n, const bound::ValueType&) {
    return "mode" + Rows(n.rows, Value(n.value));
  }
  std::string ValueNode(const bound::Gap& n, const bound::ValueType&) {
    static const char* const kFunctions[] = {"avg", "min", "max", "median"};
    return std::string(kFunctions[static_cast<int>(n.function)]) + " gap" +
           Rows(n.rows, Value(n.time));
  }
  std::string ValueNode(const bound::PeriodOf& n, const bound::ValueType&) {
    return Unit(n.unit) + "(" + Value(n.time) + ")";
  }
  std::string ValueNode(const bound::PickedValue& n, const bound::ValueType&) {
    return Value(n.value) + " of " + Pick(n.choice);
  }
  std::string ValueNode(const bound::Arithmetic& n, const bound::ValueType&) {
    static const char* const kOps[] = {" + ", " - ", " * ", " / "};
    return "(" + Value(n.left) + kOps[static_cast<int>(n.op)] + Value(n.right) + ")";
  }
  std::string ValueNode(const bound::FirstOf& n, const bound::ValueType&) {
    return "first of (" + Join(n.operands, [this](const bound::ValuePtr& v) { return Value(v); }) +
           ")";
  }
  std::string ValueNode(const bound::DatePart& n, const bound::ValueType&) {
    static const char* const kParts[] = {"weekday", "hour",  "date",    "day of month",
                                         "week",    "month", "quarter", "year"};
    return std::string(kParts[static_cast<int>(n.part)]) + "(" + Value(n.time) + ")";
  }
  std::string ValueNode(const bound::ShiftedTime& n, const bound::ValueType&) {
    return Value(n.time) + (n.n < 0 ? " - " : " + ") + std::to_string(n.n < 0 ? -n.n : n.n) + " " +
           Unit(n.unit);
  }
  std::string ValueNode(const bound::ElapsedUnits& n, const bound::ValueType&) {
    return Unit(n.unit) + "s(" + Value(n.start) + ", " + Value(n.end) + ")";
  }
  std::string ValueNode(const bound::Bucket& n, const bound::ValueType&) {
    return "bucket(" + std::to_string(n.buckets) + ", \"" + n.salt + "\")";
  }
  std::string ValueNode(const bound::Score& n, const bound::ValueType&) {
    return "score(" +
           Join(n.terms,
                [this](const bound::Score::Term& t) {
                  return std::to_string(t.weight) + ": " + Filter(t.filter);
                }) +
           ")";
  }

  std::string ValueNode(const bound::When& n, const bound::ValueType&) {
    return "(" + Value(n.value) + " when " + Filter(n.filter) + ")";
  }
  std::string ValueNode(const bound::NTile& n, const bound::ValueType&) {
    return "ntile(" + std::to_string(n.k) + ", " + Value(n.value) + ")" + Of(n.per, n.among);
  }
  std::string ValueNode(const bound::PopulationValue& n, const bound::ValueType&) {
    static const char* const kNames[] = {"mean", "median", "percentile ", "total"};
    const bool percentile = n.function == filter::PopulationFunction::kPercentile;
    return kNames[static_cast<int>(n.function)] + (percentile ? Count(n.percent) : "") + "(" +
           Value(n.value) + ")" + Of(nullptr, n.among);
  }
  std::string ValueNode(const bound::MemberNumbers&, const bound::ValueType&) { return "tiles"; }

  const Catalog& catalog_;
  int lookup_ = -1;
};

}  // namespace

std::string BoundText(const Catalog& catalog, const bound::FilterPtr& filter) {
  return Writer(catalog).Filter(filter);
}

}  // namespace seine::testing
