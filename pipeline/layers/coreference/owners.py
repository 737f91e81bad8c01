"""Whose a measure can be: the types of entity that own a bare noun ("shares fell": a company's)."""

from functools import cache

COMPANY = ("company", "exchange", "organization", "fund")
PLACE = ("place",)
CHAIN = ("network", "asset")

AREAS = {
    COMPANY: (
        "share_price market_cap revenue profit operating_profit loss eps margin costs investment debt cash assets "
        "dividend tax funding stake order_value holdings aum valuation savings compensation production sales_volume "
        "orders deliveries capacity workforce job_cuts hiring sites users passengers market_share"
    ),
    PLACE: (
        "gdp growth inflation unemployment employment wages trade_balance budget_balance exports imports retail_sales "
        "house_prices population"
    ),
    CHAIN: "hash_rate mining_difficulty block_reward tvl supply transactions fees",
}
OWNERS = {
    **dict.fromkeys(("shares", "stock", "profit", "profits", "revenue", "revenues", "sales", "turnover"), COMPANY),
    **dict.fromkeys(("inflation", "unemployment", "exports", "imports", "gdp"), PLACE),
    **dict.fromkeys(("hashrate", "hashprice"), CHAIN),
}


CLASSES = {COMPANY: "company", PLACE: "place", CHAIN: "chain"}
PRICED = frozenset({"price", "prices", "supply", "value", "quotation", "peg"})
"""What an asset or a currency has; firms have it too, but seldom."""


def owner_class(word: str) -> str:
    """Who can own what a possessive stands before ("its exports": a place's), as a word; "" where anybody can."""
    if word in PRICED:
        return "asset"
    return CLASSES.get(OWNERS.get(word, ()), "")


@cache
def owner_types(metric_id: str) -> tuple[str, ...]:
    """The types of entity that own a metric where a bare noun names it; none where any may."""
    return next((types for types, ids in AREAS.items() if metric_id in ids.split()), ())
