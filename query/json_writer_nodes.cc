// Aggregates, ranks, periods, quantifiers and definitions to JSON.

#include <string>
#include <utility>

#include "query/json.h"
#include "query/json_filter_writer.h"
#include "query/keywords.h"

namespace seine {

using filter::Aggregate;
using filter::Before;
using filter::BetweenPeriod;
using filter::CalendarPeriod;
using filter::Count;
using filter::DayAgo;
using filter::DistinctPeriods;
using filter::Duration;
using filter::Expr;
using filter::FromTo;
using filter::Gap;
using filter::KOf;
using filter::Model;
using filter::NamedDay;
using filter::NTile;
using filter::Period;
using filter::PopulationValue;
using filter::Quantifier;
using filter::Rank;
using filter::RetailWindow;
using filter::RollingPeriod;
using filter::Rows;
using filter::Score;
using filter::Sequence;
using filter::Since;
using filter::Size;

void JsonFilterWriter::Aggregated(const Expr& value, const Rows& rows) {
  if (value) {
    RowMembers(rows);
    Member("value");
    Write(value);
    Add("}");
  } else {
    Write(rows);
  }
  Add("}");
}

void JsonFilterWriter::Node(const Aggregate& node) {
  Open(AggregateName(node.function));
  Aggregated(node.value, node.rows);
}

void JsonFilterWriter::Node(const DistinctPeriods& node) {
  Open("distinct " + std::string(UnitName(node.unit, /*plural=*/true)));
  Aggregated(node.value, node.rows);
}

void JsonFilterWriter::Node(const Size& node) {
  Open("size");
  Write(node.set);
  Add("}");
}

void JsonFilterWriter::Node(const Gap& node) {
  Open(std::string(GapFunctionName(node.function)) + " gap");
  Write(node.rows);
  Add("}");
}

void JsonFilterWriter::Node(const Rank& node) {
  Open(node.negated ? "not in" : "in");
  Add("[");
  Write(node.subject);
  Add(",");
  Open(node.direction == Rank::Direction::kTop ? "top" : "bottom");
  switch (node.measure) {
    case Rank::Measure::kMembers:
      Open("members");
      break;
    case Rank::Measure::kPercent:
      Open("percent");
      break;
    case Rank::Measure::kHolding:
      Open("holding");
      break;
  }
  Write(node.n);
  PerAmong(node.per, node.among);
  Add("}}]}");
}

void JsonFilterWriter::Node(const NTile& node) {
  Open("ntile");
  Open("k");
  Write(node.k);
  Member("value");
  Write(node.value);
  PerAmong(node.per, node.among);
  Add("}}");
}

void JsonFilterWriter::Node(const PopulationValue& node) {
  Open(PopulationFunctionName(node.function));
  Open("value");
  Write(node.value);
  if (node.percent) {
    Member("percent");
    Write(node.percent);
  }
  PerAmong(std::nullopt, node.among);
  Add("}}");
}

void JsonFilterWriter::Node(const Model& node) {
  Open(ModelName(node.kind));
  RowMembers(node.rows);
  if (!node.arguments.empty()) {
    Member("arguments");
    Array(node.arguments);
  }
  if (node.field) {
    Member("field");
    String(node.field->text);
  }
  PerAmong(node.per, node.among);
  Add("}}");
}

void JsonFilterWriter::Node(const KOf& node) {
  Open(KOfBoundName(node.bound));
  Add("[");
  Write(node.k);
  Add(",");
  Array(node.operands, /*filters=*/true);
  Add("]}");
}

void JsonFilterWriter::Node(const Score& node) {
  Open("score");
  std::string_view separator = "[";
  for (const Score::Term& term : node.terms) {
    Add(std::exchange(separator, ","));
    Add("[");
    Write(term.weight);
    Add(",");
    WriteFilter(term.filter);
    Add("]");
  }
  Add("]}");
}

void JsonFilterWriter::Node(const Quantifier& node) {
  Open(QuantifierName(node.kind));
  if (node.each) {
    RowMembers(node.rows, &node.each);
    Add("}");
  } else {
    Write(node.rows);
  }
  Add("}");
}

void JsonFilterWriter::Node(const Sequence& node) {
  Open("sequence");
  std::string_view separator = "[";
  for (const Sequence::Step& step : node.steps) {
    Add(std::exchange(separator, ","));
    RowMembers(step.rows);
    const auto flag = [this](std::string_view key, bool set) {
      if (!set) return;
      Member(key);
      Add("true");
    };
    flag("no", step.negative);
    flag("at or after", step.at_or_after);
    if (step.within) {
      Member("within");
      Write(*step.within);
    }
    flag("of start", step.of_start);
    Add("}");
  }
  Add("]}");
}

void JsonFilterWriter::Node(const Period& node) {
  std::visit([this](const auto& period) { this->PeriodNode(period); }, node.value);
}

void JsonFilterWriter::PeriodNode(const RollingPeriod& period) {
  Open(period.direction == RollingPeriod::Direction::kLast ? "last" : "next");
  Write(Duration{period.count, period.unit});
  Add("}");
}

void JsonFilterWriter::PeriodNode(const NamedDay& period) {
  Add(period.which == NamedDay::Which::kToday ? "{\"today\":true}" : "{\"yesterday\":true}");
}

void JsonFilterWriter::PeriodNode(const CalendarPeriod& period) {
  Open(period.which == CalendarPeriod::Which::kThis ? "this" : "previous");
  if (period.count == Count{1, {}}) {
    String(UnitName(period.unit, /*plural=*/false));
  } else {
    Write(Duration{period.count, period.unit});
  }
  Add("}");
}

void JsonFilterWriter::PeriodNode(const DayAgo& period) {
  Open("day ago");
  Write(period.count);
  Add("}");
}

void JsonFilterWriter::PeriodNode(const Since& period) {
  Open("since");
  Write(period.start);
  Add("}");
}

void JsonFilterWriter::PeriodNode(const Before& period) {
  Open("before");
  Write(period.end);
  Add("}");
}

void JsonFilterWriter::PeriodNode(const FromTo& period) {
  Operator("from", {&period.start, &period.end});
}

void JsonFilterWriter::PeriodNode(const BetweenPeriod& period) {
  Operator("between", {&period.start, &period.end});
}

void JsonFilterWriter::PeriodNode(const RetailWindow& period) {
  Open("calendar");
  Add("[");
  String(period.name);
  Add(",");
  Write(period.year);
  Add("]}");
}

std::string WriteFilterJson(const Expr& expr) {
  JsonFilterWriter writer;
  writer.WriteFilter(expr);
  return writer.Release();
}

std::string WriteDefinitionJson(const Definition& definition) {
  JsonFilterWriter writer;
  writer.Open("include");
  writer.WriteFilter(definition.include.root);
  if (!definition.excludes.empty()) {
    writer.Member("exclude");
    bool first = true;
    for (const Exclude& exclude : definition.excludes) {
      if (std::exchange(first, false)) {
        writer.Open(exclude.name);
      } else {
        writer.Member(exclude.name);
      }
      writer.WriteFilter(exclude.filter.root);
    }
    writer.Close();
  }
  writer.Close();
  return writer.Release();
}

}  // namespace seine
