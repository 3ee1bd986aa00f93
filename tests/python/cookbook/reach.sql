-- recipe: Reachable by LINE
select id from members where subscribed and list_contains(reachable, 'line') and id not in (
    select id from messages
    where channel = 'line' and kind in ('bounced', 'rejected') and t >= ago(interval 6 month))

-- recipe: Reachable by one channel only
select id from members where reachable = ['email']

-- recipe: Buys, but cannot be reached
select id from members semi join (from orders where year(t) = 2025) using (id)
where coalesce(len(reachable), 0) = 0

-- recipe: Dead addresses
select id from messages where t >= ago(interval 90 day) group by id
having count(*) filter (kind = 'rejected') >= 3 and count(*) filter (kind = 'delivered') = 0

-- recipe: Neither e-mail nor SMS arrives
with outcomes as (
    select id, channel, arg_max(kind, t) as kind from messages
    where channel in ('email', 'sms') and kind in ('delivered', 'bounced', 'rejected') group by all)
select id from outcomes group by id having count(*) = 2 and count(*) filter (kind = 'delivered') = 0

-- recipe: Not sent anything for a week
select id from members where subscribed and len(reachable) >= 1 and id not in (
    select id from messages where kind = 'sent' and t >= ago(interval 7 day))

-- recipe: Frequency cap
select id from members where subscribed and len(reachable) >= 1 and id not in (
    select id from messages where t >= ago(interval 30 day) group by id
    having count(*) filter (kind = 'delivered') > 3
        or count(*) filter (kind = 'sent' and campaign = 'newsletter') >= 2)
