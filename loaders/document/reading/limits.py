"""What a document may be at most. Beyond these it is refused, with a message, before it costs memory or time."""

MIB = 1024 * 1024

#: Bytes of one file.
MAX_BYTES = 128 * MIB
#: Bytes of one web page: its tree takes some twenty times as much.
MAX_HTML_BYTES = 16 * MIB
#: Tags of one web page: it is walked several times.
MAX_TAGS = 400_000
#: Characters of one line. A long report without a line break has some 50,000.
MAX_LINE = 200_000
#: Characters up to which lines are joined into one paragraph.
MAX_PARAGRAPH = 20_000
#: Non-empty lines of one document.
MAX_LINES = 2_000_000
#: Pages of one PDF, and characters of one of its pages.
MAX_PAGES = 2_000
MAX_PAGE_CHARACTERS = 200_000
#: An Office file is a zip: its parts, their bytes unpacked, and how many times the packed bytes these may be.
MAX_PARTS = 10_000
MAX_UNPACKED = 256 * MIB
MAX_RATIO = 100
#: Below this the ratio says nothing: small sheets of equal rows pack very well.
RATIO_FROM = 16 * MIB

#: Of all words, a Han character counting as one, how many are Han. Digits and marks do not count, so that tables pass.
MIN_HAN_SHARE = 0.5
#: A page of Japanese or Korean has more kana or hangul than this share of its characters.
MAX_FOREIGN_SHARE = 0.1
