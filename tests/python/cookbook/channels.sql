-- recipe: Online and in store
select id from orders where channel = 'pos' intersect select id from orders where channel <> 'pos'

-- recipe: Store only
select id from orders except select id from orders where channel <> 'pos'

-- recipe: Online only
select id from orders except select id from orders where channel = 'pos'

-- recipe: Single channel
select id from orders group by id having count(distinct channel) = 1

-- recipe: Cross channel
select id from orders group by id having count(distinct channel) > 1

-- recipe: From the store to the web
select id from orders group by id
having arg_min(channel, (t, order_id)) = 'pos' and arg_max(channel, (t, order_id)) = 'web'

-- recipe: One set of orders, two aggregates
select id from orders where store = 'Ximen' and t >= ago(interval 90 day)
group by id having sum(amount) > 100 and count(*) > 3

-- recipe: Regulars of a store
with visits as (select id, store, count(*) as n from orders where store is not null group by all),
favourite as (select id, arg_min(store, (-n, store)) as store from visits group by id)
select id from favourite where store = 'Ximen' except select id from orders where channel <> 'pos'

-- recipe: Shops away from home
select m.id from orders o join stores s on o.store = s.code join members m on m.id = o.id
where s.city <> m.city
