-- recipe: Gold by total spend, or by hand
select id from members join spent using (id)
where override = 'gold' or override is null and total >= 300 and total < 800

-- recipe: Holds gold
select id from members where coalesce(override, tier) = 'gold'

-- recipe: Due for upgrade
select id from tiers where override is null and earned > held

-- recipe: Due for downgrade
select id from tiers where override is null and earned < held

-- recipe: Close to gold
select id from tiers where override is null and tier = 'silver'
    and year_total >= 240 and year_total < 300

-- recipe: Downgrade next month unless they buy
select id from tiers join orders using (id)
where override is null and tier = 'gold' and year_total >= 300
group by id having coalesce(sum(amount) filter (t >= ago(interval 335 day)), 0) < 300
