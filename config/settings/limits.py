"""Limits of what is sent, kept and waited for: sizes in bytes, counts, ratios, times."""

from config import env

MEGABYTE = 1024 * 1024
PACKAGE_MAX_BYTES = env.number("PACKAGE_MAX_MB", 500, low=1) * MEGABYTE
PACKAGE_MAX_UNPACKED_BYTES = env.number("PACKAGE_MAX_UNPACKED_MB", 2000, low=1) * MEGABYTE
PACKAGE_MAX_MEMBERS = env.number("PACKAGE_MAX_MEMBERS", 20000, low=1)
PACKAGE_MAX_RATIO = env.number("PACKAGE_MAX_RATIO", 200, low=2)
SUBMISSION_MAX_BYTES = env.number("SUBMISSION_MAX_MB", 50, low=1) * MEGABYTE
SUBMISSION_MAX_FILES = env.number("SUBMISSION_MAX_FILES", 10, low=1)
MESSAGE_FILE_MAX_BYTES = env.number("MESSAGE_FILE_MAX_MB", 10, low=1) * MEGABYTE
MESSAGE_MAX_FILES = env.number("MESSAGE_MAX_FILES", 5, low=1)
# How long learners and those who accompany them may still write to each other after the last day of the session.
MESSAGE_DAYS_AFTER_END = env.number("MESSAGE_DAYS_AFTER_END", 30, low=0, high=365)
# After how many days a learner who never came, or who came and is silent, is shown to the tutors.
TUTORING_FIRST_VISIT_DAYS = env.number("TUTORING_FIRST_VISIT_DAYS", 3, low=1, high=60)
TUTORING_SILENT_DAYS = env.number("TUTORING_SILENT_DAYS", 7, low=1, high=90)
# How long before its beginning a half-day or virtual class can be signed.
SIGNATURE_OPENS_MINUTES = env.number("SIGNATURE_OPENS_MINUTES", 15, low=0, high=240)
# A signed paper sheet that comes back: each file, and how many pages at once.
PAPER_SHEET_MAX_BYTES = env.number("PAPER_SHEET_MAX_MB", 20, low=1, high=100) * MEGABYTE
PAPER_SHEET_MAX_PAGES = env.number("PAPER_SHEET_MAX_PAGES", 20, low=1, high=100)
# Time on the platform: who asks for nothing for longer has left; a person is noted at most once per so many seconds (0: never).
CONNECTION_IDLE_MINUTES = env.number("CONNECTION_IDLE_MINUTES", 5, low=1, high=60)
CONNECTION_EVERY_SECONDS = env.number("CONNECTION_EVERY_SECONDS", 60, high=600)
# Visits: counted at all, how often a process writes what it saw (0: never by itself), who asks for nothing for longer has left, how
# long the figures are kept (CNIL: 25 months at most).
VISITS_COUNTED = env.flag("VISITS_COUNTED", True)
VISITS_FLUSH_SECONDS = env.number("VISITS_FLUSH_SECONDS", 10, low=1, high=20)
VISITS_IDLE_MINUTES = env.number("VISITS_IDLE_MINUTES", 30, low=5, high=120)
VISITS_KEEP_MONTHS = env.number("VISITS_KEEP_MONTHS", 25, low=1, high=25)
# How long the file of an export can be fetched.
EXPORT_KEEP_DAYS = env.number("EXPORT_KEEP_DAYS", 7, low=1, high=90)
LAUNCH_HOURS = env.number("LAUNCH_HOURS", 12, low=1, high=72)
CONTENT_EXTRA_SOURCES = env.names("CONTENT_EXTRA_SOURCES")
# The record store: the version of answers to requests that name none, the largest request, the longest page of a list.
LRS_DEFAULT_VERSION = env.choice("LRS_DEFAULT_VERSION", "2.0.0", ["1.0.3", "2.0.0"])
LRS_MAX_BYTES = env.number("LRS_MAX_MB", 50, low=1, high=2000) * MEGABYTE
LRS_PAGE_SIZE = env.number("LRS_PAGE_SIZE", 100, low=1, high=1000)
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * MEGABYTE
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_PERMISSIONS = 0o640
