"""The usual phrases of requesters, as patterns over a sentence in lower case.

Each group says what it is for; which of them decides is said in ``asks``.
"""

from __future__ import annotations

import re

# --- words --------------------------------------------------------------------------------

GREETING = re.compile(
    r"(?:dear|hi|hello|hey|good (?:morning|afternoon|evening|day)|to whom(?:ever)? it may concern"
    r"|to the [^.?]{0,60}\b(?:team|officer|manager|department|unit|office|section)"
    r"|fao|for the attention of|f\.a\.o\.?|sirs?(?:\s?/\s?|,? or )madams?|sir|madam|greetings)\b"
    r"[^?:]{0,90}:?$"
)
SIGN_OFF = re.compile(
    r"(?:yours? (?:faithfully|sincerely|truly|ever|etc)|your'?s (?:faithfully|sincerely)"
    r"|(?:very )?much appreciated|with (?:appreciation|gratitude)|all the best|in anticipation"
    r"|best(?=,[^:]{0,30}$|$)|speak soon"
    r"|(?:with )?(?:kind(?:est)?|best|warm(?:est)?|many)? ?(?:regards|wishes)|sincerely"
    r"|faithfully|cheers|respectfully|much obliged|(?:many )?thanks(?: and (?:kind "
    r"|best )?regards)?"
    r"|thank you|(?:many )?thanks in advance|thank you in advance)"
    r"(?:[\s,.!-]{0,4}$|[,!-]\s?[a-z .'\[\]-]{0,40}$)"
)
THANKS = re.compile(
    r"(?:firstly,? |once again,? |again,? |in advance,? )?(?:many thanks|thank(?:s|ing)? you|thanks"
    r"|with thanks|i look forward|i am looking forward|looking forward|we look forward"
    r"|i (?:am|would be) (?:very |most |extremely )?grateful for your (?:help|assistance|time)"
    r"|(?:however,? )?i(?: would| do|'d)?(?: also| very much| greatly)? appreciate (?:your|any)"
    r"|your (?:help|assistance|cooperation|co-operation) "
    r"|(?:this|it|that|all of this) (?:would|will) be (?:\w+ )?"
    r"(?:appreciated|great|helpful|useful)\b\W*$)"
)

