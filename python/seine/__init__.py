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
from .combinators import at_least, at_most, everyone, exactly, expression, nobody, param, segment
from .errors import (
    DamagedStoreError,
    DataError,
    FilterError,
    QueryCancelledError,
    QueryTimeoutError,
    SchemaError,
    SeineError,
    StoreError,
    StoreNotFoundError,
)
from .expressions import Filter, Value
from .periods import (
    ago,
    before,
    between,
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
from .store import CompiledQuery, Count, Excluded, Store, build
from .store import open_store as open
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
    "build",
    "day_ago",
    "everyone",
    "exactly",
    "expression",
    "from_to",
    "last",
    "next_",
    "nobody",
    "open",
    "param",
    "previous",
    "segment",
    "since",
    "this",
    "today",
    "yesterday",
]
