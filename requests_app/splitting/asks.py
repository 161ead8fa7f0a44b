"""What a sentence of a request does: asks, introduces, thanks, or says how to handle it.

Knows the words of requesters, one sentence at a time; nothing of lists or of what stands
around. The word lists are the usual phrases of FOI requests; each group says what it is for.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import lru_cache

# No rule reads further than this into a sentence: it keeps the work linear.
_READ = 1_500


class Act(Enum):
    GREETING = auto()
    SIGN_OFF = auto()
    THANKS = auto()
    HANDLING = auto()  # how, when and by whom to reply; the law; addresses; footers
    LEAD_IN = auto()  # asks, but what is asked follows: "Please provide the following:"
    GENERAL = auto()  # asks for "information" as such: the question, unless others follow
    WISH = auto()  # asks as a wish or an aim: the question, unless a list spells it out
    NAMES = auto()  # names what is wanted and has no verb: "A copy of the strategy."
    ASK = auto()
    PLAIN = auto()

    @property
    def asks(self) -> bool:
        return self in {Act.ASK, Act.NAMES, Act.WISH, Act.GENERAL}


def plain(raw: str) -> str:
    """The beginning of a text in lower case, with single spaces and straight quotes."""
    return " ".join(raw[:_READ].split()).lower().translate(_STRAIGHT)


_STRAIGHT = str.maketrans("’‘“”", "''\"\"")


# --- words --------------------------------------------------------------------------------

_GREETING = re.compile(
    r"(?:dear|hi|hello|hey|good (?:morning|afternoon|evening|day)|to whom(?:ever)? it may concern"
    r"|fao|for the attention of|f\.a\.o\.?|sirs?(?:\s?/\s?|,? or )madams?|sir|madam|greetings)\b"
    r"[^?:]{0,90}:?$"
)
_SIGN_OFF = re.compile(
    r"(?:yours? (?:faithfully|sincerely|truly|ever|etc)|your'?s (?:faithfully|sincerely)"
    r"|(?:with )?(?:kind(?:est)?|best|warm(?:est)?|many)? ?(?:regards|wishes)|sincerely"
    r"|faithfully|cheers|respectfully|(?:many )?thanks(?: and (?:kind |best )?regards)?"
    r"|thank you|(?:many )?thanks in advance|thank you in advance)"
    r"(?:[\s,.!-]{0,4}$|[,!-]\s?[a-z .'\[\]-]{0,40}$)"
)
_THANKS = re.compile(
    r"(?:firstly,? |once again,? |again,? |in advance,? )?(?:many thanks|thank(?:s|ing)? you|thanks"
    r"|with thanks|i look forward|i am looking forward|looking forward|we look forward"
    r"|i (?:am|would be) (?:very |most |extremely )?grateful for your (?:help|assistance|time)"
    r"|i appreciate your|your (?:help|assistance|cooperation|co-operation) )"
)

# Verbs by which one asks for information to be handed over or for a thing to be said.
_GIVE = (
    r"(?:provide|supply|send|give|tell|confirm|state|list|detail|explain|specify|describe"
    r"|disclose|outline|identify|inform|advise|indicate|share|release|clarify|name|quantify"
    r"|let (?:me|us) (?:know|have)|show|say|set out|break down|furnish|email|e-mail|forward"
    r"|answer|add any|estimate|attach|enumerate|itemi[sz]e|summari[sz]e|direct me|point me"
    r"|make available|respond with|elaborate|include|report|note down)"
)
_SOFT = (
    r"(?:please|kindly|also|then|finally|additionally|further|furthermore|and|so|or|in addition)"
)
_POLITE = rf"(?:{_SOFT},? ){{0,4}}"
_MAY_YOU = (
    r"(?:can|could|would|will|may|might|are|would it be possible for)"
    r" (?:you|i|we|the \w+|your \w+|it)"
)
_WH = r"(?:what|what's|which|who|whom|whose|when|where|why|how)"
_AUXILIARY = (
    r"(?:do|does|did|is|are|was|were|has|have|had|can|could|will|would|should|may|might|must)"
)
# "When is it due" asks without its question mark, "When I rang the council, ..." does not.
_ASKING_WH = (
    rf"(?:(?:when|where|why|who|whom)(?: \w+ly| else| exactly)? {_AUXILIARY}\b|whose\b|how\b"
    r"|(?:what|which|what's)\b(?! (?:i|we|he|she|they|concerns|worries|happened|makes|means|you)\b)"
    r"|who (?:\w+s|\w+ed|owns?|decides?|runs?)\b)"
)
_INVERTED = (
    r"(?:do|does|did|is|are|was|were|has|have|had|can|could|will|would|should|may|am)"
    r"(?: not|n't)? (?:you|your|the|there|this|these|those|that|it|its|they|their|any|all|each"
    r"|every|some|anyone|anybody|staff|i|we|my|our|a|an|[a-z]+ (?:council|trust|police|hospital"
    r"|department|authority|university|college|school|nhs))\b"
)
_TIME = r"(?:in|at|on|by|for|from|to|of|with|under|over|during|since|as|through|per|between|within)"
# "Where 40% was withheld, ..." is no question, "Where is ...?" and "How many ..." are.
_INTERROGATIVE = re.compile(
    rf"{_POLITE}(?:{_TIME}\b[^?,]{{0,80}},? (?={_WH}\b)|{_TIME}\b[^?,]{{0,80}}, )?"
    rf"(?:{_ASKING_WH}|{_INVERTED}|if (?:so|yes|not|no)\b)"
)
_PLEASE = re.compile(rf"\b(?:please|kindly|{_MAY_YOU}) (?:{_SOFT} |{_MAY_YOU} ){{0,4}}{_GIVE}\b")
_MAY_I = re.compile(
    r"\b(?:can|could|may|might) (?:i|we)(?: please| also| kindly| therefore){0,3}"
    r" (?:have|get|see|ask|request|know|be|obtain|receive|find)\b"
)
_IMPERATIVE = re.compile(rf"{_POLITE}{_GIVE}\b(?! (?:of|to|is|are|was|were|from)\b)")
_WISH = re.compile(
    r"\b(?:i|we)(?: (?:would|should|will|do|also|hereby|therefore|formally|further|kindly|now"
    r"|respectfully|am|are|was)|'d|'m|'re){0,4}"
    r" (?:also |formally |hereby |therefore |kindly |respectfully |further |really |most |very"
    r" |particularly |specifically |only |just )?"
    r"(?:like|love|be (?:very |most |extremely |so )?(?:grateful|interested|obliged|pleased)"
    r"|appreciate|welcome|request|requesting|seek|seeking|require|want|wanting|wish|need|ask"
    r"|asking|interested in|interested to|looking for|after|enquiring|submit|submitting"
    r"|(?:writing|contacting you|e-?mailing|getting in touch|make|making|making contact)\b"
    r".{0,120}\b(?:request|ask|enquire|find out|obtain|seek|enquiry|questions?))\b"
    r"|^(?:this (?:is|e-?mail is|letter is)|please (?:accept|treat|take|consider|regard) this"
    r"|my request is)\b(?! because)(?: \w+){0,8}? (?:request|enquiry|query|for)\b"
)
# An interest in a subject is background, one in correspondence a request.
_INTEREST = re.compile(r"\b(?:interested (?:in|to)|looking (?:for|at|into)|after)\b")
_RECORDS = re.compile(
    r"\b(?:correspondence|cop(?:y|ies)|documents?|records?|e-?mails?|minutes|reports?|meetings?"
    r"|lists?|numbers?|figures|statistics|whether|how|what|which|who|when|why|know|receiv\w+"
    r"|obtain\w*|see|seeing|find(?:ing)? out|details|contracts?|costs?)\b"
)
_WANTED = re.compile(
    r"^(?:(?:the|my|our|these|specific|following|some|a few)\s)*(?:\w+ )?"
    r"(?:information|data|details?"
    r"|documents?|questions?|requests?|queries|points)\b(?! (?:relates?|concerns?|covers?|refers?"
    r"|is about|is limited|applies|below relates?)).{0,80}:$"
)
# Things that a request can be for, when a sentence has no verb that says more.
_THING = re.compile(
    r"(?:and |also |finally,? |(?:the|a|an|any|all|full|total|overall|complete|annual|average"
    r"|current|latest|most recent|detailed|exact|approximate|relevant|internal|other|monthly"
    r"|yearly|recorded|related|list of|both|each|every|your|copies of|a copy of|details of) )*"
    r"(?:numbers?|amounts?|costs?|copy|copies|lists?|breakdowns?|details|names?|dates?|values?"
    r"|percentages?|proportions?|correspondence|e-?mails?|documents?|documentation|records?"
    r"|minutes|reports?|statistics|figures|data|spending|expenditure|totals?|letters|notes"
    r"|contracts?|information|communications?|memos?|memoranda|briefings?|invoices?|plans?"
    r"|policy|policies|agendas?|assessments?|surveys?|salary|salaries|budgets?|job titles?)\b"
    r"(?:/| (?:of|for|to|about|relating|related|regarding|between|showing|detailing|given|in|by"
    r"|from|on|sent|held|issued|produced|concerning|and|or|relied|used|paid|spent|with|that|which|made"
    r"|received|created|containing|including|per)\b|,)"
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|should|must|can|cannot|could|shows?|seems?"
    r"|rose|fell|became|remains?|needs?|says?|does|did)\b"
)
_CLAUSE = re.compile(r"\b(?:that|which|who|whom|whose|whether|how|what|where|when|if|you|it)\b|\(")

# "information about ..." says what the request is about; a number or a copy is asked for.
_GENERAL_OBJECT = re.compile(
    r"\b(?:is|request|requesting|ask|asking|like|receive|obtain|see|seeing|have|seek|seeking|provide"
    r"|supply|send|give|require|want|need|in|for|interested|make|making|submit|you|me|access to)"
    r" (?:\w+ ){0,2}?(?:some |any |all |the |following |below |recorded |certain |relevant |general"
    r" |further |a |an |formal |new |foi |freedom of information |statistical )*"
    r"(?:information|details?|data|requests?|questions?|enquir(?:y|ies)|statistics)\b"
)
_SPECIFIC = re.compile(
    r"\b(?:how (?:many|much|often|long)|(?:total |annual )?(?:number|amount|cost|value|percentage"
    r"|proportion|names?|dates?|list|breakdown|copy|copies|cop[yi]es) of|a list|copies|copy"
    r"|whether|what|(?<!to )(?<!of )(?<!in )which|when|who|why)\b"
)
_ACT = re.compile(
    r"\b(?:freedom of information|foi|foia|f\.o\.i|environmental information|eir|data protection"
    r" act|information act|subject access|section 1)\b"
)
_FOLLOWING = re.compile(
    r"\b(?:following|below|these questions|as follows|listed here|questions? (?:are|is)"
    r"|attached questions?|questions? (?:relating|regarding|about|on|concerning)"
    r"|answers? to)\b"
)
_DANGLING = re.compile(
    r"(?:[:;–—-]|\b(?:provide|with|know|supply|include|including|regarding|about|for|me|us|to|of"
    r"|is|are|that|on|namely|request|ask)[\s.,–—-]{0,6}"
    r"|\b(?:provide|with|know|supply|tell me|send me|regarding|answer)\s?\?)$"
)

# --- how to handle the request ------------------------------------------------------------

# What "if ..." speaks of when it is about the handling and not about what is asked.
_HANDLING_CONDITION = re.compile(
    r"(?:if|should|where|in the event(?: that)?|in case|unless|were|when|whilst|while|as|since"
    r"|in so far as|to the extent)\b,? (?!(?:so|yes|no|not),)"
    r"(?:for (?:any|some|whatever) reason,? |however,? |that )?"
    r"(?:(?:you|your \w+|the (?:council|authority|trust|department|force|university|school))"
    r"(?: (?:are|is|do|does|were|would|feel|believe|think|consider|decide|need|require|wish|want"
    r"|cannot|can't|can not|can|intend|refuse|withhold|determine|only|also|have any|has any"
    r"|have (?:questions|queries|concerns|problems|difficulty|difficulties)|find|claim|deem"
    r"|estimate|conclude|encounter|exceed|could|will|don't|doesn't|plan to (?:refuse|withhold)"
    r"|not|no longer|rely|choose|seek)\b)"
    r"|it (?:is|would|will|proves|turns|takes|helps|may|should)\b"
    r"|(?:any|some|all|part|parts|the|this|that|my|these|those|any part|certain|every|answering"
    r"|one or more|only|not all)\b(?: (?:of|the|this|my|these|those|all|requested|above|part"
    r"|parts|whole|any|entire|actual|exact|full|necessary|required|relevant))*"
    r" ?(?:information|data|requests?|costs?|details|documents?|questions?|records|figures"
    r"|foi|aspects?|material|response|reply|answers?|breakdown|complaints)\b"
    r"|there (?:is|are|will be) (?:any |a )?(?:quer|question|problem|issue|fee|charge|cost|further"
    r"|anything|delay|part|reason|information|exempt)"
    r"|(?:i|we) (?:can|could|have|need|am|do not|don't|should|may)\b"
    r"|possible|necessary|available|applicable|appropriate|required|not\b|so,? i (?:would|am)"
    r"|this (?:is|would|will|exceeds|request|does|cannot|can)\b|an? (?:exemption|fee|charge)"
    r"|either|exemption)"
)
# Asks about the reply, not for information.
_ABOUT_REPLY = re.compile(
    r"\b(?:acknowledge(?:ment)?\b(?! that)|confirm (?:safe )?receipt"
    r"|confirm (?:in writing |by e-?mail )?(?:that )?(?:you have|my request has been) received"
    r"|(?:any|a|no) (?:charges?|fees?)\b|contact (?:me|us|the)\b|get in (?:touch|contact)"
    r"|hesitate to|any (?:further )?(?:queries|questions|clarification)"
    r"|clarif(?:y|ication|ications)\b"
    r"|advi[cs]e and assist|advise and assist|under (?:your|the|its|their) (?:section 16|duty)"
    r"|section 1[0-9]\b|s\.? ?1[0-9]\b|refine|narrow (?:down )?(?:the|my|this)|re-?scope"
    r"|cost (?:limit|threshold|ceiling|of compliance)|appropriate limit|18[- ]hours?"
    r"|exempt(?:ion|ions|ed)?\b|redact|internal review|information commissioner|ombudsman"
    r"|public interest test|(?:20|twenty)(?:th)? (?:working|business) ?days?"
    r"|treat (?:this|my|it|the|each)\b|consider this|note (?:that|this|the)|bear in mind"
    r"|my (?:contact |e-?mail |postal )?(?:details|address|e-?mail|request|preferred)\b"
    r"|(?:reply|respond|response|answer|answers|replies) (?:to (?:me|this)|by|via|within|in|"
    r"electronically|at)\b"
    r"|(?:pass|forward|redirect|transfer|direct) (?:this|it|my|the request|me to the (?:right"
    r"|correct|relevant))|hear(?:ing)? (?:from|back)|at your earliest|as soon as (?:possible|you"
    r"|practicable)|promptly|without delay|records? these as|broken down by the|split the"
    r"|separately)\b"
)
_FORMAT = re.compile(
    r"\b(?:(?:in|as) (?:an? |the )?(?:\w+ ){0,3}(?:electronic|digital|machine[- ]readable|excel"
    r"|csv|spreadsheet|pdf|word|searchable|tabular|table|reusable|xlsx?|open|editable)\b"
    r"|(?:excel|csv|spreadsheet|electronic|digital|electronically|pdf)\b.{0,40}\b(?:formats?|forms?"
    r"|copy|file|document|please)\b|electronically|(?:by|via) e-?mail|this format|that format"
    r"|(?:format|form) (?:if|would|is|of)\b|preferred format|following format|in writing"
    r"|same format)"
)
_REPLY_OBJECT = re.compile(
    r"(?:provide|supply|send|give|receive|have|return|release|get|present|make|prefer|like|format"
    r"|accept|be|see|include|share)(?: (?:me|us|with|to|it|that|if|you|could|would|have|receive"
    r"|see|for))*"
    r" (?:the |this |these |all |your |any |a |my |those |that |this |requested |above )*"
    r"(?:information|data(?: ?sets?)?|response|responses|reply|answers?|documents?|figures|it|them"
    r"|details|material|results?|records|attachments?|files?|copies|spreadsheet|format|everything"
    r"|provided|sent|supplied|presented|(?:this|these|that|those)(?= (?:in|as|by|via|to)\b))\b"
)
# With these words even "exempt" and "internal review" are what is asked about.
_ASKS_TO_KNOW = re.compile(
    r"\bhow (?:many|much|often)\b|\b(?:number|copy|copies|list) of\b"
    r"|\b(?:like|want|wish|need) to (?:know|see|understand|find out)\b"
)
_STATEMENT = re.compile(
    r"(?:i|we) (?:understand|appreciate|realise|realize|note|am aware|are aware|believe|expect"
    r"|trust|hope|prefer|would prefer|remind|assume|reserve|am happy|do not|don't|would remind"
    r"|would like to remind|would point|can confirm|would expect|would argue|would hope|know|think"
    r"|feel|acknowledge|anticipate|accept|confirm|have|had|was|were|am (?:a|an|the|not|currently"
    r"|also|aware|happy|sure|conducting|doing|researching|working|undertaking|writing on behalf))\b"
)
_FOOTER = re.compile(
    r"whatdotheyknow|disclaimer:|please use this email address for all replies|is .{1,80} the"
    r" wrong address|view freedom of information requests|if you find this service useful"
    r"|published (?:and|on) the (?:internet|web)|https?://\S{1,200}$|^www\.\S{1,200}$"
    r"|for more detailed guidance|please note that in some cases publication"
    r"|our privacy and copyright|this (?:e-?mail|message) (?:and any|is|may|has|contains)"
    r"|sent from my|scanned by|virus|intended recipient|confidential"
)
_POSTCODE = re.compile(r"\b[a-z]{1,2}\d[\da-z]? ?\d[a-z]{2}\b")
_OUTWARD = re.compile(r", [a-z]{1,2}\d[\da-z]?$")
_ADDRESSES = re.compile(r"(?:tel(?:ephone)?|phone|mob(?:ile)?|e-?mail|fax|web(?:site)?)\b\W")


def act_of(raw: str) -> Act:
    """What a sentence or a line does."""
    return _act_of(plain(raw))


# Several rules ask about the same line, one soon after the other.
@lru_cache(maxsize=8192)
def _act_of(words: str) -> Act:
    if _GREETING.match(words):
        return Act.GREETING
    if _SIGN_OFF.match(words):
        return Act.SIGN_OFF
    if _FOOTER.search(words) or _is_address(words):
        return Act.HANDLING
    if _THANKS.match(words) and not _PLEASE.search(words):
        return Act.THANKS
    if is_handling(words):
        return Act.HANDLING
    return _ask_of(words)


def forget() -> None:
    """Drops what was read: nothing of a request stays in memory when it has been split."""
    _act_of.cache_clear()


def _is_address(words: str) -> bool:
    """A telephone number, or a line with commas that ends like a postal address."""
    if _ADDRESSES.match(words):
        return True
    if "," not in words or words.endswith("?") or _INTERROGATIVE.match(words):
        return False
    return bool(_POSTCODE.search(words)) or (words.count(",") > 1 and bool(_OUTWARD.search(words)))


def is_handling(words: str) -> bool:
    """Whether it is about the reply: its form, its time, who gives it, the law behind it."""
    if _HANDLING_CONDITION.match(words):
        return True
    if _FORMAT.search(words) and _REPLY_OBJECT.search(words) and not _ASKS_TO_KNOW.search(words):
        return True
    return bool(_ABOUT_REPLY.search(words)) and not _ASKS_TO_KNOW.search(words)


def _names_thing(words: str) -> bool:
    """Whether a sentence is the name of something, perhaps with a clause: "All letters that
    were sent", not "The number of letters has risen"."""
    if not _THING.match(words) or words.endswith(":"):
        return False
    finite = _FINITE.search(words)
    return finite is None or bool(_CLAUSE.search(words, 0, finite.start()))


def _ask_of(words: str) -> Act:
    asked = words.endswith("?") or bool(_PLEASE.search(words) or _MAY_I.search(words))
    asked = asked or bool(_IMPERATIVE.match(words) or _INTERROGATIVE.match(words))
    wished = bool(_WISH.search(words))
    if _WANTED.match(words):
        return Act.LEAD_IN
    if not asked and not wished:
        return Act.NAMES if _names_thing(words) else Act.PLAIN
    if _DANGLING.search(words) or _FOLLOWING.search(words):
        return Act.LEAD_IN
    general = not _SPECIFIC.search(words) and not words.endswith("?")
    if general and _GENERAL_OBJECT.search(words) and (wished or _ACT.search(words)):
        return Act.GENERAL
    if asked:
        return Act.ASK
    if _INTEREST.search(words) and not _RECORDS.search(words):
        return Act.PLAIN
    return Act.PLAIN if _STATEMENT.match(words) else Act.WISH
