using Identity.Stores.Sqlite.Driver;

namespace Identity.Stores.Sqlite.Tables;

/// <summary>
/// What may be put before a steward: pairs that look alike and links that were held back, of different persons, on
/// which nothing was decided.
/// </summary>
internal static class ReviewQueries
{
    private const long MicrosecondsPerDay = 86_400_000_000;

    // Nothing was decided on the two in their epochs, in either order.
    private const string IsUndecided =
        """
        AND NOT EXISTS (
            SELECT 1 FROM decisions AS d INDEXED BY decisions_by_a
            WHERE d.workspace = ?1 AND d.a_namespace = ia.namespace AND d.a_value = ia.value AND d.a_epoch = ia.epoch
              AND d.b_namespace = ib.namespace AND d.b_value = ib.value AND d.b_epoch = ib.epoch)
        AND NOT EXISTS (
            SELECT 1 FROM decisions AS d INDEXED BY decisions_by_a
            WHERE d.workspace = ?1 AND d.a_namespace = ib.namespace AND d.a_value = ib.value AND d.a_epoch = ib.epoch
              AND d.b_namespace = ia.namespace AND d.b_value = ia.value AND d.b_epoch = ia.epoch)
        """;

    private static readonly Query Pairs = new(
        $"""
        SELECT m.a, m.b FROM matches AS m INDEXED BY matches_by_review
        CROSS JOIN identifiers AS ia ON ia.workspace = ?1 AND ia.id = m.a
        CROSS JOIN identifiers AS ib ON ib.workspace = ?1 AND ib.id = m.b
        WHERE m.workspace = ?1 AND m.grade <= ?2 AND (m.is_link = 0 OR m.suppressed IS NOT NULL)
          AND (m.grade < ?2 OR m.a > ?3 OR (m.a = ?3 AND m.b > ?4))
          AND ia.person_id IS NOT ib.person_id AND ia.exclusion IS NULL AND ib.exclusion IS NULL
          AND (m.suppressed IS NULL OR m.suppressed NOT LIKE 'APART%')
          {IsUndecided}
        ORDER BY m.grade DESC, m.a, m.b LIMIT ?5 + 0
        """);

    private static readonly Query Links = new(
        $"""
        SELECT m.a, m.b FROM links AS m INDEXED BY links_by_hint
        CROSS JOIN identifiers AS ia ON ia.workspace = ?1 AND ia.id = m.a
        CROSS JOIN identifiers AS ib ON ib.workspace = ?1 AND ib.id = m.b
        WHERE m.workspace = ?1 AND m.suppressed IN ('BRIDGE', 'CLAIM')
          AND m.device_count + m.remembered_count + m.authenticated_count >= 5
          AND (m.a > ?2 OR (m.a = ?2 AND m.b > ?3)) AND m.a >= ?2
          AND ia.person_id IS NOT ib.person_id
          AND max(ifnull(m.device_last_at, 0), ifnull(m.remembered_last_at, 0), ifnull(m.authenticated_last_at, 0))
            - min(ifnull(m.device_first_at, {long.MaxValue}), ifnull(m.remembered_first_at, {long.MaxValue}),
                  ifnull(m.authenticated_first_at, {long.MaxValue}))
            >= {IReadTransaction.HintDays * MicrosecondsPerDay}
          {IsUndecided}
        ORDER BY m.a, m.b LIMIT ?4 + 0
        """);

    public static IReadOnlyList<ReviewRecord> ReadPairs(
        Connection connection, long workspace, (int Grade, long A, long B)? after, int limit)
    {
        (int grade, long a, long b) = after ?? (int.MaxValue, 0, 0);
        var keys = new List<(long A, long B)>();
        using (Statement rows = connection.Prepare(Pairs).Bind(workspace).Bind(grade).Bind(a).Bind(b).Bind(limit))
        {
            while (rows.Read()) { keys.Add((rows.Long(), rows.Long())); }
        }

        Dictionary<long, IdentifierRecord> ends = Ends(connection, workspace, keys);
        Dictionary<(long, long), MatchedPair> pairs = MatchTable
            .OfIdentifiers(connection, workspace, [.. keys.Select(key => key.A)])
            .ToDictionary(pair => (pair.A, pair.B));
        return [.. keys.Select(key => new ReviewRecord(pairs[key], ends[key.A], ends[key.B]))];
    }

    public static IReadOnlyList<HintRecord> ReadLinks(
        Connection connection, long workspace, (long A, long B)? after, int limit)
    {
        (long a, long b) = after ?? (0, 0);
        var keys = new List<(long A, long B)>();
        using (Statement rows = connection.Prepare(Links).Bind(workspace).Bind(a).Bind(b).Bind(limit))
        {
            while (rows.Read()) { keys.Add((rows.Long(), rows.Long())); }
        }

        Dictionary<long, IdentifierRecord> ends = Ends(connection, workspace, keys);
        return
        [
            .. keys.Select(key => new HintRecord(
                LinkTable.Among(connection, workspace, [key.A, key.B])[0], ends[key.A], ends[key.B])),
        ];
    }

    private static Dictionary<long, IdentifierRecord> Ends(
        Connection connection, long workspace, List<(long A, long B)> keys) =>
        IdentifierTable.OfIds(connection, workspace, [.. keys.SelectMany(key => (long[])[key.A, key.B])])
            .ToDictionary(identifier => identifier.Id);
}
