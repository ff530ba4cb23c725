"""Screenshots: nothing is fetched, and names are taken out of what they show."""

from inspector.export.drawing import drawing
from inspector.export.redact import redaction

SVG = """<svg xmlns="http://www.w3.org/2000/svg"><style>
@font-face { font-family: "Fira Code"; src: url("https://cdn.test/f.woff2") format("woff2"); }
@font-face { font-family: "Fira Code"; src: url("https://cdn.test/b.woff2"); font-weight: 700; }
.r1 { fill: #fff }</style><text class="r1" x="0">at&#160;&#160;/home/ann/a&lt;b&gt;</text></svg>"""


def test_no_font_is_fetched() -> None:
    drawn = drawing(SVG, redaction())
    assert "url(" not in drawn
    assert "cdn.test" not in drawn
    assert ".r1 { fill: #fff }" in drawn
    assert "at&#160;&#160;/home/ann/a&lt;b&gt;" in drawn


def test_user_names() -> None:
    assert "at&#160;&#160;/home/[user]/a&lt;b&gt;</text>" in drawing(SVG, redaction(users=True))
