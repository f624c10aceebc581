using System.Collections.Immutable;

namespace Identity.Application.Access;

/// <summary>What a key may do. The names are part of the contract.</summary>
public static class Scopes
{
    public const string Resolve = "resolve";
    public const string ResolveAuthenticated = "resolve.authenticated";
    public const string IngestPublic = "ingest.public";
    public const string Ingest = "ingest";
    public const string IngestAuthenticated = "ingest.authenticated";
    public const string ProfilesRead = "profiles.read";
    public const string ProfilesPii = "profiles.pii";
    public const string AuditRead = "audit.read";
    public const string Steward = "steward";
    public const string Segments = "segments";
    public const string Privacy = "privacy";
    public const string Admin = "admin";
    public const string Operator = "operator";

    /// <summary>Every scope of a workspace: what the key has that comes with a new one.</summary>
    public static ImmutableArray<string> OfWorkspace { get; } =
    [
        Resolve, ResolveAuthenticated, IngestPublic, Ingest, IngestAuthenticated, ProfilesRead, ProfilesPii, AuditRead,
        Steward, Segments, Privacy, Admin,
    ];
}
