"""One of everything around the fixed cast: what the walk over all URLs asks for."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from accounts.domain.review import begin_review
from accounts.enums import Role
from accounts.models import DefinedRole, OpenSession, Region, RoleReviewLine
from cms.models import NewsIndexPage
from courses.domain.unit_launch import open_unit
from courses.enums import AttemptState, PackageKind
from courses.models import Attempt, Package, PackageVersion, Submission, SubmissionFile, UnitLaunch
from federation.models import FederatedIdentity, IdentityProvider
from forum.models import Post, Thread
from jobs.models import JobState
from lrs.api import Thing, Verb, record
from lrs.domain.access import issue as issue_credentials
from lrs.models import Client, ForwardTarget, Statement, StatementExport
from messaging.domain.addresses import address_of_person, address_of_region
from messaging.domain.conversations import write
from messaging.domain.mailbox import kept_mails
from messaging.models import Conversation, Message, MessageFile, Notice, Report
from pathways.models import Sequence, Step
from privacy.domain.consents import accept
from privacy.domain.requests import make_request
from privacy.enums import Occasion, RequestKind, TextKind
from privacy.models import Archive, Request, TextVersion
from reporting.models import Export, SavedReport
from sessions.domain.certificates import issue
from sessions.domain.progress import refresh
from sessions.enums import EventKind, SignatureMethod
from sessions.models import CalendarAddress, Certificate, DocumentArchive, Interest, PaperPage, PaperSheet, SessionEvent, Signature
from tests.courses.cmi5_packages import cmi5_zip, unit
from tests.courses.packages import context_for, make_module
from tests.factories import Cast, make_cast, make_region, make_site, make_text, make_user
from tests.federation.certificates import certificate, pem
from tutoring.models import CommentBankEntry


@dataclass
class Scene:
    cast: Cast
    package: Package
    submission: Submission
    file: SubmissionFile
    thread: Thread
    post: int
    answer: int
    comment: CommentBankEntry
    sequence: Sequence
    document: object
    picture: str
    event: SessionEvent
    signature: Signature
    archive: DocumentArchive
    certificate: Certificate
    statement: Statement
    mail: str
    notice: Notice
    message: Message
    message_file: MessageFile
    desk: Conversation
    report_of_message: Report
    export: Export
    report: SavedReport

    @property
    def enrolment(self):
        return self.cast.enrolment.pk

    @cached_property
    def own_role(self) -> DefinedRole:
        """A role made in the back office."""
        return DefinedRole.objects.create(code="own-scene", name="Observateur", scope="region", permissions=["see_sessions"])

    @cached_property
    def role_line(self) -> RoleReviewLine:
        """The manager's role in a review that is open."""
        return begin_review(by=None).lines.get(user=self.cast.manager)

    @cached_property
    def identity_provider(self) -> IdentityProvider:
        """The region's, by SAML; nothing answers at its address."""
        values = {"region": self.cast.region, "kind": "saml", "issuer": "http://127.0.0.1:1/", "sign_in_url": "http://127.0.0.1:1/sso"}
        return IdentityProvider.objects.create(name="Chambre", slug="chambre", certificates=pem(certificate()), is_active=True, **values)

    @cached_property
    def identity(self) -> FederatedIdentity:
        """By which the owner signs in there."""
        return FederatedIdentity.objects.create(
            user=self.cast.owner, provider=self.identity_provider, issuer="http://127.0.0.1:1/", subject="17"
        )

    @cached_property
    def other_device(self) -> OpenSession:
        """Where the owner is signed in as well."""
        now = timezone.now()
        return OpenSession.objects.create(user=self.cast.owner, key="x" * 32, opened_at=now, seen_at=now, ends_at=now + timedelta(hours=1))

    @cached_property
    def record_client(self) -> Client:
        """A tool of the record store, with credentials."""
        client = Client.objects.create(name="Outil")
        issue_credentials(client=client, scopes=["all"])
        return client

    @cached_property
    def record_target(self) -> ForwardTarget:
        return ForwardTarget.objects.create(name="Ailleurs", url="https://lrs.example.org/xapi/", key="k", sealed_secret="s")

    def statement_export(self, person) -> StatementExport:
        export = StatementExport.objects.create(asked_by=person, format="csv", state=JobState.DONE)
        export.file.save("journal.csv", ContentFile(b"id"))
        return export

    @cached_property
    def module(self) -> UnitLaunch:
        """A part of a cmi5 module that the owner has opened, at a step of the pathway."""
        page = make_module(cmi5_zip(unit("a")), "Faire du pain")
        step = Step.objects.create(sequence=self.sequence, activity=page, sort_order=99)
        context = context_for(self.cast.owner, page, registration=self.cast.enrolment.registration)
        found = open_unit(context, page.package.current.nodes.get(kind="au").identifier).unit_launch
        found.step = step
        return found

    @cached_property
    def own_archive(self) -> Archive:
        """The copy of the owner's data, ready."""
        archive = Archive(user=self.cast.owner, state=JobState.DONE, expires_at=timezone.now() + timedelta(days=1))
        archive.file.save("archive", ContentFile(b"zip"))
        return archive

    @cached_property
    def own_request(self) -> Request:
        return make_request(user=self.cast.owner, kind=RequestKind.ERASURE)

    @cached_property
    def interest(self) -> Interest:
        """Somebody without an account, interested in the pathway of the manager's region."""
        names = {"first_name": "Nolwenn", "last_name": "Le Bris", "email": "nolwenn@exemple.fr"}
        return Interest.objects.create(pathway=self.cast.pathway, region=self.cast.region, **names)

    @cached_property
    def free_text(self) -> TextVersion:
        """A free consent, which nobody gave."""
        return make_text("Lettre d’information", kind=TextKind.FREE)

    @cached_property
    def accepted_text(self) -> TextVersion:
        """A free consent that the owner gave."""
        version = make_text("Photographies", kind=TextKind.FREE)
        accept(user=self.cast.owner, versions=[version], occasion=Occasion.PROFILE)
        return version

    @property
    def step(self) -> Step:
        return self.sequence.steps.first()

    @property
    def activity(self):
        return self.step.activity

    @cached_property
    def calendar_address(self) -> CalendarAddress:
        """The owner's."""
        return CalendarAddress.objects.create(user=self.cast.owner)

    @cached_property
    def paper(self) -> PaperSheet:
        """A signed paper sheet of the event, on which the owner is read."""
        sheet = PaperSheet.objects.create(event=self.event, added_by=self.cast.tutor)
        page = PaperPage(sheet=sheet, number=1, media_type="image/jpeg", size=4, sha256="0" * 64)
        page.file.save("page", ContentFile(b"jpeg"))
        return sheet

    @cached_property
    def sandbox(self) -> Region:
        return make_region("Bac à sable", is_sandbox=True)

    @cached_property
    def letter_kept_in(self) -> Notice:
        person = make_user("Amélie", "Exemple", role=Role.LEARNER, region=self.sandbox)
        return Notice.objects.create(user=person, kind="invitation", subject="Invitation", text="x", kept_in=True, state=JobState.DONE)


