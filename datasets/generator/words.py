"""The words of the generated retailer, English and Chinese, as CRM data is."""

CITIES = [
    "Taipei", "新北市", "桃園市", "台中市", "高雄市", "台南市", "新竹市", "Hong Kong", "Kowloon",
    "Singapore", "Kuala Lumpur", "Penang", "Macau", "嘉義市", "彰化縣", "屏東縣",
    "宜蘭縣", "花蓮縣", "基隆市", "London", "New York", "Tokyo",
]  # fmt: skip
COUNTRIES = [
    "Taiwan", "Hong Kong", "Singapore", "Malaysia", "Macau", "United Kingdom", "United States",
    "Japan", "Germany", "France", "Indonesia", "Vietnam",
]  # fmt: skip
DIALING_CODES = ["886", "852", "65", "60", "853", "44", "1", "81", "49", "33", "62", "84"]
ABROAD = {  # the other cities are in Taiwan
    "Hong Kong": "Hong Kong", "Kowloon": "Hong Kong", "Singapore": "Singapore",
    "Kuala Lumpur": "Malaysia", "Penang": "Malaysia", "Macau": "Macau",
    "London": "United Kingdom", "New York": "United States", "Tokyo": "Japan",
}  # fmt: skip
EDUCATION = ["primary", "secondary", "vocational", "university", "postgraduate"]
OCCUPATIONS = [
    "retail", "engineering", "education", "health", "finance", "public sector", "manufacturing",
    "student", "retired",
]  # fmt: skip
RELATIONSHIPS = ["single", "married", "divorced", "widowed"]
SOURCES = ["pos", "web", "app", "line", "facebook", "referral", "event"]
TIERS = ["standard", "silver", "gold", "platinum"]
REACH = ["email", "sms", "line", "app"]
ORDER_CHANNELS = ["pos", "web", "app", "line"]
COUPONS = ["WELCOME", "生日禮", "FREESHIP", "雙11", "SAVE100", "VIP10", "COMEBACK", "LINE50"]
COUPON_PERCENT = [10, 15, 0, 11, 8, 10, 20, 5]  # off the order; 0: only its delivery
COUPON_DAYS = [30, 60, 14, 21, 45, 90, 30, 14]  # for which one is good
MESSAGE_KINDS = ["sent", "delivered", "opened", "clicked", "bounced", "rejected"]
OFFER_KINDS = ["discount", "two for one", "sample", "mission"]
RETURN_REASONS = ["size", "not as shown", "damaged", "changed mind", "late"]
CANCEL_REASONS = ["changed mind", "found cheaper", "ordered twice", "not paid"]
PLATFORMS = ["ios", "android"]
EVENT_KINDS = [
    "viewed", "added_to_cart", "favourited", "checked_out", "coupon_used", "visited_store",
]  # fmt: skip

# Commonest first.
TAGS = [
    "newsletter", "vip", "母嬰", "wine lover", "early bird", "咖啡", "bargain hunter", "pet owner",
    "健身", "gift buyer", "露營", "gourmet", "學生", "loyal", "保養", "gamer", "素食", "traveller",
    "3C", "blocked", "complaint", "influencer", "員工", "wholesale",
]  # fmt: skip

CATEGORIES = [
    "wine", "coffee", "tea", "snacks", "skincare", "makeup", "baby", "pet", "kitchen", "camping",
    "shoes", "bags", "3C", "books",
]  # fmt: skip
BRANDS = [
    "Lumière", "山海", "Northwind", "小確幸", "Kaoru", "Maison 8", "Formosa", "Otter & Co", "日日",
    "Verdant", "Hikari", "Bluebird", "禾禾", "Cascade", "Ember", "Tide",
]  # fmt: skip
# Codes of the tills' old system, which best-sellers kept: number of the product, its code.
KEPT_CODES = {8: "85123A", 22: "22423", 11: "85099B", 3: "A", 17: "B"}
RARE = ["wine", "bags", "3C"]  # the least bought product of these is a collector's piece
# The first store of a city goes by its district; others have numbers.
STORE_NAMES = {
    "Taipei": "Ximen", "新北市": "板橋", "高雄市": "左營", "Hong Kong": "Mong Kok",
    "Singapore": "Funan", "London": "Soho",
}  # fmt: skip
COLOURS = ["black", "white", "red", "blue", "green", "beige", "pink", "silver"]
ADJECTIVES = ["classic", "經典", "fresh", "mini", "grand", "限量", "daily", "organic", "soft"]

# Surnames and given names; a member is of one list or the other.
SURNAMES_ZH = "陳林黃張李王吳劉蔡楊許鄭謝洪郭邱曾廖賴徐周葉蘇莊呂江何蕭羅高"
GIVEN_ZH = [
    "怡君", "欣怡", "雅婷", "淑芬", "美玲", "志明", "家豪", "冠宇", "宗翰", "建宏", "詩涵", "子晴",
    "品妍", "宥廷", "承恩", "宇翔", "佳穎", "俊傑", "惠如", "麗華", "思妤", "柏翰", "芷瑜", "彥廷",
]  # fmt: skip
SURNAMES_EN = [
    "Smith", "Tan", "Lim", "Wong", "Lee", "Brown", "Jones", "Taylor", "Chan", "Ng", "Patel",
    "Evans", "Wilson", "Goh", "Clarke", "O'Brien", "Nguyen", "Kaur", "Martin", "Teo",
]  # fmt: skip
GIVEN_EN = [
    "Amy", "Ben", "Chloe", "Daniel", "Emma", "Felix", "Grace", "Henry", "Iris", "Jason", "Karen",
    "Leo", "Mei", "Nina", "Oscar", "Priya", "Ruth", "Sam", "Tina", "Victor", "Wendy",
    "Yusuf", "Zoe",
]  # fmt: skip
MAIL_DOMAINS = ["gmail.com", "yahoo.com.tw", "icloud.com", "outlook.com", "example.org"]

CAMPAIGN_NAMES = [
    "new year", "春節", "valentine", "spring sale", "mother's day", "520", "618", "summer",
    "中元", "moon festival", "double-11", "double-12",
]  # fmt: skip
CAMPAIGN_DAYS = [  # month, day of the sale
    (1, 1), (2, 5), (2, 14), (3, 20), (5, 11), (5, 20), (6, 18), (7, 20), (8, 25), (9, 20),
    (11, 11), (12, 12),
]  # fmt: skip
CAMPAIGN_TYPES = ["sale", "festival", "sale", "sale", "festival", "sale", "sale", "season",
                  "festival", "festival", "sale", "sale"]  # fmt: skip
# Sent by rule, not on a campaign's day.
FLOWS = ["welcome", "newsletter", "double-11", "new arrivals"]
