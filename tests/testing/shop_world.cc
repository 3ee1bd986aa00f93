#include "tests/testing/shop_world.h"

#include <initializer_list>

namespace seine::oracle {
namespace {

ColumnSchema Column(std::string name, ColumnType type, int scale = 0, std::string lookup = "") {
  ColumnSchema out;
  out.name = std::move(name);
  out.type = type;
  out.scale = scale;
  out.lookup = std::move(lookup);
  if (type == ColumnType::kSet) out.separator = "|";
  return out;
}

void Fill(TextTable& table, bool key, bool parent, std::initializer_list<const char*> lines) {
  for (const char* line : lines) table.rows.push_back(TextRowOf(key, parent, line));
}

}  // namespace

TextWorld ShopWorld() {
  TextWorld world;
  world.AddTable(
      "customers", "", "",
      {Column("gender", ColumnType::kCategory), Column("city", ColumnType::kCategory),
       Column("shipping_city", ColumnType::kCategory), Column("age", ColumnType::kInteger),
       Column("balance", ColumnType::kDecimal, 2), Column("score", ColumnType::kReal),
       Column("birthday", ColumnType::kDate), Column("joined", ColumnType::kTimestamp),
       Column("subscribed", ColumnType::kBool), Column("email", ColumnType::kText),
       Column("tags", ColumnType::kSet), Column("visited", ColumnType::kSet)});
  world.AddTable("orders", "customers", "at",
                 {Column("at", ColumnType::kTimestamp), Column("channel", ColumnType::kCategory),
                  Column("amount", ColumnType::kDecimal, 2)});
  world.AddTable("items", "orders", "",
                 {Column("product", ColumnType::kCategory, 0, "products"),
                  Column("quantity", ColumnType::kInteger)});
  world.AddTable("messages", "customers", "sent_at",
                 {Column("sent_at", ColumnType::kTimestamp), Column("kind", ColumnType::kCategory),
                  Column("channel", ColumnType::kCategory)});
  world.AddTable("notes", "customers", "", {Column("kind", ColumnType::kCategory)});
  world.AddLookup(
      "products",
      {Column("category", ColumnType::kCategory), Column("price", ColumnType::kDecimal, 2),
       Column("colours", ColumnType::kSet), Column("maker", ColumnType::kCategory, 0, "makers")});
  world.AddLookup("makers", {Column("country", ColumnType::kCategory)});

  Fill(world.table("customers"), true, false,
       {// gender, city, shipping, age, balance, score, birthday, joined, subscribed, email, tags,
        // visited
        "a, F, Taipei, Taipei, 30, 10.50, 0.5, 1980-02-29, 2011-01-31 00:00:00, true, "
        "ann@x.com, vip|wine lover, Taipei|Tokyo",
        "b, M, Taipei, Tokyo, 29, -3.00, -1.25, 1990-12-31, 2011-08-31 23:59:59, false, "
        "Bob@X.com, vip, Tokyo",
        "c, F, 新北市, 新北市, 51, 0.00, 3, 1985-06-15, 2011-09-01 00:00:00, , "
        "cat.100%@y.org, wine lover|blocked,",
        "d, , New York, , , 99.99, , 2000-01-01, 2011-09-30 16:30:00, true, , , New York",
        "e, f, taipei, New York, 0, , 1e10, , , false, e_e@x.com, new, Taipei",
        "f, M, , Taipei, -5, 0.01, 0, 1970-01-01, 2012-02-29 12:00:00, true, Straße, vip|new|wine "
        "lover,",
        "g, F, TAIPEI, , 9223372036854775807, 92233720368547758.07, 0.1, 9999-12-31, 1969-12-31 "
        "23:59:59.999999, , STRASSE, ,"});
  Fill(world.table("orders"), true, true,
       {"o1, a, 2011-03-01 10:00, web, 100.00", "o2, a, 2011-08-31 23:00, line, 50.50",
        "o3, a, 2011-12-09 12:00, web, 5.00", "o4, b, 2011-08-31 23:59:59.999999, pos, ",
        "o5, b, 2011-09-01 00:00, web, 20.00", "o6, c, 2011-12-10 00:00, web, 1000.00",
        "o7, d, 2011-11-10 08:00, , 7.00", "o8, e, 2011-12-09 12:00, line, -5.00",
        "o9, e, 2011-12-09 12:00, pos, 5.00"});
  Fill(world.table("items"), false, true,
       {"o1, A, 1", "o1, B, 2", "o2, A, 10", "o3, B,", "o4, C, 3", "o5, A, -1", "o6, A, 5",
        "o6, B, 5", "o7, X, 4", "o8, , 1"});
  Fill(world.table("messages"), false, true,
       {"a, 2011-12-01 00:00, sent, line", "a, 2011-12-02 00:00, opened, line",
        "b, 2011-12-01 00:00, sent, email", "g, 2012-01-01 00:00, sent, email"});
  Fill(world.table("notes"), false, true, {"a, call", "f, call", "f, visit"});
  Fill(world.lookup("products"), true, false,
       {"A, wine, 12.00, red|white, m1", "B, wine, 1000.01, red, m2", "C, tea, , , m3",
        "D, tea, 5.00, green, m1"});
  Fill(world.lookup("makers"), true, false, {"m1, FR", "m2, JP"});
  return world;
}

}  // namespace seine::oracle
