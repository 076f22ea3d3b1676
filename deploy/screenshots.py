# SPDX-License-Identifier: EUPL-1.2
"""`make screenshots`: start the demonstration apart and take the pictures of the README and the guides."""

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from deploy import run
from deploy.chromium import chromium

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
PORT = "8765"
SITE = f"http://localhost:{PORT}"
PASSWORD = "Levain-et-patience-26"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]

PATIENCE = 600
# Heaviest picture kept, in bytes; colours of a picture's palette.
HEAVIEST, COLOURS = 150_000, 160
# person: pictures as (name, address, text of a link to follow first)
PICTURES = {
    "monique.legoff": [
        ("tour", "/espace/apprendre/?visite=apprenant", ""),
        ("learner-home", "/espace/apprendre/", ""),
        ("learner-pathway", "/espace/apprendre/", "Voir mon parcours"),
        ("help", "/mode-d-emploi/", ""),
    ],
    "rene.tanguy": [
        ("tour-region", "/region/?visite=region", ""),
        ("region", "/region/", ""),
        ("session", "/region/sessions/", "Réussir ma stratégie"),
        ("interests", "/region/demandes/", ""),
        ("session-builder", "/region/sessions/nouvelle/", ""),
        ("region-dashboard", "/region/tableau-de-bord/", ""),
        ("report-form", "/rapports/nouveau/?sujet=apprenants", ""),
        ("session-report", "/rapports/tableaux/sessions/", "Réussir ma stratégie"),
    ],
    "fabienne.morvan": [
        ("tour-tutor", "/tutorat/?visite=tutorat", ""),
        ("tutor-home", "/tutorat/", ""),
        ("grading", "/tutorat/", "Corriger"),
    ],
    "claire.dubois": [
        ("tour-editor", "/admin/?visite=edition", ""),
        ("library", "/admin/bibliotheque/", ""),
        ("pathway-editor", "/admin/parcours/", "Réussir ma stratégie"),
    ],
    "nadia.benali": [
        ("brand", "/admin/settings/cms/brand/", ""),
        ("national", "/national/", ""),
        ("tracking", "/rapports/suivi/", ""),
        ("visits", "/rapports/visites/", ""),
        ("role", "/roles/", "Responsable régional"),
        ("sandbox", "/region/bac-a-sable/bac/", ""),
    ],
    "": [
        ("public-home", "/", ""),
        ("catalogue", "/formations/", ""),
        ("pathway-page", "/formations/hygiene-alimentaire/", ""),
        ("interest", "/formations/hygiene-alimentaire/", "Je suis intéressé(e)"),
        ("registration", "/compte/creer/", ""),
        ("news", "/actualites/", ""),
        ("accessibility", "/accessibilite/", ""),
    ],
}
ON_A_PHONE = {"monique.legoff": ("tour", "learner-home", "learner-pathway"), "": ("public-home",)}
# The demonstration has no sandbox: its people would be in the way of whoever tries it.
SANDBOX = """
from accounts.models import Region
from sessions.domain.sandbox import fill
fill(region=Region.objects.create(code="bac", name="Bac à sable", kind="region", time_zone="Europe/Paris", is_sandbox=True), by=None)
"""


def start(folder: str) -> subprocess.Popen:
    environment = {**os.environ, "VAR_DIR": folder, "PORT": PORT}
    return subprocess.Popen([sys.executable, "deploy/run.py"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)


def wait(server: subprocess.Popen) -> None:
    """Until the demonstration answers: building it takes a minute, more on a busy machine."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(f"{SITE}/healthz", timeout=2)
        except OSError:
            time.sleep(1)
        else:
            return
    sys.exit("The demonstration did not start.")


def add_sandbox(folder: str) -> None:
    environment = {**os.environ, **run.environment(), "VAR_DIR": folder}
    subprocess.run([sys.executable, "manage.py", "shell", "--verbosity", "0", "-c", SANDBOX], cwd=ROOT, env=environment, check=True)


def take(browser: Browser, person: str, width: int, suffix: str, wanted: tuple[str, ...] = ()) -> None:
    """The person's pictures at a width; wanted: only those of these names."""
    context = browser.new_context(viewport={"width": width, "height": 800 if width > 600 else 740}, locale="fr-FR")
    page = context.new_page()
    if person:
        page.goto(f"{SITE}/compte/login/")
        page.fill("input[name=login]", f"{person}@demo.example")
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_load_state("networkidle")
    for name, address, link in PICTURES[person]:
        if wanted and name not in wanted:
            continue
        page.goto(SITE + address)
        if link:
            page.get_by_role("link", name=link).first.click()
        page.wait_for_load_state("networkidle")
        keep(page.screenshot(), IMAGES / f"{name}{suffix}.png")
        if "?visite=" in address:
            leave_the_visit(page)
    context.close()


def leave_the_visit(page: Page) -> None:
    """As somebody who has seen enough: the offer is not on the pictures that follow."""
    with page.expect_response("**/vue/"):
        page.locator("[data-tour-stop]").click()


def keep(picture: bytes, path: Path) -> None:
    """Write the picture with a palette: a third of the weight, the same to the eye. Fails on one that is too heavy all the same."""
    small = BytesIO()
    Image.open(BytesIO(picture)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(small, "PNG", optimize=True)
    if small.tell() > HEAVIEST:
        sys.exit(f"{path.name} weighs {small.tell()} bytes: make it smaller.")
    path.write_bytes(small.getvalue())


def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        server = start(folder)
        try:
            wait(server)
            add_sandbox(folder)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
                for person in PICTURES:
                    take(browser, person, 1280, "")
                for person, wanted in ON_A_PHONE.items():
                    take(browser, person, 360, "-phone", wanted)
                browser.close()
        finally:
            server.terminate()
            server.wait(timeout=20)


if __name__ == "__main__":
    main()
