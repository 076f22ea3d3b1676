"""Launch, commit and navigation of a sequenced package, through the domain functions, on rows made for the purpose."""

import time
import uuid
from datetime import timedelta

from django.utils import timezone

from benchmarks.scorm import sequencing
from courses.domain.scorm_launch import open_launch
from courses.domain.scorm_navigation import navigate
from courses.domain.scorm_runtime import Commit, commit
from courses.enums import PackageKind
from courses.models import Package, PackageItem, PackageVersion, ScormPage
from courses.players import LearningContext
from jobs.models import JobState


def measure(count: int) -> dict[str, float]:
    """Seconds for `count` of each."""
    context = _context()
    launched = _timed(count, lambda _n: open_launch(context))
    launch = open_launch(context).launch
    navigate(launch, "begin")
    part = "a0"
    committed = _timed(count, lambda n: commit(launch, Commit(part, n + 1, (("cmi.location", str(n)), ("cmi.progress_measure", "0.5")))))
    went = _timed(count, lambda n: navigate(launch, "previous" if n % 2 else "continue"))
    return {"launch": launched, "commit": committed, "navigation": went}


def _timed(count: int, act) -> float:
    started = time.process_time()
    for number in range(count):
        act(number)
    return time.process_time() - started


def _context() -> LearningContext:
    """A person in front of a module of 50 parts."""
    from wagtail.models import Page

    from accounts.models import User
    from courses.models import LibraryPage

    package = Package.objects.create(title="Benchmark")
    version = PackageVersion.objects.create(
        package=package,
        number=1,
        kind=PackageKind.SCORM_2004,
        schema_version="4th Edition",
        organization_sequencing=sequencing(),
        state=JobState.DONE,
        finished_at=timezone.now(),
    )
    items = [
        PackageItem(version=version, position=n, identifier=f"a{n}", title=f"Part {n}", href="a.html", scorm_type="sco") for n in range(50)
    ]
    PackageItem.objects.bulk_create(items)
    package.current = version
    package.save()
    user = User.objects.create(email=f"{uuid.uuid4().hex}@example.org", first_name="B", last_name="M")
    library = LibraryPage.objects.first()
    if library is None:
        library = Page.get_first_root_node().add_child(instance=LibraryPage(title="Benchmark", slug="benchmark"))
    page = ScormPage(title="Benchmark", slug=uuid.uuid4().hex, package=package)
    library.add_child(instance=page)
    later = timezone.now() + timedelta(days=1)
    return LearningContext(user=user, registration=uuid.uuid4(), activity=page, base_url="/b/", back_url="/", closes_at=later)
