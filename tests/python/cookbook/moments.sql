-- recipe: Entered in the last thirty days
select id from spent where latest < ago(interval 180 day) except
select id from orders where t < ago(interval 30 day)
group by id having max(t) < ago(interval 30 day) - interval 180 day

-- recipe: Left in the last thirty days
select id from orders where t >= ago(interval 120 day) and t < ago(interval 30 day) except
select id from orders where t >= ago(interval 90 day)

-- recipe: As it was on a day
with buyers as (
    select id, coalesce(sum(amount) filter (t >= timestamp '2025-11-11' - interval 365 day), 0) as x
    from orders where t < '2025-11-11' group by id)
select id from buyers
qualify row_number() over (order by x desc, id) <= ceil(0.1 * count(*) over ())

-- recipe: Stayed through three quarters
select id from orders where t < '2025-07-01' and t >= timestamp '2025-07-01' - interval 90 day
intersect
select id from orders where t < '2025-10-01' and t >= timestamp '2025-10-01' - interval 90 day
intersect select id from orders where t >= ago(interval 90 day)

-- recipe: Became a repeat buyer
select id from orders group by id
having count(*) >= 2 and count(*) filter (t < ago(interval 30 day)) < 2

-- recipe: Newly among the active repeat buyers
with past as (
    select id, count(*) as n, max(t) as latest from orders
    where t < ago(interval 30 day) group by id)
select id from spent where n >= 2 and latest + interval 90 day >= as_of() except
select id from past where n >= 2 and latest + interval 90 day >= ago(interval 30 day)

-- recipe: Rising stars
with recent as (
    select id, coalesce(sum(amount) filter (t >= ago(interval 90 day)), 0) as total
    from orders group by id),
past as (select id, sum(amount) as total from orders where t < ago(interval 1 year) group by id)
(select id from recent
    qualify row_number() over (order by total desc, id) <= ceil(0.1 * count(*) over ()))
except
(select id from past
    qualify row_number() over (order by total desc, id) <= ceil(0.25 * count(*) over ()))
