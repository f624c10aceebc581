using Identity.Core.Profiles;
using Identity.Stores.Sqlite.Driver;

namespace Identity.Stores.Sqlite.Tables;

/// <summary>Persons and their ready-made profiles.</summary>
internal static class PersonTable
{
    private static readonly Query Select = new(
        "SELECT person_id, cluster_id, is_established, stale_at FROM persons WHERE workspace = ?1 AND person_id = ?2");

    private static readonly Query SelectProfile = new(
        "SELECT profile FROM profiles WHERE workspace = ?1 AND person_id = ?2");

    private static readonly Query SelectAfter = new(
        """
        SELECT persons.person_id, cluster_id, is_established, stale_at, profile
        FROM persons CROSS JOIN profiles
            ON profiles.workspace = persons.workspace AND profiles.person_id = persons.person_id
        WHERE persons.workspace = ?1 AND persons.person_id > ?2 ORDER BY persons.person_id LIMIT ?3 + 0
        """);

    private static readonly Query SelectStale = new(
        """
        SELECT cluster_id FROM persons INDEXED BY persons_by_stale WHERE workspace = ?1 AND stale_at <= ?2
        GROUP BY cluster_id ORDER BY min(stale_at), cluster_id LIMIT ?3 + 0
        """);

    private static readonly Query UpsertPerson = new(
        """
        INSERT INTO persons (workspace, person_id, cluster_id, is_established, stale_at) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (workspace, person_id) DO UPDATE SET cluster_id = ?3, is_established = ?4, stale_at = ?5
        WHERE cluster_id <> ?3 OR is_established <> ?4 OR stale_at IS NOT ?5
        """);

    private static readonly Query UpsertProfile = new(
        """
        INSERT INTO profiles (workspace, person_id, profile) VALUES (?1, ?2, ?3)
        ON CONFLICT (workspace, person_id) DO UPDATE SET profile = ?3 WHERE profile <> ?3
        """);

    private static readonly Query DeletePerson = new("DELETE FROM persons WHERE workspace = ?1 AND person_id = ?2");
    private static readonly Query DeleteProfile = new("DELETE FROM profiles WHERE workspace = ?1 AND person_id = ?2");

    public static PersonRecord? Find(Connection connection, long workspace, Guid personId)
    {
        using Statement row = connection.Prepare(Select).Bind(workspace).Bind(personId);
        return row.Read() ? new PersonRecord(row.Id(), row.Long(), row.Bool(), row.OptionalMoment()) : null;
    }

    public static Summary? Profile(Connection connection, long workspace, Guid personId)
    {
        using Statement row = connection.Prepare(SelectProfile).Bind(workspace).Bind(personId);
        return row.Read() ? StoredSummary.Parse(row.Text()) : null;
    }

    /// <summary>In the order of their ids.</summary>
    public static IReadOnlyList<(PersonRecord Person, Summary Profile)> After(
        Connection connection, long workspace, Guid after, int limit)
    {
        var persons = new List<(PersonRecord, Summary)>(limit);
        using Statement rows = connection.Prepare(SelectAfter).Bind(workspace).Bind(after).Bind(limit);
        while (rows.Read())
        {
            var person = new PersonRecord(rows.Id(), rows.Long(), rows.Bool(), rows.OptionalMoment());
            persons.Add((person, StoredSummary.Parse(rows.Text())));
        }

        return persons;
    }

    /// <summary>Those that expired first come first.</summary>
    public static IReadOnlyList<long> StaleClusters(
        Connection connection, long workspace, DateTimeOffset now, int limit)
    {
        var clusters = new List<long>();
        using Statement rows = connection.Prepare(SelectStale).Bind(workspace).Bind(now).Bind(limit);
        while (rows.Read()) { clusters.Add(rows.Long()); }
        return clusters;
    }

    public static void Put(
        Connection connection, long workspace, IReadOnlyCollection<(PersonRecord Person, Summary Profile)> persons)
    {
        using Statement upsertPerson = connection.Prepare(UpsertPerson);
        using Statement upsertProfile = connection.Prepare(UpsertProfile);
        foreach ((PersonRecord person, Summary profile) in persons)
        {
            upsertPerson.Bind(workspace).Bind(person.PersonId).Bind(person.ClusterId).Bind(person.IsEstablished)
                .Bind(person.StaleAt).ExecuteAndRebind();
            upsertProfile.Bind(workspace).Bind(person.PersonId).Bind(SummaryText.Write(profile)).ExecuteAndRebind();
        }
    }

    public static void Remove(Connection connection, long workspace, IReadOnlyCollection<Guid> persons)
    {
        using Statement deletePerson = connection.Prepare(DeletePerson);
        using Statement deleteProfile = connection.Prepare(DeleteProfile);
        foreach (Guid person in persons)
        {
            deletePerson.Bind(workspace).Bind(person).ExecuteAndRebind();
            deleteProfile.Bind(workspace).Bind(person).ExecuteAndRebind();
        }
    }
}
