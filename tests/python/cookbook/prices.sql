-- recipe: High average order
select id from spent where n >= 2 and total >= 80 * n

-- recipe: Larger orders than last year
select id from orders group by id
having count(*) filter (year(t) = 2025) >= 2 and count(*) filter (year(t) = 2024) >= 2
    and (sum(amount) filter (year(t) = 2025)) * (count(*) filter (year(t) = 2024))
        > (sum(amount) filter (year(t) = 2024)) * (count(*) filter (year(t) = 2025))

-- recipe: One large order
select id from orders group by id having count(*) >= 3 and 2 * max(amount) > sum(amount)

-- recipe: Bought something dear
select id from items join products on product = code where products.price >= 1000

-- recipe: Only at a discount
select id from items join products on product = code group by id
having count(*) >= 3 and bool_and(items.price < products.price)

-- recipe: Half of the orders with a coupon
select id from orders group by id having count(*) >= 3 and 2 * count(coupon) >= count(*)

-- recipe: A coupon for something else
select id from items join coupons on coupon = code where products is not null
group by id, order_id having not bool_or(list_contains(products, product))

-- recipe: Saved a lot
select id from redemptions where t >= ago(interval 12 month) group by id having sum(saved) > 50

-- recipe: Came back for the coupon
select r.id from redemptions r join orders o using (id)
where r.coupon = 'COMEBACK' and o.coupon is null and o.t > r.t

-- recipe: A coupon about to expire
select v.id from vouchers v
where expires >= as_of() and expires < as_of() + interval 7 day
    and not exists (from redemptions r where r.id = v.id and r.coupon = v.coupon and r.t >= v.t)

-- recipe: Lets coupons lapse
select v.id from vouchers v anti join redemptions r
    on r.id = v.id and r.coupon = v.coupon and r.t >= v.t and r.t < v.expires
where v.expires >= ago(interval 12 month) and v.expires < as_of()
group by v.id having count(*) >= 2

-- recipe: Sends much back
with lines as (select id, count(*) as n from items group by id),
back as (select id, count(*) as returned from returns group by id)
select id from lines join back using (id) where n >= 5 and 5 * returned > n

-- recipe: Lost after a return
select id from returns join spent using (id) group by id having max(t) >= any_value(latest)

-- recipe: Ordered, then cancelled
select id from cancellations join spent using (id)
where t >= ago(interval 30 day) group by id having max(t) >= coalesce(any_value(latest), max(t))

-- recipe: Nothing between two large orders
select a.id from orders a join orders b using (id)
where a.amount >= 100 and b.amount >= 100 and b.t > a.t and not exists (
    from orders x where x.id = a.id and x.t > a.t and x.t < b.t)
