from inspector.detail.facts import code_facts, unwind_fact
from inspector.objects.identify import ObjectInfo
from tests.detail.harbor_elf import code_of
from tests.harbor import HARBOR


def test_section_and_segment() -> None:
    path = HARBOR / "elf" / "gcc-dwarf5"
    code = code_of("gcc-dwarf5", 0x1290)
    facts = dict(code_facts(str(path), 0, path.stat().st_size, code, 0x1290))
    assert facts["section"].startswith(".text +0x")
    assert facts["segment"] == "LOAD 1"


def test_unwind() -> None:
    having = ObjectInfo(format="elf", size=9, has_unwind_info=True)
    assert unwind_fact([having, ObjectInfo(format="pdb", size=9)]) == (
        ("unwind info", "yes, in the elf file"),
    )
    assert unwind_fact([ObjectInfo(format="pdb", size=9)]) == (
        ("unwind info", "no file found has any"),
    )
    assert unwind_fact([]) == ()