def make_scene() -> Scene:
    from pathways.domain.back_office import ensure_back_office

    ensure_back_office()
    cast = make_cast()
    make_site().add_child(instance=NewsIndexPage(title="Actualités", slug="actualites"))
    submission, file = _submission(cast)
    thread = Thread.objects.create(session=cast.session, author=cast.owner, title="Bonjour")
    post = Post.objects.create(thread=thread, author=cast.owner, text="Bonjour à tous")
    elsewhere = Thread.objects.create(session=cast.session, author=cast.owner, title="Une photo ?")
    Post.objects.create(thread=elsewhere, author=cast.owner, text="Quelle taille ?")
    answer = Post.objects.create(thread=elsewhere, author=cast.tutor, text="1200 pixels")
    sequence, document = _sequence_done(cast)
    refresh(cast.enrolment)
    cast.enrolment.refresh_from_db()
    message = write(to=address_of_person(cast.owner, cast.tutor), author=cast.owner, text="Bonjour")
    message_file = MessageFile(message=message, name="plan.txt", media_type="text/plain", size=4)
    message_file.file.save("plan.txt", ContentFile(b"plan"))
    return Scene(
        cast=cast,
        message=message,
        message_file=message_file,
        desk=write(to=address_of_region(cast.owner, cast.region), author=cast.owner, text="Une question").conversation,
        report_of_message=Report.objects.create(message=message, reporter=cast.tutor, reason="Déplacé"),
        package=_package(),
        submission=submission,
        file=file,
        thread=thread,
        post=post.pk,
        answer=answer.pk,
        comment=CommentBankEntry.objects.create(user=cast.tutor, text="Très bien."),
        sequence=sequence,
        document=document,
        picture=_picture(),
        event=(event := _event(cast)),
        signature=_signature(cast, event),
        archive=_archive(cast),
        statement=_statement(cast),
        mail=_mail(),
        notice=Notice.objects.create(kind="work_graded", user=cast.owner, subject="Corrigé", text="Bonjour", shown=True),
        export=_export(cast),
        report=SavedReport.objects.create(user=cast.manager, name="Ma région", table="apprenants", columns=["last_name"]),
        certificate=issue(enrolment=cast.enrolment, by=cast.manager, notify=False),
    )


