namespace Identity.Stores.Sqlite.Schema;

/// <summary>
/// What finds one person under several names: records by keys, pairs that look alike, what may be released of parts of
/// persons, and what stewards decided. Records are made from the observations at the next start.
/// </summary>
internal static class Matching
{
    public const string Text =
        """
        ALTER TABLE identifiers ADD COLUMN firm_id INTEGER NOT NULL DEFAULT 0;

        CREATE TABLE match_entries (
            workspace INTEGER NOT NULL,
            subject_id INTEGER NOT NULL,
            source TEXT NOT NULL,
            place INTEGER NOT NULL,
            fields TEXT NOT NULL,
            PRIMARY KEY (workspace, subject_id, source)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE match_keys (
            workspace INTEGER NOT NULL,
            key INTEGER NOT NULL,
            place INTEGER NOT NULL,
            subject_id INTEGER NOT NULL,
            source TEXT NOT NULL,
            PRIMARY KEY (workspace, key, place, subject_id, source)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE matches (
            workspace INTEGER NOT NULL,
            a INTEGER NOT NULL,
            b INTEGER NOT NULL,
            grade INTEGER NOT NULL,
            source_a TEXT NOT NULL,
            source_b TEXT NOT NULL,
            is_link INTEGER NOT NULL,
            cluster_id INTEGER NOT NULL,
            suppressed TEXT,
            PRIMARY KEY (workspace, a, b)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX matches_by_b ON matches (workspace, b);
        CREATE INDEX matches_by_cluster ON matches (workspace, cluster_id) WHERE cluster_id <> 0;

        CREATE INDEX matches_by_review ON matches (workspace, grade DESC, a, b)
            WHERE is_link = 0 OR suppressed IS NOT NULL;

        CREATE TABLE decisions (
            workspace INTEGER NOT NULL,
            decision_id BLOB NOT NULL,
            a_namespace TEXT NOT NULL,
            a_value TEXT NOT NULL,
            a_epoch INTEGER NOT NULL,
            b_namespace TEXT NOT NULL,
            b_value TEXT NOT NULL,
            b_epoch INTEGER NOT NULL,
            verdict INTEGER NOT NULL,
            decided_at INTEGER NOT NULL,
            stored_at INTEGER NOT NULL,
            decided_by BLOB NOT NULL,
            reason TEXT NOT NULL,
            PRIMARY KEY (workspace, decision_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX decisions_by_a ON decisions (workspace, a_namespace, a_value);
        CREATE INDEX decisions_by_b ON decisions (workspace, b_namespace, b_value);

        CREATE INDEX links_by_hint ON links (workspace, a, b)
            WHERE suppressed IN ('BRIDGE', 'CLAIM') AND device_count + remembered_count + authenticated_count >= 5;

        CREATE TABLE parts (
            workspace INTEGER NOT NULL,
            firm_id INTEGER NOT NULL,
            profile TEXT NOT NULL,
            PRIMARY KEY (workspace, firm_id)
        ) STRICT;

        ALTER TABLE workspaces ADD COLUMN derived_by TEXT NOT NULL DEFAULT '';

        PRAGMA user_version = 4;
        """;
}
