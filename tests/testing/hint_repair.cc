#include "tests/testing/hint_repair.h"

#include <algorithm>
#include <cstddef>

namespace seine::testing {
namespace {

std::string WithoutBlanks(std::string_view text) {
  std::string kept;
  std::ranges::copy_if(text, std::back_inserter(kept), [](char c) { return c != ' '; });
  return kept;
}

// The text after `lead`, up to the end of the hint's first part.
std::string After(std::string_view hint, std::string_view lead) {
  const size_t at = hint.find(lead);
  if (at == std::string_view::npos) return "";
  const std::string_view rest = hint.substr(at + lead.size());
  return std::string(rest.substr(0, rest.find(';')));
}

}  // namespace

std::string Proposal(std::string_view hint) {
  const size_t open = hint.find('`');
  const size_t close = open == std::string_view::npos ? open : hint.find('`', open + 1);
  if (close != std::string_view::npos) return std::string(hint.substr(open + 1, close - open - 1));
  for (std::string_view lead : {"quotes: ", "write the plain ", "write "}) {
    if (std::string proposal = After(hint, lead); !proposal.empty()) return proposal;
  }
  return "";
}

bool Repairs(std::string_view text, const FilterErrorInfo& error, std::string_view repaired) {
  const std::string code = WithoutBlanks(Proposal(error.hint));
  const std::string from = WithoutBlanks(text);
  const std::string to = WithoutBlanks(repaired);
  const size_t begin = WithoutBlanks(text.substr(0, error.span.begin)).size();
  const size_t end = WithoutBlanks(text.substr(0, error.span.end)).size();
  if (code.empty()) return false;
  for (size_t at = to.find(code); at != std::string::npos; at = to.find(code, at + 1)) {
    const std::string after = to.substr(at + code.size());
    if (at + after.size() > from.size()) continue;
    if (!from.starts_with(to.substr(0, at)) || !from.ends_with(after)) continue;
    if (at <= end && from.size() - after.size() >= begin) return true;
  }
  return false;
}

}  // namespace seine::testing