# Verbs by which one asks for information to be handed over or for a thing to be said.
GIVE = (
    r"(?:provide|supply|send|give|tell|publish|confirm|state|list|detail|explain|specify|describe"
    r"|disclose|outline|identify|inform|advise|indicate|share|release|clarify|name|quantify"
    r"|let (?:me|us) (?:know|have|see)|show|say|set out|break down|furnish|email|e-mail|forward"
    r"|answer|add(?= (?:any|all|the|a|copies|details)\b|:)|estimate|attach|enumerate|itemi[sz]e"
    r"|summari[sz]e|direct me|point me"
    r"|make available|respond with|elaborate|include|report|note down"
    r"|enclose|allow (?:me|us) to (?:see|view|have|inspect)|search (?:your|the|all)\b"
    r"|produce(?= (?:the|a|an|any|all|copies)\b))"
)
_SOFT = (
    r"(?:if (?:possible|available|applicable)|where (?:possible|available|applicable)|ideally"
    r"|as a minimum|at (?:a|the very) (?:least|minimum)|please|also|then|finally"
    r"|additionally|further|furthermore|and|so|or|in addition)"
)
POLITE = rf"(?:{_SOFT},? ){{0,4}}"
MAY_YOU = (
    r"(?:can|could|would|will|may|might|are|would it be possible for)"
    r" (?:you|i|we|the \w+|your \w+|it)"
)
_ADVERB = r"(?:\w+ly|now|just|again|both|either|instead|therefore|instead|once more)"
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
    # No statement begins with these, whoever they are about: "Did Mr Smith attend".
    r"|(?:does|did|is|are|was|were|has|will) (?!not\b|to\b|of\b|be\b|been\b|i\b)[a-z]"
)
_TIME = (
    r"(?:in|at|on|by|for|from|to|of|with|under|over|during|since|as(?= (?:of|at)\b)|through"
    r"|per|between|within|as regards|regarding|concerning|about)"
)
# "If so, ...", "If no please say why"; not "If no candidate has applied, ...".
_IF_SO = (
    r"if (?:so|yes|not?)\b(?=\W*$| ?[^\w\s]| (?:so|then|please|and|but|why|how|what|which|who"
    r"|when|where|i|do|does|did|is|are|can|could|would|will|has|have)\b)"
)
# "Lastly what does it cost", "New question - how much ..."
_COUNTS = (
    r"(?:(?:and )?(?:lastly|last of all|next|first(?:ly)?|second(?:ly)?|third(?:ly)?"
    r"|(?:(?:a|one|my|another|the) )?(?:new|last|next|other|another|final|more|further)"
    r" question)\s?[,:–-]?\s?)?"
)
# "Where 40% was withheld, ..." is no question, "Where is ...?" and "How many ..." are.
INTERROGATIVE = re.compile(
    rf"{_COUNTS}{POLITE}(?:(?:roughly|approximately|exactly|precisely|on average|in total|overall"
    rf"|typically),? (?={_WH}\b)|{_TIME}\b[^?,]{{0,80}},? (?={_WH}\b)|{_TIME}\b[^?,]{{0,80}}, "
    rf"|{_TIME}\b[^?,.]{{0,80}} (?=(?:did|does|do) (?:you|your|the|any|it|they)\b)"
    rf"|(?:if|where)\b[^?,]{{0,120}}, (?=(?:{_WH}|{_AUXILIARY})\b))?"
    rf"(?:{_ASKING_WH}|{_INVERTED}|{_IF_SO})"
)
PLEASE = re.compile(
    r"\bdo (?:tell|send|give) (?:me|us)\b|"
    r"\b(?:great|good|helpful|useful|grateful|appreciated?|kind|wonderful|lovely|ideal)(?: it)? if"
    rf"(?: ?,[^?.]{{0,140}}?,)? (?:you|the \w+) (?:could|can|would|might) (?:{_SOFT},? "
    rf"|{_ADVERB} ){{0,2}}{GIVE}\b|"
    r"\bit is (?:\w+ly )?(?:requested|asked) that\b.{1,80}\b(?:provides?|supply|supplies|sends?)\b|"
    rf"\b(?:please|{MAY_YOU}) (?:{_SOFT},? |{MAY_YOU} |{_ADVERB} ){{0,4}}{GIVE}\b"
    rf"|\b(?:please|{MAY_YOU}) (?:{_SOFT},? |{MAY_YOU} |{_ADVERB} ){{0,4}}(?:search (?:for"
    rf"|through)|compile"
    r"|update (?:the|your|these|those|this) (?:\w+ )?(?:answers?|figures?|data|list|table"
    r"|spreadsheet|response|information|numbers)"
    r"|calculate|hand over|dig out|find out|look up|oblige (?:me|us) with|copy (?:to )?(?:me|us)"
    r"|extract)\b"
)
# "If it was put out to tender, send me the notice.", "Then, for each of those, give the cost."
PRELUDED = re.compile(
    r"(?:if|where|when|once|before|after|as|for|in|from|of|following|further to|regarding"
    r"|concerning"
    r"|with|given|then|alternatively|failing that|assuming|having|since|because|on"
    r"|at)\b[^.?:]{0,160}?,"
    r" (?:for [^,.?:]{1,40}, )?(?:then |please |just |also |so |do ){0,3}"
    rf"(?:{GIVE}|copy) (?=(?:me|us|the|a|an|any|all|each|every|your|details|copies|how|what"
    rf"|which|whether"
    r"|who|when|where|why|to me)\b)"
)
# "Details of all payments are requested.", "A copy of it would also be appreciated."
SOUGHT = re.compile(
    r"\b(?:is|are) (?:also |hereby |now )?(?:requested|sought|wanted|needed)\b(?! (?:to|by|under"
    r"|if|in)\b)"
    r"|\bwould (?:also )?be (?:appreciated|welcome|welcomed|of interest|useful|helpful)\b"
)
SOUGHT_FIRST = re.compile(
    r"(?:the following|disclosure|sight|information|details|copies|(?:the|any|all) photographs)\b"
)
MAY_I = re.compile(
    r"\b(?:can|could|may|might) (?:i|we)(?: please| also| therefore| \w+ly){0,3}"
    r" (?:have|get|see|ask|request|know|be|obtain|receive|find)\b"
)
# "Could you therefore", before the verb by which one asks.
ADDRESS = re.compile(rf"^{POLITE}{MAY_YOU} {POLITE}(?:{_ADVERB} ){{0,2}}")
# "Email, telephone or post" names things.
# "For the period 2019 to 2022 provide" asks as well.
IMPERATIVE = re.compile(
    r"(?:(?:for|during|over) the (?:period|years?|months?|financial)\b[^.,:?]{0,60},? )?"
    rf"{POLITE}{GIVE}\b(?! (?:of|to|is|are|was|were|from|and|or)\b|[,/&])"
)
WANTED = re.compile(
    r"^(?:(?:the|my|our|these|specific|following|some|a few)\s)*(?:\w+ )?"
    r"(?:information|data|details?"
    r"|documents?|questions?|requests?|queries|points|items)\b(?! (?:relates?|concerns?|covers?"
    r"|refers?|is about|is limited|applies|below relates?)).{0,80}:$"
)
# Says that questions follow: "I have five questions:", "Please use the headings below:".
ANNOUNCES = re.compile(
    r"(?!you|your|in your|[^?]*\?)(?:.{0,80}\b(?:questions|queries|headings|fields)\b.{0,60}"
    r"(?:[:–-]|\bbelow\W{0,3})$"
    r"|here (?:are|is) (?:my|the|our) (?:questions|queries|request|list)\b"
    r"|(?:i have|there are) (?:\w+ ){1,2}(?:questions|things|points|requests)\b.{0,60}$)"
)
WANTED_NOUN = (
    r"(?:questions?|queries|points?|information|details?|data|documents?|records?|items?|figures"
    r"|statistics|answers?|requests?|columns|fields|headings|things|aspects|matters|particulars|breakdowns?|numbers?)"
)
TO_WHOM = re.compile(r"^(?:who|what|which|where|when|how)\b.*\b(?:to|for|with|of|on|about|by)$")
WANTED_THINGS = re.compile(rf"\b{WANTED_NOUN}\b")

