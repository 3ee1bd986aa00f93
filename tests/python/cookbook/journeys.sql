-- recipe: Looked, then bought it
select v.id from views v join items i on i.id = v.id and i.product = v.product and i.t > v.t

-- recipe: Looked, and did not buy it
select v.id from views v where product is not null and not exists (
    from items i where i.id = v.id and i.product = v.product and i.t > v.t)

-- recipe: Shoes came back in five days
select i.id from items i join products on product = code join spent using (id)
    join returns r on r.id = i.id and r.product = i.product
where category = 'shoes' and i.price * n >= total and r.t > i.t and r.t <= i.t + interval 5 day

-- recipe: Three steps within a day of signing up
with day_one as (
    select id, kind, t from messages join members using (id)
    where campaign = 'welcome' and t <= joined + interval 1 day)
select a.id from day_one a join day_one b using (id) join day_one c using (id)
where a.kind = 'delivered' and b.kind = 'opened' and c.kind = 'clicked' and a.t < b.t and b.t < c.t

-- recipe: Two offers in a row
select a.id from completions a join completions b using (id)
where a.offer = 'O10' and b.offer = 'O11' and a.t < b.t

-- recipe: Completed without having looked
select c.id from completions c where not exists (
    from views v where v.id = c.id and v.offer = c.offer and v.t <= c.t)

-- recipe: A funnel in a week
select v.id from events v join events a using (id) join orders o using (id)
where v.kind = 'viewed' and a.kind = 'added_to_cart' and v.t < a.t and a.t < o.t
    and a.t <= v.t + interval 7 day and o.t <= v.t + interval 7 day

-- recipe: Left the funnel at the cart
select e.id from events e
where kind = 'added_to_cart' and t >= ago(interval 60 day) and t + interval 7 day < as_of()
    and not exists (from orders o where o.id = e.id and o.t > e.t and o.t <= e.t + interval 7 day)

-- recipe: Looks more than they like
select id from events where t >= ago(interval 30 day) group by id
having count(*) filter (kind = 'viewed') > count(*) filter (kind = 'favourited')
