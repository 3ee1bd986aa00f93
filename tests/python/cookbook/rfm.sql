-- recipe: RFM: the best
select id from rfm where r = 5 and f = 5 and m = 5

-- recipe: RFM: good ones going
select id from rfm where r <= 2 and f >= 4 and m >= 4

-- recipe: RFM: total score
select id from rfm where r + f + m >= 13

-- recipe: RFM by fixed thresholds
select id from spent where idle(latest) <= 90 and n >= 10 and total >= 300

-- recipe: RFM of a year's web orders
with web as (
    select id, sum(amount) as total from orders
    where channel = 'web' and t >= ago(interval 12 month) group by id)
select id from (
    select id, ntile(4) over (partition by city order by total desc, id) as tile
    from web join members using (id) where city is not null)
where tile = 1