def _submission(cast: Cast) -> tuple[Submission, SubmissionFile]:
    """Work of the owner, handed in and graded, with a file and a feedback file."""
    activity = Step.objects.filter(sequence__pathway=cast.pathway).last().activity
    now = timezone.now()
    attempt = Attempt.objects.create(
        user=cast.owner,
        registration=cast.enrolment.registration,
        activity=activity,
        state=AttemptState.FINISHED,
        completed=True,
        finished_at=now,
    )
    submission = Submission.objects.create(
        attempt=attempt,
        text="Ma stratégie",
        handed_in_at=now,
        grade=15,
        published_at=now,
        graded_by=cast.tutor,
        feedback_filename="retour.txt",
    )
    submission.feedback_file.save("retour.txt", ContentFile(b"Bravo"))
    file = SubmissionFile(submission=submission, name="plan.txt", media_type="text/plain", size=4)
    file.file.save("plan.txt", ContentFile(b"plan"))
    return submission, file


def _sequence_done(cast: Cast):
    """The pathway's sequence, finished by the owner, with a summary sheet as text and as document."""
    sequence = cast.pathway.sequences.first()
    document = get_document_model().objects.create(title="Fiche", file=ContentFile(b"%PDF-1.4\n%%EOF\n", "fiche.pdf"))
    sequence.summary_sheet = f'<p>L’essentiel <a linktype="document" id="{document.pk}">ici</a></p>'
    sequence.save()
    now = timezone.now() - timedelta(hours=1)
    for step in sequence.steps.all():
        fields = {
            "user": cast.owner,
            "state": AttemptState.FINISHED,
            "completed": True,
            "success": True,
            "completed_at": now,
            "finished_at": now,
        }
        Attempt.objects.update_or_create(registration=cast.enrolment.registration, activity=step.activity, number=1, defaults=fields)
    return sequence, document


def _package() -> Package:
    package = Package.objects.create(title="Module")
    version = PackageVersion(package=package, number=1, kind=PackageKind.SCORM_12, state=JobState.DONE, filename="module.zip", size=3)
    version.file.save("module.zip", ContentFile(b"zip"))
    package.current = version
    package.save()
    return package


def _picture() -> str:
    image = get_image_model().objects.create(title="Vitrine", file=get_test_image_file("vitrine.png"))
    return image.get_rendition("width-100").file.name


def _event(cast: Cast) -> SessionEvent:
    begins = timezone.now() - timedelta(days=1)
    return SessionEvent.objects.create(
        session=cast.session,
        kind=EventKind.HALF_DAY,
        title="Demi-journée",
        starts_at=begins,
        ends_at=begins + timedelta(hours=3),
        place="Bruz",
    )


def _signature(cast: Cast, event: SessionEvent) -> Signature:
    """The owner's, drawn."""
    signature = Signature(event=event, enrolment=cast.enrolment, signer=cast.owner, method=SignatureMethod.DRAWN, sha256="0" * 64)
    signature.picture.save("signature.png", ContentFile(b"png"))
    return signature


def _archive(cast: Cast) -> DocumentArchive:
    archive = DocumentArchive.objects.create(session=cast.session, asked_by=cast.manager, state=JobState.DONE)
    archive.file.save("certificats.zip", ContentFile(b"zip"))
    return archive


def _export(cast: Cast) -> Export:
    export = Export(asked_by=cast.manager, table="sessions", title="Sessions", format="csv", state=JobState.DONE)
    export.file.save("export", ContentFile(b"csv"), save=False)
    export.expires_at = timezone.now() + timedelta(days=1)
    export.save()
    return export


def _statement(cast: Cast) -> Statement:
    return record(
        user=cast.owner, verb=Verb.EXPERIENCED, thing=Thing("https://example.org/x", "Une page"), registration=cast.enrolment.registration
    )


def _mail() -> str:
    """A mail kept as a file, with an attachment; its name in the address."""
    # Those of scenes before would all be read again.
    for kept in Path(settings.EMAIL_FILE_PATH).glob("*.log"):
        kept.unlink()
    backend = "django.core.mail.backends.filebased.EmailBackend"
    connection = get_connection(backend, file_path=settings.EMAIL_FILE_PATH)
    message = EmailMultiAlternatives("Bonjour", "Bonjour", to=["a@example.org"], connection=connection)
    message.attach_alternative("<p>Bonjour</p>", "text/html")
    message.attach("session.ics", b"BEGIN:VCALENDAR", "text/calendar")
    message.send()
    return kept_mails()[0].name
