"""What the public site shows of pathways: the newest ones on the home page, and those its search finds."""

from dataclasses import dataclass

from wagtail.models import Site

from cms.registry import Found
from pathways.domain.catalogue import offers_of
from pathways.models import PathwayIndexPage, PathwayPage
from pathways.registry import ComingSession, soonest_sessions

ON_HOME_PAGE = 3
SESSIONS_ON_HOME_PAGE = 6


@dataclass(frozen=True)
class Date:
    """A session to come, with the pathway it is of."""

    pathway: PathwayPage
    session: ComingSession


def newest_pathways(request) -> dict | None:
    """The last published pathways and their catalogue; nothing before there is one."""
    site = Site.find_for_request(request)
    catalogue = PathwayIndexPage.objects.descendant_of(site.root_page).live().public().first() if site else None
    if catalogue is None:
        return None
    pathways = PathwayPage.objects.child_of(catalogue).live().public().newest_first().select_related("image")[:ON_HOME_PAGE]
    return {"catalogue": catalogue, "offers": offers_of(list(pathways))} if pathways else None


def next_sessions(request) -> dict | None:
    """The sessions that begin soonest, all regions and public pathways together; nothing while none is announced."""
    soonest = soonest_sessions(SESSIONS_ON_HOME_PAGE)
    pathways = PathwayPage.objects.live().public().in_bulk({pk for pk, _session in soonest})
    dates = [Date(pathways[pk], session) for pk, session in soonest if pk in pathways]
    return {"dates": dates} if dates else None


def find_pathways(user, words: str, limit: int) -> list[Found]:
    """Published pathways that have every word, accents and case aside."""
    found = PathwayPage.objects.live().public().search_words(words).newest_first()[:limit]
    return [Found(page.title, page.url, page.summary, icon="map") for page in found if page.url]