FOLLOWING = re.compile(
    r"\b(?:(?:the|these|this) following|what follows|following(?=[^.]{0,80}:"
    r"| (?:\w+ )?(?:information|data"
    r"|details?"
    r"|questions?|points|documents?|records|items|queries|figures|matters)\b|\W*$)"
    r"|below(?! (?:(?:the|an?) (?!following)|minimum|average|market|cost|target|zero|[£\d]))"
    r"|these questions(?! (?:because|as|since)\b)|as follows|listed here"
    r"|these queries\b|(?<!in )questions? (?:are|is)\b(?=\W*$)"
    r"|(?:as|those|points|questions|information|data) set out (?:under|in)|each heading"
    r"|attached questions?|questions? (?:relating|regarding|about|on|concerning)"
    r"|(?<!update the )(?<!update your )answers? to)\b"
)
NAMED_BELOW = re.compile(r"\b(?:named|listed|given|shown|mentioned|set out) below\b")
# "in the following years: 2013, 2014 and 2015" is complete.
LISTED = re.compile(r"\bfollowing\b[^:]{0,60}: ?\S.{8,}")
DANGLING = re.compile(
    r"(?:[:–—-]|\b(?:provide|with|know|supply|include|including|regarding|about|for|me|us|to|of"
    r"|is|are|that|on|namely|request|ask)[\s,;–—-]{0,6}"
    r"|\b(?:like|want|wish|need|love) to (?:see|have|receive|obtain|get)"
    r"|\b(?:i|we)(?:'d| would| should)? (?:need|require|want|like)|\bany of these"
    r"|\b(?:provide|with|know|supply|tell me|send me|regarding|answer)\s?\?)$"
)

