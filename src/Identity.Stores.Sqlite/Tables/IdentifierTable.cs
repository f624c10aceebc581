using Identity.Core.Identifiers;
using Identity.Stores.Sqlite.Driver;

namespace Identity.Stores.Sqlite.Tables;

/// <summary>Identifiers, by all that they are looked up by.</summary>
internal static class IdentifierTable
{
    // The indexes are named: without statistics SQLite would rather walk through a whole workspace by its first key.
    private static readonly Query ById = new(
        $"SELECT {IdentifierRow.Columns} FROM identifiers WHERE workspace = ?1 AND id = ?2");

    private static readonly Query AfterId = new(
        $"SELECT {IdentifierRow.Columns} FROM identifiers WHERE workspace = ?1 AND id > ?2 ORDER BY id LIMIT ?3 + 0");

    private static readonly Query ByValue = Select("identifiers_by_value", "namespace = ?2 AND value = ?3");
    private static readonly Query ByBirth = Select("identifiers_by_birth", "birth_id = ?2");
    private static readonly Query BySecond = Select("identifiers_by_second", "second_id = ?2");
    private static readonly Query ByPerson = Select("identifiers_by_person", "person_id = ?2");
    private static readonly Query ByCluster = Select("identifiers_by_cluster", "cluster_id = ?2 AND cluster_id <> 0");

    private static readonly Query ByHeir = Select(
        "identifiers_by_heir", "heir_id = ?2 AND heir_id <> 0 ORDER BY id LIMIT ?3 + 0");

    private static readonly Query ByHeirSince = Select(
        "identifiers_by_heir", "heir_id = ?2 AND heir_id <> 0 AND heir_since >= ?3 ORDER BY id LIMIT ?4 + 0");

    public static IReadOnlyList<IdentifierRecord> OfValues(
        Connection connection, long workspace, IReadOnlyCollection<IdentifierKey> values)
    {
        var found = new List<IdentifierRecord>(values.Count);
        using Statement rows = connection.Prepare(ByValue);
        foreach (IdentifierKey value in Distinct.Values(values))
        {
            rows.Bind(workspace).Bind(value.Namespace).Bind(value.Value);
            ReadAll(rows, found);
        }

        return found;
    }

    public static IReadOnlyList<IdentifierRecord> OfIds(
        Connection connection, long workspace, IReadOnlyCollection<long> ids) =>
        ReadEach(connection, ById, workspace, ids);

    /// <summary>By id.</summary>
    public static IReadOnlyList<IdentifierRecord> After(Connection connection, long workspace, long after, int limit)
    {
        var found = new List<IdentifierRecord>(limit);
        using Statement rows = connection.Prepare(AfterId).Bind(workspace).Bind(after).Bind(limit);
        ReadAll(rows, found);
        return found;
    }

    public static IReadOnlyList<IdentifierRecord> OfClusters(
        Connection connection, long workspace, IReadOnlyCollection<long> clusters) =>
        ReadEach(connection, ByCluster, workspace, clusters);

    public static IdentifierRecord? OfPersonId(Connection connection, long workspace, Guid id) =>
        First(connection, ByBirth, workspace, id) ?? First(connection, BySecond, workspace, id);

    public static IReadOnlyList<IdentifierRecord> OfPerson(Connection connection, long workspace, Guid personId)
    {
        var found = new List<IdentifierRecord>();
        using Statement rows = connection.Prepare(ByPerson).Bind(workspace).Bind(personId);
        ReadAll(rows, found);
        return found;
    }

    public static IReadOnlyList<IdentifierRecord> OfHeirs(
        Connection connection, long workspace, IReadOnlyCollection<long> heirs, DateTimeOffset? since, int limit)
    {
        var found = new List<IdentifierRecord>();
        using Statement rows = connection.Prepare(since is null ? ByHeir : ByHeirSince);
        foreach (long heir in Distinct.Ids(heirs))
        {
            rows.Bind(workspace).Bind(heir);
            if (since is { } moment) { rows.Bind(moment); }
            rows.Bind(limit);
            ReadAll(rows, found);
        }

        // Each heir gives its first ones, and the first of those are the first of all.
        found.Sort((left, right) => left.Id.CompareTo(right.Id));
        if (found.Count > limit) { found.RemoveRange(limit, found.Count - limit); }
        return found;
    }

    public static void Put(Connection connection, long workspace, IReadOnlyCollection<IdentifierRecord> identifiers)
    {
        foreach (IdentifierRecord identifier in identifiers)
        {
            // Most writes change only what no index holds; naming the indexed columns in an update would cost a write
            // to each of their trees, even where they stay the same.
            if (!Write(connection, IdentifierRow.UpdateUnindexed, workspace, identifier))
            {
                Write(connection, IdentifierRow.Upsert, workspace, identifier);
            }
        }
    }

    private static Query Select(string index, string condition) => new(
        $"SELECT {IdentifierRow.Columns} FROM identifiers INDEXED BY {index} WHERE workspace = ?1 AND {condition}");

    private static bool Write(Connection connection, Query query, long workspace, IdentifierRecord identifier)
    {
        using Statement statement = connection.Prepare(query).Bind(workspace);
        IdentifierRow.Bind(statement, identifier);
        return statement.Execute() > 0;
    }

    private static List<IdentifierRecord> ReadEach(
        Connection connection, Query query, long workspace, IReadOnlyCollection<long> ids)
    {
        var found = new List<IdentifierRecord>(ids.Count);
        using Statement rows = connection.Prepare(query);
        foreach (long id in Distinct.Ids(ids))
        {
            rows.Bind(workspace).Bind(id);
            ReadAll(rows, found);
        }

        return found;
    }

    private static IdentifierRecord? First(Connection connection, Query query, long workspace, Guid id)
    {
        using Statement row = connection.Prepare(query).Bind(workspace).Bind(id);
        return row.Read() ? IdentifierRow.Read(row) : null;
    }

    private static void ReadAll(Statement rows, List<IdentifierRecord> found)
    {
        while (rows.Read()) { found.Add(IdentifierRow.Read(rows)); }
        rows.Rebind();
    }
}
