"""Links of answers: opened by the worker, on a server of our own, and told by the gate."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from typing import Any

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from requests_app import link_opening, tasks
from requests_app.actions import links, publishing, recording, review
from requests_app.actions.base import Refused
from requests_app.compiling import load_draft
from requests_app.gate.addresses import addresses_in
from requests_app.gate.finding import Finding, Severity, Stage
from requests_app.gate.gathering import findings_of
from requests_app.gate.versions import findings_of_version
from requests_app.link_opening import Opened, Verdict, open_address
from requests_app.models import AuditEvent, Claim, FoiRequest, LinkCheck
from requests_app.outcome import Disposition
from tests import factories
from tests.factories import AT, alice, bob, carol
from tests.serving import serving
from tests.visiting import queries_of, signed_in

NOT_FOUND = "the site answers “404 Not Found”"


class _Handler(BaseHTTPRequestHandler):
    """/200, /404, /500: that status; /head: refuses HEAD; /to/X: redirects to /X; /slow: waits."""

    def answer(self) -> None:
        seen.append((self.command, self.path, self.headers["User-Agent"], self.headers["Host"]))
        name = self.path.lstrip("/")
        if name.startswith("to/"):
            return self.reply(302, {"Location": f"/{name.removeprefix('to/')}"})
        if name == "inside":
            return self.reply(302, {"Location": "http://10.0.0.1/secret"})
        if name == "to-mail":
            return self.reply(302, {"Location": "mailto:somebody@example.org"})
        if name == "slow":
            time.sleep(1.2)
        if name == "head":
            return self.reply(405 if self.command == "HEAD" else 200)
        return self.reply(int(name) if name.isdecimal() else 200)

    def reply(self, status: int, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for key, value in (headers or {}).items():
            self.send_header(key, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_HEAD = answer  # noqa: N815 - the names that the library calls

    def log_message(self, *_: Any) -> None:
        """The test's own output stays readable."""


seen: list[tuple[str, str, str, str]] = []


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with serving(ThreadingHTTPServer(("127.0.0.1", 0), _Handler)) as server:
        yield f"http://127.0.0.1:{server.server_port}"


def opened(address: str, **options: Any) -> Opened:
    return open_address(address, loopback=True, **options)


# --- opening one -------------------------------------------------------------------------


