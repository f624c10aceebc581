using Identity.Core;
using Identity.Stores.Sqlite.Driver;

namespace Identity.Stores.Sqlite.Tables;

/// <summary>The record of what was sent, and which identifiers each observation mentions.</summary>
internal static class ObservationTable
{
    private const string Columns =
        """
        sequence, source, message_id, body_hash, occurred_at, recorded_at, stored_at, is_public, subject_id,
        is_set_aside, body
        """;

    private static readonly Query ByMessage = new(
        $"""
        SELECT {Columns} FROM observations INDEXED BY observations_by_message
        WHERE workspace = ?1 AND source = ?2 AND message_id = ?3
        """);

    private static readonly Query BySequence = new(
        $"SELECT {Columns} FROM observations WHERE workspace = ?1 AND sequence = ?2");

    private static readonly Query AfterSequence = new(
        $"SELECT {Columns} FROM observations WHERE workspace = ?1 AND sequence > ?2 ORDER BY sequence LIMIT ?3 + 0");

    private static readonly Query Insert = new(
        $"""
        INSERT INTO observations (workspace, {Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
        """);

    private static readonly Query Update = new(
        "UPDATE observations SET subject_id = ?3, is_set_aside = ?4 WHERE workspace = ?1 AND sequence = ?2");

    private static readonly Query MentionsOf = new(
        "SELECT sequence FROM mentions WHERE workspace = ?1 AND identifier_id = ?2 ORDER BY sequence LIMIT ?3 + 0");

    private static readonly Query SelectLast = new(
        "SELECT stored_at FROM observations WHERE workspace = ?1 AND sequence > 0 ORDER BY sequence DESC LIMIT 1");

    private static readonly Query InsertMention = new(
        "INSERT INTO mentions (workspace, identifier_id, sequence) VALUES (?1, ?2, ?3)");

    private static readonly Query DeleteMentions = new(
        "DELETE FROM mentions INDEXED BY mentions_by_sequence WHERE workspace = ?1 AND sequence = ?2");

    public static ObservationRecord? Find(Connection connection, long workspace, string source, string messageId)
    {
        using Statement row = connection.Prepare(ByMessage).Bind(workspace).Bind(source).Bind(messageId);
        return row.Read() ? Read(row) : null;
    }

    public static IReadOnlyList<ObservationRecord> OfIdentifiers(
        Connection connection, long workspace, IReadOnlyCollection<long> identifiers, int limit)
    {
        var found = new List<ObservationRecord>();
        using Statement rows = connection.Prepare(BySequence);
        foreach (long sequence in Sequences(connection, workspace, identifiers, limit).Take(limit))
        {
            rows.Bind(workspace).Bind(sequence);
            if (rows.Read()) { found.Add(Read(rows)); }
            rows.Rebind();
        }

        return found;
    }

    public static DateTimeOffset? LastStoredAt(Connection connection, long workspace)
    {
        using Statement row = connection.Prepare(SelectLast).Bind(workspace);
        return row.Read() ? row.Moment() : null;
    }

    public static IReadOnlyList<ObservationRecord> After(Connection connection, long workspace, long after, int limit)
    {
        var found = new List<ObservationRecord>();
        using Statement rows = connection.Prepare(AfterSequence).Bind(workspace).Bind(after).Bind(limit);
        while (rows.Read()) { found.Add(Read(rows)); }
        return found;
    }

    public static long Add(
        Connection connection, long workspace, ObservationRecord observation, IReadOnlyCollection<long> mentions)
    {
        long sequence = CounterTable.Next(connection, workspace, CounterTable.Sequence);
        using Statement statement = connection.Prepare(Insert)
            .Bind(workspace).Bind(sequence).Bind(observation.Source).Bind(observation.MessageId)
            .Bind(observation.BodyHash.Span).Bind(observation.OccurredAt).Bind(observation.RecordedAt)
            .Bind(observation.StoredAt).Bind(observation.IsPublic).Bind(observation.SubjectId)
            .Bind(observation.IsSetAside).Bind(observation.Body);
        statement.Execute();
        AddMentions(connection, workspace, sequence, mentions);
        return sequence;
    }

    public static void Replace(
        Connection connection, long workspace, ObservationRecord observation, IReadOnlyCollection<long> mentions)
    {
        using Statement update = connection.Prepare(Update)
            .Bind(workspace).Bind(observation.Sequence).Bind(observation.SubjectId).Bind(observation.IsSetAside);
        Invariant.Check(update.Execute() == 1, "Only a stored observation has mentions to replace.");
        using Statement delete = connection.Prepare(DeleteMentions).Bind(workspace).Bind(observation.Sequence);
        delete.Execute();
        AddMentions(connection, workspace, observation.Sequence, mentions);
    }

    private static void AddMentions(
        Connection connection, long workspace, long sequence, IReadOnlyCollection<long> mentions)
    {
        using Statement insert = connection.Prepare(InsertMention);
        foreach (long identifier in Distinct.Ids(mentions))
        {
            insert.Bind(workspace).Bind(identifier).Bind(sequence).ExecuteAndRebind();
        }
    }

    private static SortedSet<long> Sequences(
        Connection connection, long workspace, IReadOnlyCollection<long> identifiers, int limit)
    {
        var sequences = new SortedSet<long>();
        using Statement rows = connection.Prepare(MentionsOf);
        foreach (long identifier in Distinct.Ids(identifiers))
        {
            rows.Bind(workspace).Bind(identifier).Bind(limit);
            while (rows.Read()) { sequences.Add(rows.Long()); }
            rows.Rebind();
        }

        return sequences;
    }

    private static ObservationRecord Read(Statement row) => new()
    {
        Sequence = row.Long(),
        Source = row.Text(),
        MessageId = row.Text(),
        BodyHash = row.Bytes(),
        OccurredAt = row.Moment(),
        RecordedAt = row.Moment(),
        StoredAt = row.Moment(),
        IsPublic = row.Bool(),
        SubjectId = row.Long(),
        IsSetAside = row.Bool(),
        Body = row.Text(),
    };
}
