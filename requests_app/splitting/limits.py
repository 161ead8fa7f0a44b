"""Phrases that limit what was asked, or say how the answer is to be given.

Patterns over a sentence in lower case; which of them decides is said in ``asks``.
"""

from __future__ import annotations

import re

from requests_app.splitting.words import GIVE, MAY_YOU, POLITE

_FIGURES = (
    r"(?:(?:this|these|those|that|it|them|each|(?:all |both )?(?:of )?(?:this|these|the|your|my)"
    r"|(?:items?|questions?|parts?) \(?\w\)?|answers|figures|data"
    r"|all(?= (?:information|data|figures)\b))"
    r"(?: (?:above|aforesaid|above-?mentioned"
    r"|aforementioned))?(?: requested)?(?: (?:\w+ )?(?:figures|data|information)(?: requested"
    r"| asked for| sought)?"
    r"(?= (?:by|per|for) (?:year|month|each)\b)| (?:information|data|figures?|answers?|details"
    r"|numbers?|totals?"
    r"|statistics|results?|responses?|requests?|questions?|breakdown|list|supply of \w+ \w+))?)"
)
# "Would it be possible to have ..." asks.
_BE = r"be(?! (?:possible|confirmed|explained|clarified)\b)"
LIMITING = re.compile(
    # "If there were any this year, I would also like to receive those."
    r"(?:if|where)\b[^.?]{1,120}, (?:i|we) (?:would|should) (?:also )?(?:like|appreciate|welcome)\b"
    r"[^.?]{0,40}\b(?:that|it|them|those|these)(?: too| as well)?\W?$|"
    rf"{POLITE}(?:{MAY_YOU} )?{POLITE}(?:only |just )?(?:divide|sort|arrange"
    r"|present (?:the|this|it|these)"
    r"|date (?:each|every)"
    r"|restrict|limit|confine|narrow|exclude|omit|disregard"
    r"|ignore|consider|count|include|treat|define"
    r"|make sure|ensure|break (?:this|these|it|them|the|your"
    r"|down)|split (?:this|these|it|them"
    r"|the)|separate|group|categori[sz]e|only include)\b"
    rf"|{POLITE}(?:can|could|would|may|should) {POLITE}{_FIGURES} (?:also |please )*"
    rf"(?:{_BE}|include|cover|show|contain|list|state)\b"
    rf"|{POLITE}(?:(?:can|could|would|may|should) )?{POLITE}{_FIGURES} (?:please )?(?:(?:to )?{_BE}"
    r"|should|needs? to|must|broken|split)\b"
    rf"|.{{0,40}}\b(?:be (?:sent|given|shown)|have|get|receive|see|like|want|need|require"
    rf"|request|ask|provide|give|send|supply)"
    rf"(?: me| us)?(?: with| that)? {_FIGURES} (?:to |be |is |are |as |also ){{0,3}}"
    r"(?:for (?:the\b(?! (?:\w+ )?(?:totals?|numbers?|amounts?|costs?|percentages?|proportions?"
    r"|values?)\b)"
    r"|each|every|all|both|20|19|qs?\b|questions?\b)|from|between|covering|since"
    r"|by|per|over|at \w+(?: \w+)? level|broken"
    r"|split|separat\w+|cover|go back|date back|limited)\b"
    # "I know that some keep no list, so please only count those you have."
    r"|(?:i|we) (?:understand|appreciate|realise|realize|recognise|recognize|know|accept"
    r"|acknowledge)\b.{0,300}\b(?:so|but|therefore|hence),? please (?:just|only|simply"
    r"|include|exclude|use|ignore|treat|feel)\b"
    r"|(?:i|we) (?:would|'d) (?:also )?(?:appreciate|like|prefer)(?: it)? if (?:this|these)"
    r" (?:[\w/-]+ ){1,3}(?:could|can|would) (?:also |please )*be\b"
    # "I would appreciate it if this could be shown as a percentage."
    rf"|(?:i|we) (?:would|'d) (?:also )?(?:appreciate|like|prefer"
    rf"|be grateful)(?: it)? if {_FIGURES}"
    r" (?:could|can|would|were|was) (?:also |please )?(?:to )?(?:be )?\w+"
    # "Please provide data for the last three years": no word says data of what.
    rf"|{POLITE}(?:{MAY_YOU} )?{POLITE}(?:{GIVE}|have|get|see)(?: me| us)?(?: with)?"
    r" (?:the |all |your |yearly |annual |monthly )*(?:data|figures|information|statistics"
    r"|answers|values|numbers|totals)"
    r"(?: where (?:possible|available))? (?:(?:for|from|covering|since"
    r"|between|by|per) (?:each|every|all|both|the (?:last|past|previous|years?|period|financial"
    r"|calendar)|financial|calendar)|(?:from|between|covering|dated (?:after|before|from)) (?:\d"
    r"|[a-z]{3,9} \d)"
    r"|for (?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]* (?:19|20)\d\d)"
    r"[^.?:]{0,160}\.?$"
    rf"|{POLITE}(?:{MAY_YOU} )?{POLITE}{GIVE}(?: me| us)?(?: with)? (?:the )?(?:most recent|latest"
    r"|most up[ -]to[ -]date|newest)(?: available)? (?:data|figures|information|statistics)\b"
    r"(?!.*\balso\b)"
    r"|if\b.{1,160}, (?:then )?please (?:instead|just|simply|only)\b"
    rf"|{POLITE}{GIVE} (?:\w+ ){{0,2}}separate (?:figures|totals|numbers|answers)\b"
)
# In a paragraph of its own it asks: "Please also include the letters of the mayor."
ALSO_INCLUDE = re.compile(rf"{POLITE}(?:{MAY_YOU} )?(?:please )?(?:also )+(?:please )?include\b")
# "Please split them by year and please state who paid": the second half asks.
AND_ASKS = re.compile(
    r"[a-z],? and also (?:any|details|copies|the (?:numbers?|names?|costs?|reasons?|dates?))\b|"
    rf"[a-z],? and (?:(?:please|also) (?:please |also )?{GIVE}\b|how (?:many|much)\b"
    r"|(?:provide|give|send|supply) (?:me |us )?(?:with )?(?:any|details|copies)\b)"
)
SCOPE = re.compile(
    r"(?:where|if)\b[^.?]{1,120}, please repeat (?:this|these|the)\b|"
    r"(?:i|we) (?:want|need|(?:would|should) like) (?:this|it|these|that|those) to"
    r" (?:cover|include|extend|go)\b|"
    r"where (?:\w+ ){1,3}(?:is|are) not (?:specified|stated|given|available),? please (?:use"
    r"|give|provide)\b"
    r"|(?:where|if) (?:applicable|available|possible),? please (?:provide|give|use"
    r"|supply) (?:the )?(?:most recent|latest)\b"
    r"|the (?:dates?|period|time ?(?:frame|scale|period)s?|scope|date range) (?:for|of|covered by) "
    r"(?:the|this|my|these) (?:\w+ )?(?:information|data|requests?|questions?|figures)\b"
    r"|the (?:date range|reporting period|time ?frame|time period)(?: \w+){0,3} (?:is|are"
    r"|should be|covers|runs)\b"
    # Whatever it lists: "This list should include the exemptions used."
    r"|(?:this|these|the) (?:information|data|list|lists|figures|records|documents|breakdown)"
    r" should (?:also |ideally )?(?:include|show|state|contain|cover)\b"
    r"|i (?:would |'d )?expect (?:this|these)\b"
    r"|please (?:answer|respond|reply)"
    r" (?:as (?:of|at)|for|using|with(?! (?:the|a|any)\b)|in|on)\b|"
    r"in the case of \w+(?: \w+)?,? please (?:also )?include\b|"
    r"unless otherwise \w+\b"
    r"|(?:just )?(?:to be (?:clear|precise)|to clarify|for clarity)\b"
    # The period or the place of what is asked, said as an interest in it.
    r"|(?:i am|we are|i'm|we're) (?:only |just |particularly |mainly )*"
    r"(?:interested in|looking for) (?:the |any |all )?"
    r"(?:information|data|figures|records)(?: held| recorded| only)?"
    r" (?:from|between|for|since|covering|over|at)\b"
    r"|it would (?:also )?be (?:\w+ )?(?:helpful|useful|good) (?:if|to have)\b.{0,80}"
    r"\b(?:break|broken|breakdown|shown|split|separate\w*)\b"
    r"|(?:in relation to|regarding|with (?:regards?|respect|reference) to|as regards|for)"
    r" (?:all|both|each|every)(?: of)? (?:the |my |these )?(?:above )?"
    r"(?:questions?|points?|parts?|items?|requests?|qs?|sets|sections|lists)\b"
    r"|(?:in relation to|regarding|with (?:regards?|respect|reference) to|as regards|for)"
    r" (?:questions?|points?|parts?|items?|q) ?(?:\d|one|two|three|four|five|six)\b"
    # "The date should be the one on which it was made."
    r"|the (?:\w+ ){1,3}(?:should|must|needs? to) (?:only |also )?be\b"
    r"|(?:\w+ ){1,6}(?:are|is|should) (?:not )?(?:to )?be (?:counted|included|excluded|left out"
    r"|ignored)\b[^?]*$"
    r"|an? estimate (?:is|are|will be|would be) (?:fine|ok|okay|enough|acceptable)"
    r"|(?:i am|i'm|we are) only (?:interested in|concerned with|after) (?:the period|those"
    r"|figures|cases|the figures)\b"
    # "An estimate will suffice.", not "An e-mail will suffice.".
    r"|(?:an?|the|any) (?!e-?mail|link|reply|response|electronic|digital|pdf|excel|spread|list)"
    r"(?:[\w-]+ ){1,4}(?:will|would) (?:also )?(?:suffice|do\b|be (?:fine|enough|sufficient))"
    r"|(?:please )?(?:do not|don't) (?:include|count|name|list)\b"
    r"|this is a request for .{1,80}\bonly\b|(?:i am|i'm) (?:only asking|asking (?:only|here))\b"
    r"|where (?:the |my |a )?(?:questions?|requests?) (?:refers?|relates?|speaks?|says?"
    r"|mentions?)\b"
    r"|(?:my|this|the|our) request (?:\w+ ){0,2}(?:includes?|covers?|excludes?|extends|refers to"
    r"|applies|is (?:only )?(?:limited|restricted|confined|for the (?:period|years?)))\b"
)
# "2019/20", "1 April 2019 to 31 March 2020".
# Nothing in it is given back once taken: a run of digits could be cut in a million ways.
PERIOD = re.compile(
    r"(?:(?:each|every) (?:month|quarter|week|year) (?=(?:from|of|in) ))?"
    r"(?:(?:[0-9]{1,4}+|jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,7}+"
    r"[\s/.,;–-]{0,4}+|(?:to|and|until|from|of|in|financial|calendar|year|fy|q[1-4])\s{0,2}+){1,12}+"
)
# "Please note, if the records were merged, please include both": a note, whatever it asks.
NOTES_FIRST = re.compile(
    r"[*(]{0,2}(?:please note(?:[,:]| [–-]| that\b| if\b)"
    r"|please (?:be (?:aware|advised|mindful)|bear in mind|remember|understand)\b|n\.?b\b|notes?:)"
)
NOTE_HEAD = re.compile(r"[*(]{0,2}(?:n\.?b\.?|notes?) ?[:–-]")
# "Note that ...", "Further clarification: ...", "By "flats" I mean ...".
NOTE = re.compile(
    r"[*(]{0,2}(?:(?:please )?note\b|n\.?b\b|(?:further )?clarification:"
    r"|(?:when i say |by )[^.:?]{1,80} (?:i|we) (?:mean|am referring|are referring)\b)"
)
FORMAT_FIRST = re.compile(
    rf"{POLITE}(?:{MAY_YOU} )?{POLITE}{GIVE} (?:me |us )?(?:with )?{_FIGURES}"
    r" (?:in|as|by|via) (?:an? |the )?(?:[\w/]+ ){0,2}"
    r"(?:electronic\w*|digital|excel|csv|pdf|spreadsheet|e-?mail|table|format|form)\b"
)
# Leads from things to what is asked about each: "For each of the agreements, please provide:".
FOR_EACH_OF = re.compile(
    r"for (?:each|every|all)(?: one)?(?: of)? (?:the |these "
    r"|those )?(?:[\w ]{2,30}),? please [^.?]{0,60}:$"
)
# "Additionally, please send:" asks for something else than what stands above.
CLOSES = re.compile(r"(?:and )?(?:finally|lastly|separately|in addition|additionally)\b")
# A line that only says when.
SCOPE_LINE = re.compile(
    r"(?:for|between|during|over|from|in|since|covering|period|dates?|timeframe|time period"
    r"|financial years?|years?)\b[^?]{0,120}(?:\b\d{4}|/\d\d|\b(?:last|past|previous)\b)"
)
# "The request is for letters not yet provided": what was asked for, said once more.
SAID_AGAIN = re.compile(
    r"i would (?:also )?(?:welcome|appreciate|like) (?:any|whatever|all)(?: \w+)?"
    r" (?:information|records|documents|data)\b.{0,60}\b(?:this|the) (?:topic|subject|matter"
    r"|issue)\b"
    r"|(?:the|my|this) (?:\w+ )?request is (?:only |simply )?for\b"
)
