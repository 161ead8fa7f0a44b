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
    r"|(?:with )?(?:kind(?:est)?|best|warm(?:est)?|many)? ?(?:regards|wishes)|sincerely"
    r"|faithfully|cheers|respectfully|(?:many )?thanks(?: and (?:kind |best )?regards)?"
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
    r"|per|between|within)"
)
# "If so, ...", "If no please say why"; not "If no candidate has applied, ...".
_IF_SO = (
    r"if (?:so|yes|not?)\b(?=\W*$| ?[^\w\s]| (?:so|then|please|and|but|why|how|what|which|who"
    r"|when|where|i|do|does|did|is|are|can|could|would|will|has|have)\b)"
)
# "Where 40% was withheld, ..." is no question, "Where is ...?" and "How many ..." are.
INTERROGATIVE = re.compile(
    rf"{POLITE}(?:{_TIME}\b[^?,]{{0,80}},? (?={_WH}\b)|{_TIME}\b[^?,]{{0,80}}, "
    rf"|{_TIME}\b[^?,.]{{0,80}} (?=(?:did|does|do) (?:you|your|the|any|it|they)\b)"
    rf"|(?:if|where)\b[^?,]{{0,120}}, (?=(?:{_WH}|{_AUXILIARY})\b))?"
    rf"(?:{_ASKING_WH}|{_INVERTED}|{_IF_SO})"
)
PLEASE = re.compile(
    r"\b(?:great|good|helpful|useful|grateful|appreciated?|kind|wonderful|lovely|ideal)(?: it)? if"
    rf"(?: ?,[^?.]{{0,140}}?,)? (?:you|the \w+) (?:could|can|would|might) (?:{_SOFT},? "
    rf"|{_ADVERB} ){{0,2}}{GIVE}\b|"
    r"\bit is (?:\w+ly )?(?:requested|asked) that\b.{1,80}\b(?:provides?|supply|supplies|sends?)\b|"
    rf"\b(?:please|{MAY_YOU}) (?:{_SOFT},? |{MAY_YOU} |{_ADVERB} ){{0,4}}{GIVE}\b"
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
_TRYING = (
    r"(?:(?:keen|eager) to (?:know|learn|understand|discover)\b"
    r"|(?:looking|trying|hoping|keen|eager|wishing|attempting|aiming) to (?:obtain|get|see|receive"
    r"|request|access|view|acquire|have|ask|gather|collect"
    r"|(?:establish|find out|determine|work out|learn)"
    r" (?:how|what|whether|who|when|where|which|why|if)\b))"
)
# "I would like to see the plans", not "I would like to thank you".
_LEARN = (
    r"(?:(?:also|please|\w+ly) )*(?:(?:be )?(?:know|see|have|obtain|request|ask|receive|get|find"
    r"|learn|understand|view|enquire|inquire|access|confirm|check|read|inspect|establish|determine"
    r"|clarify|hear|make|submit|put|place|lodge|raise|use|invoke|exercise|apply|seek|discover"
    r"|acquire|compare|given|told|provided|supplied|sent|informed|advised|shown|start))"
)
WISH = re.compile(
    r"\b(?:i|we)(?: at (?:the very )?least|(?: would| should) at (?:the very )?least| (?:would"
    r"|should|will|do|also|hereby|therefore|formally|further|please|now"
    r"|respectfully|am|are|was|(?:instructed|asked|hoping|keen|obliged) to)|'d|'m|'re){0,4}"
    r" (?:also |formally |hereby |therefore |please |respectfully |further |really |most |very"
    r" |\w+ly |only |just ){0,2}"
    rf"(?:(?:be )?{_TRYING}|wonder(?:ing)? (?:if|whether)\b"
    r"|(?<!i )(?<!we )(?:love|appreciate|welcome)"
    rf"|(?:(?<!i )(?<!we )like|want|wanting|wish|need)(?! to (?!{_LEARN}\b))"
    r"|be (?:very |most |extremely |so )?(?:grateful|interested|obliged|pleased)"
    r"|request|requesting|seek|seeking|require|ask"
    r"|asking|enquire|enquiring|inquiring|interested in|interested to|looking for(?= \w)|after"
    r"|submit"
    r"|submitting"
    r"|(?:writ(?:e|ing)|contacting you|e-?mailing|getting in touch|make|making|making contact)\b"
    r".{0,120}\b(?:request|ask|enquire|find out|obtain|seek|enquiry|questions?))\b"
    r"|^(?:this (?:is(?! not)|e-?mail is|letter is)|please (?:accept|treat|take|consider"
    r"|regard) this)\b"
    r"(?! because)(?! an? (?:\w+ )?(?:valid|legitimate|reasonable|genuine) )"
    r"(?: \w+){0,8}? (?:request|enquiry|query)\b"
    r"|^my (?:wish|aim|intention|hope) is to (?:obtain|get|receive|see|have)\b"
    r"|^(?:my|this|the) (?:foi )?request is (?:simply |only )?(?:for|that|to)\b"
    r"|^(?:my|the) (?:question|query) is\b"
    r"(?! (?:very |quite )?(?:specific|simple|clear|valid|about|regarding)\b)"
    r"|\bit would be (?:helpful|useful|good|interesting) to (?:know|see|have|learn)\b"
)
# "I am making a request to see how many ...": the title of what is asked below.
OPENING = re.compile(
    r"i am (?:contacting you|writing(?: to you)?)\b[^.?]{0,80} to (?:seek|request|ask for|obtain)"
    r" (?:some )?(?:details|information|data) (?:of|on|about|regarding|concerning|relating to)\b"
    r"|i (?:am|would like to) (?:making|submitting|make|submit)(?: you)? (?:a|an"
    r"|this) (?:\w+ ){0,5}?request"
    r" (?:to (?:see|find out|establish|understand|learn)|about|regarding|concerning"
    r"|in relation to)\b"
)
# An interest in a subject is background, one in correspondence a request.
INTEREST = re.compile(
    r"(?<!\bbe )\b(?:interested (?:in|to)|looking (?:at|into)|after"
    r"|looking for(?! (?:the|all|copies)))\b"
)
RECORDS = re.compile(
    r"\b(?:correspondence|letters|advice|cop(?:y|ies)|documents?|records?|e-?mails?|minutes|reports?|meetings?"
    r"|lists?|numbers?|figures|statistics|whether|how|what|which|who|when|why|know|receiv\w+"
    r"|documentation|obtain\w*|see|seeing|find(?:ing)? out|details|contracts?|costs?)\b"
)
WANTED = re.compile(
    r"^(?:(?:the|my|our|these|specific|following|some|a few)\s)*(?:\w+ )?"
    r"(?:information|data|details?"
    r"|documents?|questions?|requests?|queries|points|items)\b(?! (?:relates?|concerns?|covers?"
    r"|refers?|is about|is limited|applies|below relates?)).{0,80}:$"
)
WANTED_NOUN = (
    r"(?:questions?|queries|points?|information|details?|data|documents?|records?|items?|figures"
    r"|statistics|answers?|requests?|things|aspects|matters|particulars|breakdowns?|numbers?)"
)
WANTED_THINGS = re.compile(rf"\b{WANTED_NOUN}\b")
# Things that a request can be for, when a sentence has no verb that says more.
THING = re.compile(
    r"(?:(?:for|in|by|at|of) (?:each|every|all|both|any)\b[^:,]{0,50}[:,] "
    r"|(?:between|from|during|since|over|within) [^,.?:]{3,80}, "
    r"|(?:in addition|on top of)(?: to)?(?: (?:this|that|these|the above))?, |furthermore, "
    r"|additionally, |if \w+(?: \w+){0,3}, )?(?:and |also "
    r"|(?:the |your )?(?:top |two |three |five |ten |\d{1,2} )*(?:main|most \w+|\w+est) "
    r"|finally,? |(?:the|a|an|any|all|full|total|overall|complete|annual|average"
    r"|contact|current|latest|most recent|detailed|exact|approximate|relevant|internal|other"
    r"|council's|trust's|force's|department's|risk|impact|inspection|incident"
    r"|monthly|yearly|recorded|single|related|brief|short|clear|list of|both|each|every|your"
    r"|copies of|a copy of|details of) )*"
    r"(?:(?<=\bthe )(?:[\w-]+ ){1,2}?)?"
    r"(?:numbers?|amounts?|sums?|costs?|copy|copies|lists?|breakdowns?|details|names?|dates?|values?"
    r"|percentages?|proportions?|correspondence|e-?mails?|documents?|documentation|records?"
    r"|minutes|reports?|statistics|figures|data|spending|expenditure|totals?|letters|notes"
    r"|contracts?|information|communications?|memos?|memoranda|briefings?|invoices?|plans?"
    r"|policy|policies|agendas?|assessments?|surveys?|salary|salaries|budgets?|results"
    r"|job (?:titles?|descriptions?)"
    r"|drafts?|comments?|responses?|replies|complaints?|applications?|submissions?|reasons?"
    r"|criteria|guidance|instructions?|procedures?|photographs?|photos|maps?|logs?|audits?"
    r"|reviews?|schedules?|versions?|evidence|material|spend|income|revenue|balance|rates?"
    r"|levels?|turnover|confirmation|explanations?|claims?"
    r"|registers?|databases?|spreadsheets?|inventor(?:y|ies)|extracts?|diary|diaries|calendars?"
    r"|transcripts?|recordings?|footage|drawings?|quotations?|quotes?|bids?|tenders?"
    r"|specifications?|permits?|receipts?|agreements?|messages?|protocols?|particulars|counts?"
    r"|shares?|ratios?|certificates?|consultations?|decisions?|notices?|notifications?"
    r"|analys[ei]s|calculations?|estimates?|projections?|forecasts?|targets?|papers?"
    r"|titles?|hours|grades?|address(?:es)?|ages?|types?|sizes?|length|duration|capacity"
    r"|status|outcomes?|descriptions?|quantit(?:y|ies)|frequency)\b"
    r"(?:/| (?:of|for|to|about|relating|related|regarding|between|showing|detailing|given|in|by"
    r"|from|on|sent|held|issued|produced|concerning|and|or|relied|used|paid|spent|with|that"
    r"|mentioning|referring|naming|discussing|explaining|describing|setting|submitted|supplied"
    r"|exchanged|signed|prepared|obtained|during|since|under|at|who|whose|where|which|made|received|answered|recorded|reported|completed|resolved|upheld|refused|granted|approved"
    r"|rejected|lost|stolen|sold|bought|purchased|charged|awarded|employed|created|containing|including|per|your|you)\b|,)"
)
FINITE = re.compile(
    # "The concerns" and "any needs" are no verbs.
    r"(?<!\bto )(?<!\bthe )(?<!\bany )(?<!\bof )(?<!\byour )(?<!\btheir )"
    r"\b(?:am|is|are|do|don't|means?|contains?|was|were|has|have|had|will|would|should"
    r"|must|can|cannot|could|shows?|seems?|rose|fell|became|remains?|needs?|says?|does|did"
    r"|relates?|concerns?|covers?|includes?|refers?|consists?|applies)\b"
)
CLAUSE = re.compile(r"\b(?:that|which|who|whom|whose|whether|how|what|where|when|if|you|it)\b")

FOLLOWING = re.compile(
    r"\b(?:(?:the|these|this) following|following(?=[^.]{0,80}:| (?:\w+ )?(?:information|data"
    r"|details?"
    r"|questions?|points|documents?|records|items|queries|figures|matters)\b|\W*$)|below"
    r"|these questions(?! (?:because|as|since)\b)|as follows|listed here"
    r"|these queries\b|(?<!in )questions? (?:are|is)\b(?=\W*$)"
    r"|(?:as|those|points|questions|information|data) set out (?:under|in)|each heading"
    r"|attached questions?|questions? (?:relating|regarding|about|on|concerning)"
    r"|answers? to)\b"
)
# "in the following years: 2013, 2014 and 2015" is complete.
LISTED = re.compile(r"\bfollowing\b[^:]{0,60}: ?\S.{8,}")
DANGLING = re.compile(
    r"(?:[:;–—-]|\b(?:provide|with|know|supply|include|including|regarding|about|for|me|us|to|of"
    r"|is|are|that|on|namely|request|ask)[\s,–—-]{0,6}"
    r"|\b(?:provide|with|know|supply|tell me|send me|regarding|answer)\s?\?)$"
)

# "It is out of date, so I would like to ask again."
ASKS_NOTHING = re.compile(
    r"\b(?:ask|enquire|inquire|try|help|assist)(?: again| once more| you| me| us)*"
    r"(?: with (?:this|my|our|the) (?:foi )?(?:request|enquiry|query|research|project))?[.!]?$"
)
# Not asked for an answer.
RHETORICAL = re.compile(
    r"(?:the reason )?why (?:i|we) (?:am|are|ask|want|need)\b[^?]*\bis\b[^?]*[.!]?$|"
    r"(?:and |so |but )?(?:is it any wonder|who (?:knows|knew|cares)|how (?:can|could) (?:this"
    r"|that|it)"
    r" (?:possibly )?be|why should (?:we|i|anyone|residents)|what (?:is|'s) the point|need i say"
    r"|what (?:on earth|in the world|the hell)|(?:what|how) (?:is|was) going on"
    r"|(?:[^?]{0,80} )?what if (?:i|he|she|it|they|we|there|someone)"
    r"|(?:how )?(?:is|was|can) (?:this|that|it) (?:be )?(?:really )?"
    r"(?:fair|right|acceptable)(?=\W*$)"
    r"|(?:what|how) [^?]{0,60}\bcould (?:there (?:possibly )?be|anyone (?:possibly|ever)))\b"
)

# --- asks that are about the reply, and those that only seem so --------------------------

FOLLOW_UP = re.compile(_IF_SO)
WH_QUESTION = re.compile(rf"{POLITE}{_ASKING_WH}.*\?$")
BARE_IF = re.compile(r"if (?:so|yes|no|not)[\s,.:–-]{0,4}")
# With these words even "exempt" and "internal review" are what is asked about.
ASKS_TO_KNOW = re.compile(
    r"^(?:the )?(?:total |overall )?(?:numbers?|percentages?|proportions?|amounts?|costs?)\b"
    r"|\bhow (?:many|much|often)\b|\b(?:number|copy|copies|list) of\b"
    r"|\b(?:provide|give|send) (?:me |us |some |any |full |further )*details?\b"
    r"|\b(?:like|want|wish|need) to (?:know|see|understand|find out)\b"
)
# "I have the figures for 2019, and would like those for 2020."
THEN_WISHES = re.compile(
    r"(?:, |\bso |\band )(?:therefore|hence|thus|so),? (?:i|we) (?:would like|request|ask|wish"
    r"|want)\b|"
    r"[,;] (?:and|so|but)(?: therefore)? (?:(?:i|we)(?:'d| would| should)|would) (?:also )?like\b"
)
# "I would like the road to be closed" asks for an act, not for information.
TO_BE_DONE = re.compile(
    r"\b(?:like|want|ask|request)\b(?! to).{0,80}\bbe (?:\w+ed|\w+en|made|done)\b"
)
STATEMENT = re.compile(
    r"(?:i|we) (?:(?:\w+ly|also|still|therefore|now) )?"
    r"(?:(?:need|require|want|seek|am (?:asking for|seeking)|are (?:asking for|seeking))"
    r" (?:this|these|it)\b(?: information| data| details| figures)? (?:\w+ )?(?:to|in order to"
    r"|for (?:a|an|my|our|research|use)|as|because)\b"
    r"|understand|appreciate|realise|realize|note|am aware|are aware|believe|expect"
    r"|trust|hope|prefer|would prefer|remind|assume|reserve|(?:am|would(?: also)? be"
    r"|'d be) (?:also )?(?:happy|content|willing)|do not|don't|would remind"
    r"|would like to remind|would point|can confirm|would expect|would argue|would hope|know|think"
    r"|feel|acknowledge|anticipate|accept|confirm|have|had"
    r"|(?:was|were)(?! (?:hoping|wondering|looking|wanting) )|am (?:also )?(?:a|an|the"
    r"|not|currently"
    r"|aware|happy|sure|conducting|doing|researching|working|undertaking|writing on behalf)"
    r"|(?:also )?(?:want|wish|would (?:also )?like|should like) to (?:make (?:it |this )?clear"
    r"|stress|emphasi[sz]e|point out|clarify|add|say|mention|note|remind)"
    r"|(?:am |are )?ask(?:ing)?(?: for)?(?: this| these)?(?: questions?| information)?"
    r" (?:because|as|since))\b"
    r"|(?:i'm|we're) (?:also |currently )?(?:a|an|the|not|aware|happy|sure|conducting|doing"
    r"|researching|working|undertaking)\b"
)
