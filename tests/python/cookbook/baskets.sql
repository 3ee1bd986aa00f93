-- recipe: A colour of a product, twice, long ago
select id from items join products on product = code
where name = 'soft camping' and colour = 'blue'
    and t >= ago(interval 24 month) and t < ago(interval 18 month)
group by id having count(*) >= 2

-- recipe: Thirty per cent on wine
select id from items join products on product = code group by id
having sum(paid) filter (category = 'wine') * 10 >= sum(paid) * 3

-- recipe: A hundred products
select id from items group by id having count(distinct product) >= 100

-- recipe: Wine and snacks in one basket
select id from items join products on product = code group by id, order_id
having bool_or(category = 'wine') and bool_or(category = 'snacks')

-- recipe: Wine and snacks on one day
with bought as (select id, t::date as day, category from items join products on product = code)
select wine.id from bought wine join bought snacks using (id, day)
where wine.category = 'wine' and snacks.category = 'snacks'

-- recipe: Coffee but never tea
select id from items join products on product = code group by id
having bool_or(category = 'coffee') and not bool_or(category = 'tea')

-- recipe: Two of three for the nursery
select id from (
    select distinct id from items join products on product = code where category = 'baby'
    union all select id from members where list_contains(tags, '母嬰')
    union all select distinct id from events join products on product = code
        where kind = 'viewed' and category = 'baby')
group by id having count(*) >= 2

-- recipe: The same thing three times
select id from items group by id, product having count(distinct order_id) >= 3

-- recipe: Large baskets
select id from items group by id, order_id having sum(quantity) >= 10

-- recipe: The latest basket had coffee
with last_order as (select max_by(order_id, (t, order_id)) as order_id from orders group by id)
select id from items join last_order using (order_id) join products on product = code
where category = 'coffee'

-- recipe: Loyal to a brand
select id from items join products on product = code group by id
having count(*) >= 3 and 2 * count(*) filter (brand = '山海') >= count(*)

-- recipe: The next product
select a.id from items a join items b using (id)
where a.product = '22423' and b.product = '85099B' and b.t > a.t and b.t <= a.t + interval 60 day

-- recipe: Moved up to the dearer kind
with coffee as (
    select id, t, items.price from items join products on product = code
    where category = 'coffee')
select a.id from coffee a join coffee b on a.id = b.id and b.t > a.t and b.price >= 2 * a.price
