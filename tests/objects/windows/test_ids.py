from inspector.objects.windows.ids import ARCHITECTURES, dashed_id

GUID = bytes.fromhex("c0e7622894850b404c4c44205044422e")


def test_debug_ids() -> None:
    assert dashed_id(GUID, 1) == "2862e7c0-8594-400b-4c4c-44205044422e-1".replace("400b", "400b")
    assert dashed_id(GUID, 0x1F).endswith("-1f")
    assert dashed_id(bytes(16), 0) == "00000000-0000-0000-0000-000000000000"


def test_machines() -> None:
    assert ARCHITECTURES[0x8664] == "x86_64"
