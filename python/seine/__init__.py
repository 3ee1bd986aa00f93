"""Seine: who exactly? Audiences of a retailer's members, selected in milliseconds.

import seine as sn

store = sn.open("shop.seine")
c, o = store.customers, store.orders
vip = (c.tier == "gold") & (o.where(o.at.in_last(90, "days")).count() >= 3)
audience = store.audience(vip, exclude={"blocked": c.tags.has("blocked")})
len(audience), audience.keys()
"""

from .audience import Audience
from .build import BuildReport, TableReport
from .combinators import (
    at_least,
    at_most,
    bucket,
    coalesce,
    everyone,
    exactly,
    expression,
    lit,
    member,
    member_list,
    nobody,
    param,
    score,
    segment,
)
from .compiled import CompiledQuery
from .durations import (
    ago,
    days,
    days_between,
    days_since,
    hours,
    hours_between,
    hours_since,
    minutes,
    minutes_between,
    minutes_since,
    months,
    months_between,
    months_since,
    quarters,
    quarters_between,
    quarters_since,
    weeks,
    weeks_between,
    weeks_since,
    years,
    years_between,
    years_since,
)
from .errors import (
    DamagedStoreError,
    DataError,
    FilterError,
    FilterWarning,
    NotAStoreError,
    QueryCancelledError,
    QueryTimeoutError,
    SchemaError,
    SeineError,
    StoreError,
    StoreNotFoundError,
)
from .filters import Filter
from .models import lifecycle, napl, nes, rfm
from .periods import (
    before,
    between,
    calendar,
    day_ago,
    from_to,
    last,
    next_,
    previous,
    since,
    this,
    today,
    yesterday,
)
from .profile import Profile
from .ranks import mean, median, ntile, percentile, total
from .result import Count, Excluded
from .sequences import sequence, sequence_no
from .store import Store
from .stores import build
from .stores import open_store as open
from .values import Value
from .version import __version__

__all__ = [
    "Audience",
    "BuildReport",
    "CompiledQuery",
    "Count",
    "DamagedStoreError",
    "DataError",
    "Excluded",
    "Filter",
    "FilterError",
    "FilterWarning",
    "NotAStoreError",
    "Profile",
    "QueryCancelledError",
    "QueryTimeoutError",
    "SchemaError",
    "SeineError",
    "Store",
    "StoreError",
    "StoreNotFoundError",
    "TableReport",
    "Value",
    "__version__",
    "ago",
    "at_least",
    "at_most",
    "before",
    "between",
    "bucket",
    "build",
    "calendar",
    "coalesce",
    "day_ago",
    "days",
    "days_between",
    "days_since",
    "everyone",
    "exactly",
    "expression",
    "from_to",
    "hours",
    "hours_between",
    "hours_since",
    "last",
    "lifecycle",
    "lit",
    "mean",
    "median",
    "member",
    "member_list",
    "minutes",
    "minutes_between",
    "minutes_since",
    "months",
    "months_between",
    "months_since",
    "napl",
    "nes",
    "next_",
    "nobody",
    "ntile",
    "open",
    "param",
    "percentile",
    "previous",
    "quarters",
    "quarters_between",
    "quarters_since",
    "rfm",
    "score",
    "segment",
    "sequence",
    "sequence_no",
    "since",
    "this",
    "today",
    "total",
    "weeks",
    "weeks_between",
    "weeks_since",
    "years",
    "years_between",
    "years_since",
    "yesterday",
]
