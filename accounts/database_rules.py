"""What the database itself holds to about identifiers, whatever program writes: they never change, and are never given twice.

Only erasing a person (accounts.domain.erasing) puts others in their place, with the address of nobody, and only a restore undoes it.

Triggers, made again after each migration: SQLite forgets them when Django rebuilds a table.
"""

from django.db import connections

SQLITE = (
    "DROP TRIGGER IF EXISTS person_is_the_same",
    "DROP TRIGGER IF EXISTS identifier_is_new",
    """
    CREATE TRIGGER person_is_the_same BEFORE UPDATE OF uid, identifier ON accounts_user
    WHEN (NEW.uid <> OLD.uid OR NEW.identifier <> OLD.identifier)
        AND NEW.email NOT LIKE '%@efface.invalid' AND OLD.email NOT LIKE '%@efface.invalid'
    BEGIN SELECT RAISE(ABORT, 'the identifiers of a person never change'); END
    """,
    """
    CREATE TRIGGER identifier_is_new BEFORE INSERT ON accounts_user
    BEGIN
        SELECT RAISE(ABORT, 'this identifier was given to somebody else')
        WHERE EXISTS (SELECT 1 FROM accounts_issuedidentifier WHERE identifier = NEW.identifier AND uid <> NEW.uid);
        INSERT OR IGNORE INTO accounts_issuedidentifier (identifier, uid) VALUES (NEW.identifier, NEW.uid);
    END
    """,
)
POSTGRESQL = (
    """
    CREATE OR REPLACE FUNCTION accounts_person_is_the_same() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'the identifiers of a person never change' USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    """
    CREATE OR REPLACE FUNCTION accounts_identifier_is_new() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (SELECT 1 FROM accounts_issuedidentifier WHERE identifier = NEW.identifier AND uid <> NEW.uid) THEN
            RAISE EXCEPTION 'this identifier was given to somebody else' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        INSERT INTO accounts_issuedidentifier (identifier, uid) VALUES (NEW.identifier, NEW.uid) ON CONFLICT DO NOTHING;
        RETURN NEW;
    END $$
    """,
    "DROP TRIGGER IF EXISTS person_is_the_same ON accounts_user",
    "DROP TRIGGER IF EXISTS identifier_is_new ON accounts_user",
    """
    CREATE TRIGGER person_is_the_same BEFORE UPDATE OF uid, identifier ON accounts_user FOR EACH ROW
    WHEN ((NEW.uid <> OLD.uid OR NEW.identifier <> OLD.identifier)
        AND NEW.email NOT LIKE '%@efface.invalid' AND OLD.email NOT LIKE '%@efface.invalid')
    EXECUTE FUNCTION accounts_person_is_the_same()
    """,
    """
    CREATE TRIGGER identifier_is_new BEFORE INSERT ON accounts_user FOR EACH ROW
    EXECUTE FUNCTION accounts_identifier_is_new()
    """,
)


def keep_rules(using: str = "default", **kwargs) -> None:
    """Make the triggers of the database, once it has their tables (a receiver of post_migrate)."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        if not {"accounts_user", "accounts_issuedidentifier"} <= tables:
            return
        for statement in SQLITE if connection.vendor == "sqlite" else POSTGRESQL:
            cursor.execute(statement)


def drop_rules(using: str = "default") -> None:
    """Before the columns they watch go."""
    connection = connections[using]
    place = "" if connection.vendor == "sqlite" else " ON accounts_user"
    with connection.cursor() as cursor:
        for name in ("person_is_the_same", "identifier_is_new"):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{place}")
