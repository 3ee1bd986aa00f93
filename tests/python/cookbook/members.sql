-- recipe: Known, or not said
select id from members
where country = 'Germany' and email is not null and gender = 'F' and children > 3
    and (coalesce(age > 30, false) or coalesce(education, 'university') = 'university'
        or coalesce(occupation = 'retail', false) or coalesce(relationship, 'single') = 'single')

-- recipe: Everybody but Taipei
select id from members where city is distinct from 'Taipei'

-- recipe: Moving house
select id from members
where billing_city <> shipping_city and billing_city <> city and shipping_city <> city

-- recipe: Any of these interests, none of those
select id from members where list_has_any(tags, ['露營', '健身'])
    and not list_has_any(tags, ['員工', 'wholesale', 'blocked'])

-- recipe: Many tags, and VIP among them
select id from members where list_has_all(tags, ['vip', 'loyal']) and len(tags) >= 4

-- recipe: Incomplete profiles
select id from members where (email is null)::int + (phone is null)::int + (birthday is null)::int
    + (gender is null)::int + (city is null)::int >= 3

-- recipe: By the look of it
select id from members
where starts_with(name, '陳') and email like '%@gmail.com' and starts_with(phone, '+886 9')

-- recipe: A company's address
select id from members
where split_part(email, '@', 2) not in ('gmail.com', 'yahoo.com.tw', 'icloud.com', 'outlook.com')

-- recipe: Students of age
select id from members where age between 18 and 24 or age is null and list_contains(tags, '學生')

-- recipe: Content, and let down
select distinct id from members join returns using (id)
where reason = 'damaged' and year(t) = 2025
    and satisfaction > (select median(satisfaction) from members)