# Shows something and asks nothing: "To help, here is a notice that you sent:".
SHOWS = re.compile(
    r"\bhere (?:is|are) (?:an?|some|the) (?!.*\b(?:questions?|request"
    r"|list)\b)[^?]*:(?: ?https?://\S{1,200})?$"
)
# Not asked for an answer.
RHETORICAL = re.compile(
    r"(?:the reason )?why (?:i|we) (?:am|are|ask|want|need)\b[^?]*\bis\b[^?]*[.!]?$|"
    r"(?:the|my) reasons? (?:(?:why )?(?:i|we)|for (?:asking|my|this|the request))\b[^?]*[.!]?$|"
    r"have an? (?:\w+ )?(?:nice|good|great|lovely|wonderful|pleasant) |"
    r"(?:and |so |but )?(?:is it any wonder|who (?:knows|knew|cares|in their right mind)"
    r"|how (?:can|could) (?:this"
    r"|that|it)"
    r" (?:possibly )?be|why should (?:\w+ )?(?:we|i|anyone|residents|taxpayers|ratepayers|people"
    r"|pensioners|patients)\b|what (?:is|'s) the point|need i say"
    r"|what (?:on earth|in the world|the hell)|(?:what|how) (?:is|was) going on"
    r"|(?:[^?]{0,80} )?what if (?:i|he|she|it|they|we|there|someone)"
    r"|(?:how )?(?:is|was|can) (?:this|that|it) (?:be )?(?:really )?"
    r"(?:fair|right|acceptable)(?=\W*$)"
    r"|are we (?:really )?(?:meant|supposed|expected) to\b|(?:is it not|isn't it) (?:about|high"
    r"|surely)\b"
    r"|since when (?:has|have|was|were|did|is|are)\b|when are you (?:people |lot )?(?:going to"
    r"|ever)"
    r"|do(?:es)? (?:you|the \w+|they|anyone|anybody) (?:honestly|seriously|really) (?:think"
    r"|believe|expect)\b"
    r"|do you think (?:we|i|that we)\b|have we learn(?:ed|t)\b|what (?:\w+ )?are we paying\b"
    r"|where (?:does|will) (?:it|this)"
    r" (?:all )?end\b|surely\b|would (?:anyone|anybody|you (?:like|want|accept|put up"
    r"|be happy))\b(?! to (?:confirm|provide))"
    r"|does (?:nobody|no one|no-one|anyone|anybody)\b|who,? (?:might|may) i ask\b|what (?:sort"
    r"|kind) of (?:a )?(?:\w+)"
    r" (?:leaves|treats|does|allows|thinks|lets|spends)\b|how (?:is|was) (?:this|that"
    r"|it) (?:fair|right|just|acceptable)\b"
    r"|(?:what|how) [^?]{0,60}\bcould (?:there (?:possibly )?be|anyone (?:possibly|ever)))\b"
)

# --- asks that are about the reply, and those that only seem so --------------------------

FOLLOW_UP = re.compile(_IF_SO)
WH_QUESTION = re.compile(rf"{POLITE}{_ASKING_WH}.*\?$")
BARE_IF = re.compile(r"if (?:so|yes|no|not)[\s,.:–-]{0,4}")
# With these words even "exempt" and "internal review" are what is asked about.
ASKS_TO_KNOW = re.compile(
    r"^(?:my|this|the) request is (?:simply |only |just )?for (?!this|that)"
    r"|^(?:the )?(?:total |overall )?(?:numbers?|percentages?|proportions?|amounts?|costs?)\b"
    r"|\bhow (?:many|much|often)\b|\b(?:number|copy|copies|list) of\b(?! (?:this|the) information)"
    r"|\b(?:provide|give|send) (?:me |us |some |any |full |further )*details?\b"
    r"|\b(?:like|want|wish|need) to (?:know|see|understand|find out)\b"
    r"|\bcan i also ask (?:if|whether|how|what|who|why|when)\b"
)
