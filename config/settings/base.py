"""Settings shared by development, test and production. Values come from the environment through config.env."""

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config import env
from config.settings.limits import *  # noqa: F403
from config.settings.limits import MEGABYTE

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var")))

DEBUG = False
SECRET_KEY = env.secret("SECRET_KEY", "development-only-" + "x" * 40)
# Former keys: what they signed or sealed is still read, while the present one replaces them.
SECRET_KEY_FALLBACKS = env.names("SECRET_KEY_FALLBACKS")
SITE_ORIGIN = env.origin("SITE_ORIGIN", "http://localhost:8000")
CONTENT_ORIGIN = env.origin("CONTENT_ORIGIN", "http://127.0.0.1:8000")
ALLOWED_HOSTS = sorted({urlsplit(origin).hostname or "" for origin in (SITE_ORIGIN, CONTENT_ORIGIN)})
WAGTAILADMIN_BASE_URL = SITE_ORIGIN
CSRF_TRUSTED_ORIGINS = [SITE_ORIGIN]

# --- Applications, from the top layer to the bottom (docs/architecture.md) ---
LOCAL_APPS = [
    "demo",
    "reporting",
    "badges",
    "forum",
    "tutoring",
    "sessions",
    "pathways",
    "courses",
    "backups",
    "boards",
    "cms",
    "federation",
    "lrs",
    "messaging",
    "visits",
    "accounts",
    "files",
    "jobs",
    "privacy",
]
INSTALLED_APPS = [
    *LOCAL_APPS,
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.embeds",
    "wagtail.sites",
    "accounts.wagtail_users.UsersAppConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks_db",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rules",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "lrs.middleware.RecordStoreMiddleware",
    "cms.middleware.CompressionMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "courses.middleware.ContentOriginMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "accounts.middleware.FetchMetadataMiddleware",
    "accounts.middleware.WholeAddressMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SessionLimitsMiddleware",
    "privacy.middleware.AuditMiddleware",
    "accounts.middleware.PersonalSettingsMiddleware",
    "accounts.middleware.ConnectionTimeMiddleware",
    "accounts.middleware.ForcedPasswordMiddleware",
    "accounts.middleware.TwoStepMiddleware",
    "accounts.middleware.ConsentMiddleware",
    "accounts.read_only.AuditorMiddleware",
    "accounts.back_office.entrance.EntranceMiddleware",
    "accounts.read_only.SeenAsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "cms.middleware.AdminPolicyMiddleware",
    "visits.middleware.VisitsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "config.urls"
CONTENT_URLCONF = "config.content_urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "cms.template_folding.Loader",
                    ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "cms.context_processors.brand",
                "cms.context_processors.token",
                "accounts.context_processors.workspaces",
                "accounts.context_processors.registration",
                "messaging.context_processors.news",
                "sessions.context_processors.sandbox",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "cms.templatetags.interface",
                "cms.templatetags.constants",
                "cms.templatetags.remembered",
            ],
        },
    }
]

# --- Data ---
DATABASES = {"default": env.database("DATABASE_URL", f"sqlite:///{VAR_DIR}/compagnon.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.text("REDIS_URL", "")
if REDIS_URL:
    CACHES = {"default": env.redis_cache(REDIS_URL)}
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": str(VAR_DIR / "cache"),
        }
    }

# How long at most a process keeps what every page reads (cms.domain.kept); any change of content ends it at once.
CONTENT_KEPT_SECONDS = env.number("CONTENT_KEPT_SECONDS", 60, high=3600)

_MEDIA_DEFAULT = f"file://{VAR_DIR}/files"
STORAGES = {
    # Pictures that editors publish; everything else is private and leaves only through a view that checks.
    "default": env.file_storage("MEDIA_URL", _MEDIA_DEFAULT, folder="public"),
    "private": env.file_storage("MEDIA_URL", _MEDIA_DEFAULT, folder="private"),
    "packages": env.file_storage("MEDIA_URL", _MEDIA_DEFAULT, folder="packages"),
    # What a restore must not undo: who was erased. JOURNALS_URL may name another place than that of the files.
    "journals": env.file_storage("JOURNALS_URL", env.text("MEDIA_URL", _MEDIA_DEFAULT), folder="journals"),
    "backups": env.file_storage("BACKUP_URL", f"file://{VAR_DIR}", folder="backups"),
    "staticfiles": {"BACKEND": "cms.static_files.ModuleAwareStorage"},
}
MEDIA_URL = "/media/"
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "frontend"]
# Letters of PDFs, put there by `manage.py build_frontend`; no page asks for them.
DOCUMENT_FONTS = BASE_DIR / "vendor" / "fonts"
# Upright, bold, slanted, both.
DOCUMENT_FACES = ("DejaVuSans", "DejaVuSans-Bold", "DejaVuSans-Oblique", "DejaVuSans-BoldOblique")

