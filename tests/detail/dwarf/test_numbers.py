import pytest

from inspector.detail.dwarf.numbers import register_name, spellings


@pytest.mark.parametrize(
    ("number", "arch", "name"),
    [(5, "x86_64", "rdi"), (7, "x86_64", "rsp"), (17, "x86_64", "xmm0"), (4, "x86", "esp"),
     (0, "arm64", "x0"), (31, "arm64", "sp"), (13, "arm", "sp"), (999, "arm64", "register 999"),
     (3, "sparc", "register 3")],
)  # fmt: skip
def test_register_name(number: int, arch: str, name: str) -> None:
    assert register_name(number, arch) == name


def test_other_spellings() -> None:
    assert spellings("fp") == ("fp", "x29", "r11")
    assert spellings("rdi") == ("rdi",)
