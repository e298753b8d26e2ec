"""axe-core on a page that is open, asked for the contrast of words once for each look of them.

Contrast is three quarters of what axe does on a page, and the rows of a table look alike.
"""

from axe_playwright_python.base import AXE_SCRIPT

#: So many words of one look are asked of: nothing but what lies around tells them apart.
OF_ONE_LOOK = 3

#: Marks what contrast is asked of. A look is all that axe reckons with, or is put off by, of the
#: words and of all that they are in. It takes the colour of the words of a drawing for `color`,
#: where they have `fill`; what is typed, and what labels it, is asked of in any case.
ONCE_PER_LOOK = """
(() => {
    const STYLE = ["color", "-webkit-text-fill-color", "-webkit-text-stroke", "text-shadow",
        "font-size", "font-weight", "background-color", "background-image", "opacity", "filter",
        "mix-blend-mode", "visibility", "position", "clip", "clip-path", "overflow", "z-index"];
    const ids = new Map();
    const counts = new Map();
    const words = (element) => [...element.childNodes]
        .filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data).join("");
    const look = (element, around) => {
        if (element.localName === "svg" || !element.checkVisibility()) return;
        const style = getComputedStyle(element);
        const key = [around, element.localName, element.className, element.matches(":disabled"),
            element.ariaDisabled, ...STYLE.map((name) => style.getPropertyValue(name))].join();
        const id = ids.get(key) ?? ids.set(key, ids.size).get(key);
        const isTyped = element.matches("input, select, textarea, label, label *");
        // axe does not decide on a single letter, and not on signs that are none
        const isRead = /[\\p{L}\\p{N}].*[\\p{L}\\p{N}]/su.test(words(element))
            && element.getClientRects().length > 0;
        const count = counts.get(id) ?? 0;
        if (isTyped || (isRead && count < OF_ONE_LOOK)) element.dataset.look = id;
        if (isRead) counts.set(id, count + 1);
        for (const child of element.children) look(child, id);
    };
    for (const marked of document.querySelectorAll("[data-look]")) delete marked.dataset.look;
    look(document.documentElement, "");
    axe.configure({ rules: [{ id: "color-contrast", selector: "[data-look]" }] });
})()
""".replace("OF_ONE_LOOK", str(OF_ONE_LOOK))

#: Each rule that the page breaks, with the first element that does.
ASK = """async () => {
    const { violations } = await axe.run({ resultTypes: ["violations"] });
    return violations.map(({ id, nodes }) => [id, nodes[0].html]);
}"""


def objections(page):
    """Return the rules of axe that a page breaks, each with the first element that does."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    page.evaluate(ONCE_PER_LOOK)
    return page.evaluate(ASK)
