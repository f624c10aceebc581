namespace Identity.Stores.Sqlite.Schema;

/// <summary>The tables of the first schema; docs/tables.md says what every column means.</summary>
internal static class FirstTables
{
    // Rows that stay below a quarter of a page live in their key's own tree (WITHOUT ROWID): one search instead of two.
    // Observations and profiles are longer, and would spill there. There are no foreign keys: the application writes
    // whole clusters and knows what belongs together, and each check would be a search more for every row.
    public const string Text =
        """
        CREATE TABLE workspaces (
            workspace INTEGER PRIMARY KEY,
            workspace_id BLOB NOT NULL UNIQUE,
            name TEXT NOT NULL,
            secret BLOB NOT NULL,
            rules_version INTEGER NOT NULL,
            rules TEXT,
            resolved_version INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE keys (
            workspace INTEGER NOT NULL,
            key_id BLOB NOT NULL,
            name TEXT NOT NULL,
            secret_hash BLOB NOT NULL,
            scopes TEXT NOT NULL,
            sources TEXT NOT NULL,
            allowed_origins TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            expires_at INTEGER,
            revoked_at INTEGER,
            PRIMARY KEY (workspace, key_id)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE counters (
            workspace INTEGER NOT NULL,
            name TEXT NOT NULL,
            value INTEGER NOT NULL,
            PRIMARY KEY (workspace, name)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE identifiers (
            workspace INTEGER NOT NULL,
            id INTEGER NOT NULL,
            namespace TEXT NOT NULL,
            value TEXT NOT NULL,
            epoch INTEGER NOT NULL,
            birth_id BLOB NOT NULL,
            second_id BLOB NOT NULL,
            heir_id INTEGER NOT NULL,
            cluster_id INTEGER NOT NULL,
            person_id BLOB,
            first_seen_at INTEGER,
            last_seen_at INTEGER,
            first_unclaimed_at INTEGER,
            last_unclaimed_at INTEGER,
            first_vouched_at INTEGER,
            level INTEGER NOT NULL,
            sources TEXT NOT NULL,
            shown TEXT,
            shown_at INTEGER,
            is_shown_unclaimed INTEGER NOT NULL,
            heir_since INTEGER,
            unique_seen INTEGER NOT NULL,
            is_established INTEGER NOT NULL,
            exclusion TEXT,
            is_bounded INTEGER NOT NULL,
            remembered_level INTEGER,
            remembered_at INTEGER,
            remembered_sources TEXT,
            PRIMARY KEY (workspace, id)
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX identifiers_by_value ON identifiers (workspace, namespace, value, epoch);
        CREATE UNIQUE INDEX identifiers_by_birth ON identifiers (workspace, birth_id);
        CREATE UNIQUE INDEX identifiers_by_second ON identifiers (workspace, second_id);
        CREATE INDEX identifiers_by_heir ON identifiers (workspace, heir_id) WHERE heir_id <> 0;
        CREATE INDEX identifiers_by_cluster ON identifiers (workspace, cluster_id) WHERE cluster_id <> 0;
        CREATE INDEX identifiers_by_person ON identifiers (workspace, person_id) WHERE person_id IS NOT NULL;

        CREATE TABLE links (
            workspace INTEGER NOT NULL,
            a INTEGER NOT NULL,
            b INTEGER NOT NULL,
            cluster_id INTEGER NOT NULL,
            device_first_at INTEGER,
            device_last_at INTEGER,
            device_count INTEGER NOT NULL,
            remembered_first_at INTEGER,
            remembered_last_at INTEGER,
            remembered_count INTEGER NOT NULL,
            authenticated_first_at INTEGER,
            authenticated_last_at INTEGER,
            authenticated_count INTEGER NOT NULL,
            sources TEXT NOT NULL,
            suppressed TEXT,
            PRIMARY KEY (workspace, a, b)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX links_by_b ON links (workspace, b);
        CREATE INDEX links_by_cluster ON links (workspace, cluster_id) WHERE cluster_id <> 0;

        CREATE TABLE observations (
            workspace INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            source TEXT NOT NULL,
            message_id TEXT NOT NULL,
            body_hash BLOB NOT NULL,
            occurred_at INTEGER NOT NULL,
            recorded_at INTEGER NOT NULL,
            is_public INTEGER NOT NULL,
            subject_id INTEGER NOT NULL,
            is_set_aside INTEGER NOT NULL,
            body TEXT NOT NULL,
            PRIMARY KEY (workspace, sequence)
        ) STRICT;
        CREATE UNIQUE INDEX observations_by_message ON observations (workspace, source, message_id);

        CREATE TABLE mentions (
            workspace INTEGER NOT NULL,
            identifier_id INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            PRIMARY KEY (workspace, identifier_id, sequence)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX mentions_by_sequence ON mentions (workspace, sequence);

        CREATE TABLE persons (
            workspace INTEGER NOT NULL,
            person_id BLOB NOT NULL,
            cluster_id INTEGER NOT NULL,
            is_established INTEGER NOT NULL,
            stale_at INTEGER,
            PRIMARY KEY (workspace, person_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX persons_by_stale ON persons (workspace, stale_at, cluster_id) WHERE stale_at IS NOT NULL;

        CREATE TABLE profiles (
            workspace INTEGER NOT NULL,
            person_id BLOB NOT NULL,
            profile TEXT NOT NULL,
            PRIMARY KEY (workspace, person_id)
        ) STRICT;

        CREATE TABLE summaries (
            workspace INTEGER NOT NULL,
            subject_id INTEGER NOT NULL,
            owner_id INTEGER NOT NULL,
            summary TEXT NOT NULL,
            PRIMARY KEY (workspace, subject_id, owner_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX summaries_by_owner ON summaries (workspace, owner_id) WHERE owner_id <> 0;

        CREATE TABLE logins (
            workspace INTEGER NOT NULL,
            device_id INTEGER NOT NULL,
            run INTEGER NOT NULL,
            namespace TEXT NOT NULL,
            value TEXT NOT NULL,
            epoch INTEGER NOT NULL,
            first_at INTEGER NOT NULL,
            last_at INTEGER NOT NULL,
            PRIMARY KEY (workspace, device_id, run)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE epochs (
            workspace INTEGER NOT NULL,
            namespace TEXT NOT NULL,
            value TEXT NOT NULL,
            epoch INTEGER NOT NULL,
            PRIMARY KEY (workspace, namespace, value, epoch)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE changes (
            workspace INTEGER NOT NULL,
            revision INTEGER NOT NULL,
            ordinal INTEGER NOT NULL,
            kind TEXT NOT NULL,
            person_id BLOB NOT NULL,
            other_person_id BLOB,
            sequence INTEGER NOT NULL,
            PRIMARY KEY (workspace, revision, ordinal)
        ) STRICT, WITHOUT ROWID;

        PRAGMA user_version = 1;
        """;
}
