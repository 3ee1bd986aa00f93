-- recipe: Opened, not clicked
with last as (select id, arg_max(campaign, t) as campaign from messages where kind = 'sent' group by id)
select id from messages join last using (id, campaign) group by id
having bool_or(kind = 'opened') and not bool_or(kind = 'clicked')

-- recipe: Delivered, and not opened
select id from messages where campaign = 'double-11 2025' and kind = 'delivered' except
select id from messages where campaign = 'double-11 2025' and kind = 'opened'

-- recipe: Reads most of it
select id from messages group by id
having count(*) filter (kind = 'delivered') >= 5
    and 3 * count(*) filter (kind = 'opened') >= 2 * count(*) filter (kind = 'delivered')

-- recipe: Sleeping readers
select id from messages where year(t) = 2025 group by id
having count(*) filter (kind = 'delivered') >= 5 and count(*) filter (kind = 'opened') = 0

-- recipe: Prefers LINE
select id from messages where kind = 'opened' group by id
having count(*) filter (channel = 'line') > count(*) filter (channel is distinct from 'line')

-- recipe: Answers festivals
select id from messages join campaigns on campaign = code
where kind = 'clicked' and type = 'festival' group by id having count(distinct campaign) >= 2

-- recipe: More orders than clicks
with clicks as (
    select id, count(*) as n from messages
    where kind = 'clicked' and t >= ago(interval 12 month) group by id)
select id from orders join clicks using (id) where t >= ago(interval 12 month)
group by id having count(*) > any_value(n)

-- recipe: Opened, then bought
select m.id from messages m join orders o on o.id = m.id
where kind = 'opened' and o.t > m.t and o.t <= m.t + interval 48 hour

-- recipe: Opened, and did not buy
select m.id from messages m
where campaign = 'double-11 2025' and kind = 'opened' and t + interval 3 day < as_of()
    and not exists (
        from orders o where o.id = m.id and o.t > m.t and o.t <= m.t + interval 3 day)

-- recipe: Buys without being told
select o.id from orders o where o.t >= '2025-10-01' and not exists (
    from messages m where m.id = o.id and kind = 'sent'
        and m.t >= o.t - interval 14 day and m.t < o.t)

-- recipe: Won back by a message
select m.id from messages m where kind = 'opened'
    and exists (from orders o where o.id = m.id and o.t < m.t - interval 180 day)
    and not exists (
        from orders o where o.id = m.id and o.t >= m.t - interval 180 day and o.t < m.t)
    and exists (from orders o where o.id = m.id and o.t > m.t and o.t <= m.t + interval 7 day)
