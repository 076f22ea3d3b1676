"""Firefox and WebKit driven by the standard commands of WebDriver, without a package for it.

Firefox takes them on a socket of its own (Marionette), WebKitGTK by HTTP through WebKitWebDriver: the same commands
(https://www.w3.org/TR/webdriver2/), named here as Marionette names them.
"""

import glob
import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
PATIENCE = 60
PREFERENCES = {
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "intl.accept_languages": "fr-FR, fr",
    "toolkit.telemetry.reportingpolicy.firstRun": False,
}
# The browser's own bar is no part of the trial, and would keep the window wider than a phone.
BARE = "* { min-width: 0; min-height: 0; padding: 0; margin: 0; border-width: 0; font-size: 2px; }"
# WebDriver by HTTP: method and address of each command, under the session's.
ADDRESSES = {
    "Navigate": ("POST", "/url"),
    "GetCurrentURL": ("GET", "/url"),
    "FindElements": ("POST", "/elements"),
    "ElementClick": ("POST", "/element/{id}/click"),
    "ElementSendKeys": ("POST", "/element/{id}/value"),
    "ExecuteScript": ("POST", "/execute/sync"),
    "SwitchToFrame": ("POST", "/frame"),
    "SetWindowRect": ("POST", "/window/rect"),
    "TakeScreenshot": ("GET", "/screenshot"),
    "PerformActions": ("POST", "/actions"),
    "AddCookie": ("POST", "/cookie"),
    "DeleteAllCookies": ("DELETE", "/cookie"),
}


class Refused(Exception):
    """What the browser answered instead of doing it."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(check, what: str, seconds: float = PATIENCE):
    """The first answer of `check` that is true."""
    end = time.monotonic() + seconds
    while not (answer := check()):
        assert time.monotonic() < end, f"still not: {what}"
        time.sleep(0.1)
    return answer


def connected(port: int) -> socket.socket | None:
    with suppress(OSError):
        return socket.create_connection(("127.0.0.1", port), timeout=2 * PATIENCE)
    return None


class Engine:
    """A browser that runs. `command` does one thing in it; `stop` ends every process that it started."""

    name: str
    version: str

    def __init__(self):
        self.processes: list[subprocess.Popen] = []

    def start(self, command: list[str], **environment: str) -> None:
        """In a process group of its own, which ends as one."""
        quiet = subprocess.DEVNULL
        process = subprocess.Popen(command, stdout=quiet, stderr=quiet, env={**os.environ, **environment}, start_new_session=True)
        self.processes.append(process)

    def stop(self) -> None:
        for process in reversed(self.processes):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def complaints(self, address: str) -> list[str]:
        """Errors of scripts and of the policy on pages of `address`, as far as the browser tells them."""
        return []


class Firefox(Engine):
    """Mozilla's engine. Its protocol: https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html."""

    name = "Firefox"
    program = shutil.which("firefox-esr") or shutil.which("firefox")

    def __init__(self, folder: Path):
        super().__init__()
        port = free_port()
        preferences = {**PREFERENCES, "marionette.port": port}
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in preferences.items()]
        (folder / "user.js").write_text("\n".join(lines), encoding="utf-8")
        options = ["--headless", "--marionette", "--remote-allow-system-access", "--no-remote", "--profile", str(folder)]
        self.start([str(self.program), *options], HOME=str(folder))
        self.socket = wait_for(lambda: connected(port), "Firefox listens")
        self.stream = self.socket.makefile("rb")
        self.number = 0
        self.read()
        self.version = self.command("NewSession")["capabilities"]["browserVersion"]

    def read(self):
        """A message: its length in bytes, a colon, JSON."""
        length = b""
        while (sign := self.stream.read(1)) != b":":
            length += sign
        return json.loads(self.stream.read(int(length)))

    def command(self, name: str, **parameters):
        self.number += 1
        prefix = "" if name.startswith("Marionette:") else "WebDriver:"
        message = json.dumps([0, self.number, f"{prefix}{name}", parameters]).encode()
        self.socket.sendall(f"{len(message)}:".encode() + message)
        _kind, _number, error, answer = self.read()
        if error:
            raise Refused(f"{name}: {error['error']}: {error['message']}")
        return answer["value"] if isinstance(answer, dict) and "value" in answer else answer

    def frame(self, element: str | None) -> None:
        self.command("SwitchToFrame", **({"element": element} if element else {"id": None}))

    def size(self, width: int, height: int) -> None:
        """Of the page: the window itself does not become as narrow as a phone."""
        self.command("SetWindowRect", width=max(width, 600), height=height + 200)
        self.chrome(
            """const style = gBrowser.selectedBrowser.style;
            for (const name of ["min-width", "max-width"]) style.setProperty(name, arguments[0] + "px", "important");
            for (const name of ["min-height", "max-height"]) style.setProperty(name, arguments[1] + "px", "important");""",
            width,
            height,
        )

    def chrome(self, script: str, *arguments):
        """A script in the browser itself."""
        self.command("Marionette:SetContext", value="chrome")
        try:
            return self.command("ExecuteScript", script=script, args=list(arguments))
        finally:
            self.command("Marionette:SetContext", value="content")

    def complaints(self, address: str) -> list[str]:
        script = """const found = Services.console.getMessageArray().filter((one) => one instanceof Ci.nsIScriptError
              && !(one.flags & Ci.nsIScriptError.warningFlag) && one.sourceName.startsWith(arguments[0]));
            return found.map((one) => `${one.category}: ${one.errorMessage} (${one.sourceName}:${one.lineNumber})`);"""
        return self.chrome(script, address)


