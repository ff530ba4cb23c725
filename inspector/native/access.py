"""How a native run gets at files, tables and scanned folders."""

from typing import TYPE_CHECKING

from inspector.fetch.waiting import Waiting

if TYPE_CHECKING:
    from inspector.fetch.remote import Files
    from inspector.native.finding.scan import Scans
    from inspector.native.tables import Tables


class Access(Waiting, frozen=True, kw_only=True):
    """Where files and tables come from."""

    files: "Files"
    tables: "Tables"
    scans: "Scans | None" = None  # None: no folder is scanned
