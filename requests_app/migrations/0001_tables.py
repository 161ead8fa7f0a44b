import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import exemptions.authority
import requests_app.workflow


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("requests_app", "0001_initial"),
        ("requests_app", "0002_append_only"),
        ("requests_app", "0003_roles"),
        ("requests_app", "0004_split_changes"),
        ("requests_app", "0005_clock"),
        ("requests_app", "0006_teams"),
        ("requests_app", "0007_notices"),
        ("requests_app", "0008_authority_facts"),
        ("requests_app", "0009_gate"),
        ("requests_app", "0010_adapted_wording"),
        ("requests_app", "0011_challenges"),
        ("requests_app", "0012_heartbeats"),
        ("requests_app", "0013_link_checks"),
        ("requests_app", "0014_the_public_record"),
        ("requests_app", "0015_audit_chain"),
        ("requests_app", "0016_no_truncation"),
        ("requests_app", "0017_documents_made_again"),
        ("requests_app", "0018_rendered_text"),
        ("requests_app", "0019_staff_sessions"),
        ("requests_app", "0020_kept_words_and_answer_versions"),
        ("requests_app", "0021_forms_sent"),
        ("requests_app", "0022_confirmations_and_names"),
        ("requests_app", "0023_log_search"),
        ("requests_app", "0024_log_imports"),
        ("requests_app", "0025_fees_notices"),
        ("requests_app", "0026_sensitive_cases"),
        ("requests_app", "0027_requesters_data"),
        ("requests_app", "0028_cache_purges"),
        ("requests_app", "0029_review_lanes"),
        ("requests_app", "0030_published_once"),
        ("requests_app", "0031_claim_revisions"),
        ("requests_app", "0032_alerts"),
    ]

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("exemptions", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="Alert",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("fingerprint", models.CharField(max_length=64, unique=True)),
                ("address", models.TextField()),
                ("search", models.TextField(blank=True)),
                ("words", models.TextField(blank=True)),
                ("site", models.CharField(max_length=300)),
                ("asked_at", models.DateTimeField()),
                ("mailed_at", models.DateTimeField(null=True)),
                ("confirmed_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("mailed_at__isnull", True)),
                        fields=["asked_at"],
                        name="alert_to_be_confirmed",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AuthorityParticulars",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("effective_from", models.DateField()),
                ("authority_name", models.CharField(max_length=200)),
                ("authority_address", models.TextField()),
                ("foi_email", models.EmailField(max_length=254)),
                ("website", models.URLField(blank=True)),
                (
                    "team_name",
                    models.CharField(default="Freedom of Information team", max_length=200),
                ),
                ("review_how", models.TextField()),
                ("review_ask_days", models.PositiveSmallIntegerField(default=40)),
                ("review_answer_days", models.PositiveSmallIntegerField(default=20)),
                ("regulator_name", models.CharField(max_length=200)),
                ("regulator_short_name", models.CharField(max_length=20)),
                ("regulator_address", models.TextField()),
                ("regulator_phone", models.CharField(blank=True, max_length=40)),
                ("regulator_url", models.URLField()),
                ("complaint_weeks", models.PositiveSmallIntegerField(default=6)),
                (
                    "licence",
                    models.TextField(
                        blank=True,
                        default="You may use and re-use this information free of charge under the Open Government Licence v3.0, except where it says otherwise.",
                    ),
                ),
                (
                    "licence_url",
                    models.URLField(
                        blank=True,
                        default="https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
                    ),
                ),
                ("retention_months", models.PositiveSmallIntegerField(default=0)),
                (
                    "authority_type",
                    models.CharField(
                        choices=[
                            ("department", "Government department, or the Welsh Government"),
                            ("parliament", "House of Commons or House of Lords"),
                            (
                                "schedule_1_part_1",
                                "Other authority named in Part I of Schedule 1 to the Act",
                            ),
                            ("other", "Any other public authority"),
                        ],
                        default=exemptions.authority.AuthorityType["OTHER"],
                        max_length=20,
                    ),
                ),
                ("has_audit_functions", models.BooleanField(default=False)),
                ("is_public_record_office", models.BooleanField(default=False)),
                ("outcome_vocabulary", models.CharField(default="portal", max_length=30)),
                ("created_at", models.DateTimeField()),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "authority particulars",
            },
        ),
        migrations.CreateModel(
            name="BankHoliday",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[("added", "Added"), ("switched_off", "Switched off")],
                        max_length=12,
                    ),
                ),
                ("day", models.DateField()),
                ("name", models.CharField(max_length=100)),
                ("parts", models.JSONField(help_text="Parts of the United Kingdom, by name.")),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            (
                                "schedule_1",
                                "Schedule 1 to the Banking and Financial Dealings Act 1971",
                            ),
                            (
                                "proclamation",
                                "Proclaimed or appointed under section 1 of the 1971 Act",
                            ),
                            (
                                "s10_6",
                                "Named in section 10(6) of the Freedom of Information Act itself",
                            ),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "source",
                    models.TextField(
                        help_text="Where it stands: a Gazette, a proclamation, an address."
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True),
                        name="bank_holiday_has_a_source",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CachePurge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("told_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("error", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="DisclosablePerson",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=150)),
                ("post", models.CharField(blank=True, max_length=150)),
                ("reason", models.CharField(max_length=300)),
                ("since", models.DateField()),
                ("added_at", models.DateTimeField()),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), ("post", ""), _negated=True),
                        name="disclosable_person_has_a_name_or_a_post",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DisclosableRetirement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField()),
                ("reason", models.CharField(max_length=300)),
                ("retired_at", models.DateTimeField()),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="retirement",
                        to="requests_app.disclosableperson",
                    ),
                ),
                (
                    "retired_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="FormSent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=64, unique=True)),
                ("sent_at", models.DateTimeField(db_index=True)),
                ("location", models.CharField(blank=True, max_length=2000)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40, unique=True)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Lane",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, unique=True)),
                ("sensitive", models.BooleanField(default=False)),
                ("different_people", models.BooleanField(default=True)),
                ("default", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["-default", "name"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("default", True)),
                        fields=("default",),
                        name="one_lane_for_all_others",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LinkCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.CharField(max_length=1000, unique=True)),
                ("wanted_at", models.DateTimeField()),
                ("asked_at", models.DateTimeField()),
                ("lease_until", models.DateTimeField(null=True)),
                ("checked_at", models.DateTimeField(null=True)),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[("works", "works"), ("gone", "gone"), ("doubtful", "doubtful")],
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("status", models.PositiveSmallIntegerField(default=0)),
                ("final_address", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="LogImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("content", models.BinaryField()),
                ("uploaded_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("checking", "Being checked"),
                            ("checked", "Checked"),
                            ("loading", "Being brought in"),
                            ("done", "Brought in"),
                            ("failed", "Cannot be read"),
                        ],
                        default="checking",
                        max_length=10,
                    ),
                ),
                ("line", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(default=0)),
                ("good", models.PositiveIntegerField(default=0)),
                ("there", models.PositiveIntegerField(default=0)),
                ("failed", models.PositiveIntegerField(default=0)),
                ("error", models.TextField(blank=True)),
                ("strange_topics", models.JSONField(default=dict)),
                ("told_at", models.DateTimeField()),
                ("lease_until", models.DateTimeField(null=True)),
                (
                    "begun_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="LogImportProblem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("line", models.PositiveIntegerField()),
                ("column", models.CharField(blank=True, max_length=20)),
                ("message", models.TextField()),
                (
                    "log_import",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="problems",
                        to="requests_app.logimport",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ParticularsConfirmation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("confirmed_at", models.DateTimeField()),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "particulars",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="confirmations",
                        to="requests_app.authorityparticulars",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="StaffSession",
            fields=[
                (
                    "session_key",
                    models.CharField(
                        max_length=40, primary_key=True, serialize=False, verbose_name="session key"
                    ),
                ),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "session",
                "verbose_name_plural": "sessions",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Team",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, unique=True)),
                (
                    "members",
                    models.ManyToManyField(
                        blank=True, related_name="teams", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="FoiRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=40, unique=True)),
                ("slug", models.SlugField(editable=False, max_length=40, unique=True)),
                ("title", models.CharField(max_length=200)),
                ("received_on", models.DateField(help_text="The date of receipt (s10(6)).")),
                ("text", models.TextField(help_text="As received, kept verbatim.")),
                ("from_earlier_log", models.BooleanField(default=False, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("drafting", "Drafting"),
                            ("in_review", "In review"),
                            ("approved", "Approved"),
                            ("published", "Published"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default=requests_app.workflow.State["DRAFTING"],
                        max_length=12,
                    ),
                ),
                ("sensitive", models.BooleanField(default=False)),
                (
                    "outcome_override",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("granted_in_full", "Information provided"),
                            ("granted_in_full_of_what_is_held", "Some information provided"),
                            ("partially_withheld", "Some information provided"),
                            ("fully_withheld", "No information provided"),
                            ("s21_only", "Information already available"),
                            ("not_held", "Information not held"),
                            ("neither_confirmed_nor_denied", "Neither confirmed nor denied"),
                            ("procedural_refusal", "Request refused"),
                            ("lapsed", "Request lapsed"),
                            ("undecided", "Not decided yet"),
                        ],
                        max_length=40,
                    ),
                ),
                ("outcome_reason", models.TextField(blank=True)),
                ("annex_order", models.JSONField(blank=True, default=list)),
                ("facts", models.JSONField(blank=True, default=dict)),
                ("split_revision", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                ("due_on", models.DateField(db_index=True, editable=False, null=True)),
                ("calendar_version", models.CharField(blank=True, editable=False, max_length=12)),
                ("waiting_for", models.CharField(blank=True, editable=False, max_length=20)),
                (
                    "named",
                    models.ManyToManyField(
                        blank=True, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lane",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="requests_app.lane",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="cases",
                        to="requests_app.team",
                    ),
                ),
            ],
            options={
                "verbose_name": "request",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome_override", ""),
                            models.Q(("outcome_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="outcome_override_has_a_reason",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Acknowledgement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rule", models.CharField(max_length=12)),
                ("subject", models.CharField(blank=True, max_length=60)),
                ("message", models.TextField()),
                ("digest", models.CharField(max_length=64)),
                ("reason", models.TextField()),
                ("acknowledged_at", models.DateTimeField()),
                (
                    "acknowledged_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "foi_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acknowledgements",
                        to="requests_app.foirequest",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="AdaptedWording",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("provision", models.CharField(max_length=60)),
                ("base", models.PositiveIntegerField()),
                ("body", models.TextField()),
                ("reason", models.CharField(max_length=300)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("adapted_at", models.DateTimeField()),
                (
                    "adapted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "foi_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="adapted_wordings",
                        to="requests_app.foirequest",
                    ),
                ),
            ],
            options={
                "ordering": ["provision"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("foi_request", "provision"),
                        name="one_adapted_wording_per_provision",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "disposition",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("disclosed", "Disclosed"),
                            ("disclosed_redacted", "Disclosed in part"),
                            ("exempt_all", "Withheld"),
                            ("exempt_s21_pointer", "Already available (section 21)"),
                            ("not_held", "Not held"),
                            ("ncnd", "Neither confirmed nor denied"),
                            ("refused_cost", "Refused on cost (section 12)"),
                            ("refused_vexatious", "Refused as vexatious (section 14(1))"),
                            ("refused_repeated", "Refused as repeated (section 14(2))"),
                            ("awaiting_pit", "Awaiting the public interest test"),
                            ("clarification_lapsed", "Lapsed: clarification not received"),
                            ("transferred", "Transferred to another authority"),
                            ("withdrawn", "Withdrawn by the requester"),
                            ("outside_foia", "Answered outside the Act"),
                        ],
                        max_length=30,
                    ),
                ),
                ("text", models.TextField(blank=True)),
                (
                    "regime",
                    models.CharField(
                        choices=[
                            ("foia", "Freedom of Information Act 2000"),
                            ("eir", "Environmental Information Regulations 2004"),
                        ],
                        default="foia",
                        max_length=4,
                    ),
                ),
                (
                    "held",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("yes", "Held"),
                            ("partly", "Partly held"),
                            ("no", "Not held"),
                            ("not_said", "Neither confirmed nor denied"),
                        ],
                        max_length=10,
                    ),
                ),
                ("facts", models.JSONField(blank=True, default=dict)),
                ("revision", models.PositiveIntegerField(default=0)),
                (
                    "foi_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="requests_app.foirequest",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AnswerVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("answer_pk", models.PositiveBigIntegerField()),
                ("revision", models.PositiveIntegerField()),
                ("text", models.TextField(blank=True)),
                ("disposition", models.CharField(blank=True, max_length=40)),
                ("saved_at", models.DateTimeField()),
                (
                    "saved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "foi_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answer_versions",
                        to="requests_app.foirequest",
                    ),
                ),
            ],
            options={
                "ordering": ["answer_pk", "revision"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("answer_pk", "revision"),
                        name="one_version_per_revision_of_an_answer",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sequence", models.PositiveBigIntegerField(unique=True)),
                ("verb", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
                ("detail", models.JSONField(default=dict)),
                ("digest", models.CharField(max_length=64)),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "foi_request",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="requests_app.foirequest",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Block",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("section", "Section heading"),
                            ("context", "Context"),
                            ("question", "Question"),
                        ],
                        max_length=10,
                    ),
                ),
                ("label", models.CharField(blank=True, max_length=40)),
                ("number", models.CharField(blank=True, max_length=60)),
                ("text", models.TextField()),
                ("level", models.PositiveSmallIntegerField(default=0)),
                ("stem", models.BooleanField(default=False)),
                ("omitted", models.BooleanField(default=False)),
                ("redactions", models.JSONField(blank=True, default=list)),
                (
                    "answer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="questions",
                        to="requests_app.answer",
                    ),
                ),
                (
                    "foi_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="blocks",
                        to="requests_app.foirequest",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answer", None),
                            models.Q(("kind", "question"), ("stem", False)),
                            _connector="OR",
                        ),
                        name="only_a_question_is_answered",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ChallengeStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("review_asked", "Internal review asked for"),
                            ("review_extended", "Time for the internal review extended"),
                            ("review_decided", "Internal review decided"),
                            ("complaint_notified", "Complaint to the regulator notified"),
                            ("complaint_decided", "Complaint to the regulator decided"),
                            ("struck", "Struck out"),
                        ],
                        max_length=20,
                    ),
                ),
                ("on", models.DateField()),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("decision_upheld", "The first decision was upheld"),
                            ("decision_partly_upheld", "The first decision was upheld in part"),
                            ("decision_overturned", "The first decision was overturned"),
                            ("review_withdrawn", "The requester withdrew the review"),
                            ("complaint_upheld", "The complaint was upheld"),
                            ("complaint_partly_upheld", "The complaint was upheld in part"),
                            ("complaint_not_upheld", "The complaint was not upheld"),
                            (
                                "complaint_resolved",
                                "Resolved informally, without a decision notice",
                            ),
                            ("complaint_withdrawn", "The complaint was withdrawn"),
                        ],
                        max_length=24,
                    ),
                ),
                ("reference", models.CharField(blank=True, max_length=60)),
                ("note", models.TextField(blank=True)),
                ("recorded_at", models.DateTimeField()),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="requests_app.challengestep",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "foi_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="challenge_steps",
                        to="requests_app.foirequest",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind__in", ["review_asked", "complaint_notified"]), ("of", None)
                            ),
                            models.Q(
                                models.Q(
                                    ("kind__in", ["review_asked", "complaint_notified"]),
                                    _negated=True,
                                ),
                                ("of__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="challenge_step_belongs_to_one_unless_it_opens",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind__in", ["review_decided", "complaint_decided"]),
                                models.Q(("outcome", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(
                                    ("kind__in", ["review_decided", "complaint_decided"]),
                                    _negated=True,
                                ),
                                ("outcome", ""),
                            ),
                            _connector="OR",
                        ),
                        name="challenge_decision_has_an_outcome",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ["review_extended", "struck"]), _negated=True),
                            models.Q(("note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="challenge_step_has_its_reason",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "struck")),
                        fields=("of",),
                        name="challenge_step_struck_out_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("provision", models.CharField(max_length=60)),
                ("reason", models.TextField(blank=True)),
                (
                    "likelihood",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("would", "would prejudice (more likely than not)"),
                            ("would_be_likely", "would be likely to prejudice (a real risk)"),
                        ],
                        max_length=16,
                    ),
                ),
                ("where_accessible", models.TextField(blank=True)),
                ("facts", models.JSONField(blank=True, default=dict)),
                ("revision", models.PositiveIntegerField(default=0)),
                ("saved_at", models.DateTimeField(null=True)),
                (
                    "answer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="claims",
                        to="requests_app.answer",
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "test",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="claims",
                        to="exemptions.publicinteresttest",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("answer", "provision"), name="one_claim_per_answer_and_provision"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ClockEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("clarification_asked", "Clarification asked for"),
                            ("clarification_received", "Clarification received"),
                            ("fee_notice", "Fees notice given"),
                            ("fee_paid", "Fee received"),
                            ("extension", "Time for the public interest test extended"),
                            (
                                "transferred_record",
                                "A transferred public record, not designated as open",
                            ),
                            ("school_days", "A maintained school counts its own days"),
                            ("set_by_commissioner", "Day set by the regulator"),
                        ],
                        max_length=24,
                    ),
                ),
                ("on", models.DateField()),
                ("until", models.DateField(null=True)),
                ("whole_case", models.BooleanField(default=True)),
                ("provisions", models.JSONField(default=list)),
                ("note", models.TextField(blank=True)),
                ("recorded_at", models.DateTimeField()),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "foi_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clock_events",
                        to="requests_app.foirequest",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind__in", ["extension", "school_days", "set_by_commissioner"]),
                                ("until__isnull", False),
                            ),
                            models.Q(
                                (
                                    "kind__in",
                                    [
                                        "clarification_asked",
                                        "clarification_received",
                                        "fee_notice",
                                        "fee_paid",
                                        "transferred_record",
                                    ],
                                ),
                                ("until__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="clock_event_names_a_day_if_its_kind_does",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ClockEventQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="concerned",
                        to="requests_app.clockevent",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="requests_app.block",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("event", "question"), name="event_concerns_a_question_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ClockEventStrike",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.TextField()),
                ("struck_at", models.DateTimeField()),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="strike",
                        to="requests_app.clockevent",
                    ),
                ),
                (
                    "struck_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="strike_has_a_reason",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DeadlineNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("old_due", models.DateField(null=True)),
                ("new_due", models.DateField(null=True)),
                ("because", models.CharField(max_length=300)),
                ("at", models.DateTimeField()),
                ("dismissed_at", models.DateTimeField(null=True)),
                ("mailed_at", models.DateTimeField(null=True)),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deadline_notices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "foi_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deadline_notices",
                        to="requests_app.foirequest",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("dismissed_at__isnull", True)),
                        fields=["officer"],
                        name="deadline_notice_open",
                    ),
                    models.Index(
                        condition=models.Q(("mailed_at__isnull", True)),
                        fields=["at"],
                        name="deadline_notice_unmailed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="KeptWords",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("page", models.CharField(max_length=300)),
                ("fields", models.JSONField()),
                ("sent", models.BooleanField(default=False)),
                ("kept_at", models.DateTimeField()),
                (
                    "foi_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="kept_words",
                        to="requests_app.foirequest",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "page"), name="one_draft_a_person_and_page"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LaneStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=60)),
                (
                    "bypass_by",
                    models.CharField(
                        blank=True,
                        choices=[("Reviewer", "Reviewer"), ("Administrator", "Administrator")],
                        max_length=20,
                    ),
                ),
                (
                    "lane",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="requests_app.lane",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="requests_app.team",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("lane", "position"), name="one_step_per_place_of_lane"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("acknowledgement", "Acknowledgement"),
                            ("clarification", "Request for clarification"),
                            ("extension", "Extension for the public interest test"),
                            ("fees", "Fees notice"),
                        ],
                        max_length=20,
                    ),
                ),
                ("content", models.TextField()),
                ("digest", models.CharField(max_length=64)),
                ("questions", models.JSONField(blank=True, default=list)),
                ("written_at", models.DateTimeField()),
                (
                    "foi_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="requests_app.foirequest",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("foi_request", "number"), name="one_notice_per_number"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="NoticeDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        choices=[("approved", "Approved"), ("returned", "Returned with a comment")],
                        max_length=10,
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("comment", models.TextField(blank=True)),
                ("decided_at", models.DateTimeField()),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "notice",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decision",
                        to="requests_app.notice",
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reviewer", models.F("author")), _negated=True),
                        name="nobody_approves_their_own_notice",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("due_on", models.DateField()),
                (
                    "milestone",
                    models.CharField(
                        choices=[
                            ("ten", "Due in ten working days or fewer"),
                            ("five", "Due in five working days or fewer"),
                            ("two", "Due in two working days or fewer"),
                            ("today", "Due today"),
                            ("overdue", "Overdue"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("mailed_at", models.DateTimeField(null=True)),
                (
                    "foi_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminders",
                        to="requests_app.foirequest",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("mailed_at__isnull", True)),
                        fields=["officer"],
                        name="reminder_unmailed",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("foi_request", "due_on", "milestone"),
                        name="one_reminder_per_milestone",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Requester",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("postal_address", models.TextField(blank=True)),
                (
                    "foi_request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="requester",
                        to="requests_app.foirequest",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("email", ""), _negated=True),
                            models.Q(("postal_address", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="requester_has_an_address",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RequesterErasure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "because",
                    models.CharField(
                        choices=[
                            ("asked", "It was decided"),
                            ("retention", "The period for which they are kept ended"),
                        ],
                        max_length=10,
                    ),
                ),
                ("erased_at", models.DateTimeField()),
                (
                    "erased_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "foi_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="erasures",
                        to="requests_app.foirequest",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ResponseVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("content", models.TextField()),
                ("digest", models.CharField(max_length=64)),
                ("outcome_reason", models.TextField(blank=True)),
                ("answer_rows", models.JSONField(default=dict)),
                ("submitted_at", models.DateTimeField()),
                (
                    "foi_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="requests_app.foirequest",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("foi_request", "number"), name="one_version_per_number"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Drafter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafters",
                        to="requests_app.responseversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "user"), name="one_drafter_row_per_person"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EarlierRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("loaded_at", models.DateTimeField()),
                (
                    "loaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="earlier_record",
                        to="requests_app.responseversion",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Rendering",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("letter", "Letter"),
                            ("record", "Public record"),
                            ("notice", "Letter before the response"),
                        ],
                        max_length=10,
                    ),
                ),
                ("dated", models.DateField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("deferred", "Waiting for a quiet moment"),
                            ("queued", "Waiting for the worker"),
                            ("rendering", "Being made"),
                            ("done", "Ready"),
                            ("failed", "Failed"),
                            ("erased", "Erased with the requester’s data"),
                        ],
                        default="queued",
                        max_length=10,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("error", models.TextField(blank=True)),
                ("asked_at", models.DateTimeField()),
                ("queued_at", models.DateTimeField()),
                ("lease_until", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("size", models.PositiveIntegerField(default=0)),
                ("pages", models.PositiveIntegerField(default=0)),
                (
                    "notice",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="renderings",
                        to="requests_app.notice",
                    ),
                ),
                (
                    "particulars",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="requests_app.authorityparticulars",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="renderings",
                        to="requests_app.responseversion",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "notice"), ("notice__isnull", False), ("version", None)
                            ),
                            models.Q(
                                ("kind__in", ["letter", "record"]),
                                ("notice", None),
                                ("version__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_document_is_of_a_version_or_of_a_notice",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("dated", None)),
                        fields=("notice",),
                        name="one_first_document_per_notice",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("dated__isnull", False)),
                        fields=("notice", "dated"),
                        name="one_dated_document_per_notice_and_day",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("dated", None)),
                        fields=("version", "kind"),
                        name="one_review_document_per_kind",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("dated__isnull", False)),
                        fields=("version", "kind", "dated"),
                        name="one_dated_document_per_kind_and_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Dispatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sent_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "rendering",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="requests_app.rendering",
                    ),
                ),
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dispatch",
                        to="requests_app.responseversion",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="NoticeDispatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sent_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "notice",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dispatch",
                        to="requests_app.notice",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "rendering",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="requests_app.rendering",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Publication",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("published_on", models.DateField(db_index=True)),
                ("published_at", models.DateTimeField()),
                (
                    "foi_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publications",
                        to="requests_app.foirequest",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "rendering",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="requests_app.rendering",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="requests_app.responseversion",
                    ),
                ),
            ],
            options={
                "ordering": ["-published_on", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("version",), name="a_version_is_published_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="AlertMatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("mailed_at", models.DateTimeField(null=True)),
                (
                    "alert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="matches",
                        to="requests_app.alert",
                    ),
                ),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="requests_app.publication",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("alert", "publication"), name="one_match_of_an_alert"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LogEntry",
            fields=[
                ("key", models.BigIntegerField(primary_key=True, serialize=False)),
                ("reference", models.CharField(max_length=40)),
                ("slug", models.SlugField(max_length=40)),
                ("title", models.CharField(max_length=200)),
                ("outcome", models.CharField(max_length=200)),
                ("published_on", models.DateField()),
                ("sections", models.JSONField(default=list)),
                ("request", models.TextField()),
                ("answers", models.TextField()),
                ("annex", models.TextField()),
                (
                    "publication",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entry",
                        to="requests_app.publication",
                    ),
                ),
            ],
            options={
                "ordering": ["-key"],
            },
        ),
        migrations.CreateModel(
            name="PublicationMatched",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "publication",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="requests_app.publication",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RenderedDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("content", models.BinaryField()),
                (
                    "rendering",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="requests_app.rendering",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RenderedText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField()),
                (
                    "rendering",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="words",
                        to="requests_app.rendering",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("approved", "Approved"),
                            ("returned", "Returned with comments"),
                            ("recalled", "Taken back by an officer"),
                        ],
                        max_length=10,
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("comment", models.TextField(blank=True)),
                ("decided_at", models.DateTimeField()),
                (
                    "reviewer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submitter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="review",
                        to="requests_app.responseversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decision", "recalled"),
                            models.Q(("reviewer", models.F("submitter")), _negated=True),
                            _connector="OR",
                        ),
                        name="nobody_reviews_what_they_submitted",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewComment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("answer_key", models.CharField(max_length=20)),
                ("text", models.TextField()),
                ("written_at", models.DateTimeField()),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="requests_app.responseversion",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ReviewStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("lane_name", models.CharField(max_length=60)),
                ("position", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=60)),
                ("bypass_by", models.CharField(blank=True, max_length=20)),
                ("different_people", models.BooleanField()),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="requests_app.responseversion",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="requests_app.team",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "position"), name="one_step_per_place_of_version"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SensitivityMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sensitive", models.BooleanField()),
                ("reason", models.TextField()),
                ("marked_at", models.DateTimeField()),
                (
                    "foi_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sensitivity_marks",
                        to="requests_app.foirequest",
                    ),
                ),
                (
                    "marked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="sensitivity_has_a_reason",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SplitChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("revision", models.PositiveIntegerField()),
                ("undone_revision", models.PositiveIntegerField(null=True)),
                ("change", models.CharField(max_length=20)),
                ("asked", models.CharField(max_length=100)),
                ("made_at", models.DateTimeField()),
                ("before", models.JSONField(default=dict)),
                (
                    "foi_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="split_changes",
                        to="requests_app.foirequest",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["revision"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("foi_request", "revision"),
                        name="one_change_per_revision_of_a_split",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StepDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        choices=[("approved", "Approved"), ("bypassed", "Gone past")], max_length=10
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("reason", models.TextField(blank=True)),
                ("different_people", models.BooleanField()),
                ("decided_at", models.DateTimeField()),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "step",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decision",
                        to="requests_app.reviewstep",
                    ),
                ),
                (
                    "submitter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="requests_app.responseversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("decided_by", models.F("submitter")), _negated=True),
                        name="nobody_decides_a_step_of_what_they_submitted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decision", "bypassed"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="going_past_has_a_reason",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("decision", "approved"), ("different_people", True)),
                        fields=("version", "decided_by"),
                        name="another_person_for_each_step",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Topic",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, unique=True)),
                ("slug", models.SlugField(max_length=60, unique=True)),
                ("retired", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="CaseTopic",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "foi_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="case_topics",
                        to="requests_app.foirequest",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="case_topics",
                        to="requests_app.topic",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("foi_request", "topic"), name="one_topic_of_a_case"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="VersionDossier",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("content", models.TextField()),
                ("digest", models.CharField(max_length=64)),
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dossier",
                        to="requests_app.responseversion",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="VersionSeen",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seen_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seen_by",
                        to="requests_app.responseversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "person"), name="a_version_is_seen_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Withdrawal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.TextField()),
                ("names_title", models.BooleanField(default=False)),
                ("withdrawn_at", models.DateTimeField()),
                (
                    "publication",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawal",
                        to="requests_app.publication",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Replacement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                (
                    "foi_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaces",
                        to="requests_app.foirequest",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "withdrawal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replacements",
                        to="requests_app.withdrawal",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="WordingUse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("provision", models.CharField(db_index=True, max_length=60)),
                ("number", models.PositiveIntegerField()),
                ("adapted_body", models.TextField(blank=True)),
                ("adapted_reason", models.CharField(blank=True, max_length=300)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="wordings",
                        to="requests_app.responseversion",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "provision"), name="one_wording_use_per_provision"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="ClockEvent",
            name="questions",
            field=models.ManyToManyField(
                related_name="clock_events",
                through="requests_app.ClockEventQuestion",
                to="requests_app.block",
            ),
        ),
    ]