class TestOpening:
    def test_page_that_is_there(self, site: str) -> None:
        seen.clear()
        assert opened(f"{site}/200?a=b c") == Opened(
            Verdict.WORKS, status=200, final=f"{site}/200?a=b c"
        )
        ((method, path, agent, host),) = seen
        assert (method, path, host) == ("HEAD", "/200?a=b%20c", site.removeprefix("http://"))
        assert agent.startswith("foi-portal-link-check/")

    def test_site_that_refuses_head_is_asked_as_a_reader_asks(self, site: str) -> None:
        seen.clear()
        assert opened(f"{site}/head").verdict is Verdict.WORKS
        assert [method for method, *_ in seen] == ["HEAD", "GET"]

    @pytest.mark.parametrize("status", [404, 410])
    def test_page_that_is_gone(self, site: str, status: int) -> None:
        assert opened(f"{site}/{status}").verdict is Verdict.GONE
        assert opened(f"{site}/404").reason == NOT_FOUND

    @pytest.mark.parametrize("status", [401, 403, 429, 500, 503])
    def test_site_that_will_not_tell_leaves_a_doubt(self, site: str, status: int) -> None:
        found = opened(f"{site}/{status}")
        assert (found.verdict, found.status) == (Verdict.DOUBTFUL, status)
        assert f"“{status} " in found.reason

    def test_redirection_is_followed_to_its_end(self, site: str) -> None:
        assert opened(f"{site}/to/to/200").final == f"{site}/200"
        assert opened(f"{site}/to/404").verdict is Verdict.GONE

    def test_redirection_without_end(self, site: str) -> None:
        assert opened(f"{site}/{'to/' * 8}200").reason == "it is redirected again and again"

    def test_slow_site(self, site: str) -> None:
        assert opened(f"{site}/slow", limit=0.3).reason == "no answer came in time"

    def test_port_where_nobody_listens(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            found = opened(f"http://127.0.0.1:{free.getsockname()[1]}/")
        assert found.reason == "the site cannot be reached"

    def test_server_without_a_certificate(self, site: str) -> None:
        found = opened(site.replace("http:", "https:"))
        assert found.verdict is Verdict.DOUBTFUL

    def test_host_that_has_no_address(self) -> None:
        found = opened("https://nowhere.invalid/page")
        assert found.reason == "the site cannot be found by its name from here"

    @pytest.mark.parametrize(
        "address",
        ["ftp://example.org/", "http://", "http://a:99999/", "file:///etc/passwd", "http://[::1"],
    )
    def test_what_is_no_web_address(self, address: str) -> None:
        assert opened(address).reason == "it is no web address"


class TestWhereItWillNotGo:
    @pytest.mark.parametrize(
        "host",
        [
            *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.0.1", "169.254.169.254"),
            *(
                "0",
                "100.64.0.1",
                "224.0.0.1",
                "[::1]",
                "[fe80::1]",
                "[fd00::1]",
                "[::ffff:10.0.0.1]",
            ),
            *("[64:ff9b::a00:1]", "[2002:a00:1::]", "localhost", "2130706433", "0x7f.1"),
        ],
    )
    def test_inside(self, host: str) -> None:
        found = open_address(f"http://{host}/", limit=1)
        assert found.verdict is Verdict.DOUBTFUL
        assert "network" in found.reason, found

    def test_this_machine_only_where_a_setting_lets_it(self, site: str) -> None:
        seen.clear()
        assert "network" in open_address(f"{site}/200").reason
        assert seen == []

    @pytest.mark.parametrize("path", ["inside", "to/inside"])
    def test_redirection_inside(self, site: str, path: str) -> None:
        assert "network" in opened(f"{site}/{path}").reason

    def test_redirection_to_what_is_no_web_address(self, site: str) -> None:
        assert opened(f"{site}/to-mail").reason == "it is no web address"

    def test_name_with_one_address_inside(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A name server may give a public and a private address in one breath."""
        rows = [(2, 1, 6, "", (address, 80)) for address in ("93.184.216.34", "10.0.0.1")]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: rows)
        assert "network" in open_address("http://two-faced.example/").reason

    @pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"])
    def test_public_addresses_are_public(self, address: str) -> None:
        assert link_opening._is_public(ip_address(address), loopback=False)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("https://a.example/x.", ["https://a.example/x"]),
        ("(https://a.example/x), http://b.example", ["https://a.example/x", "http://b.example"]),
        ("[the list](https://a.example/x_(y))", ["https://a.example/x_(y)"]),
        ("“https://a.example/?q=1&r=2”;", ["https://a.example/?q=1&r=2"]),
        ("www.example.org and ftp://a.example", []),
        (f"https://a.example/{'x' * 1000}", []),
    ],
)
def test_addresses_in_prose(text: str, found: list[str]) -> None:
    assert list(addresses_in(text)) == found


# --- what is kept of it ------------------------------------------------------------------


@pytest.fixture
def opening(settings: Any, db: None) -> None:
    """A portal that opens links, and whose only site is on this machine."""
    settings.CHECK_LINKS = settings.LINKS_TO_THIS_MACHINE = True
    factories.particulars()


def leading_to(address: str) -> FoiRequest:
    """A complete draft whose one question is answered elsewhere, under section 21."""
    case = factories.with_questions(1)
    answer = factories.answer(
        case, disposition=Disposition.ALREADY_AVAILABLE, text="It is on our site."
    )
    claim = factories.claim(answer, "21", where_accessible=address)
    factories.record(claim, {"precise_url": address})
    return case


def run_worker() -> None:
    for pk in LinkCheck.objects.values_list("pk", flat=True):
        tasks.open_link(pk)


def said(case: FoiRequest, rule: str, stage: Stage = Stage.APPROVE) -> list[Finding]:
    draft = load_draft(FoiRequest.objects.get(pk=case.pk))
    found = findings_of(draft, day=localdate(AT), stage=stage)
    return [finding for finding in found if finding.rule == rule and finding.of_link]


@contextmanager
def at(moment: datetime, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setattr(tasks, "database_now", lambda: moment)
        yield


@pytest.mark.usefixtures("opening")
class TestOnTheGate:
    def test_claim_that_is_saved_has_its_link_opened(
        self, site: str, broker: Callable[[str], list[int]], django_capture_on_commit_callbacks: Any
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            leading_to(f"{site}/200")
        assert set(broker("open_link")) == {LinkCheck.objects.get(address=f"{site}/200").pk}

    def test_link_that_was_not_opened_yet_warns(self, site: str) -> None:
        (finding,) = said(leading_to(f"{site}/200"), "EX-12")
        assert finding.severity is Severity.WARNS
        assert f"the portal has not opened {site}/200 yet" in finding.message

    def test_link_that_works_is_no_matter(self, site: str) -> None:
        case = leading_to(f"{site}/200")
        run_worker()
        assert said(case, "EX-12") == []

    def test_page_that_is_not_there_stops_the_response(self, site: str) -> None:
        case = leading_to(f"{site}/404")
        run_worker()
        (finding,) = said(case, "EX-12")
        assert finding.blocks
        assert f"{site}/404 leads to nothing: {NOT_FOUND}." in finding.message
        with pytest.raises(review.Incomplete):
            review.submit(case, by=alice(), at=AT)

    def test_site_that_cannot_be_reached_warns_and_a_reason_lets_it_pass(self, site: str) -> None:
        case = leading_to("https://nowhere.invalid/page")
        run_worker()
        (finding,) = said(case, "EX-12")
        assert not finding.blocks
        factories.acknowledge(case, "EX-12", reason="Opened at home.")
        version = review.submit(case, by=alice(), at=AT)
        # What the officer gave a reason for does not stop the reviewer, who can give none.
        assert [f for f in findings_of_version(version, stage=Stage.APPROVE, day=localdate(AT))
                if f.stops] == []  # fmt: skip

    def test_site_that_fails_after_submission_does_not_stop_the_approval(self, site: str) -> None:
        case = leading_to(f"{site}/200")
        run_worker()
        version = review.submit(case, by=alice(), at=AT)
        LinkCheck.objects.update(verdict="doubtful", reason="no answer came in time")
        findings = findings_of_version(version, stage=Stage.APPROVE, day=localdate(AT))
        assert [f.message for f in findings if f.stops] == []

    def test_page_that_goes_after_submission_stops_the_approval(self, site: str) -> None:
        case = leading_to(f"{site}/200")
        run_worker()
        version = review.submit(case, by=alice(), at=AT)
        LinkCheck.objects.update(verdict="gone", reason=NOT_FOUND)
        findings = findings_of_version(version, stage=Stage.APPROVE, day=localdate(AT))
        assert {f.rule for f in findings if f.stops} == {"EX-12"}

    def test_portal_that_opens_no_links_says_nothing_of_them(self, settings: Any) -> None:
        settings.CHECK_LINKS = False
        case = leading_to("https://www.example.org/x")
        assert said(case, "EX-12") == []
        assert not LinkCheck.objects.exists()

    def test_costs_the_same_whatever_the_number_of_links(self, site: str) -> None:
        client = signed_in(alice())
        few, many = leading_to(f"{site}/200"), leading_to(f"{site}/200")
        row = Claim.objects.get(answer__foi_request=many)
        row.where_accessible = "\n".join(f"{site}/{number}" for number in range(200, 210))
        row.save()
        addresses = [reverse("request", args=[case.slug]) for case in (few, many)]
        assert queries_of(client, addresses[0]) == queries_of(client, addresses[1])


@pytest.mark.usefixtures("opening")
class TestPublishing:
    def approved(self, address: str) -> FoiRequest:
        case = leading_to(address)
        run_worker()
        review.submit(case, by=alice(), at=AT)
        factories.make_documents(case)
        version = case.versions.get()
        review.approve(case, digest=version.digest, comments={}, by=bob(), at=AT)
        return case

    def said(self, case: FoiRequest, moment: datetime = AT) -> list[str]:
        found = findings_of_version(case.versions.get(), stage=Stage.PUBLISH, day=localdate(moment))
        return [row.message for row in found if row.rule == "PUB-07"]

    def test_guidance_that_the_annex_links_to_is_opened_too(
        self, site: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        case = self.approved(f"{site}/200")
        guidance = LinkCheck.objects.exclude(address=f"{site}/200").get()
        assert guidance.address.startswith("https://ico.org.uk/")
        with at(AT, monkeypatch):
            LinkCheck.objects.filter(pk=guidance.pk).update(
                verdict="doubtful", reason="the site cannot be reached", checked_at=AT
            )
            LinkCheck.objects.exclude(pk=guidance.pk).update(checked_at=AT)
        (message,) = self.said(case)
        assert message.startswith(f"{guidance.address} cannot be opened: the site cannot be")

    def test_links_are_opened_on_the_day_of_publication(self, site: str) -> None:
        case = self.approved(f"{site}/200")
        LinkCheck.objects.update(checked_at=AT, asked_at=AT, verdict="works")
        assert self.said(case) == []
        later = AT + timedelta(days=1)
        (message,) = self.said(case, later)
        assert f"{site}/200 and 1 other were not opened on 3 November 2026" in message
        with pytest.raises(review.Incomplete):
            publishing.publish(case, on=localdate(later), by=carol(), at=later)
        factories.give_reasons(case, Stage.PUBLISH, day=localdate(later))
        publishing.publish(case, on=localdate(later), by=carol(), at=later)


@pytest.mark.usefixtures("opening")
class TestButton:
    def test_stands_beside_the_finding_and_opens_all_links(
        self, site: str, broker: Callable[[str], list[int]], django_capture_on_commit_callbacks: Any
    ) -> None:
        case = leading_to(f"{site}/200")
        client: Client = signed_in(alice())
        claim = Claim.objects.get()
        for name, args in (("request", ()), ("claim", (claim.pk,)), ("submit", ())):
            url = reverse(name, args=[case.slug, *args])
            assert "Check the links now" in client.get(url).content.decode(), name
        url = reverse("submit", args=[case.slug])
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(
                reverse("links-check", args=[case.slug]),
                headers={"Referer": f"http://testserver{url}"},
            )
        assert (answer.status_code, answer["Location"]) == (302, url)
        told = set(broker("open_link"))
        assert told == set(LinkCheck.objects.values_list("pk", flat=True))
        assert AuditEvent.objects.get(verb="links_checked").detail == {"links": len(told)}

    def test_opens_again_what_was_opened_a_moment_ago(self, site: str) -> None:
        case = leading_to(f"{site}/404")
        run_worker()
        seen.clear()
        signed_in(alice()).post(reverse("links-check", args=[case.slug]))
        run_worker()
        assert [method for method, *_ in seen] == ["HEAD", "GET"]


@pytest.mark.usefixtures("opening")
class TestWorker:
    def test_link_is_opened_once_for_one_asking(self, site: str) -> None:
        leading_to(f"{site}/200")
        run_worker()
        seen.clear()
        run_worker()
        assert seen == []

    def test_what_another_worker_has_is_left_to_it(self, site: str) -> None:
        leading_to(f"{site}/200")
        LinkCheck.objects.update(lease_until=AT + timedelta(days=1000))
        run_worker()
        assert LinkCheck.objects.get().checked_at is None

    def test_worker_that_runs_out_of_time_says_so(
        self, site: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def too_long(*_: object, **__: object) -> Opened:
            raise SoftTimeLimitExceeded

        leading_to(f"{site}/200")
        monkeypatch.setattr(links, "open_address", too_long)
        run_worker()
        assert LinkCheck.objects.get().reason == "no answer came in time"

    def test_sweeper_finds_what_the_broker_forgot(
        self, site: str, broker: Callable[[str], list[int]]
    ) -> None:
        leading_to(f"{site}/200")
        asked = LinkCheck.objects.get().asked_at
        assert links.sweep(at=asked + timedelta(seconds=30)) == 0
        assert links.sweep(at=asked + timedelta(seconds=61)) == 1
        assert broker("open_link") == [LinkCheck.objects.get().pk]

    def test_sweeper_looks_daily_at_the_links_of_open_cases(
        self, site: str, broker: Callable[[str], list[int]]
    ) -> None:
        leading_to(f"{site}/200")
        LinkCheck.objects.update(checked_at=AT, asked_at=AT, wanted_at=AT)
        assert links.sweep(at=AT + timedelta(hours=19)) == 0
        assert links.sweep(at=AT + timedelta(hours=21)) == 1
        LinkCheck.objects.update(checked_at=AT, asked_at=AT, wanted_at=AT)
        assert links.sweep(at=AT + timedelta(days=31)) == 0

    def test_warning_cannot_be_answered_when_it_is_not_said_any_more(self, site: str) -> None:
        case = leading_to(f"{site}/200")
        (finding,) = said(case, "EX-12")
        run_worker()
        with pytest.raises(Refused):
            recording.acknowledge(
                case,
                rule="EX-12",
                digest=finding.digest,
                reason="Opened by hand.",
                day=localdate(AT),
                by=alice(),
                at=AT,
            )
