"""How the learner of the story acts on a page: with a mouse, or with the keyboard alone."""

from playwright.sync_api import Locator, Page

TABS = 150


class Mouse:
    """Presses with the pointer, types into fields."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, target: Locator) -> None:
        target.first.click()

    def write(self, target: Locator, text: str) -> None:
        target.first.fill(text)

    def tick(self, target: Locator) -> None:
        target.first.check()

    def choose(self, target: Locator, words: str) -> None:
        target.first.select_option(label=words)


class Keyboard(Mouse):
    """Reaches everything with Tab, presses with Enter and Space, never touches the pointer."""

    def _reach(self, target: Locator) -> None:
        target = target.first
        target.wait_for()
        for _step in range(TABS):
            if target.evaluate("node => node === node.ownerDocument.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never reaches {target}")

    def press(self, target: Locator) -> None:
        self._reach(target)
        self.page.keyboard.press("Enter")

    def write(self, target: Locator, text: str) -> None:
        self._reach(target)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def tick(self, target: Locator) -> None:
        """A radio button is reached through its group, whose arrows choose; a box by Tab and Space."""
        target = target.first
        if target.get_attribute("type") != "radio":
            self._reach(target)
            self.page.keyboard.press("Space")
            return
        name = target.get_attribute("name") or ""
        self._reach_group(target, name)
        for _step in range(12):
            if target.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrows never choose in {name}")

    def _reach_group(self, target: Locator, name: str) -> None:
        for _step in range(TABS):
            if target.evaluate("(node, name) => node.ownerDocument.activeElement?.name === name", name):
                self.page.keyboard.press("Space")
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never reaches {name}")

    def choose(self, target: Locator, words: str) -> None:
        self._reach(target)
        for _step in range(12):
            if target.first.evaluate("node => node.selectedOptions[0]?.label") == words:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrows never choose {words}")
