-- recipe: NAPL: Prospects
select id from spent where n = 0

-- recipe: NAPL: First-time buyers
select id from spent where n = 1 and idle(latest) <= 3 * (select avg(days) from cycles)

-- recipe: NAPL: Repeat buyers
select id from spent where n >= 2 and idle(latest) <= 3 * (select avg(days) from cycles)

-- recipe: NAPL: Lapsed buyers
select id from spent where idle(latest) > 3 * (select avg(days) from cycles)

-- recipe: Asleep, the P of 91APP
select id from spent where n >= 2 and latest < ago(interval 3 month)

-- recipe: NES N: New
select id from spent where n = 1

-- recipe: NES E0: Existing
select id from spent join cycles using (id) where idle(latest) <= days

-- recipe: NES S1: Drowsy
select id from spent join cycles using (id) where idle(latest) > days and idle(latest) <= 2 * days

-- recipe: NES S2: Half asleep
select id from spent join cycles using (id) where idle(latest) > 2 * days and idle(latest) <= 3 * days

-- recipe: NES S3: Asleep
select id from spent join cycles using (id) where idle(latest) > 3 * days

-- recipe: At risk
select id from spent
where latest + interval 30 day < as_of() and latest + interval 180 day >= as_of()

-- recipe: Three times their own rhythm
select id from spent join cycles using (id) where n >= 4 and idle(latest) > 3 * days

-- recipe: Faster than before
with gaps as (
    select id, t, epoch_us(t) - epoch_us(lag(t) over w) as gap,
        row_number() over (partition by id order by t desc, order_id desc) as back
    from orders window w as (partition by id order by t, order_id)),
usual as (select id, median(gap) as gap from gaps group by id)
select id from gaps join usual using (id)
group by id having count(*) >= 3 and bool_and(gaps.gap < usual.gap) filter (back <= 2)
