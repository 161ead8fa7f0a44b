"""A request that came as a file: its bytes and its name in, its words and its sender out.

Pure: no rows, no clock, nothing is kept. It knows e-mails, Word documents, PDFs and plain text,
and nothing of what the words ask; quoted mails and footers stay in, the splitter knows them.
"""

from requests_app.received_files.envelope import OwnAddresses
from requests_app.received_files.reading import EXTENSIONS, MAX_BYTES, TOO_LARGE, read_received
from requests_app.received_files.received import ATTACHED, ReceivedFile, UnreadableFile

__all__ = [
    "ATTACHED",
    "EXTENSIONS",
    "MAX_BYTES",
    "TOO_LARGE",
    "OwnAddresses",
    "ReceivedFile",
    "UnreadableFile",
    "read_received",
]
