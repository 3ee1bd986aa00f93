#include "query/lexer.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace seine {
namespace {

std::vector<std::string> Tokens(std::string_view text) {
  std::vector<std::string> tokens;
  Lexer lexer(text);
  for (Token token = lexer.Next(); token.kind != TokenKind::kEnd; token = lexer.Next()) {
    tokens.push_back(std::string(text.substr(token.span.begin, token.span.end - token.span.begin)));
  }
  EXPECT_TRUE(lexer.status().ok()) << lexer.status();
  return tokens;
}

using Strings = std::vector<std::string>;

TEST(Lexer, SplitsWithoutBlanks) {
  EXPECT_EQ(Tokens("a.b>=3 and(c!='x y')"),
            Strings({"a", ".", "b", ">=", "3", "and", "(", "c", "!=", "'x y'", ")"}));
  EXPECT_EQ(Tokens("20%:$p*-2.50/x"), Strings({"20", "%", ":", "$p", "*", "-", "2.50", "/", "x"}));
}

TEST(Lexer, FourDigitsAndAMinusAreATime) {
  EXPECT_EQ(Tokens("2011-09-11 and 2011-09 2011-Q3"),
            Strings({"2011-09-11", "and", "2011-09", "2011-Q3"}));
  EXPECT_EQ(Tokens("2011-09-11 08:00 2011-09-11T08:00:00.5+08:00"),
            Strings({"2011-09-11 08:00", "2011-09-11T08:00:00.5+08:00"}));
  EXPECT_EQ(Tokens("2011 -09 12345-6 201-1"),
            Strings({"2011", "-", "09", "12345", "-", "6", "201", "-", "1"}));
  EXPECT_EQ(Tokens("2011-09-11 08"), Strings({"2011-09-11", "08"}));
}

TEST(Lexer, NamesOfAllScripts) {
  EXPECT_EQ(Tokens("新北市 été _x1 Ünï_9 `a b``c`"),
            Strings({"新北市", "été", "_x1", "Ünï_9", "`a b``c`"}));
  Lexer lexer("`a b``c`");
  const Token token = lexer.Next();
  EXPECT_EQ(token.text, "a b`c");
  EXPECT_FALSE(token.IsWord("a b`c"));
}

TEST(Lexer, CommentsAndBlanks) {
  EXPECT_EQ(Tokens("a # b\n# c\n\t d#e"), Strings({"a", "d"}));
  EXPECT_EQ(Tokens(" \r\n"), Strings());
}

TEST(Lexer, ErrorsStay) {
  Lexer lexer("a ? b");
  EXPECT_EQ(lexer.Next().text, "a");
  EXPECT_EQ(lexer.Next().kind, TokenKind::kEnd);
  EXPECT_FALSE(lexer.status().ok());
  EXPECT_EQ(lexer.Next().kind, TokenKind::kEnd);
}

}  // namespace
}  // namespace seine
