"""Which backups stay: all of the latest hours, then the last of each of the latest days, weeks and months (grandfather, father, son)."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

from django.conf import settings

from backups.store import SNAPSHOTS, forget_manifest, forget_object, listed, object_names, read_manifest

PERIODS: dict[str, Callable[[datetime], tuple]] = {
    "days": lambda moment: (moment.date(),),
    "weeks": lambda moment: moment.isocalendar()[:2],
    "months": lambda moment: (moment.year, moment.month),
}


def kept(moments: Iterable[datetime], keep: dict[str, int]) -> set[datetime]:
    """Those of `moments` to keep: all within `keep["hours"]` of the latest, and per period the last of each of its latest that hold one."""
    ordered = sorted(moments, reverse=True)
    staying = {moment for moment in ordered if ordered[0] - moment < timedelta(hours=keep["hours"])} | set(ordered[:1])
    for period, key in PERIODS.items():
        last_of: dict[tuple, datetime] = {}
        for moment in ordered:
            last_of.setdefault(key(moment), moment)
        staying.update(sorted(last_of.values(), reverse=True)[: keep[period]])
    return staying


def forget_old() -> list[str]:
    """Let go of backups beyond the settings, then of contents that no backup holds; returns the names of the former."""
    from backups.models import Backup

    names = {datetime.strptime(name, "%Y%m%dT%H%M%S%fZ").replace(tzinfo=UTC): name for name in listed(SNAPSHOTS)}
    staying = kept(names, settings.BACKUP_KEEP)
    gone = [name for moment, name in names.items() if moment not in staying]
    for name in gone:
        forget_manifest(name)
    Backup.objects.filter(name__in=gone).update(forgotten=True)
    if gone:
        _forget_unheld()
    return gone


def _forget_unheld() -> None:
    """A list that cannot be read may hold anything: nothing is removed then."""
    held: set[str] = set()
    for name in listed(SNAPSHOTS):
        manifest = read_manifest(name)
        held.add(manifest.database.name)
        held.update(file.content.name for file in manifest.files)
    for name in list(object_names()):
        if name not in held:
            forget_object(name)
