#include "tests/testing/filter_shrink.h"

#include <algorithm>
#include <utility>

namespace seine::oracle {
namespace {

using filter::Expr;

template <typename Join>
void SimplerJoin(const Join& join, size_t least, std::vector<Expr>* out) {
  for (const Expr& operand : join.operands) out->push_back(operand);
  if (join.operands.size() <= least) return;
  for (size_t i = 0; i < join.operands.size(); ++i) {
    Join shorter = join;
    shorter.operands.erase(shorter.operands.begin() + static_cast<std::ptrdiff_t>(i));
    out->push_back(Expr::Make(std::move(shorter)));
  }
}

void SimplerScore(const filter::Score& score, std::vector<Expr>* out) {
  for (size_t i = 0; i < score.terms.size() && score.terms.size() > 1; ++i) {
    filter::Score shorter = score;
    shorter.terms.erase(shorter.terms.begin() + static_cast<std::ptrdiff_t>(i));
    out->push_back(Expr::Make(std::move(shorter)));
  }
}

void SimplerQuantifier(const filter::Quantifier& quantifier, std::vector<Expr>* out) {
  if (!quantifier.each) return;
  filter::Quantifier once = quantifier;
  once.each = Expr();
  out->push_back(Expr::Make(std::move(once)));
}

void SimplerSequence(const filter::Sequence& sequence, std::vector<Expr>* out) {
  auto positive = [](const filter::Sequence::Step& step) { return !step.negative; };
  for (size_t i = 0; i < sequence.steps.size(); ++i) {
    filter::Sequence simpler = sequence;
    filter::Sequence::Step& step = simpler.steps[i];
    if (step.within) {
      step.within.reset();
      step.of_start = false;
      out->push_back(Expr::Make(simpler));
    }
    if (step.rows.where) {
      step.rows.where = Expr();
      out->push_back(Expr::Make(simpler));
    }
    if (sequence.steps.size() < 3 || i == 0) continue;
    simpler.steps.erase(simpler.steps.begin() + static_cast<std::ptrdiff_t>(i));
    if (std::any_of(simpler.steps.begin(), simpler.steps.end(), positive)) {
      out->push_back(Expr::Make(std::move(simpler)));
    }
  }
}

template <typename Ranked>
void WithoutPerAndAmong(const Ranked& ranked, std::vector<Expr>* out) {
  if (ranked.per) {
    Ranked simpler = ranked;
    simpler.per.reset();
    out->push_back(Expr::Make(std::move(simpler)));
  }
  if (ranked.among) {
    Ranked simpler = ranked;
    simpler.among = Expr();
    out->push_back(Expr::Make(std::move(simpler)));
  }
}

template <typename Test>
void WithoutFlags(const Test& test, std::vector<Expr>* out) {
  for (bool Test::* flag : {&Test::negated, &Test::ignoring_case}) {
    if (!(test.*flag)) continue;
    Test plain = test;
    plain.*flag = false;
    out->push_back(Expr::Make(std::move(plain)));
  }
}

template <typename Lift>
void WithoutWhere(const Lift& lift, std::vector<Expr>* out) {
  if (!lift.rows.where) return;
  Lift bare = lift;
  bare.rows.where = Expr();
  bare.rows.alias.reset();
  out->push_back(Expr::Make(std::move(bare)));
}

void SimplerList(const filter::List& list, std::vector<Expr>* out) {
  if (list.literals.size() + list.others.size() < 2) return;
  for (size_t i = 0; i < list.literals.size(); ++i) {
    filter::List shorter = list;
    shorter.literals.erase(shorter.literals.begin() + static_cast<std::ptrdiff_t>(i));
    out->push_back(Expr::Make(std::move(shorter)));
  }
  for (size_t i = 0; i < list.others.size(); ++i) {
    filter::List shorter = list;
    shorter.others.erase(shorter.others.begin() + static_cast<std::ptrdiff_t>(i));
    out->push_back(Expr::Make(std::move(shorter)));
  }
}

// Only the node itself.
std::vector<Expr> SimplerHere(const Expr& expr) {
  std::vector<Expr> out;
  std::visit(filter::Overloaded{
                 [&](const filter::And& n) { SimplerJoin(n, 2, &out); },
                 [&](const filter::Or& n) { SimplerJoin(n, 2, &out); },
                 [&](const filter::KOf& n) { SimplerJoin(n, 1, &out); },
                 [&](const filter::Not& n) { out.push_back(n.operand); },
                 [&](const filter::Quantifier& n) {
                   SimplerQuantifier(n, &out);
                   WithoutWhere(n, &out);
                 },
                 [&](const filter::Aggregate& n) { WithoutWhere(n, &out); },
                 [&](const filter::Negate& n) { out.push_back(n.operand); },
                 [&](const filter::Arithmetic& n) {
                   out.push_back(n.left);
                   if (!n.right.Is<filter::Duration>()) out.push_back(n.right);
                 },
                 [&](const filter::Else& n) { SimplerJoin(n, 2, &out); },
                 [&](const filter::AsOf& n) { out.push_back(n.filter); },
                 [&](const filter::Score& n) { SimplerScore(n, &out); },
                 [&](const filter::Rank& n) { WithoutPerAndAmong(n, &out); },
                 [&](const filter::NTile& n) { WithoutPerAndAmong(n, &out); },
                 [&](const filter::Model& n) { WithoutPerAndAmong(n, &out); },
                 [&](const filter::Sequence& n) { SimplerSequence(n, &out); },
                 [&](const filter::In& n) { WithoutFlags(n, &out); },
                 [&](const filter::TextTest& n) { WithoutFlags(n, &out); },
                 [&](const filter::Has& n) { WithoutFlags(n, &out); },
                 [&](const filter::List& n) { SimplerList(n, &out); },
                 [](const auto&) {},
             },
             expr.node().value);
  return out;
}

}  // namespace

std::vector<Expr> Simpler(const Expr& filter) {
  std::vector<Expr> out = SimplerHere(filter);
  std::vector<Expr> children;
  filter::VisitChildren(filter, [&](const Expr& child) { children.push_back(child); });
  for (size_t i = 0; i < children.size(); ++i) {
    for (const Expr& simpler : Simpler(children[i])) {
      size_t at = 0;
      out.push_back(filter::MapChildren(
          filter, [&](const Expr& child) { return at++ == i ? simpler : child; }));
    }
  }
  return out;
}

Expr Shrink(Expr filter, const std::function<bool(const Expr&)>& fails, int most) {
  for (bool smaller = true; smaller;) {
    smaller = false;
    for (const Expr& candidate : Simpler(filter)) {
      if (most-- <= 0) return filter;
      if (!fails(candidate)) continue;
      filter = candidate;
      smaller = true;
      break;
    }
  }
  return filter;
}

}  // namespace seine::oracle
