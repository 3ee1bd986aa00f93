// The oracle's sequences and named rows against answers worked out by hand.

#include "gtest/gtest.h"

#include "tests/query/oracle_fixture.h"

namespace seine::oracle {
namespace {

TEST_F(OracleTest, SequencesInOrderOfTime) {
  Expect({
      {"sequence (orders where channel = \"web\") then (orders where channel = \"line\")", "a"},
      {"sequence (orders) then (orders where channel = \"line\") within 183 days", ""},
      {"sequence (orders) then (orders where channel = \"line\") within 184 days", "a"},
      {"sequence (orders) then (orders)", "a b"},
      {"sequence (orders) then at or after (orders)", "a b e"},
      {"sequence (orders) then at or after (orders) within 0 days", "e"},
      {"sequence (orders) then (orders) then (orders)", "a"},
      {"sequence (orders) then (orders) then (orders) within 283 days of start", ""},
      {"sequence (orders) then (orders) then (orders) within 284 days of start", "a"},
      {"sequence (orders) then (messages)", "a b"},
      {"sequence (messages) then (orders)", "a"},
      {"sequence (orders.items where product = \"A\") then (orders.items where product = \"B\")",
       "a"},
      {"sequence (orders.items where product = \"A\") then at or after "
       "(orders.items where product = \"B\") within 0 days",
       "a"},
      {"sequence (orders) then (orders.items)", "a b"},
      {"any orders where (sequence (items) then at or after (items))", "a"},
      {"(sequence (orders) then (orders)) as of 2011-09-01", "a"},
  });
}

TEST_F(OracleTest, NegativeSteps) {
  const std::string web_to_web = "(orders where channel = \"web\")";
  const std::string opened = "(messages where kind = \"opened\")";
  const std::string sent = "(messages where kind = \"sent\")";
  auto between = [&](const std::string& step) {
    return Ask("sequence " + web_to_web + " then " + step + " then " + web_to_web);
  };
  EXPECT_EQ(between("no (orders where channel = \"line\")"), "");
  EXPECT_EQ(between("no (orders where amount > 60)"), "a");
  EXPECT_EQ(between("no at or after (orders where amount > 60)"), "a");  // itself it is not
  EXPECT_EQ(between("no at or after (orders.items where product = \"B\")"), "");
  EXPECT_EQ(between("no (orders where channel = \"line\") within 183 days"), "a");
  EXPECT_EQ(between("no (orders where channel = \"line\") within 184 days"), "");
  EXPECT_EQ(between("no (orders where channel = \"line\") then no (messages)"), "");
  EXPECT_EQ(Ask("sequence " + sent + " then no " + opened + " within 48 hours"), "b");
  EXPECT_EQ(Ask("sequence " + sent + " then no " + opened + " within 9 days"), "");
  EXPECT_EQ(Ask("sequence " + sent + " then no " + opened), "b");
  EXPECT_EQ(Ask("sequence " + sent + " then no (orders)"), "b");
  EXPECT_EQ(Ask("sequence no (orders) then " + sent), "");
  EXPECT_EQ(Ask("sequence no (orders) within 60 days then " + sent), "a b");
  EXPECT_EQ(Ask("sequence no (orders) within 91 days then " + sent), "a");
  EXPECT_EQ(Ask("sequence no (orders) within 92 days then " + sent), "");
  EXPECT_EQ(Ask("sequence (orders) then (orders) then no (orders) within 200 days of start"), "a");
  EXPECT_EQ(Ask("sequence (orders) then (orders) then no (orders) within 100 days of start"),
            "a b");
}

TEST_F(OracleTest, SequencesJoin) {
  Expect({
      {"sequence (orders.items as x) then (orders.items where product = x.product)", "a"},
      {"sequence (orders.items as x) then (orders.items where product = x.product) "
       "within 183 days",
       ""},
      {"sequence (orders.items as x where product = \"C\") then no "
       "(orders.items where product = x.product)",
       "b"},
      {"sequence (orders.items as x) then no (orders.items where product = x.product)", "a b d e"},
      {"sequence (orders as o) then (messages where channel = o.channel)", "a"},
      {"sequence (messages as m) then (orders where tags has m.channel)", ""},
      {"sequence (orders.items as x) then (orders.items where x.product.colours has any "
       "product.colours)",
       "a"},
  });
}

TEST_F(OracleTest, NamedRows) {
  Expect({
      {"any orders as o where (no messages where (channel = o.channel and sent_at >= o.at))",
       "a b d e"},
      {"any orders as o where (any messages where (channel = o.channel and sent_at > o.at))", "a"},
      {"any orders as o where (any o.items where product = \"A\")", "a b"},
      {"any orders as o where count(o.items) = 2", "a"},
      {"any orders as o where (any orders where count(o.items) > count(items))", "a e"},
      {"any orders as o where latest(o.items).product = \"B\"", "a"},
      {"any orders as o where (any orders as p where (p.amount < o.amount and p.at > o.at))", "a"},
      {"any messages as m where (any orders where city in m.visited)", "a"},
      {"any orders as o where sum(o.items.quantity) > 3", "a d"},
      {"any orders.items as i where (any orders.items where (product = i.product and at < i.at))",
       "a"},
  });
}

}  // namespace
}  // namespace seine::oracle
