using System.Text.Json;
using Identity.Core;
using Identity.Core.Records;
using Identity.Stores.Sqlite.Driver;

namespace Identity.Stores.Sqlite.Tables;

/// <summary>Records about identifiers, and the keys by which those that look alike are found.</summary>
internal static class MatchEntryTable
{
    private static readonly Query BySubject = new(
        "SELECT subject_id, source, place, fields FROM match_entries WHERE workspace = ?1 AND subject_id = ?2");

    private static readonly Query ByKey = new(
        """
        SELECT place, subject_id, source FROM match_keys WHERE workspace = ?1 AND key = ?2
        ORDER BY place, subject_id, source LIMIT ?3 + 0
        """);

    private static readonly Query Insert = new(
        "INSERT INTO match_entries (workspace, subject_id, source, place, fields) VALUES (?1, ?2, ?3, ?4, ?5)");

    private static readonly Query DeleteOfSubject = new(
        "DELETE FROM match_entries WHERE workspace = ?1 AND subject_id = ?2");

    private static readonly Query InsertKey = new(
        """
        INSERT INTO match_keys (workspace, key, place, subject_id, source) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT DO NOTHING
        """);

    private static readonly Query DeleteKey = new(
        """
        DELETE FROM match_keys
        WHERE workspace = ?1 AND key = ?2 AND place = ?3 AND subject_id = ?4 AND source = ?5
        """);

    public static IReadOnlyList<MatchEntry> OfSubjects(
        Connection connection, long workspace, IReadOnlyCollection<long> subjects)
    {
        var found = new List<MatchEntry>(subjects.Count);
        using Statement rows = connection.Prepare(BySubject);
        foreach (long subject in Distinct.Ids(subjects))
        {
            rows.Bind(workspace).Bind(subject);
            while (rows.Read()) { found.Add(Read(rows)); }
            rows.Rebind();
        }

        return found;
    }

    public static IReadOnlyList<MatchKey> OfKeys(
        Connection connection, long workspace, IReadOnlyCollection<ulong> keys, int limit)
    {
        var found = new List<MatchKey>();
        using Statement rows = connection.Prepare(ByKey);
        foreach (ulong key in keys.Count < 2 ? keys : keys.Distinct())
        {
            rows.Bind(workspace).Bind(Signed(key)).Bind(limit);
            while (rows.Read()) { found.Add(new MatchKey(key, rows.Long(), rows.Long(), rows.Text())); }
            rows.Rebind();
        }

        return found;
    }

    public static void Replace(
        Connection connection, long workspace, long subject, IReadOnlyCollection<MatchEntry> entries)
    {
        using (Statement delete = connection.Prepare(DeleteOfSubject).Bind(workspace).Bind(subject))
        {
            delete.Execute();
        }

        using Statement insert = connection.Prepare(Insert);
        foreach (MatchEntry entry in entries)
        {
            Invariant.Check(entry.SubjectId == subject, "An identifier's records are its own.");
            insert.Bind(workspace).Bind(entry.SubjectId).Bind(entry.Source).Bind(entry.Place)
                .Bind(RecordText.Write(entry.Fields)).ExecuteAndRebind();
        }
    }

    public static void ChangeKeys(
        Connection connection, long workspace, IReadOnlyCollection<MatchKey> removed,
        IReadOnlyCollection<MatchKey> added)
    {
        Run(connection, DeleteKey, workspace, removed);
        Run(connection, InsertKey, workspace, added);
    }

    private static void Run(Connection connection, Query query, long workspace, IReadOnlyCollection<MatchKey> keys)
    {
        using Statement statement = connection.Prepare(query);
        foreach (MatchKey key in keys)
        {
            statement.Bind(workspace).Bind(Signed(key.Key)).Bind(key.Place).Bind(key.SubjectId).Bind(key.Source)
                .ExecuteAndRebind();
        }
    }

    private static long Signed(ulong key) => unchecked((long)key);

    private static MatchEntry Read(Statement row)
    {
        (long subject, string source, long place) = (row.Long(), row.Text(), row.Long());
        try
        {
            return new MatchEntry(subject, source, place, RecordText.Parse(row.Bytes()));
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or FormatException)
        {
            // Not as the inner exception: a parser's message can quote what it read.
            throw new StoreDamagedException("A stored record cannot be read.");
        }
    }
}