# --- Backups (docs/administration.md) ---
BACKUP_EVERY_HOURS = env.number("BACKUP_EVERY_HOURS", 6, high=24 * 31)
BACKUP_REHEARSE_DAYS = env.number("BACKUP_REHEARSE_DAYS", 7, high=366)
BACKUP_KEYS = env.names("BACKUP_KEYS")
BACKUP_KEEP = {
    "hours": env.number("BACKUP_KEEP_HOURS", 8, high=1000),
    "days": env.number("BACKUP_KEEP_DAYS", 7, high=1000),
    "weeks": env.number("BACKUP_KEEP_WEEKS", 5, high=1000),
    "months": env.number("BACKUP_KEEP_MONTHS", 12, high=1000),
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# --- People ---
ROLES = ["national_manager", "editor", "regional_manager", "tutor", "learner", "auditor"]
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "accounts.backends.PersonBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "accounts.validators.RoleLengthValidator"},
    {"NAME": "accounts.validators.GuessableValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_MIN_LENGTHS = env.numbers(
    "PASSWORD_MIN_LENGTHS",
    {"national_manager": 16, "editor": 12, "regional_manager": 12, "tutor": 12, "learner": 12, "auditor": 16},
    low=12,
    high=64,
)
# After how many wrong passwords in a row the way into an account is locked, and for how long (CNIL: 10 at most).
SIGN_IN_FAILURES = env.number("SIGN_IN_FAILURES", 10, low=3, high=10)
SIGN_IN_LOCK_MINUTES = env.number("SIGN_IN_LOCK_MINUTES", 60, low=5, high=1440)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accounts:workspace"
LOGOUT_REDIRECT_URL = "/"
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "accounts.sign_in_forms.LoginForm",
    "reset_password": "accounts.sign_in_forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.sign_in_forms.ResetPasswordKeyForm",
    "change_password": "accounts.sign_in_forms.ChangePasswordForm",
    "reauthenticate": "accounts.sign_in_forms.ReauthenticateForm",
}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# A whole group signs in from the one address of its training centre; wrong passwords are limited apart, and far lower.
ACCOUNT_RATE_LIMITS: dict[str, str] | bool = {"login": "120/m/ip", "provider": "300/m/ip"}
# A second step of signing in: which roles must have one, and for how many days they may put it off once asked.
TWO_STEP_ROLES = env.names("TWO_STEP_ROLES", "national_manager", among=ROLES)
TWO_STEP_GRACE_DAYS = env.number("TWO_STEP_GRACE_DAYS", 14, high=60)
MFA_ADAPTER = "accounts.mfa_adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1
# Addresses are confirmed by the invitation sent to them.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "authenticate": "accounts.two_step_forms.AuthenticateForm",
    "reauthenticate": "accounts.two_step_forms.ReauthenticateForm",
    "activate_totp": "accounts.two_step_forms.ActivateTOTPForm",
    "add_webauthn": "accounts.two_step_forms.AddPasskeyForm",
    "edit_webauthn": "accounts.two_step_forms.EditPasskeyForm",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXY_COUNT", 0, high=5)
