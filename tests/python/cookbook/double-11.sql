-- recipe: Came back for more than an average order
select id from orders where t::date = '2024-11-11' intersect
select id from orders where t >= '2024-11-12'
    and amount * (select count(*) from orders) > (select sum(amount) from orders)

-- recipe: Came back for less
select id from orders group by id
having count(*) filter (t::date = '2024-11-11') > 0
    and max(amount) filter (t >= '2024-11-12') * (select count(*) from orders)
        <= (select sum(amount) from orders)

-- recipe: Never came back
select id from orders where t::date <= '2024-11-11' group by id having max(t)::date = '2024-11-11'
except select id from orders where t >= '2024-11-12'

-- recipe: Bought, but not that day
select id from orders group by id having count(*) filter (t::date = '2024-11-11') = 0

-- recipe: Both of the last two
select id from orders where month(t) = 11 and day(t) = 11
group by id having count(distinct year(t)) filter (year(t) in (2024, 2025)) = 2

-- recipe: Last year's, but not this year's
select id from orders where t::date = '2024-11-11' except
select id from orders where t::date = '2025-11-11'

-- recipe: Only ever during campaigns
select id from orders group by id having count(*) >= 2 and count(campaign) = count(*)

-- recipe: Read of the sale, and bought in it
select o.id from messages m join orders o on o.id = m.id and o.campaign = m.campaign and o.t > m.t
where m.campaign = 'double-11 2024' and m.kind = 'opened'
