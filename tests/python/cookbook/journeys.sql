-- recipe: Looked, then bought it
select v.id from views v join items i on i.id = v.id and i.product = v.product and i.t > v.t

-- recipe: Looked, and did not buy it
select v.id from views v where product is not null and not exists (
    from items i where i.id = v.id and i.product = v.product and i.t > v.t)

-- recipe: Shoes came back in five days
select i.id from items i join products on product = code join spent using (id)
    join returns r on r.id = i.id and r.product = i.product
where category = 'shoes' and i.price * n >= total and r.t > i.t and r.t <= i.t + interval 5 day

-- recipe: Three in a row within a day of signing up
with viewed as (
    select id, t, category from events join products on product = code where kind = 'viewed')
select a.id from viewed a join viewed b using (id, category) join viewed c using (id, category)
    join members using (id)
where a.t < b.t and b.t < c.t and c.t <= joined + interval 1 day and not exists (
    from events e where e.id = a.id and e.t > a.t and e.t < c.t and e.t <> b.t)

-- recipe: Two discounts in a row
with ordered as (
    select id, kind, lead(kind) over (partition by id order by t) as following
    from completions join offers on offer = code)
select id from ordered where kind = 'discount' and following = 'discount'

-- recipe: Completed without having looked
select c.id from completions c where not exists (
    from views v where v.id = c.id and v.offer = c.offer and v.t <= c.t)

-- recipe: A funnel in a week
select v.id from events v join events a using (id) join orders o using (id)
where v.kind = 'viewed' and a.kind = 'added_to_cart' and v.t < a.t and a.t < o.t
    and o.t <= v.t + interval 7 day

-- recipe: Left the funnel at the cart
select e.id from events e
where kind = 'added_to_cart' and t >= ago(interval 60 day) and t + interval 7 day < as_of()
    and not exists (from orders o where o.id = e.id and o.t > e.t and o.t <= e.t + interval 7 day)

-- recipe: Looks more than they like
select id from events where t >= ago(interval 30 day) group by id
having count(*) filter (kind = 'viewed') > count(*) filter (kind = 'favourited')
