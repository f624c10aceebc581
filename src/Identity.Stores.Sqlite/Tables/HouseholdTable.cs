using Identity.Stores.Sqlite.Driver;

namespace Identity.Stores.Sqlite.Tables;

/// <summary>Who was named with which address, where persons live, and where they are too many.</summary>
internal static class HouseholdTable
{
    private static readonly Query SelectHome = new(
        """
        SELECT person_id, household_id, is_multi_occupancy FROM persons
        WHERE workspace = ?1 AND person_id = ?2 AND household_id IS NOT NULL
        """);

    private static readonly Query SelectResidents = new(
        """
        SELECT person_id FROM persons INDEXED BY persons_by_household
        WHERE workspace = ?1 AND household_id = ?2 ORDER BY person_id LIMIT ?3 + 0
        """);

    private static readonly Query SelectResidence = new(
        """
        SELECT household_id, subject_id, first_seen_at, last_seen_at FROM residences
        WHERE workspace = ?1 AND household_id = ?2 AND subject_id = ?3
        """);

    private static readonly Query SelectLatest = new(
        """
        SELECT household_id, subject_id, first_seen_at, last_seen_at
        FROM residences INDEXED BY residences_by_household
        WHERE workspace = ?1 AND household_id = ?2 ORDER BY last_seen_at DESC, subject_id DESC LIMIT ?3 + 0
        """);

    private static readonly Query SelectUntil = new(
        """
        SELECT until_at FROM multi_occupancies
        WHERE workspace = ?1 AND household_id = ?2 AND since_at <= ?3 ORDER BY since_at DESC LIMIT 1
        """);

    private static readonly Query Add = new(
        """
        INSERT INTO residences (workspace, household_id, subject_id, first_seen_at, last_seen_at)
        VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (workspace, subject_id, household_id) DO UPDATE SET
            first_seen_at = min(first_seen_at, ?4), last_seen_at = max(last_seen_at, ?5)
        WHERE first_seen_at > ?4 OR last_seen_at < ?5
        """);

    private static readonly Query UpdateHome = new(
        """
        UPDATE persons SET household_id = ?3, is_multi_occupancy = ?4
        WHERE workspace = ?1 AND person_id = ?2 AND (household_id IS NOT ?3 OR is_multi_occupancy <> ?4)
        """);

    private static readonly Query Begin = new(
        """
        INSERT INTO multi_occupancies (workspace, household_id, since_at) VALUES (?1, ?2, ?3)
        ON CONFLICT (workspace, household_id, since_at) DO UPDATE SET until_at = NULL
        """);

    private static readonly Query End = new(
        """
        UPDATE multi_occupancies SET until_at = ?3
        WHERE workspace = ?1 AND household_id = ?2 AND until_at IS NULL
        """);

    public static IReadOnlyList<HomeRecord> Homes(
        Connection connection, long workspace, IReadOnlyCollection<Guid> persons)
    {
        var found = new List<HomeRecord>(persons.Count);
        using Statement rows = connection.Prepare(SelectHome);
        foreach (Guid person in persons.Distinct())
        {
            rows.Bind(workspace).Bind(person);
            if (rows.Read()) { found.Add(new HomeRecord(rows.Id(), rows.OptionalId(), rows.Bool())); }
            rows.Rebind();
        }

        return found;
    }

    public static IReadOnlyList<Guid> Residents(Connection connection, long workspace, Guid householdId, int limit)
    {
        var found = new List<Guid>();
        using Statement rows = connection.Prepare(SelectResidents).Bind(workspace).Bind(householdId).Bind(limit);
        while (rows.Read()) { found.Add(rows.Id()); }
        return found;
    }

    public static IReadOnlyList<ResidenceRecord> Residences(
        Connection connection, long workspace, Guid householdId, IReadOnlyCollection<long> subjects)
    {
        var found = new List<ResidenceRecord>();
        using Statement rows = connection.Prepare(SelectResidence);
        foreach (long subject in Distinct.Ids(subjects))
        {
            rows.Bind(workspace).Bind(householdId).Bind(subject);
            if (rows.Read()) { found.Add(ReadResidence(rows)); }
            rows.Rebind();
        }

        return found;
    }

    public static IReadOnlyList<ResidenceRecord> Latest(
        Connection connection, long workspace, Guid householdId, int limit)
    {
        var found = new List<ResidenceRecord>();
        using Statement rows = connection.Prepare(SelectLatest).Bind(workspace).Bind(householdId).Bind(limit);
        while (rows.Read()) { found.Add(ReadResidence(rows)); }
        return found;
    }

    public static bool WasMultiOccupancy(
        Connection connection, long workspace, Guid householdId, DateTimeOffset moment)
    {
        using Statement row = connection.Prepare(SelectUntil).Bind(workspace).Bind(householdId).Bind(moment);
        return row.Read() && (row.OptionalMoment() is not { } until || until > moment);
    }

    public static void AddResidence(Connection connection, long workspace, ResidenceRecord residence)
    {
        using Statement add = connection.Prepare(Add)
            .Bind(workspace).Bind(residence.HouseholdId).Bind(residence.SubjectId)
            .Bind(residence.FirstSeen).Bind(residence.LastSeen);
        add.Execute();
    }

    public static void PutHomes(Connection connection, long workspace, IReadOnlyCollection<HomeRecord> homes)
    {
        using Statement update = connection.Prepare(UpdateHome);
        foreach (HomeRecord home in homes)
        {
            update.Bind(workspace).Bind(home.PersonId).Bind(home.HouseholdId).Bind(home.IsMultiOccupancy)
                .ExecuteAndRebind();
        }
    }

    public static void PutMultiOccupancy(
        Connection connection, long workspace, Guid householdId, (bool IsSo, DateTimeOffset Since) state)
    {
        using Statement put = connection.Prepare(state.IsSo ? Begin : End)
            .Bind(workspace).Bind(householdId).Bind(state.Since);
        put.Execute();
    }

    private static ResidenceRecord ReadResidence(Statement row) =>
        new(row.Id(), row.Long(), row.Moment(), row.Moment());
}
