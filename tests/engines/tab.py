"""What a person does in a page, whatever the engine: go, find, press, write, draw; and wait for what comes of it."""

import base64
import json
from contextlib import contextmanager
from pathlib import Path

from tests.engines.driver import ELEMENT, Engine, Refused, wait_for

READY = """return document.readyState === "complete"
&& (!document.querySelector("script[src*='js/core/site']") || "ready" in document.documentElement.dataset)"""
# What goes wrong from here on, kept beyond the page: WebKit's driver does not tell what its console says.
LISTEN = """if (window.listening) return;
window.listening = true;
const keep = (words) => sessionStorage.setItem("heard", JSON.stringify([...JSON.parse(sessionStorage.getItem("heard") || "[]"), words]));
addEventListener("error", (event) => keep(`${event.message} (${event.filename}:${event.lineno})`));
addEventListener("unhandledrejection", (event) => keep(`${event.reason}`));
addEventListener("securitypolicyviolation", (event) => keep(`${event.violatedDirective}: ${event.blockedURI} (${event.sourceFile})`));"""
# What lies in the page and can be seen: closed details and hidden parts are no places to press.
VISIBLE = "return arguments[0].checkVisibility({visibilityProperty: true}) && arguments[0].getClientRects().length > 0"


class Tab:
    """A page of a running engine. Every `css` may be followed by the words that the element says."""

    def __init__(self, engine: Engine, origin: str):
        self.engine = engine
        self.origin = origin

    def run(self, script: str, *arguments):
        return self.engine.command("ExecuteScript", script=script, args=list(arguments))

    def go(self, path: str) -> None:
        self.engine.command("Navigate", url=self.origin + path)
        self.ready()

    def ready(self) -> None:
        wait_for(lambda: self.asked(READY), "the page is ready")
        self.run(LISTEN)

    def heard(self) -> list[str]:
        """Errors of scripts and of the policy in the pages that this tab went through."""
        found = json.loads(self.run("return sessionStorage.getItem('heard')") or "[]")
        self.run("sessionStorage.removeItem('heard')")
        return found

    def asked(self, script: str, *arguments):
        """The script's answer; nothing while one page gives way to another."""
        try:
            return self.run(script, *arguments)
        except Refused:
            return None

    @property
    def path(self) -> str:
        return self.engine.command("GetCurrentURL").removeprefix(self.origin)

    def wait_path(self, words: str) -> None:
        wait_for(lambda: words in self.path, f"an address with {words}, not {self.path}")
        self.ready()

    def find(self, css: str, words: str = "") -> str:
        """The first visible element, once there is one."""
        return wait_for(lambda: next(self._found(css, words), None), f"{css} with “{words}” in {self.path}")

    def _found(self, css: str, words: str):
        try:
            for found in self.engine.command("FindElements", using="css selector", value=css):
                if self.run(VISIBLE, found) and words in self.run("return arguments[0].textContent", found):
                    yield found[ELEMENT]
        except Refused:
            return

    def press(self, css: str, words: str = "") -> None:
        """Like a finger: at the middle of the element, once it has come into view."""
        element = self.find(css, words)
        self.run("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", {ELEMENT: element})
        self.engine.command("ElementClick", id=element)

    def follow(self, css: str, words: str = "") -> None:
        """Press it and wait for the page that it leads to."""
        self.run("window.left = true")
        self.press(css, words)
        wait_for(lambda: self.asked("return !window.left"), f"the page after {css} {words}")
        self.ready()

    def write(self, css: str, text: str) -> None:
        element = self.find(css)
        self.engine.command("ElementSendKeys", id=element, text=text)

    def choose(self, css: str, value: str) -> None:
        """In a list: engines draw its panel outside the page, so the choice is made and told as they would."""
        script = """arguments[0].value = arguments[1];
        for (const name of ["input", "change"]) arguments[0].dispatchEvent(new Event(name, { bubbles: true }));"""
        self.run(script, {ELEMENT: self.find(css)}, value)

    def text(self, css: str = "body") -> str:
        return self.run("return arguments[0].innerText", {ELEMENT: self.find(css)})

    def sees(self, words: str, css: str = "body") -> None:
        wait_for(
            lambda: words in (self.asked("return document.querySelector(arguments[0])?.innerText", css) or ""), f"“{words}” in {self.path}"
        )

    @contextmanager
    def within(self, *frames: str):
        """In the frame of a frame; afterwards in the page again."""
        for css in frames:
            self.engine.frame(self.find(css))
        yield self
        self.engine.frame(None)

    def draw(self, css: str) -> None:
        """A line with a finger or a pen."""
        origin = {ELEMENT: self.find(css)}
        moves = [
            {"type": "pointerMove", "duration": 50, "origin": origin, "x": x, "y": y} for x, y in ((-60, 0), (0, 30), (60, -20), (80, 20))
        ]
        steps = [moves[0], {"type": "pointerDown", "button": 0}, *moves[1:], {"type": "pointerUp", "button": 0}]
        self.engine.command(
            "PerformActions", actions=[{"type": "pointer", "id": "hand", "parameters": {"pointerType": "mouse"}, "actions": steps}]
        )

    def size(self, width: int, height: int) -> None:
        self.engine.size(width, height)
        wait_for(lambda: self.run("return innerWidth") == width, f"a page {width} wide")

    @property
    def fits(self) -> bool:
        """Nothing to scroll sideways, once the page has settled into its width."""
        wait_for(lambda: self.asked("return document.documentElement.scrollWidth <= innerWidth"), f"{self.path} fits", seconds=5)
        return True

    def picture(self, path: Path) -> None:
        parameters = {"full": False} if self.engine.name == "Firefox" else {}
        path.write_bytes(base64.b64decode(self.engine.command("TakeScreenshot", **parameters)))
