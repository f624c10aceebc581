using Identity.Application.Access;
using Identity.Application.Workspaces;
using Identity.Stores;

namespace Identity.Api.Mapping;

/// <summary>Keys and counts between the contract and the application.</summary>
internal static class KeyMapping
{
    /// <exception cref="RefusedException">The time is no valid Timestamp.</exception>
    public static KeyDraft Read(V1.CreateKeyRequest request)
    {
        if (!Moments.TryRead(request.ExpiresAt, out DateTimeOffset? expiresAt))
        {
            throw new RefusedException(Refusal.OfField(
                "expires_at", RefusalReasons.KeyRequestInvalid, "It is no valid Timestamp."));
        }

        return new KeyDraft(request.Name, request.Scopes, request.Sources, request.AllowedOrigins, expiresAt);
    }

    public static V1.Key Write(KeyRecord key)
    {
        var result = new V1.Key
        {
            KeyId = key.KeyId.ToString(),
            Name = key.Name,
            CreatedAt = Moments.Write(key.CreatedAt),
            ExpiresAt = Moments.Write(key.ExpiresAt),
            RevokedAt = Moments.Write(key.RevokedAt),
        };
        result.Scopes.Add(key.Scopes);
        result.Sources.Add(key.Sources);
        result.AllowedOrigins.Add(key.AllowedOrigins);
        return result;
    }

    public static V1.ListKeysResponse Write(KeyPage page)
    {
        var response = new V1.ListKeysResponse { NextPageToken = page.NextPageToken };
        foreach (KeyRecord key in page.Keys) { response.Keys.Add(Write(key)); }
        return response;
    }

    public static V1.WorkspaceStats Write(WorkspaceStats stats)
    {
        var response = new V1.WorkspaceStats
        {
            Observations = stats.Counts.Observations,
            Identifiers = stats.Counts.Identifiers,
            Links = stats.Counts.Links,
            Persons = stats.Counts.Persons,
            Revision = stats.Revision,
        };
        foreach ((string reason, long count) in stats.Counts.Suppressed) { response.SuppressedLinks[reason] = count; }
        if (stats.Progress is { } progress)
        {
            response.Reresolution = new V1.Reresolution
            {
                Version = progress.Version,
                Done = progress.Done,
                Total = progress.Total,
            };
        }

        return response;
    }
}
