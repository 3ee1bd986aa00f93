-- recipe: Seven days after a purchase
select id from spent where latest::date = midnight()::date - 7

-- recipe: Three days after the first order
select id from spent where earliest::date = midnight()::date - 3

-- recipe: Joined yesterday, has not bought
select id from members join spent using (id)
where joined >= midnight() - interval 1 day and joined < midnight() and n = 0

-- recipe: A cart left for a week
select id from carts join spent using (id)
where checked_out is null and t >= ago(interval 8 day) and t < ago(interval 7 day)
    and (latest is null or latest <= t)

-- recipe: A cart left some hours ago
select id from carts
where checked_out is null and t >= ago(interval 24 hour) and t < ago(interval 3 hour)

-- recipe: Slipping away
select id from orders where t >= ago(interval 90 day)
group by id having max(t) < ago(interval 30 day)

-- recipe: Nearly lapsed
select id from spent join cycles using (id) where idle(latest) > 2 * days and idle(latest) <= 3 * days

-- recipe: Five of the last seven days
select id from sessions where t >= ago(interval 7 day)
group by id having count(distinct t::date) >= 5

-- recipe: First quarter's newcomer who stayed away
select id from orders join spent using (id)
where earliest >= '2025-01-01' and earliest < '2025-04-01'
    and t <= earliest + interval 90 day
group by id having count(*) = 1

-- recipe: First quarter's newcomer who came back once
select id from orders join spent using (id)
where earliest >= '2025-01-01' and earliest < '2025-04-01'
    and t > earliest and t <= earliest + interval 90 day
group by id having count(*) = 1

-- recipe: Second order within 30 days
with numbered as (
    select id, t, row_number() over (partition by id order by t, order_id) as n from orders)
select second.id from numbered second join spent using (id)
where second.n = 2 and t <= earliest + interval 30 day

-- recipe: Second order yesterday
with numbered as (
    select id, t, row_number() over (partition by id order by t, order_id) as n from orders)
select id from numbered where n = 2 and t::date = midnight()::date - 1

-- recipe: Back after half a year
with ranked as (
    select id, t, lag(t) over (partition by id order by t) as before,
        row_number() over (partition by id order by t desc) as back
    from orders)
select id from ranked
where back = 1 and t >= ago(interval 30 day) and before + interval 180 day < t

-- recipe: Time to buy coffee again
with coffee as (
    select distinct id, order_id, t from items join products on product = code
    where category = 'coffee'),
gaps as (
    select id, t, epoch_us(t) - epoch_us(lag(t) over (partition by id order by t, order_id)) as gap
    from coffee),
usual as (select id, max(t) as latest, median(gap) / 86400000000.0 as days, count(*) as n
    from gaps group by id)
select id from usual where n >= 3
    and idle(latest) >= days and idle(latest) < 2 * days
