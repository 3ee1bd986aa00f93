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

-- recipe: Slipping away
select id from orders where t >= ago(interval 90 day)
group by id having max(t) < ago(interval 30 day)

-- recipe: Birthday in the next 30 days
select distinct id from members, range(0, 30) days(n)
where strftime(midnight()::date + n::int, '%m-%d')
    = case strftime(birthday, '%m-%d') when '02-29' then '03-01'
        else strftime(birthday, '%m-%d') end

-- recipe: Turns forty next month
select id from members where birthday between '1986-01-01' and '1986-01-30'

-- recipe: Birthday month without a gift
select id from members where month(birthday) = 12 and id not in (
    select id from redemptions where coupon = '生日禮' and year(t) = 2025)

-- recipe: A year with us
select id from members where joined < ago(interval 1 year)
    and strftime(joined, '%m-%d') in
        ('12-31', '01-01', '01-02', '01-03', '01-04', '01-05', '01-06')

-- recipe: Five of the last seven days
select id from sessions where t >= ago(interval 7 day)
group by id having count(distinct t::date) >= 5

-- recipe: Every quarter of the last four
select id from orders where t >= ago(interval 12 month) group by id
having bool_or(t < ago(interval 9 month))
    and bool_or(t >= ago(interval 9 month) and t < ago(interval 6 month))
    and bool_or(t >= ago(interval 6 month) and t < ago(interval 3 month))
    and bool_or(t >= ago(interval 3 month))

-- recipe: Every month of the last three
select id from orders where t >= '2025-09-01' and t < '2025-12-01' and amount >= 10
group by id having count(distinct month(t)) = 3

-- recipe: First quarter's newcomer who stayed away
select id from orders join spent using (id)
where earliest >= '2025-01-01' and earliest < '2025-04-01'
    and t <= earliest + interval 90 day
group by id having count(*) = 1

-- recipe: Three orders on Sundays
select id from orders where dayname(t) = 'Sunday' group by id having count(*) >= 3

-- recipe: Shops after work
select id from orders group by id
having count(*) >= 4 and 2 * count(*) filter (hour(t) in (18, 19, 20, 21)) > count(*)

-- recipe: Payday shoppers
with marked as (
    select id, t >= date_trunc('month', t) + interval 1 month - interval 3 day as payday
    from orders where year(t) = 2025)
select id from marked group by id
having count(*) filter (payday) >= 2 and 3 * count(*) filter (payday) > count(*)

-- recipe: Mother's Day, again next year
select id from orders where t::date between '2024-05-06' and '2024-05-12' except
select id from orders where t::date between '2025-05-05' and '2025-05-11'

-- recipe: New Year's buyers
select id from orders where t::date between '2023-01-21' and '2023-01-26'
    or t::date between '2024-02-09' and '2024-02-14' or t::date between '2025-01-28' and '2025-02-02'

-- recipe: Half of last year
select id from orders group by id
having bool_or(year(t) = 2024) and 2 * coalesce(sum(amount) filter (year(t) = 2025), 0)
    < sum(amount) filter (year(t) = 2024)

-- recipe: Back after half a year
with ranked as (
    select id, t, lag(t) over (partition by id order by t) as before,
        row_number() over (partition by id order by t desc) as back
    from orders)
select id from ranked
where back = 1 and t >= ago(interval 30 day) and before + interval 181 day <= t

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
    and floor(idle(latest)) >= days and floor(idle(latest)) < 2 * days
