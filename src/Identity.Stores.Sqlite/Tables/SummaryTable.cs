using Identity.Core;
using Identity.Core.Profiles;
using Identity.Stores.Sqlite.Driver;

namespace Identity.Stores.Sqlite.Tables;

/// <summary>What the observations of each subject sum up to.</summary>
internal static class SummaryTable
{
    private static readonly Query BySubject = new(
        "SELECT subject_id, owner_id, summary FROM summaries WHERE workspace = ?1 AND subject_id = ?2");

    private static readonly Query ByOwner = new(
        """
        SELECT subject_id, owner_id, summary FROM summaries INDEXED BY summaries_by_owner
        WHERE workspace = ?1 AND owner_id = ?2 AND owner_id <> 0
        """);

    private static readonly Query Upsert = new(
        """
        INSERT INTO summaries (workspace, subject_id, owner_id, summary) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (workspace, subject_id, owner_id) DO UPDATE SET summary = ?4 WHERE summary <> ?4
        """);

    private static readonly Query DeleteBySubject = new(
        "DELETE FROM summaries WHERE workspace = ?1 AND subject_id = ?2");

    public static IReadOnlyList<SummaryRecord> OfSubjects(
        Connection connection, long workspace, IReadOnlyCollection<long> subjects) =>
        ReadEach(connection, BySubject, workspace, subjects);

    public static IReadOnlyList<SummaryRecord> OfOwners(
        Connection connection, long workspace, IReadOnlyCollection<long> owners) =>
        ReadEach(connection, ByOwner, workspace, owners);

    public static void Put(Connection connection, long workspace, SummaryRecord summary)
    {
        using Statement upsert = connection.Prepare(Upsert)
            .Bind(workspace).Bind(summary.SubjectId).Bind(summary.OwnerId).Bind(SummaryText.Write(summary.Summary));
        upsert.Execute();
    }

    public static void Replace(
        Connection connection, long workspace, long subject, IReadOnlyCollection<SummaryRecord> summaries)
    {
        using (Statement delete = connection.Prepare(DeleteBySubject).Bind(workspace).Bind(subject))
        {
            delete.Execute();
        }

        foreach (SummaryRecord summary in summaries)
        {
            Invariant.Check(summary.SubjectId == subject, "A subject's summaries are its own.");
            Put(connection, workspace, summary);
        }
    }

    private static List<SummaryRecord> ReadEach(
        Connection connection, Query query, long workspace, IReadOnlyCollection<long> ids)
    {
        var found = new List<SummaryRecord>();
        using Statement rows = connection.Prepare(query);
        foreach (long id in Distinct.Ids(ids))
        {
            rows.Bind(workspace).Bind(id);
            while (rows.Read())
            {
                found.Add(new SummaryRecord(rows.Long(), rows.Long(), StoredSummary.Parse(rows.Text())));
            }

            rows.Rebind();
        }

        return found;
    }
}
