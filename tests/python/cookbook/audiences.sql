-- recipe: With exclusions
select id from members semi join (from orders where t >= '2025-10-01') using (id)
where gender = 'F' and coalesce(source not in ('event', 'facebook'), true)
    and not list_has_any(coalesce(tags, []), ['blocked', '員工', 'wholesale'])
    and id not in (select id from items where product = '85123A')
    and id not in (select id from messages where campaign = 'double-12 2025' and kind = 'delivered')

-- recipe: An uploaded list
select id from members where id in (1, 17, 4711, 8000, 9001, 12345)
    and id not in (select id from orders where t >= ago(interval 6 month))

-- recipe: A tenth held out
select distinct id from orders join buckets using (id)
where t >= ago(interval 90 day) and salt = 'spring 2026' and bucket < 9

-- recipe: A/B halves inside a segment
select id from members join buckets using (id)
where (tier in ('gold', 'platinum') or list_contains(tags, 'vip'))
    and salt = 'subject line, May' and bucket = 0

-- recipe: Two of three signs of leaving
with opened as (
    select distinct id from messages where kind = 'opened' and t >= ago(interval 6 month)),
back as (select id, count(*) as returned from returns group by id)
select id from spent left join back using (id) where n > 0
    and (latest < ago(interval 6 month))::int + (id not in (from opened))::int
        + (coalesce(returned, 0) >= 2)::int >= 2

-- recipe: One touch point of three
select id from (
    select distinct id from orders where channel in ('web', 'app')
    union all select distinct id from sessions
    union all select distinct id from messages where campaign = 'newsletter' and kind = 'opened')
group by id having count(*) = 1

-- recipe: A lead score
select id from (
    select distinct id, 5 as points from orders where amount >= 100
    union all select distinct id, 3 from orders where t >= ago(interval 30 day)
    union all select id, 3 from members where list_contains(tags, 'vip')
    union all select distinct id, 2 from messages
        where kind = 'clicked' and t >= ago(interval 90 day)
    union all select distinct id, 2 from events
        where kind = 'visited_store' and t >= ago(interval 90 day)
    union all select distinct id, -4 from returns where t >= ago(interval 90 day))
group by id having sum(points) >= 10

-- recipe: One filter, many questions
select id from orders where campaign = 'double-11 2025' and amount >= 50

-- recipe: Vital few, and unreachable
with running as (
    select id, total, sum(total) over (order by total desc, id) as upto from spent)
select id from running join members using (id)
where upto - total < 0.8 * (select sum(total) from spent)
    and not (coalesce(subscribed, false) and coalesce(len(reachable), 0) >= 1)
