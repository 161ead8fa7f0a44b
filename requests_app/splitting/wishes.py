"""Phrases by which one asks as a wish, and those that only look like it.

Patterns over a sentence in lower case; which of them decides is said in ``asks``.
"""

from __future__ import annotations

import re

from requests_app.splitting.words import GIVE

_TRYING = (
    r"(?:(?:keen|eager|curious|anxious) to (?:know|learn|understand|discover|see|have|read|hear)\b"
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
    r"(?:\b(?:i|we|(?:she|he|they)(?='d| would (?:also |really )?like to \w))(?:, (?:the|as"
    r"|on behalf|being|like)\b[^,]{1,80},)?"
    r"|^(?:our|my|the) (?:members?|clients?|residents?|group|society|company|organisation"
    r"|charity|readers?"
    r"|union|association|firm|committee|forum|newspaper)\b)(?: at (?:the very )?least|(?: would"
    r"| should) at (?:the very )?least| (?:would"
    r"|should|will|shall|must|do|also|hereby|therefore|formally|further|please|now"
    r"|respectfully|am|are|was|(?:instructed|asked|hoping|keen|obliged) to)|'d|'m|'re){0,4}"
    r" (?:also |formally |hereby |therefore |please |respectfully |further |really |most "
    r"|very much |very"
    r" |\w+ly |only |just ){0,2}"
    rf"(?:(?:be )?{_TRYING}|wonder(?:ing)? (?:if|whether)\b"
    r"|(?<!i )(?<!we )(?:love|appreciate|welcome|prefer to (?:have|see|receive|be given))"
    r"|demand|call (?:up)?on (?:you|the \w+) to|exercise my (?:\w+ )?right to"
    r"|put in this request|settle for|(?:be )?(?:glad|thankful|delighted) (?:of|for|if you"
    r"|to (?:know|learn|have|see|receive|get))\b"
    rf"|hop(?:ing|e) (?:that )?(?:you|the \w+|someone) (?:can|could|would|might|may|will)"
    rf"(?: be able to)?(?: please)? {GIVE}"
    r"|be wanting"
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
    r"|^(?:also |just |simply |and |so |only )*(?:(?:very |most |much )?(?:grateful|obliged"
    r"|thankful)"
    r"|interested (?:in|to)|hoping (?:that )?(?:you|the \w+) (?:can|could|would|might)"
    r"|wanting to|wishing to|requesting"
    r"|seeking|wondering (?:if|whether)|keen to|looking for (?=the|a|any|all|copies)|curious"
    r"|happy to (?:receive|have|get|accept) (?=just|the|a|any|all|copies)"
    r"|after (?=copies|details|information))\b"
    r"|^my (?:wish|aim|intention|hope) is to (?:obtain|get|receive|see|have)\b"
    r"|^(?:my|this|the) (?:foi )?request is (?:simply |only )?(?:for|that|to)\b"
    r"|^(?:my|the) (?:question|query) is\b"
    r"(?! (?:very |quite )?(?:specific|simple|clear|valid|about|regarding)\b)"
    r"|\bit(?: would|'d) (?:also )?(?:be (?:\w+ )?(?:helpful|useful|good|interesting|great|nice)"
    r"|help(?: (?:me|us))?"
    r"(?: (?:a lot|greatly|enormously|a great deal))?) to (?:know|see|have|learn|receive|get"
    r"|be given)\b"
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
    r"|lists?|diar(?:y|ies)|numbers?|figures|statistics|whether|how|what|which|who|when|why"
    r"|(?<=interested in )where|know|receiv\w+"
    r"|documentation|obtain\w*|see|seeing|find(?:ing)? out|details|contracts?|costs?)\b"
)
# "It is out of date, so I would like to ask again."
ASKS_NOTHING = re.compile(
    # "It was answered in May and we now want the up to date version."
    r"\b(?:answered|sent|provided|supplied|gave)\b[^.?]{0,80}\band (?:we|i)(?: are| am)? now"
    r" (?:want|need|require|seek|asking for) (?:the|an) (?:\w+ )?(?:update|refresh"
    r"|(?:up[- ]to[- ]date|latest|current|updated) (?:version|one|copy))\b|"
    r"\b(?:do (?:the same|so|this|it)|ask|enquire|inquire|try|help|assist)(?: again| once more"
    r"| you| me| us)*"
    r"(?: with (?:this|my|our|the) (?:foi )?(?:request|enquiry|query|research|project))?[.!]?$"
)
# "I have the figures for 2019, and would like those for 2020."
THEN_WISHES = re.compile(
    r"\bwhich (?:i|we)(?: would|'d| should) (?:also )?(?:like|love)\b"
    r"|,? (?:and|so|but) (?:(?:i|we) ?)?(?:would|'d|should) (?:also )?be (?:grateful|glad"
    r"|interested|pleased)"
    r" (?:for|of|in|if you|to (?:see|have|know|receive))\b|"
    r"(?:, |\bso |\band )(?:therefore|hence|thus|so),? (?:i|we) (?:would like|request|ask|wish"
    r"|want)\b|"
    r"[,;] (?:and|so|but)(?: therefore)? (?:(?:i|we)(?:'d| would| should)|would) (?:also )?like\b"
    # "We bid for this and would like to see the marks."
    r"|^(?:i|we) [^.?:,]{1,60} (?:and|but|so) would (?:also )?like to (?:have|see|know|receive"
    r"|get)\b"
)
# "I would like the road to be closed" asks for an act, not for information.
TO_BE_DONE = re.compile(
    r"\b(?:like|want|ask|request)\b(?! to).{0,80}\bbe (?!(?:provided|supplied|informed"
    r"|advised)\b)(?:\w+ed|\w+en|made|done)\b"
)
STATEMENT = re.compile(
    r"(?:i|we) (?:(?:\w+ly|also|still|therefore|now) )?"
    r"(?:(?:need|require|want|seek|am (?:asking for|seeking)|are (?:asking for|seeking))"
    r" (?:this|these|it)\b(?: information| data| details| figures)? (?:\w+ )?(?:to|in order to"
    r"|for (?:a|an|my|our|research|use)|as|because)\b"
    r"|understand|(?:do )?appreciate|realise|realize|note|am aware|are aware|believe|expect"
    r"|trust|hope|prefer|would prefer(?! to (?:have|see|receive|be given)\b)|remind|assume"
    r"|reserve|(?:am|would(?: also)? be"
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