INVITATION_DAYS = env.number("INVITATION_DAYS", 30, low=1, high=365)
# How long the link that confirms the address of a new account works, and how long a parent has to answer; then what was written goes.
REGISTRATION_DAYS = env.number("REGISTRATION_DAYS", 3, low=1, high=30)
PARENT_ANSWER_DAYS = env.number("PARENT_ANSWER_DAYS", 30, low=1, high=90)
# How many accounts, or words of interest, may be sent from one network within an hour: a whole group shares that of its training centre.
FORMS_PER_NETWORK = env.number("FORMS_PER_NETWORK", 40, low=1, high=10_000)
PASSWORD_RESET_TIMEOUT = 60 * 60 * 24 * INVITATION_DAYS

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * env.number("SESSION_HOURS", 12, low=1, high=720)
SESSION_SAVE_EVERY_REQUEST = False
# How long a session may be left alone, and last on a device where the person asked to stay signed in (0: no limit; not offered).
SESSION_IDLE_MINUTES = env.numbers(
    "SESSION_IDLE_MINUTES",
    {"national_manager": 60, "editor": 120, "regional_manager": 120, "tutor": 240, "learner": 240, "auditor": 60},
    high=1440,
)
SESSION_REMEMBER_DAYS = env.numbers(
    "SESSION_REMEMBER_DAYS", {"national_manager": 0, "editor": 0, "regional_manager": 0, "tutor": 21, "learner": 21, "auditor": 0}, high=30
)
SESSION_SINGLE = env.flag("SESSION_SINGLE")
# How long the journal of what happens to the way into accounts is kept.
ACCOUNT_EVENT_DAYS = env.number("ACCOUNT_EVENT_DAYS", 365, low=30, high=1100)

# --- Mail ---
globals().update(env.email("EMAIL_URL", f"file://{VAR_DIR}/mails"))
# From which hour, in each person's own time zone, the summary of the day is sent.
DIGEST_HOUR = env.number("DIGEST_HOUR", 18, low=0, high=23)
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "Formation <formation@localhost.localdomain>")

# --- Languages and time ---
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
WAGTAIL_CONTENT_LANGUAGES = [("fr", "Français")]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True

# --- How long personal data are kept, in days, by rule (privacy.enums.Retention) ---
RETENTION_DAYS = {
    "account": env.number("RETENTION_ACCOUNT_DAYS", 365, low=30, high=1825),
    "evidence": 365 * int(env.choice("RETENTION_EVIDENCE_YEARS", "6", ["3", "6", "10"])),
    "details": env.number("RETENTION_DETAILS_DAYS", 365, low=30, high=1825),
    "exchanges": env.number("RETENTION_EXCHANGES_DAYS", 365, low=30, high=1825),
    "mails": env.number("RETENTION_MAILS_DAYS", 365, low=30, high=1825),
    "audit": env.number("AUDIT_DAYS", 365, low=180, high=1825),
    "registration": PARENT_ANSWER_DAYS,
    "requests": env.number("RETENTION_REQUESTS_DAYS", 183, low=30, high=1095),
    "technical": env.number("RETENTION_TECHNICAL_DAYS", 7, low=1, high=90),
}

# --- Wagtail ---
WAGTAIL_SITE_NAME = env.text("SITE_NAME", "Formation")
# Where the source of the software can be had, as its licence (EUPL-1.2, article 5) asks; said on one page, without a name.
SOURCE_URL = env.text("SOURCE_URL", "")
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_I18N_ENABLED = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "odt", "xlsx", "ods", "pptx", "odp", "txt", "csv", "zip", "mp3", "m4a", "mp4", "webm", "vtt"]
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * MEGABYTE
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
TAGGIT_CASE_INSENSITIVE = True

# --- What browsers may do ---
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF],
        "frame-src": [SELF, CONTENT_ORIGIN],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
        "base-uri": [SELF],
        "manifest-src": [SELF],
    }
}
PERMISSIONS_POLICY = {
    "camera": [],
    "geolocation": [],
    "microphone": [],
    "payment": [],
    "usb": [],
    "fullscreen": ["self", CONTENT_ORIGIN],
    "autoplay": ["self", CONTENT_ORIGIN],
    # SCORM modules of former years say their last word in `unload`, which browsers are about to stop firing by default.
    "unload": ["self", CONTENT_ORIGIN],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# Browsers that know frame-ancestors (above) follow it instead: Wagtail's previews and file previews need the site itself.
X_FRAME_OPTIONS = "DENY"

DEMO_PAGES = False
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
    "loggers": {
        "django.server": {"level": "WARNING"},
        "wagtail": {"level": "WARNING"},
        "django_tasks": {"level": "WARNING"},
        "django_tasks_db": {"level": "WARNING"},
    },
}
