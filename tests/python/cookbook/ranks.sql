-- recipe: Ten best of each city
select id from spent join members using (id) where n > 0 and city is not null
qualify row_number() over (partition by city order by total desc, id) <= 10

-- recipe: Top fifth by spend
select id from spent where n > 0
qualify row_number() over (order by total desc, id) <= ceil(0.2 * count(*) over ())

-- recipe: The vital few
with running as (
    select id, total, sum(total) over (order by total desc, id) as upto from spent)
select id from running where upto - total < 0.8 * (select sum(total) from spent)

-- recipe: Value class A, frequency class C
select id from spent where n > 0
qualify row_number() over (order by total desc, id) <= ceil(0.2 * count(*) over ())
    and row_number() over (order by n, id) <= ceil(0.5 * count(*) over ())

-- recipe: Second decile
select id from (
    select id, ntile(10) over (order by year_total desc, id) as tile from year_spent)
where tile = 2

-- recipe: Twice the mean
select id from spent where total > 2 * (select sum(total) / count(*) from spent where n > 0)

-- recipe: Larger baskets than gold's
with baskets as (select id, tier, total / n as basket from spent join members using (id) where n > 0),
gold as (
    select basket from baskets where tier = 'gold'
    qualify row_number() over (order by basket) = ceil(0.95 * count(*) over ()))
select id from baskets where tier <> 'gold' and basket > (from gold)

-- recipe: Older than most of their city
select id from members where age is not null and city is not null
qualify row_number() over (partition by city order by age desc, id)
    <= ceil(0.1 * count(*) over (partition by city))

-- recipe: Most points, and reachable
select id from members where subscribed and len(reachable) >= 1
order by points desc, id limit 100
