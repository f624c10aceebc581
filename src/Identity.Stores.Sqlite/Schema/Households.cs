namespace Identity.Stores.Sqlite.Schema;

/// <summary>
/// Who lives at which address. What follows from the observations that are stored already is made from them at the next
/// start.
/// </summary>
internal static class Households
{
    public const string Text =
        """
        ALTER TABLE identifiers ADD COLUMN household_id BLOB;
        ALTER TABLE identifiers ADD COLUMN household_seen_at INTEGER;

        ALTER TABLE persons ADD COLUMN household_id BLOB;
        ALTER TABLE persons ADD COLUMN is_multi_occupancy INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX persons_by_household ON persons (workspace, household_id, person_id)
            WHERE household_id IS NOT NULL;

        CREATE TABLE residences (
            workspace INTEGER NOT NULL,
            subject_id INTEGER NOT NULL,
            household_id BLOB NOT NULL,
            first_seen_at INTEGER NOT NULL,
            last_seen_at INTEGER NOT NULL,
            PRIMARY KEY (workspace, subject_id, household_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX residences_by_household ON residences (workspace, household_id, last_seen_at, subject_id);

        CREATE TABLE multi_occupancies (
            workspace INTEGER NOT NULL,
            household_id BLOB NOT NULL,
            since_at INTEGER NOT NULL,
            until_at INTEGER,
            PRIMARY KEY (workspace, household_id, since_at)
        ) STRICT, WITHOUT ROWID;

        UPDATE workspaces SET resolved_version = rules_version - 1;

        PRAGMA user_version = 3;
        """;
}
