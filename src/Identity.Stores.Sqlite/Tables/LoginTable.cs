using System.Collections.Immutable;
using Identity.Core.Identifiers;
using Identity.Core.Profiles;
using Identity.Stores.Sqlite.Driver;

namespace Identity.Stores.Sqlite.Tables;

/// <summary>The runs of logins on each device.</summary>
internal static class LoginTable
{
    private static readonly Query ByDevice = new(
        """
        SELECT namespace, value, epoch, first_at, last_at FROM logins
        WHERE workspace = ?1 AND device_id = ?2 ORDER BY run
        """);

    // A device can have many runs, of which a login changes one: what stays is not written again.
    private static readonly Query Upsert = new(
        """
        INSERT INTO logins (workspace, device_id, run, namespace, value, epoch, first_at, last_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        ON CONFLICT (workspace, device_id, run) DO UPDATE SET
            namespace = ?4, value = ?5, epoch = ?6, first_at = ?7, last_at = ?8
        WHERE (namespace, value, epoch, first_at, last_at) IS NOT (?4, ?5, ?6, ?7, ?8)
        """);

    private static readonly Query DeleteFrom = new(
        "DELETE FROM logins WHERE workspace = ?1 AND device_id = ?2 AND run >= ?3");

    public static IReadOnlyDictionary<long, DeviceLogins> OfDevices(
        Connection connection, long workspace, IReadOnlyCollection<long> devices)
    {
        var found = new Dictionary<long, DeviceLogins>();
        using Statement rows = connection.Prepare(ByDevice);
        foreach (long device in Distinct.Ids(devices))
        {
            rows.Bind(workspace).Bind(device);
            ImmutableArray<LoginRun>.Builder runs = ImmutableArray.CreateBuilder<LoginRun>();
            while (rows.Read())
            {
                var owner = new IdentifierKey(rows.Text(), rows.Text(), rows.Long());
                runs.Add(new LoginRun(owner, rows.Moment(), rows.Moment()));
            }

            rows.Rebind();
            if (runs.Count > 0) { found.Add(device, new DeviceLogins { Runs = runs.ToImmutable() }); }
        }

        return found;
    }

    public static void Put(Connection connection, long workspace, long device, DeviceLogins logins)
    {
        using (Statement upsert = connection.Prepare(Upsert))
        {
            for (int run = 0; run < logins.Runs.Length; run++)
            {
                LoginRun login = logins.Runs[run];
                upsert.Bind(workspace).Bind(device).Bind(run)
                    .Bind(login.Owner.Namespace).Bind(login.Owner.Value).Bind(login.Owner.Epoch)
                    .Bind(login.First).Bind(login.Last).ExecuteAndRebind();
            }
        }

        RemoveFrom(connection, workspace, device, logins.Runs.Length);
    }

    private static void RemoveFrom(Connection connection, long workspace, long device, int run)
    {
        using Statement delete = connection.Prepare(DeleteFrom).Bind(workspace).Bind(device).Bind(run);
        delete.Execute();
    }
}
