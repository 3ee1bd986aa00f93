-- recipe: Birthday in the next 30 days
select distinct id from members, range(0, 30) days(n)
where strftime(midnight()::date + n::int, '%m-%d')
    = case strftime(birthday, '%m-%d') when '02-29' then '03-01'
        else strftime(birthday, '%m-%d') end

-- recipe: Turns forty next month
select id from members
where date_trunc('month', birthday + interval 40 year) = date_trunc('month', midnight()) + interval 1 month

-- recipe: Birthday month without a gift
select id from members where month(birthday) = 12 and id not in (
    select id from redemptions where coupon = '生日禮' and year(t) = 2025)

-- recipe: A year with us
select distinct id from members, range(0, 7) days(n)
where joined < midnight() and strftime(joined, '%m-%d') = strftime(midnight()::date + n::int, '%m-%d')

-- recipe: Every quarter of the last four
select id from orders where t >= ago(interval 12 month) group by id
having bool_or(t < ago(interval 9 month))
    and bool_or(t >= ago(interval 9 month) and t < ago(interval 6 month))
    and bool_or(t >= ago(interval 6 month) and t < ago(interval 3 month))
    and bool_or(t >= ago(interval 3 month))

-- recipe: Every month of the last three
select id from orders where t >= '2025-09-01' and t < '2025-12-01' and amount >= 10
group by id having count(distinct month(t)) = 3

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

-- recipe: Mother's Day last year, not this year
with sundays as (
    select d::date as day, year(d) as year, row_number() over (partition by year(d) order by d) as n
    from range(timestamp '2024-05-01', timestamp '2025-06-01', interval 1 day) days(d)
    where month(d) = 5 and dayname(d) = 'Sunday'),
bought as (
    select id, year from orders join sundays on n = 2 and t::date between day - 6 and day)
select id from bought where year = 2024 except select id from bought where year = 2025

-- recipe: New Year's buyers
select id from orders where t::date between '2023-01-21' and '2023-01-26'
    or t::date between '2024-02-09' and '2024-02-14' or t::date between '2025-01-28' and '2025-02-02'

-- recipe: Half of last year
select id from orders group by id
having 2 * coalesce(sum(amount) filter (year(t) = 2025), 0) < sum(amount) filter (year(t) = 2024)