class WebKit(Engine):
    """The engine of Safari, in WebKitGTK's small browser, on a screen of Xvfb's."""

    name = "WebKit"
    program = next(iter(glob.glob("/usr/lib/*/webkit2gtk-4.1/MiniBrowser")), None)

    def __init__(self, folder: Path):
        super().__init__()
        (folder / "gtk-3.0").mkdir()
        (folder / "gtk-3.0" / "gtk.css").write_text(BARE, encoding="utf-8")
        self.port = free_port()
        self.start(["WebKitWebDriver", f"--port={self.port}"], DISPLAY=self.screen(), XDG_CONFIG_HOME=str(folder), HOME=str(folder))
        wait_for(lambda: connected(self.port), "WebKitWebDriver listens")
        browser = {"binary": self.program, "args": ["--automation"]}
        answer = self.http("POST", "/session", {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": browser}}})
        self.version = answer["capabilities"]["browserVersion"]
        self.session = f"/session/{answer['sessionId']}"

    def screen(self) -> str:
        number = next(number for number in range(90, 200) if not Path(f"/tmp/.X11-unix/X{number}").exists())
        self.start(["Xvfb", f":{number}", "-screen", "0", "1600x1200x24", "-nolisten", "tcp"])
        wait_for(Path(f"/tmp/.X11-unix/X{number}").exists, "Xvfb listens")
        return f":{number}"

    def http(self, method: str, path: str, body: dict | None = None):
        data = json.dumps(body or {}).encode() if method == "POST" else None
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", data=data, method=method, headers={"Content-Type": "application/json"}
        )
        try:
            with urllib.request.urlopen(request, timeout=2 * PATIENCE) as response:
                return json.load(response)["value"]
        except urllib.error.HTTPError as error:
            answer = json.loads(error.read())["value"]
            raise Refused(f"{path}: {answer['error']}: {answer['message']}") from None

    def command(self, name: str, **parameters):
        method, address = ADDRESSES[name]
        return self.http(method, self.session + address.format(**parameters), parameters)

    def frame(self, element: str | None) -> None:
        self.command("SwitchToFrame", id={ELEMENT: element} if element else None)

    def size(self, width: int, height: int) -> None:
        """Of the page: the window is as much larger as its bar is high."""
        self.command("SetWindowRect", x=0, y=0, width=width, height=height)
        inner = self.command("ExecuteScript", script="return [innerWidth, innerHeight]", args=[])
        self.command("SetWindowRect", x=0, y=0, width=2 * width - inner[0], height=2 * height - inner[1])


def missing(engine: type[Engine]) -> str:
    """Why it cannot be tried here; empty where it can."""
    if engine is Firefox:
        return "" if Firefox.program else "Firefox is not installed (on Debian: apt install firefox-esr)"
    found = WebKit.program and shutil.which("WebKitWebDriver") and shutil.which("Xvfb")
    return "" if found else "WebKitGTK is not installed (on Debian: apt install webkit2gtk-driver xvfb)"
