using System.Collections.Immutable;
using System.Text.Json;
using Identity.Stores.Sqlite.Driver;

namespace Identity.Stores.Sqlite.Tables;

/// <summary>The keys of workspaces.</summary>
internal static class KeyTable
{
    private const string Columns =
        """
        workspace, key_id, name, secret_hash, scopes, sources, allowed_origins, created_at, expires_at, revoked_at
        """;

    private static readonly Query Select = new($"SELECT {Columns} FROM keys ORDER BY created_at, key_id");

    private static readonly Query Upsert = new(
        $"""
        INSERT INTO keys ({Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
        ON CONFLICT (workspace, key_id) DO UPDATE SET name = ?3, secret_hash = ?4, scopes = ?5, sources = ?6,
            allowed_origins = ?7, created_at = ?8, expires_at = ?9, revoked_at = ?10
        """);

    public static IReadOnlyList<KeyRecord> All(Connection connection)
    {
        var found = new List<KeyRecord>();
        using Statement rows = connection.Prepare(Select);
        while (rows.Read())
        {
            found.Add(new KeyRecord
            {
                Workspace = rows.Long(),
                KeyId = rows.Id(),
                Name = rows.Text(),
                SecretHash = [.. rows.Bytes()],
                Scopes = List(rows.Text()),
                Sources = List(rows.Text()),
                AllowedOrigins = List(rows.Text()),
                CreatedAt = rows.Moment(),
                ExpiresAt = rows.OptionalMoment(),
                RevokedAt = rows.OptionalMoment(),
            });
        }

        return found;
    }

    public static int Put(Connection connection, KeyRecord key)
    {
        using Statement upsert = connection.Prepare(Upsert)
            .Bind(key.Workspace).Bind(key.KeyId).Bind(key.Name).Bind(key.SecretHash.AsSpan())
            .Bind(JsonSerializer.Serialize(key.Scopes)).Bind(JsonSerializer.Serialize(key.Sources))
            .Bind(JsonSerializer.Serialize(key.AllowedOrigins))
            .Bind(key.CreatedAt).Bind(key.ExpiresAt).Bind(key.RevokedAt);
        return upsert.Execute();
    }

    private static ImmutableArray<string> List(string json) => JsonSerializer.Deserialize<ImmutableArray<string>>(json);
}
