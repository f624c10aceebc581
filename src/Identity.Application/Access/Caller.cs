using Identity.Stores;

namespace Identity.Application.Access;

/// <summary>Whoever sent a request: a key, and the workspace that it belongs to. Immutable.</summary>
/// <param name="Workspace">The workspace as it is now.</param>
/// <param name="Key">The key.</param>
public sealed record Caller(Workspace Workspace, KeyRecord Key)
{
    /// <summary>A key that is in web pages: its holder may be anybody.</summary>
    public bool IsPublic => Has(Scopes.IngestPublic) && !Has(Scopes.Ingest) && !Has(Scopes.IngestAuthenticated);

    public bool Has(string scope)
    {
        foreach (string held in Key.Scopes)
        {
            if (held == scope) { return true; }
        }

        return false;
    }

    /// <exception cref="RefusedException">The key lacks the scope.</exception>
    public void Demand(string scope)
    {
        if (!Has(scope)) { throw new RefusedException(Refusal.MissingScope(scope)); }
    }
}
