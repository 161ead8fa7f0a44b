"""Takes a case file without versions as far as its status says: the verbs make the version."""

from __future__ import annotations

from requests_app.actions import publishing, review
from requests_app.case_files.incoming import Incoming, moment
from requests_app.workflow import State


def go_as_far_as_the_status(incoming: Incoming) -> None:
    """Submits, approves, publishes and withdraws as far as the status says."""
    status = State(incoming.file.status)
    if status is State.DRAFTING:
        return
    submitted, approved = incoming.submission_moments()
    with incoming.blaming("status"):
        version = review.submit(incoming.case, by=incoming.officer, at=submitted, brought_in=True)
    if status is State.IN_REVIEW:
        return
    with incoming.blaming("people.reviewer"):
        review.approve(
            incoming.case,
            digest=version.digest,
            comments={},
            by=incoming.people[incoming.file.people.reviewer],
            at=approved,
            before_rendering=True,
        )
    _send_and_publish(incoming)


def _send_and_publish(incoming: Incoming) -> None:
    publication, sent_on = incoming.file.publication, incoming.file.sent_on
    if sent_on:
        with incoming.blaming("sent_on"):
            publishing.record_sent(
                incoming.case,
                sent_on=sent_on,
                by=incoming.officer,
                at=moment(sent_on),
                brought_in=True,
            )
    if publication is None:
        return
    publisher = incoming.people[incoming.file.people.publisher]
    with incoming.blaming("publication"):
        publishing.publish(
            incoming.case,
            on=publication.published_on,
            by=publisher,
            at=moment(publication.published_on),
            before_rendering=True,
        )
    if publication.withdrawn_on:
        with incoming.blaming("publication.withdrawal_reason"):
            publishing.withdraw(
                incoming.case,
                reason=publication.withdrawal_reason,
                by=publisher,
                at=moment(publication.withdrawn_on),
            )
