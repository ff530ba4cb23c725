"""Plans are written out and read back."""

import msgspec

from inspector.model.why.plan import ModulePlan, Planned


def test_written_out_and_read_back() -> None:
    asked = Planned(source="s", purpose="debug", file_type="pdb", uri="https://h/x", curl="curl x")
    left_out = Planned(source="s", purpose="debug", file_type="pe", rule="filetypes", text="no")
    plan = ModulePlan(index=3, name="app", entries=(asked, left_out))
    assert msgspec.json.decode(msgspec.json.encode(plan), type=ModulePlan) == plan
