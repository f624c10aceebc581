using Identity.Core.Identifiers;
using Identity.Core.Resolution;
using Identity.Stores.Sqlite.Driver;

namespace Identity.Stores.Sqlite.Tables;

/// <summary>What stewards decided.</summary>
internal static class DecisionTable
{
    private const string Columns =
        """
        decision_id, a_namespace, a_value, a_epoch, b_namespace, b_value, b_epoch, verdict, decided_at, stored_at,
        decided_by, reason
        """;

    private static readonly Query ByA = new(
        $"""
        SELECT {Columns} FROM decisions INDEXED BY decisions_by_a
        WHERE workspace = ?1 AND a_namespace = ?2 AND a_value = ?3
        """);

    private static readonly Query ByB = new(
        $"""
        SELECT {Columns} FROM decisions INDEXED BY decisions_by_b
        WHERE workspace = ?1 AND b_namespace = ?2 AND b_value = ?3
        """);

    private static readonly Query Insert = new(
        $"""
        INSERT INTO decisions (workspace, {Columns})
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
        """);

    public static bool HasAny(Connection connection, long workspace) =>
        CounterTable.Value(connection, workspace, CounterTable.Decisions) > 0;

    public static IReadOnlyList<DecisionRecord> OfValues(
        Connection connection, long workspace, IReadOnlyCollection<IdentifierKey> values)
    {
        var found = new Dictionary<string, DecisionRecord>(StringComparer.Ordinal);
        foreach (Query query in (Query[])[ByA, ByB])
        {
            using Statement rows = connection.Prepare(query);
            foreach (IdentifierKey value in Distinct.Values(values))
            {
                rows.Bind(workspace).Bind(value.Namespace).Bind(value.Value);
                while (rows.Read())
                {
                    DecisionRecord decision = Read(rows);
                    found[decision.Decision.Id] = decision;
                }

                rows.Rebind();
            }
        }

        return [.. found.Values];
    }

    public static void Add(Connection connection, long workspace, DecisionRecord record)
    {
        Decision decision = record.Decision;
        using Statement insert = connection.Prepare(Insert)
            .Bind(workspace).Bind(Guid.Parse(decision.Id))
            .Bind(decision.A.Namespace).Bind(decision.A.Value).Bind(decision.A.Epoch)
            .Bind(decision.B.Namespace).Bind(decision.B.Value).Bind(decision.B.Epoch)
            .Bind((long)decision.Verdict).Bind(decision.DecidedAt).Bind(record.StoredAt).Bind(record.DecidedBy)
            .Bind(record.Reason);
        insert.Execute();
        CounterTable.Next(connection, workspace, CounterTable.Decisions);
    }

    private static DecisionRecord Read(Statement row)
    {
        var decision = new Decision(
            row.Id().ToString(), new IdentifierKey(row.Text(), row.Text(), row.Long()),
            new IdentifierKey(row.Text(), row.Text(), row.Long()), (Verdict)row.Int(), row.Moment());
        return new DecisionRecord(decision, row.Moment(), row.Id(), row.Text());
    }
}
