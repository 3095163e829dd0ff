"""Excel files: known by their content; the library that reads them is imported when there is one."""

from jianghan_lib.readers.blocks import Format, Source
from jianghan_lib.readers.package import EXCEL, holds


def read_xlsx(name: str, data: bytes) -> Source:
    """The bytes of an Excel file -> its lines (see `sheets`)."""
    from jianghan_lib.readers import sheets

    return sheets.read_xlsx(name, data)


FORMAT = Format("Excel file", lambda data: holds(data, EXCEL), read_xlsx)
