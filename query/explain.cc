// CompiledQuery::Explain: the tree of the definition with what each node is made of, selects and
// costs on its own.

#include <chrono>
#include <map>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"

#include "query/compiled_definitions.h"
#include "query/filter.h"
#include "query/filter_error.h"
#include "query/printer.h"

namespace seine {
namespace {

std::string OperationOf(const BlockExpression& expression) {
  switch (expression.op()) {
    case BlockExpression::Op::kNone:
      return "nobody";
    case BlockExpression::Op::kAll:
      return "everyone";
    case BlockExpression::Op::kBitmap:
      return "stored bitmap";
    case BlockExpression::Op::kSource:
      return expression.source()->Describe();
    case BlockExpression::Op::kNot:
      return absl::StrCat("complement of ", OperationOf(expression.operands()[0]));
    case BlockExpression::Op::kAnd:
      return absl::StrCat("and of ", expression.operands().size());
    case BlockExpression::Op::kOr:
      return absl::StrCat("or of ", expression.operands().size());
    case BlockExpression::Op::kAtLeast:
      return absl::StrCat("at least ", expression.k());
  }
  return "";
}

const std::vector<bound::FilterPtr>* Operands(const bound::FilterNode& filter) {
  if (const auto* f = std::get_if<bound::And>(&filter.node)) return &f->operands;
  if (const auto* f = std::get_if<bound::Or>(&filter.node)) return &f->operands;
  if (const auto* f = std::get_if<bound::KOf>(&filter.node)) return &f->operands;
  return nullptr;
}

class Explainer {
 public:
  Explainer(const Snapshot& snapshot, const PreparedDefinitions& prepared, const RunLimits& limits)
      : snapshot_(snapshot), prepared_(prepared), limits_(limits) {}

  // A filter that several places share is measured once.
  absl::StatusOr<ExplainNode> Explain(const bound::FilterNode& filter) {
    if (const auto known = explained_.find(&filter); known != explained_.end())
      return known->second;
    absl::StatusOr<ExplainNode> node = Measured(filter);
    if (node.ok()) explained_.emplace(&filter, *node);
    return node;
  }

 private:
  absl::StatusOr<ExplainNode> Measured(const bound::FilterNode& filter) {
    if (absl::Status status = limits_.Check(); !status.ok()) return status;
    ExplainNode node;
    node.text = filter.text;
    const auto start = std::chrono::steady_clock::now();
    ShardPlans plans;
    for (size_t shard = 0; shard < snapshot_.shard_count(); ++shard) {
      if (absl::Status status = limits_.Check(); !status.ok()) return status;
      auto plan = Planner(snapshot_, shard, prepared_.as_of, prepared_.zone, nullptr, maps_)
                      .PlanFilter(filter);
      if (!plan.ok()) return plan.status();
      if (shard == 0) node.operation = OperationOf(*(*plan)->expression);
      for (uint32_t block = 0; block < BlocksFor((*plan)->shard.view->members); ++block) {
        node.estimate += (*plan)->include().EstimatedRows(block);
      }
      plans.push_back(*std::move(plan));
    }
    absl::StatusOr<RunResult> run = RunFilter(plans, limits_, false);
    if (run.ok()) {
      node.actual = run->count;
    } else if (GetFilterError(run.status())) {
      // The definition asks it of fewer members.
      absl::StrAppend(&node.operation, "; by itself it meets a number of more than 128 bits");
    } else {
      return run.status();
    }
    const std::chrono::duration<double, std::milli> elapsed =
        std::chrono::steady_clock::now() - start;
    node.elapsed_ms = elapsed.count();
    if (const auto* ranked = std::get_if<bound::MemberSet>(&filter.node)) {
      node.operation = absl::StrCat("rank: ", ranked->members->chosen, " of ",
                                    ranked->members->ranked, " members");
    }
    if (const auto* negated = std::get_if<bound::Not>(&filter.node)) {
      return AddChildren({negated->operand}, std::move(node));
    }
    const std::vector<bound::FilterPtr>* operands = Operands(filter);
    return operands == nullptr ? std::move(node) : AddChildren(*operands, std::move(node));
  }

  absl::StatusOr<ExplainNode> AddChildren(const std::vector<bound::FilterPtr>& filters,
                                          ExplainNode node) {
    for (const bound::FilterPtr& filter : filters) {
      absl::StatusOr<ExplainNode> child = Explain(*filter);
      if (!child.ok()) return child.status();
      node.children.push_back(*std::move(child));
    }
    return node;
  }

  const Snapshot& snapshot_;
  const PreparedDefinitions& prepared_;
  const RunLimits& limits_;
  const std::shared_ptr<CodeMaps> maps_ = std::make_shared<CodeMaps>();
  std::map<const bound::FilterNode*, ExplainNode> explained_;
};

}  // namespace

absl::StatusOr<Explanation> CompiledQuery::Explain(const QueryOptions& options) const {
  const RunLimits limits = LimitsOf(options);  // of the answer and of its parts together
  auto answer = compiled_->Ask(options, limits, false);
  if (!answer.ok()) return answer.status();
  const PreparedDefinitions& prepared = *answer->prepared;
  Explainer explainer(*snapshot(), prepared, limits);
  const bound::BoundDefinition& bound = prepared.bound.front();
  ResultInfo& info = answer->infos.front();
  Explanation explanation;
  explanation.filter = PrintParenthesised(prepared.definitions.front().include.root);
  absl::StatusOr<ExplainNode> include = explainer.Explain(*bound.include);
  if (!include.ok()) return include.status();
  if (bound.excludes.empty()) {
    explanation.root = *std::move(include);
  } else {
    ExplainNode& root = explanation.root;
    root.text = "include and not (any exclude)";
    root.operation = absl::StrCat("and not of ", bound.excludes.size());
    root.estimate = include->estimate;
    root.actual = info.count;
    root.elapsed_ms = info.elapsed_ms;
    root.children.push_back(*std::move(include));
    for (const auto& [name, filter] : bound.excludes) {
      absl::StatusOr<ExplainNode> excluded = explainer.Explain(*filter);
      if (!excluded.ok()) return excluded.status();
      excluded->text = absl::StrCat("exclude \"", name, "\": ", excluded->text);
      root.children.push_back(*std::move(excluded));
    }
  }
  explanation.info = std::move(info);
  explanation.models = bound.models;
  return explanation;
}

}  // namespace seine
