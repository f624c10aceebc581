using Identity.Core;
using Identity.Stores.Sqlite.Driver;

namespace Identity.Stores.Sqlite.Tables;

/// <summary>Tenants.</summary>
internal static class WorkspaceTable
{
    private const string Columns =
        "workspace, workspace_id, name, secret, rules_version, rules, resolved_version, derived_by";

    private static readonly Query Select = new($"SELECT {Columns} FROM workspaces ORDER BY workspace");
    private static readonly Query Newest = new("SELECT coalesce(max(workspace), 0) FROM workspaces");

    private static readonly Query Insert = new(
        $"INSERT INTO workspaces ({Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");

    private static readonly Query Update = new(
        """
        UPDATE workspaces SET workspace_id = ?2, name = ?3, secret = ?4, rules_version = ?5, rules = ?6,
            resolved_version = ?7, derived_by = ?8
        WHERE workspace = ?1
        """);

    public static IReadOnlyList<WorkspaceRecord> All(Connection connection)
    {
        var found = new List<WorkspaceRecord>();
        using Statement rows = connection.Prepare(Select);
        while (rows.Read())
        {
            found.Add(new WorkspaceRecord(
                rows.Long(), rows.Id(), rows.Text(), [.. rows.Bytes()], rows.Long(), rows.OptionalText(),
                rows.Long())
            {
                DerivedBy = rows.Text(),
            });
        }

        return found;
    }

    public static WorkspaceRecord Add(Connection connection, WorkspaceRecord workspace)
    {
        WorkspaceRecord added = workspace with { Number = NewestNumber(connection) + 1 };
        using Statement insert = Bind(connection.Prepare(Insert), added);
        insert.Execute();
        return added;
    }

    public static int Put(Connection connection, WorkspaceRecord workspace)
    {
        using Statement update = Bind(connection.Prepare(Update), workspace);
        int changed = update.Execute();
        Invariant.Check(changed == 1, "Only a workspace that exists is replaced.");
        return changed;
    }

    private static Statement Bind(Statement statement, WorkspaceRecord workspace) => statement
        .Bind(workspace.Number).Bind(workspace.WorkspaceId).Bind(workspace.Name).Bind(workspace.Secret.AsSpan())
        .Bind(workspace.RulesVersion).Bind(workspace.Rules).Bind(workspace.ResolvedVersion)
        .Bind(workspace.DerivedBy);

    private static long NewestNumber(Connection connection)
    {
        using Statement row = connection.Prepare(Newest);
        row.Read();
        return row.Long();
    }
}
