using Identity.Stores.Sqlite.Driver;

namespace Identity.Stores.Sqlite.Tables;

/// <summary>The log of what happened to persons.</summary>
internal static class ChangeTable
{
    // As they are stored, in the order of the kinds' numbers.
    private static readonly string[] Kinds =
        ["CREATED", "UPDATED", "MERGED", "SPLIT", "ENDED", "RULES_APPLIED", "SEEN", "HOUSEHOLD_CHANGED"];

    private static readonly Query Insert = new(
        """
        INSERT INTO changes (workspace, revision, ordinal, kind, person_id, other_person_id, sequence)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        """);

    private static readonly Query SelectAfter = new(
        """
        SELECT revision, kind, person_id, other_person_id, sequence FROM changes
        WHERE workspace = ?1 AND revision > ?2 ORDER BY revision, ordinal
        """);

    public static long Append(Connection connection, long workspace, IReadOnlyCollection<ChangeRecord> changes)
    {
        long revision = CounterTable.Next(connection, workspace, CounterTable.Revision);
        using Statement insert = connection.Prepare(Insert);
        int ordinal = 0;
        foreach (ChangeRecord change in changes)
        {
            insert.Bind(workspace).Bind(revision).Bind(ordinal++).Bind(KindText(change.Kind))
                .Bind(change.PersonId).Bind(change.OtherPersonId).Bind(change.Sequence).ExecuteAndRebind();
        }

        return revision;
    }

    public static IReadOnlyList<(long Revision, ChangeRecord Change)> After(
        Connection connection, long workspace, long afterRevision, int limit)
    {
        var found = new List<(long Revision, ChangeRecord Change)>();
        int revisions = 0;
        long last = afterRevision;
        using Statement rows = connection.Prepare(SelectAfter).Bind(workspace).Bind(afterRevision);
        while (rows.Read())
        {
            long revision = rows.Long();
            if (revision != last && ++revisions > limit) { break; }
            last = revision;
            found.Add((revision, new ChangeRecord(Kind(rows.Text()), rows.Id(), rows.OptionalId(), rows.Long())));
        }

        return found;
    }

    private static string KindText(ChangeKind kind) => Kinds[(int)kind - 1];

    private static ChangeKind Kind(string text)
    {
        int index = Array.IndexOf(Kinds, text);
        return index < 0 ? throw new StoreDamagedException("A stored change cannot be read.") : (ChangeKind)(index + 1);
    }
}
