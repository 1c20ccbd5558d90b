"""The colour profile of a PDF: it says the same as the usual one."""

from importlib.resources import files
from io import BytesIO

from PIL import Image, ImageCms

from briefing.render.colours import srgb_profile


def test_the_profile_means_the_same_colours_as_the_usual_one():
    """Each shade of grey, red, green and blue is the same by both."""
    usual = files("weasyprint") / "pdf" / "sRGB2014.icc"
    colours = Image.new("RGB", (256, 4))
    for n in range(256):
        for row, colour in enumerate([(n, n, n), (n, 0, 0), (0, n, 0), (0, 0, n)]):
            colours.putpixel((n, row), colour)
    changed = ImageCms.profileToProfile(
        colours,
        ImageCms.ImageCmsProfile(BytesIO(srgb_profile())),
        ImageCms.ImageCmsProfile(BytesIO(usual.read_bytes())),
    )

    assert changed is not None
    assert colours.tobytes() == changed.tobytes()


def test_the_profile_says_how_long_it_is():
    """Its size stands at its start, and each part begins at a whole number of four bytes."""
    profile = srgb_profile()
    starts = [int.from_bytes(profile[at + 4 : at + 8]) for at in range(132, 132 + 12 * 10, 12)]

    assert len(profile) == int.from_bytes(profile[:4])
    assert [0] * 10 == [start % 4 for start in starts]
