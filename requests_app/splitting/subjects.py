"""Phrases that say what a request is about, and those that say exactly what is wanted.

Patterns over a sentence in lower case; which of them decides is said in ``asks``.
"""

from __future__ import annotations

import re

# "information about ..." says what the request is about; a number or a copy is asked for.
GENERAL_OBJECT = re.compile(
    r"\b(?:is|request|requesting|ask|asking|like|receive|obtain|get|gather|collect|find|see|seeing|have|seek|seeking"
    r"|provide|supply|send|give|require|want|need|in|for|interested|make|making|submit|place|lodge|file"
    r"|raise|after|you|me|access to)"
    r" (?:\w+ ){0,2}?(?:some |any |all |the |this |following |below |recorded |certain "
    r"|relevant |general |further |a |an |formal |new |foi |freedom of information |statistical )*"
    r"(?:information(?: requests?)?|details?"
    r"|(?:data|statistics|figures)(?! (?:from|behind|underlying|held|used)\b)"
    r"|questions?|enquir(?:y|ies)|answers"
    r"|requests?(?! (?:under .{0,60}? )?for (?!(?:\w+ ){0,2}(?:information|details?|data)\b)))\b"
)
SPECIFIC = re.compile(
    r"\b(?:how (?:many|much|often|long)|(?:total |annual )?(?:(?<!\ba )number|amount|cost|value"
    r"|percentage|proportion|names?|dates?|list|breakdown|details|copy|copies|cop[yi]es) of"
    r"|a list|copies|copy|whether|what|(?<!to )(?<!of )(?<!in )which|when|who|why)\b"
)
# What can be counted or handed over, unlike "details of complaints".
EXACT = re.compile(
    r"\bhow (?:many|much|often|long)\b|\b(?:numbers?|amounts?|totals?|costs?|copy|copies|lists?"
    r"|percentages?|proportions?) of\b"
    r"|\bany (?:\w+[/ ]){0,3}?(?:documents?|correspondence|e-?mails?|letters|minutes|messages"
    r"|reports)\b"
)
# "Information about the harbour board." says what about, not what.
TOPIC = re.compile(
    r"(?:information|data|details|questions|request|freedom of information(?: request)?"
    r"|foi(?: request)?)"
    r"(?: (?:for|of) information)? (?:about|on|regarding|concerning|relating|related|in relation)\b"
)
# "Please send me this information about ...:" spells it out below.
THIS_ABOUT = re.compile(
    r"\b(?:send|give|provide|supply)(?: (?:me|us))?(?: with)? (?:this|the following) information"
    r" (?:about|on|regarding|concerning|relating|related)\b"
)
ASKS_ABOUT = re.compile(r"\b(?:ask|asking|enquire|enquiring|inquire|inquiring) (?:you )?about\b")
_SUBJECT = (
    r"(?:about|on|regarding|concerning|relating to|related to|in relation to|around|surrounding"
    r"|with regards? to|in respect (?:of|to)|pertaining to)\b"
)
SUBJECT = re.compile(
    r" ?(?:under (?:the )?(?:freedom of information|foi|environmental information)[^,.:]{0,30}?)?"
    rf"{_SUBJECT}"
)
# "details in respect of ..." tells the subject, wherever it stands.
SUBJECT_OF = re.compile(
    r"\b(?:information|details?|data)"
    rf"(?: (?:that |which )?(?:you|the \w+|is|are) (?:hold|holds|held|have))? {_SUBJECT}"
)
ACT = re.compile(
    r"\b(?:freedom of information|information request|foi|foia|f\.o\.i|environmental information"
    r"|eir|data protection act|information act|subject access|section 1)\b"
)
