namespace Identity.Stores.Sqlite.Schema;

/// <summary>
/// What is needed to say what was known at a past moment: when observations were stored, and which rules were in force.
/// Profiles and summaries have a shorter form since; they are made anew from the observations at the next start.
/// </summary>
internal static class RecordedHistory
{
    public const string Text =
        """
        ALTER TABLE observations ADD COLUMN stored_at INTEGER NOT NULL DEFAULT 0;
        UPDATE observations SET stored_at = recorded_at;

        CREATE TABLE rules_history (
            workspace INTEGER NOT NULL,
            rules_version INTEGER NOT NULL,
            rules TEXT,
            in_force_at INTEGER NOT NULL,
            PRIMARY KEY (workspace, rules_version)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO rules_history SELECT workspace, rules_version, rules, 0 FROM workspaces;

        DELETE FROM profiles;
        DELETE FROM summaries;
        UPDATE workspaces SET resolved_version = rules_version - 1;

        PRAGMA user_version = 2;
        """;
}
