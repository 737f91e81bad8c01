"""Closed word lists of the claims stage."""

LABELS = frozenset(
    [
        "nsubj",
        "nsubjpass",
        "poss",
        "compound",
        "appos",
        "dobj",
        "attr",
        "conj",
        "amod",
        "nmod",
        "ROOT",
        "relcl",
        "acl",
        "advcl",
        "npadvmod",
        "dative",
        "pobj",
        "prep_of",
        "prep_in",
        "prep_by",
        "prep_for",
        "prep_at",
        "prep_to",
        "prep_from",
        "prep_with",
        "prep_on",
        "prep_as",
        "prep_between",
        "prep_among",
        "prep_than",
        "prep_against",
        "prep_over",
        "prep_after",
        "prep_including",
        "prep_like",
        "prep_into",
        "prep_under",
        "prep_via",
        "nummod",
        "quantmod",
        "dep",
        "ccomp",
        "xcomp",
        "pcomp",
        "intj",
        "acomp",
        "oprd",
        "parataxis",
    ]
)
COINS = frozenset(
    ["BTC", "ETH", "SOL", "XRP", "USDT", "USDC", "LTC", "BCH", "ADA", "DOGE", "BNB", "DOT", "AVAX", "TRX"]
)
VERB_CLASSES = {
    word: name
    for name, words in {
        "give": "pay spend invest lend offer bid buy acquire purchase take give inject pump provide "
        "commit pledge donate "
        "contribute fund finance repay swap exchange infuse award grant put",
        "get": "receive get sell win borrow raise earn obtain secure collect seek want need draw attract fetch",
        "ask": "ask request urge demand beg plead press",
        "sue": "sue",
        "punish": "fine order penalise penalize charge force require bill sentence owe",
        "have": "have hold own control contain include keep carry account represent claim",
        "make": "make produce mine generate post record book report see register suffer show",
        "cut": "cut shed axe slash close lay dismiss eliminate reduce trim",
        "value": "value price estimate put rate peg worth cost",
        "carry": "use employ operate run build open launch ship deliver",
    }.items()
    for word in words.split()
}
"""Verbs by who of subject and object a number belongs to: a payer gives, a payee gets, the punished pays."""
SPEECH = frozenset(
    [
        "say",
        "tell",
        "report",
        "announce",
        "state",
        "note",
        "add",
        "claim",
        "warn",
        "argue",
        "estimate",
        "forecast",
        "predict",
        "expect",
        "believe",
        "think",
        "show",
        "according",
        "accord",
        "reveal",
        "disclose",
        "confirm",
        "suggest",
        "indicate",
    ]
)
PRONOUNS = {
    **dict.fromkeys(("it", "its", "itself"), "it"),
    **dict.fromkeys(("they", "their", "them"), "they"),
    **dict.fromkeys(("he", "she", "his", "her", "him"), "he"),
    **dict.fromkeys(("we", "our", "us", "i", "my"), "we"),
    **dict.fromkeys(("this", "that", "these", "those"), "this"),
    **dict.fromkeys(("which", "who", "whose"), "which"),
}
