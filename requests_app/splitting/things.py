"""Names of things that a request can be for, and what makes a sentence more than a name.

Patterns over a sentence in lower case; which of them decides is said in ``asks``.
"""

from __future__ import annotations

import re

# Things that a request can be for, when a sentence has no verb that says more.
THING = re.compile(
    r"(?:(?:for|in|by|at|of|from) (?:each|every|all|both|any|the same)\b[^:,]{0,50}[:,] "
    r"|(?:under|pursuant to|in accordance with|in line with|by virtue of|regarding|concerning"
    r"|as regards|with regard to|in relation to|in respect of) [^,.?:]{2,100}, "
    r"|(?:likewise|similarly|(?:and )?(?:secondly|thirdly|lastly|first|second|third|fourth|fifth"
    r"|sixth)),? |(?:plus|just|only"
    r"|simply|then|again),? "
    r"|if (?:applicable|available|possible|held|known|any|(?:you (?:hold|have)|there (?:is|are"
    r"|was|were)) \w+|they exist"
    r"|it exists),? |where (?:known|held|available|applicable|possible),? "
    r"|(?:this is )?(?:an? |my )?(?:freedom of information|foi|eir)(?: act)? request(?: for|:| -"
    r"| –) "
    r"|from \d{4}[^,.?:]{0,20}, (?:please, )?"
    r"|(?:between|from|during|since|over|within) [^,.?:]{3,80}, "
    r"|(?:in addition|on top of)(?: to)?(?: (?:this|that|these|the above))?, |furthermore, "
    r"|additionally, |if \w+(?: \w+){0,3}, )?(?:and |also "
    r"|(?:the |your )?(?:top |two |three |five |ten |\d{1,2} )*(?:main|most \w+|\w+est) "
    r"|finally,? |(?:the|a|an|any|all|full|total|overall|complete|annual|average"
    r"|contact|current|latest|most recent|detailed|exact|approximate|relevant|internal|other"
    r"|council's|trust's|force's|department's|risk|impact|inspection|incident"
    r"|monthly|yearly|recorded|single|related|brief|short|clear|list of|both|each|every|your"
    r"|copies of|a copy of|details of) )*"
    r"(?:(?<=\bthe )[\w-]+ (?:(?!\w+ed )[\w-]+ )??)?"
    r"(?:numbers?|nos?\.(?= of\b)|amounts?|sums?|costs?|copy|copies|lists?|breakdowns?|details"
    r"|names?|dates?|values?"
    r"|percentages?|proportions?|correspondence|e-?mails?|documents?|documentation|records?"
    r"|minutes|reports?|statistics|figures|data|spending|expenditure|totals?|letters|notes"
    r"|contracts?|information|communications?|memos?|memoranda|briefings?|invoices?|plans?"
    r"|payments?|grants|fines|penalties|policy|policies|agendas?|assessments?|surveys?|salary|salaries|budgets?|results"
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
    r"|status|advice|profits?|takings|charges|fees|losses|closures|instances|venues|outcomes?|outlines?|summary|summaries|overviews?|byelaws?|powers|rules|regulations?|descriptions?|quantit(?:y|ies)|frequency)\b"
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
    r"|relates?|concerns?|covers?(?! (?:costs?|charges?|letters?)\b)|includes?|refers?|consists?"
    r"|applies)\b"
)
# "You may send a link.", "If there is a register, it should have a button."
SUBJECT = re.compile(
    r"(?:you|we|they|it|he|she|there) (?:\w+ ){0,2}?(?:may|might|can|could|will|would|should"
    r"|must|are|is|have|has)\b"
    r"|(?:if|when|where|as|since|because|although|while)\b[^.?]{0,120}\b(?:there|it|they|you"
    r"|this|we) (?:\w+ )?"
    r"(?:should|must|will|would|can|may|is|are|has|have)\b"
)
CLAUSE = re.compile(r"\b(?:that|which|who|whom|whose|whether|how|what|where|when|if|you|it)\b")
