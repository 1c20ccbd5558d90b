"""What drawn shapes touch and cover."""

from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from briefing.read.pdf_geometry import Rectangle
from briefing.read.pdf_shapes import Area, Polygon, corners

SIDES = st.tuples(st.integers(0, 8), st.integers(1, 6))
BOXES = st.builds(
    lambda across, up: Rectangle(across[0], up[0], sum(across), sum(up)), across=SIDES, up=SIDES
)


@st.composite
def frames(draw: st.DrawFn) -> Polygon:
    """An upright rectangle as it is drawn: from any corner on, and round in either way."""
    around = corners(draw(BOXES))
    first = draw(st.integers(0, 3))
    around = around[first:] + around[:first]
    around = around if draw(st.booleans()) else around[::-1]
    return [*around, around[0]]


def with_more_corners(polygon: Polygon) -> Polygon:
    """The same shape, of which each edge is drawn in two parts."""
    halves = [polygon[0]]
    for (ax, ay), (bx, by) in pairwise(polygon):
        halves += [((ax + bx) / 2, (ay + by) / 2), (bx, by)]
    return halves


OUTER = corners(Rectangle(0, 0, 8, 8))
INNER = corners(Rectangle(2, 2, 6, 6))
BOTH_WAYS = [[*OUTER, OUTER[0]], [*INNER, INNER[0]][::-1]]
ONE_WAY = [[*OUTER, OUTER[0]], [*INNER, INNER[0]]]


@example(polygons=BOTH_WAYS, box=Rectangle(3, 3, 5, 5), even_odd=False)
@example(polygons=ONE_WAY, box=Rectangle(3, 3, 5, 5), even_odd=False)
@example(polygons=ONE_WAY, box=Rectangle(3, 3, 5, 5), even_odd=True)
@given(polygons=st.lists(frames(), min_size=1, max_size=3), box=BOXES, even_odd=st.booleans())
def test_frames_touch_and_cover_what_any_shape_of_their_edges_does(
    polygons: list[Polygon],
    box: Rectangle,
    even_odd: bool,  # noqa: FBT001 - as it is drawn
):
    """That most shapes are rectangles saves time, and changes nothing."""
    short = Area(tuple(polygons), even_odd)
    long = Area(tuple(map(with_more_corners, polygons)), even_odd)

    assert short.touches(box) == long.touches(box)
    if len(polygons) > 1:  # of one rectangle alone, what lies on its edges is known better
        assert short.covers(box) == long.covers(box)
