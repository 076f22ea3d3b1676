"""Small cmi5 and xAPI packages for tests: course structures by pieces, and their zips."""

from tests.factories import make_zip

NAMESPACE = "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"
SITE = "https://editeur.example/"


def texts(title: str, description: str = "Ce qu’on y fait") -> str:
    return (
        f'<title><langstring lang="en">In English</langstring><langstring lang="fr-FR">{title}</langstring></title>'
        f'<description><langstring lang="fr">{description}</langstring></description>'
    )


def unit(name: str, url: str = "", *, attributes: str = 'moveOn="Completed"', inside: str = "", before: str = "") -> str:
    """before, inside: XML before and after the address."""
    return f'<au id="{SITE}{name}" {attributes}>{texts(f"Partie {name}")}{before}<url>{url or f"{name}.html"}</url>{inside}</au>'


def block(name: str, *children: str, before: str = "") -> str:
    return f'<block id="{SITE}{name}">{texts(f"Bloc {name}")}{before}{"".join(children)}</block>'


def structure(*children: str, objectives: str = "", course: str = "", attributes: str = f'xmlns="{NAMESPACE}"') -> bytes:
    course = course or f'<course id="{SITE}cours">{texts("Faire du pain")}</course>'
    body = "".join(children) or unit("a")
    return f'<?xml version="1.0" encoding="utf-8"?><courseStructure {attributes}>{course}{objectives}{body}</courseStructure>'.encode()


def cmi5_zip(*children: str, files: dict | None = None, **fields) -> bytes:
    """A package whose units a, b and c have a page each."""
    pages = {f"{name}.html": f"<!doctype html><title>{name}</title><h1>Partie {name}</h1>" for name in "abc"}
    return make_zip({"cmi5.xml": structure(*children, **fields), **(pages if files is None else files)})


def tincan_zip(*activities: str, files: dict | None = None) -> bytes:
    body = "".join(activities) or activity("un")
    tincan = f'<?xml version="1.0"?><tincan xmlns="http://projecttincan.com/tincan.xsd"><activities>{body}</activities></tincan>'
    return make_zip({"tincan.xml": tincan, **(files if files is not None else {"index.html": "<h1>Bonjour</h1>"})})


def activity(name: str, launch: str = '<launch lang="fr">index.html</launch>') -> str:
    kind = "http://adlnet.gov/expapi/activities/course"
    return (
        f'<activity id="{SITE}{name}" type="{kind}"><name>Module {name}</name><description lang="fr">Texte</description>{launch}</activity>'
    )
