using Identity.Application.Access;
using Identity.Core;

namespace Identity.Application.Workspaces;

/// <summary>Finds every defect of a key that somebody wants to make.</summary>
internal static class KeyDraftChecks
{
    /// <exception cref="RefusedException">The draft has defects; all are named.</exception>
    public static void Check(KeyDraft draft, DateTimeOffset now)
    {
        var defects = new List<FieldDefect>();
        CheckScopes(draft, defects);
        CheckSources(draft, defects);
        CheckOrigins(draft, defects);
        if (draft.ExpiresAt <= now) { defects.Add(new FieldDefect("expires_at", "It lies in the future.")); }
        if (defects.Count == 0) { return; }
        throw new RefusedException(new Refusal(
            RefusalKind.InvalidArgument, RefusalReasons.KeyRequestInvalid, "The key cannot be made as it was asked.")
        {
            Fields = defects,
        });
    }

    private static void CheckScopes(KeyDraft draft, List<FieldDefect> defects)
    {
        if (draft.Scopes.Count == 0) { defects.Add(new FieldDefect("scopes", "A key has at least one scope.")); }
        for (int index = 0; index < draft.Scopes.Count; index++)
        {
            if (!Scopes.OfWorkspace.Contains(draft.Scopes[index]))
            {
                defects.Add(new FieldDefect($"scopes[{index}]", "A key can be given no such scope."));
            }
        }

        if (IsPublic(draft) && draft.Scopes.Any(scope => scope != Scopes.IngestPublic))
        {
            defects.Add(new FieldDefect("scopes",
                "A key with ingest.public is in web pages, and can have no other scope."));
        }
    }

    private static void CheckSources(KeyDraft draft, List<FieldDefect> defects)
    {
        if (draft.Sources.Count > WorkspaceService.KeyEntriesMax)
        {
            defects.Add(new FieldDefect("sources", $"There may be at most {WorkspaceService.KeyEntriesMax}."));
        }

        if (IsPublic(draft) && (draft.Sources.Count != 1 || draft.Sources[0] == "*"))
        {
            defects.Add(new FieldDefect("sources", "A key with ingest.public has exactly one source."));
        }

        bool ingests = draft.Scopes.Contains(Scopes.Ingest) || draft.Scopes.Contains(Scopes.IngestAuthenticated);
        if (ingests && draft.Sources.Count == 0)
        {
            defects.Add(new FieldDefect("sources", "A key that ingests names its sources, or * for all."));
        }

        for (int index = 0; index < draft.Sources.Count; index++)
        {
            if (draft.Sources[index] != "*" && !Names.IsSource(draft.Sources[index]))
            {
                defects.Add(new FieldDefect(
                    $"sources[{index}]",
                    $"A source has 1 to {Names.LengthMax} characters of a-z, 0-9, '_', '-' and '.'."));
            }
        }
    }

    private static void CheckOrigins(KeyDraft draft, List<FieldDefect> defects)
    {
        if (draft.AllowedOrigins.Count > WorkspaceService.KeyEntriesMax)
        {
            defects.Add(new FieldDefect("allowed_origins", $"There may be at most {WorkspaceService.KeyEntriesMax}."));
        }

        if (draft.AllowedOrigins.Count > 0 && !IsPublic(draft))
        {
            defects.Add(new FieldDefect("allowed_origins", "Only a key with ingest.public is used from web pages."));
        }

        for (int index = 0; index < draft.AllowedOrigins.Count; index++)
        {
            bool isOrigin = Uri.TryCreate(draft.AllowedOrigins[index], UriKind.Absolute, out Uri? uri)
                && (uri.Scheme is "http" or "https")
                && string.Equals(uri.GetLeftPart(UriPartial.Authority), draft.AllowedOrigins[index],
                    StringComparison.Ordinal);
            if (!isOrigin)
            {
                defects.Add(new FieldDefect($"allowed_origins[{index}]",
                    "An origin is https://host or https://host:port."));
            }
        }
    }

    private static bool IsPublic(KeyDraft draft) => draft.Scopes.Contains(Scopes.IngestPublic);
}
