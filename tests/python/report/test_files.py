"""Files of figures stand alone: what is shown, of whom, from where, and where it lives."""

from xml.etree import ElementTree

import pytest

FIGURE, COHORT = "size_curves", "openllm_v2"


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_a_saved_drawing_says_what_of_whom_and_whence(opened, kind):
    page = opened("scale", hash=f"#cohort_id={COHORT}", figures=(FIGURE,))
    with page.expect_download() as download:
        page.locator(f"#{FIGURE} [data-save={kind}]").click()
    assert download.value.suggested_filename == f"{FIGURE}.{kind}"
    content = download.value.path().read_bytes()
    if kind == "png":
        assert content.startswith(b"\x89PNG")
        return
    said = " ".join(" ".join(ElementTree.fromstring(content).itertext()).split())
    title = page.locator(f"#{FIGURE} h3").text_content()
    for words in (title, "4,552 evaluations", "2025-03-21", "Licence: ", COHORT, "IFEval"):
        assert words in said
