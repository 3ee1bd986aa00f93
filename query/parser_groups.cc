// Filters over several filters or steps: at least k of, score of, sequence.

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

#include "query/filter_parser.h"
#include "query/keywords.h"
#include "query/mistaken_calls.h"
#include "query/tokens_around.h"

namespace seine {

using filter::Expr;
using filter::KOf;
using filter::Score;
using filter::Sequence;

// at least|exactly|at most K of (p, q, r)
Expr FilterParser::ParseKOf() {
  const Nesting nesting(this);
  if (!nesting) return {};
  const uint32_t begin = Begin();
  KOf node;
  std::string words = Take().text;
  if (!Peek().IsSymbol("(") && Peek().kind == TokenKind::kName) {
    absl::StrAppend(&words, " ", Take().text);
  }
  node.bound = FindKOfBound(words).value_or(KOf::Bound::kAtLeast);
  node.k = ParseCount("how many");
  if (!TakeWord("of")) {
    FailExpected("`of` and filters in parentheses",
                 "write `at least 2 of (age > 30, subscribed, any orders)`");
  }
  ExpectSymbol("(", "before the filters");
  do {
    node.operands.push_back(ParseFilter());
  } while (TakeSymbol(","));
  ExpectSymbol(")", "after the filters");
  return Make(std::move(node), begin);
}

// score of (2: p, 1: q)
Expr FilterParser::ParseScore() {
  const Nesting nesting(this);
  if (!nesting) return {};
  const uint32_t begin = Begin();
  Take();
  Take();
  Take();
  Score node;
  do {
    Score::Term term;
    term.weight = ParseNumberOrParameter("a weight, as in score of (2: subscribed, 1: any orders)");
    ExpectSymbol(":", "between a weight and its filter");
    term.filter = ParseFilter();
    node.terms.push_back(std::move(term));
  } while (TakeSymbol(","));
  ExpectSymbol(")", "after the filters");
  return Make(std::move(node), begin);
}

// sequence STEP then STEP …
Expr FilterParser::ParseSequence() {
  const Nesting nesting(this);
  if (!nesting) return {};
  const uint32_t begin = Begin();
  Take();
  Sequence node;
  bool positive = false;
  do {
    node.steps.push_back(ParseStep(node.steps.empty()));
    positive = positive || !node.steps.back().negative;
  } while (TakeWord("then"));
  if (node.steps.size() < 2) {
    FailExpected("`then` and another step", "for one kind of rows, write `any … where (…)`");
  } else if (!positive) {
    Fail({begin, last().end}, "a sequence needs a step without `no`",
         "for rows that must not exist, write `no … where (…)`");
  }
  return Make(std::move(node), begin);
}

// [no] [at or after] (ROWS) [within D [of start]]
Sequence::Step FilterParser::ParseStep(bool first) {
  Sequence::Step step;
  step.negative = TakeWord("no");
  if (Peek().IsWord("at")) {
    const Span at = Take().span;
    if (!TakeWord("or") || !TakeWord("after")) FailExpected("`at or after`");
    if (first) Fail(at, "the first step has none before it", "leave out `at or after`");
    step.at_or_after = true;
    step.negative = TakeWord("no") || step.negative;
  }
  if (Peek().IsWord("not"))
    Fail(Peek().span, "a step that must not happen begins with `no`", "write `no`");
  if (const auto mistake = StepWithoutParentheses(TokensAround(*this), 0)) Fail(*mistake);
  if (!Peek().IsSymbol("(")) {
    FailExpected("`(` and the rows of a step",
                 "write `sequence (orders where …) then (returns) within 30 days`");
    return step;
  }
  Take();
  step.rows = ParseRows("rows");
  ExpectSymbol(")", "to close the step");
  if (TakeWord("within")) {
    step.within = ParseDuration("how long");
    if (TakeWord("of")) {
      if (first) Fail(last(), "the first step is the start itself", "leave out `of start`");
      if (!TakeWord("start")) FailExpected("`start` after `of`");
      step.of_start = true;
    }
    if (first && !step.negative) {
      Fail(last(), "the first step has none before it to be within",
           "say `within` after a later step");
    }
  }
  return step;
}

}  // namespace seine
