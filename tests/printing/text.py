"""What a reader finds on paper."""

from pypdf import PageObject
from pypdf.generic import NameObject


def text_of(page: PageObject) -> str:
    """What a reader finds on a page, without white space; its codes are two bytes long, which pypdf must be told."""
    for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
        font.get_object()[NameObject("/Encoding")] = NameObject("/Identity-H")
    return "".join(page.extract_text().split())
