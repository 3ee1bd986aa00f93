// Sequences and rows compared with rows of another history.
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "query/bind.h"
#include "tests/testing/bind_shop.h"

namespace seine::testing {
namespace {

using ::testing::HasSubstr;

TEST(BindSequences, Steps) {
  EXPECT_EQ(BindShop("sequence (orders) then (messages) within 60 days"),
            "sequence((orders), (messages) within 60 day)");
  EXPECT_EQ(
      BindShop("sequence (messages where kind = \"opened\") then no (orders) within 48 hours"),
      "sequence((messages: messages.kind in {\"opened\"}), no (orders) within 48 hour)");
  EXPECT_EQ(BindShop("sequence no (messages) within 2 days then (orders) then at or after "
                     "(orders) within 90 days of start"),
            "sequence(no (messages) within 2 day, (orders), at or after (orders) within 90 day of "
            "start)");
}

TEST(BindSequences, AtOrAfterBesideNoneOfStart) {
  const auto sequence = [](int n, const char* last) {
    std::string text = "sequence (orders)";
    for (int i = 0; i < n; ++i) text += " then at or after (orders)";
    return BindShop(text + last);
  };
  const char* const of_start = " then no (orders) within 3 days of start";
  EXPECT_THAT(sequence(9, " then no (orders) within 3 days"),
              HasSubstr("no (orders) within 3 day"));
  EXPECT_THAT(sequence(8, of_start), HasSubstr("of start"));
  EXPECT_THAT(sequence(9, of_start), HasSubstr("takes at most 8 steps `at or after`, at 1:245"));
}

TEST(BindSequences, Joins) {
  EXPECT_EQ(BindShop("sequence (orders as a) then (messages where (channel = a.channel and kind = "
                     "\"sent\")) within 30 days"),
            "sequence((orders), (messages: messages.kind in {\"sent\"}) within 30 day "
            "messages.channel = 0.orders.channel)");
  EXPECT_THAT(BindShop("sequence (orders as a) then (messages where sent_at date = a.at date)"),
              HasSubstr("= 0."));
  EXPECT_THAT(BindShop("sequence (orders as a) then (orders where a.amount + 1 = amount)"),
              HasSubstr("orders.amount = 0.(orders.amount + 1)"));
  EXPECT_THAT(BindShop("sequence (orders as a) then (orders where amount - a.amount = 1)"),
              HasSubstr("by `=`, `in` or `has` alone"));
  EXPECT_THAT(BindShop("sequence (orders as a) then (orders where channel = a.channel ignoring "
                       "case)"),
              HasSubstr("leave out `ignoring case`"));
  EXPECT_THAT(BindShop("sequence (orders as a) then (orders as b) then (messages where (channel = "
                       "a.channel and channel = b.channel))"),
              HasSubstr("a step may refer to one earlier step, not to several"));
  EXPECT_THAT(BindShop("sequence (orders as a) then (orders where amount > a.amount)"),
              HasSubstr("by `=`, `in` or `has` alone"));
  EXPECT_THAT(BindShop("sequence no (orders as a) then (orders where amount = a.amount)"),
              HasSubstr("names rows that are not there"));
  EXPECT_THAT(BindShop("sequence (orders as a) then (orders as a)"),
              HasSubstr("`a` already names another step"));
  EXPECT_THAT(BindShop("sequence (orders as a) then (orders where at = a.amount)"),
              HasSubstr("kinds that do not compare"));
}

TEST(BindSequences, Refused) {
  EXPECT_THAT(BindShop("sequence (orders) then (notes)"),
              HasSubstr("`sequence` needs rows with a time, and notes declares none"));
  EXPECT_THAT(BindShop("sequence (orders) then (order)"), HasSubstr("did you mean `orders`?"));
  EXPECT_THAT(BindShop("sequence (orders) then (orders.amount)"), HasSubstr("needs a table"));
}

TEST(BindSequences, CorrelatedRows) {
  EXPECT_EQ(BindShop("any orders as o where (no messages where (channel = o.channel and sent_at <= "
                     "o.at))"),
            "any(orders: not(any of each orders(messages: and(messages.channel = "
            "outer(orders.channel), messages.sent_at <= outer(orders.at)))))");
  // Seen from an item, its order is an ancestor.
  EXPECT_EQ(BindShop("any orders as o where (any items where (any messages where sent_at > o.at))"),
            "any(orders: any(orders/items: any of each items(messages: messages.sent_at > "
            "outer(orders.at))))");
  EXPECT_EQ(
      BindShop("any orders as o where count(messages where channel = o.channel) > 1"),
      "any(orders: count of each orders(messages: messages.channel = outer(orders.channel)) > "
      "1)");
  // Rows of another row than the own one: those of its table that belong to it.
  EXPECT_EQ(BindShop("any orders as o where (any messages where (any o.items where quantity > 1))"),
            "any(orders: any of each orders(messages: any of each messages(items: and(row of outer "
            "1, items.quantity in {[2..]}))))");
  EXPECT_EQ(BindShop("any orders as o where (any latest(orders).items where quantity > o.amount)"),
            "any(orders: any of each orders(items: and(row of row -1 of (orders), items.quantity > "
            "outer(orders.amount))))");
  EXPECT_EQ(BindShop("any orders as o where (all latest(orders).items where quantity > o.amount)"),
            "any(orders: and(row -1 of (orders): any(orders/items), not(any of each orders(items: "
            "and(row of row -1 of (orders), not(items.quantity > outer(orders.amount)))))))");
  EXPECT_EQ(BindShop("any orders as o where (sequence (messages where sent_at > o.at) then "
                     "(messages))"),
            "any(orders: sequence( of each orders(messages: messages.sent_at > "
            "outer(orders.at)), (messages)))");
  EXPECT_EQ(BindShop("sequence (latest(orders).items) then (messages)"),
            "sequence((items: row of row -1 of (orders)), (messages))");
  // An own ancestor is no other row.
  EXPECT_EQ(BindShop("any orders as o where (any items where o.amount > 5)"),
            "any(orders: any(orders/items: orders.amount in {[501..]}))");
}

}  // namespace
}  // namespace seine::testing
