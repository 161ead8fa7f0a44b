"""The usual phrases about the reply and the law, as patterns over a sentence in lower case.

Each group says what it is for; which of them decides is said in ``asks``.
"""

from __future__ import annotations

import re

# What "if ..." speaks of when it is about the handling and not about what is asked.
HANDLING_CONDITION = re.compile(
    r"(?:if|should|where|in the event(?: that)?|in case|unless|were|when|whilst|while|as|since"
    r"|in so far as|to the extent)\b,? (?!(?:so|yes|no|not|you (?:do|did|have|are|can)),"
    r"|(?:so|yes|no|not) (?:how|why|what|when|which|who|where|then|please|could|can|will|would|do"
    r"|does|did|is|are|has|have)\b)"
    r"(?:for (?:any|some|whatever) reason,? |however,? |that )?"
    r"(?:(?:you|your \w+|the (?:council|authority|trust|department|force|university|school))"
    r"(?: (?:are|is|do|does|were|would|feel|believe|think|consider|decide|need|require|wish|want"
    r"|cannot|can't|can not|can|intend|refuse|withhold|determine|only|also|already|have any|has any"
    r"|have (?:questions|queries|concerns|problems|difficulty|difficulties)|find|claim|deem"
    r"|estimate|conclude|encounter|exceed|could|will|don't|doesn't|plan to (?:refuse|withhold)"
    r"|not|no longer|rely|choose|seek)\b)"
    r"|they are (?:already |publicly |not )?(?:available|published|held)"
    r"|already (?:available|published|held)"
    r"|it(?:'s| is| would| will| proves| turns| takes| helps| may| should)\b"
    r"|(?:any|some|all|part|parts|the|this|that|my|these|those|any part|certain|every|answering"
    r"|one|either|several|one or more|only|not all)\b(?: (?:of|the|this|my|these|those|all|other"
    r"|requested|above|following|part|foi|freedom of information"
    r"|parts|whole|any|entire|actual|exact|full|necessary|required|relevant))*"
    r" ?(?:information|data|requests?|enquir(?:y|ies)|costs?|details|documents?|questions?"
    r"|records|figures"
    r"|foi|release|disclosure|aspects?|parts?|sections?|elements?|material|response|reply|answers?|breakdown|complaints)\b"
    r"|there (?:is|are|will be) (?:any |a )?(?:quer|question|problem|issue|fee|charge|cost|further"
    r"|anything|delay|part|reason|information|exempt)"
    r"|(?:i|we) (?:can|could|have|need|am|do not|don't|should|may)\b"
    r"|necessary|appropriate|required|not\b"
    r"|(?:an?|any|each) (?:questions?|items?|points?) (?:asks?|calls?|requires?|requests?)\b"
    r"|this (?:is|would|will|exceeds|request|does|cannot|can)\b|an? (?:exemption|fee|charge)"
    r"|(?:providing|giving|supplying|releasing|disclosing|obtaining|finding|collating|collecting|answering)\b"
    r"|either|exemption|(?:information|data|figures) (?:is|are|cannot|can't)\b"
    r"|(?:[\w/-]+ ){1,4}(?:information|data|figures) (?:is|are) (?:\w+ )?(?:not|un\w+)\b)"
)
# What may stand before such a condition.
PREFACE = re.compile(
    r"^(?:format(?: of (?:the |your )?(?:response|reply|answers?|data|information))?: "
    r"|(?:(?:however|of course|also|finally|lastly|again|obviously|naturally|and|but|that said"
    r"|in particular|in (?:this|that) case|equally|similarly|likewise|alternatively|furthermore"
    r"|additionally|in addition|as ever|within the (?:section 12|costs?|time) limits?)\b"
    r",? ){1,2})"
)
# Whatever else such a sentence says.
DENIES = re.compile(
    r"^(?:if|where|should) (?:no|none|nothing)\b.{0,80}\b(?:confirm|say|state|tell me|advise"
    r"|let me know)\b(?: this| so| that)?(?: also| too| as well| please| is the case)*[.!]?$|"
    r"\b(?:den(?:y|ying)|refus(?:e|ing)|reject(?:ing)?|declin(?:e|ing)) (?:this|my) request\b"
    r"|\bgrounds of (?:\W?excessive )?costs?\b"
)
# "If you keep them, please also send the totals" asks for something more.
ALSO_WANTED = re.compile(
    r"\bplease also (?:provide|give|send|supply|tell|state|list|confirm|add|include)\b"
    r"(?! (?:\w+ )?(?:reasons?|advice|links?|web|details of (?:why|the exemption)))"
    r"|\bcan i also ask (?:if|whether|for|how|what|who|why|when)\b"
    # "If it is not recorded I would like to know why?"
    r"|^(?!.*\b(?:request|refus|exempt|with(?:hold|held)|disclos|releas)).*"
    r"\b(?:i|we) (?:would|should) like to know (?:why|how|who|what)\b"
)
# Asks about the reply, not for information.
ABOUT_REPLY = re.compile(
    r"\b(?:acknowledge(?:ment)?\b(?! that)|confirm (?:safe )?receipt"
    r"|(?:a|any|no|strong) preference (?:whether|as to|about|on|for (?:format|how))"
    r"|confirm (?:in writing |by e-?mail )?(?:that )?(?:you have|my request has been) received"
    r"|(?:any|a|no) (?:charges?|fees?)\b|contact (?:me|us|the)\b|get in (?:touch|contact)"
    r"|hesitate to|any (?:further )?(?:queries|questions|clarification)"
    r"|clarif(?:y|ied|ication|ications)\b"
    r"|advi[cs]e and assist|advise and assist|under (?:your|the|its|their) (?:section 16|duty)"
    r"|section 1[0-9]\b|s\.? ?1[0-9]\b"
    r"|s(?:ection|\.)? ?(?:2[1-9]|3\d|4[0-4])\((?:\d|[a-z])\)|withh(?:eld|old) under\b"
    r"|refine|narrow (?:down )?(?:the|my|this)|re-?scope"
    r"|costs? cap|closest (?:\w+ )?(?:approximation|equivalent|match)"
    r"|cost (?:limit|threshold|ceiling|of compliance)|appropriate limit|18[- ]hours?"
    r"|exempt(?:ion|ions|ed)?\b|redact\w*|internal review|request (?:to|for an?) review"
    r"|information commissioner|ombudsman"
    r"|public interest test|(?:\d{1,2}|five|ten|twenty)(?:th)? (?:working|business) ?days?"
    r"|treat (?:this|my|it|the|each)\b|consider this|note (?:that|this|the)|bear in mind"
    r"|address for (?:correspondence|reply|replies)|contact details (?:are|is|above|below)"
    r"|(?:fill(?:ing)? (?:in|out)|complet\w+)(?: in)? (?:the|this|an?) (?:\w+ ){0,3}(?:table"
    r"|grid|form"
    r"|spreadsheet|template)"
    r"|confirm or deny(?! that (?:an?|the) (?!information|council|trust|request))|(?:whether|if"
    r"|that) you (?:hold|have) (?:this|the|any of this) information"
    r"|how would you like (?:to receive|us to)"
    r"|(?:send|forward|address|direct|e-?mail) (?:me )?(?:your|the|all|any) (?:(?:response|reply"
    r"|replies|answers?)|(?:letters|correspondence|communications?|e-?mails) to (?:me|us|our|my"
    r"|the))\b"
    r"|(?:provide|supply|send|give)(?: me| us)?(?: with)?"
    r" the (?:remaining|remainder|rest|balance)\b"
    r"|(?:information|data|figures|answers?|response) (?:(?:is|are|to be) )?"
    r"(?:sent|provided|supplied|returned|given)(?: back)?(?: to me)? (?:in|as|by|via)\b"
    r"|(?:early|prompt|swift|quick|speedy|full) (?:reply|response|answer)"
    r"|(?:information|figures?|data) (?:is|are) not (?:held|available|recorded)"
    r"|if (?:it|this|that|anything) is (?:not(?: clear)?$|not clear|unclear)"
    r"|(?:let me know|tell me|tell us) if you (?:need|require|have|want|would like)\b"
    r"|(?:remaining|non-exempt|unredacted) (?:information|material|records|documents)\b"
    r"|(?:set out|present|format|structure|lay out|give|provide) your (?:answers?|response|reply)\b"
    r"|as requested(?=\W*$)|confirm .{0,30}\b(?:request|e-?mail|it|this) (?:has|was"
    r"|have) (?:been )?(?:received|reached|arrived)\b"
    r"|an? (?:\w+ )?(?:excel|csv|pdf|word|spreadsheet|electronic|digital)(?: \w+)? (?:will"
    r"|would) (?:do|suffice|be)\b"
    r"|any (?:information|help|assistance|guidance) (?:that )?you can (?:give|offer|provide)"
    r"|(?:dealing|dealt) with (?:my|this) request"
    r"|my (?:contact |e-?mail |postal )?(?:details|address|e-?mail|preferred)\b"
    r"|request (?:is|proves|seems) (?:too|unclear|not)\b"
    r"|(?:have|get|receive) (?:the|an?|your|my) (?:reply|response|answer) (?:before|by|in time)\b"
    r"|my request (?:as|be|has|have|is|was|can|cannot|could|should|will|would|may|in an?|under"
    r"|via)\b"
    r"|(?:reply|respond|response|answer|answers|replies) (?:to (?:me|this)|this|by|via|within|in|"
    r"electronically|at)\b"
    r"|(?:pass|forward|redirect|transfer|direct) (?:this|it|my|the request|me to the (?:right"
    r"|correct|relevant))|hear(?:ing)? (?:from|back)|at your earliest|as soon as (?:possible|you"
    r"|practicable)|promptly|without delay|remind you (?:of|that)"
    r"|public interest reasoning|prejudice tests?\b|public interest in (?:disclos|releas|publi)\w+"
    r"|(?:this|it|this request) (?:should|has to|needs to) (?:be )?(?:sent|directed|addressed|go)"
    r"|recorded information,? (?:which|that|this) includes\b"
    r"(?!.*\b(?:relat\w+|about|regarding|concerning|on the)\b)"
    r"|how long (?:this|it|that) (?:will|would|might|may|should) take(?=\W*$)"
    r"|(?:will|would|should) (?:suffice|be (?:fine|enough|sufficient))|records? these as"
    r"|(?:is|are) (?:sufficient|enough|acceptable)(?=\W*$)"
    r"|broken down by the following|separately(?! from)|let me know so that i\b"
    r"|(?:sent|provided|available) (?:to me )?(?:before|by (?:e-?mail|post)|in time))\b"
)
# What only a sentence about the request itself speaks of.
THIS_MATTER = re.compile(
    r"\bas requested(?=\W*$)|\b(?:all|any|your) (?:replies|letters|correspondence|e-?mails) to\b"
    r"|\S@\S|\b(?:(?:my|your|this|these|the|above) (?:foi |formal )?"
    r"(?:requests?|questions?|response|reply|answers?|e-?mail)"
    r"|(?:this|the|any|all|some|requested|certain) (?:requested |personal |of the )?"
    r"(?:information|data)|information (?:requested|is|you)|foia?|freedom of information|the act"
    r"|(?:me|us|you|i|we|myself)|personal (?:data|details)|attached|below|above)\b"
)
FORMAT = re.compile(
    r"\b(?:(?:in|as|using) (?:an? |the )?(?:\w+ ){0,3}"
    r"(?:electronic|digital|machine[- ]readable|excel|rich text|text (?:document|file|format)"
    r"|csv|spreadsheet|pdf|word|searchable|tabular|table|reusable|xlsx?|open|editable)\b"
    r"|(?:excel|csv|spreadsheet|electronic|digital|electronically|pdf)\b.{0,40}\b(?:formats?|forms?"
    r"|copy|file|document|please)\b|electronically|(?:by|via) e-?mail"
    r"|by (?:\w+ )?(?:\w+ )?post\b|this format|that format"
    r"|(?:format|form) (?:if|would|is|of)\b|preferred format|following format|in writing"
    r"|same format)"
)
REPLY_OBJECT = re.compile(
    r"(?:provide|supply|send|e-?mail|give|receive|have|return|release|get|present|make|prefer|like|format"
    r"|accept|be|see|include|share)(?: (?:me|us|with|to|it|that|if|you|could|would|have|receive"
    r"|see|for))*"
    r" (?:the |this |these |all |your |any |a |my |those |that |this |requested |above )*"
    r"(?:info(?:rmation)?|lists?\b|figures|data(?: ?sets?)?|response|responses|reply|answers?"
    r"|documents?|figures|it|them"
    r"|details|particulars|material|results?|records|attachments?|files?|copies|spreadsheet|format|everything"
    r"|provided|sent|supplied|presented|(?:in|as) (?:excel|csv|pdf|word)|(?:this|these|that"
    r"|those)(?= (?:in|as|by|via|to)\b))\b"
)
FOOTER = re.compile(
    r"whatdotheyknow|disclaimer:|please use this email address for all replies|is .{1,80} the"
    r" wrong address|view freedom of information requests|if you find this service useful"
    r"|published (?:and|on) the (?:internet|web)|^\W{0,3}https?://\S{1,200}$|^www\.\S{1,200}$"
    r"|for more detailed guidance|please note that in some cases publication"
    r"|our privacy and copyright|this (?:e-?mail|message) (?:and any|is|may|has|contains)"
    r"|sent from my|scanned (?:by|for)\b|virus(?:es)?[- ]free|intended recipient"
    r"|\b(?:e-?mail|message|attachments?|communication)\b.{0,120}\b(?:virus(?:es)?|confidential"
    r"|privileged)\b|\bconfidential\b.{0,60}\b(?:intended|addressee|e-?mail|recipient)"
)
POSTCODE = re.compile(r"\b[a-z]{1,2}\d[\da-z]? ?\d[a-z]{2}\b")
ADDRESSES = re.compile(
    r"(?:tel(?:ephone)?|phone|mob(?:ile)?|e-?mail|fax|web(?:site)?)\b"
    r" ?(?:[:.–-]|\[|\+?[\d(])"
)
