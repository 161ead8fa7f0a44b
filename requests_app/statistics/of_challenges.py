"""Definitions about what followed the answer: internal reviews, and complaints."""

from __future__ import annotations

from requests_app.challenges import ComplaintOutcome, ReviewOutcome, ReviewTime
from requests_app.statistics.measure import (
    ACT,
    CODE,
    QUARTERLY,
    Measure,
    complained,
    review_took,
    reviewed,
)

_BY_LAST_REVIEW = (
    "A request counts once, by its last internal review, in the quarter of its own receipt."
)
REVIEWS = (
    Measure(
        "reviewed",
        "Internal review asked for",
        f"The requester was dissatisfied and said so. {_BY_LAST_REVIEW}",
        f"{CODE}, metric 7; {QUARTERLY}",
        lambda case: case.reviewed is not None,
        doubt="The bulletins may count reviews by the quarter in which they were asked for.",
    ),
    *(
        Measure(key, title, _BY_LAST_REVIEW, QUARTERLY, reviewed(outcome))
        for key, title, outcome in (
            ("review-upheld", "First decision upheld", ReviewOutcome.UPHELD),
            ("review-part", "First decision upheld in part", ReviewOutcome.PARTLY_UPHELD),
            ("review-overturned", "First decision overturned", ReviewOutcome.OVERTURNED),
            ("review-withdrawn", "Review withdrawn", ReviewOutcome.WITHDRAWN),
            ("review-waiting", "Review not decided yet", None),
        )
    ),
)
REVIEW_TIMES = (
    Measure(
        "review-decided",
        "Internal reviews decided",
        f"Without those that were withdrawn or wait. {_BY_LAST_REVIEW}",
        QUARTERLY,
        review_took(*ReviewTime, None),
    ),
    Measure(
        "review-20",
        "Within 20 working days",
        "Counted from the day after the review was asked for.",
        "Section 45 Code of Practice (2018), part 5; the regulator",
        review_took(ReviewTime.ORDINARY),
        share_of="review-decided",
    ),
    Measure(
        "review-40",
        "Within 40 working days, with notice",
        "Exceptionally, and only if the requester was told so, with reasons, within the first 20.",
        "Section 45 Code of Practice (2018), part 5; the regulator",
        review_took(ReviewTime.EXCEPTIONAL),
        share_of="review-decided",
    ),
    Measure(
        "review-late",
        "Later",
        "After 20 working days without notice, or after 40.",
        "Section 45 Code of Practice (2018), part 5; the regulator",
        review_took(ReviewTime.LATE),
        share_of="review-decided",
    ),
    Measure(
        "review-undated",
        "Time not known",
        "The bank holidays of that year are not known.",
        "This portal",
        review_took(None),
        quiet=True,
    ),
)
_BY_LAST_COMPLAINT = "A request counts once, by its last complaint, in the quarter of its receipt."
COMPLAINTS = (
    Measure(
        "complained",
        "Complaint made to the regulator",
        f"The regulator told the authority of it. {_BY_LAST_COMPLAINT}",
        f"{QUARTERLY}; {ACT}, s50",
        lambda case: case.complaint is not None,
    ),
    *(
        Measure(key, title, _BY_LAST_COMPLAINT, QUARTERLY, complained(outcome))
        for key, title, outcome in (
            ("complaint-upheld", "Complaint upheld", ComplaintOutcome.UPHELD),
            ("complaint-part", "Complaint upheld in part", ComplaintOutcome.PARTLY_UPHELD),
            ("complaint-not-upheld", "Complaint not upheld", ComplaintOutcome.NOT_UPHELD),
            ("complaint-resolved", "Resolved informally", ComplaintOutcome.RESOLVED),
            ("complaint-withdrawn", "Complaint withdrawn", ComplaintOutcome.WITHDRAWN),
            ("complaint-waiting", "Not decided yet", None),
        )
    ),
)
