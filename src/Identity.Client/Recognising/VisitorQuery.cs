using System.Collections.Immutable;

namespace Identity.Client;

/// <summary>Who is there, and what is wanted. Immutable.</summary>
public sealed record VisitorQuery
{
    /// <summary>What the visitor presents; at most 20.</summary>
    public ImmutableArray<Identifier> Identifiers { get; init; } = [];

    /// <summary>
    /// The website vouches that the visitor is logged in now as the strongest unclaimed identifier of a person. Needs
    /// the key's scope resolve.authenticated.
    /// </summary>
    public bool IsAuthenticated { get; init; }

    /// <summary>
    /// The visitor landed through a personal link that names that identifier. Needs the same scope.
    /// </summary>
    public bool ByPersonalLink { get; init; }

    /// <summary>The signed token out of a personal link; null when there is none.</summary>
    public string? LinkToken { get; init; }

    /// <summary>
    /// The fields that are wanted: names of traits, activity.EVENT.count, .first_at, .last_at; at most 100. Empty means
    /// all traits: ask for what the page shows.
    /// </summary>
    public ImmutableArray<string> Fields { get; init; } = [];

    /// <summary>What the fields are for; null means service.</summary>
    public string? Purpose { get; init; }

    /// <summary>Create a person when nobody is known under these identifiers.</summary>
    public bool CreateIfUnknown { get; init; }

    /// <summary>A revision of an earlier answer or acknowledgement that the answer must have seen.</summary>
    public string? AtLeastRevision { get; init; }

    /// <summary>Without what was asked: identifiers and tokens are personal data.</summary>
    public override string ToString() => $"VisitorQuery of {Identifiers.Length} identifiers";

    internal V1.ResolveRequest ToWire()
    {
        var request = new V1.ResolveRequest
        {
            Authenticated = IsAuthenticated,
            PersonalLink = ByPersonalLink,
            LinkToken = LinkToken ?? "",
            Purpose = Purpose ?? "",
            CreateIfUnknown = CreateIfUnknown,
            AtLeastRevision = AtLeastRevision ?? "",
        };
        request.Identifiers.AddRange(Identifiers.Select(identifier => identifier.ToWire()));
        if (Fields.Length > 0)
        {
            request.Fields = new Google.Protobuf.WellKnownTypes.FieldMask { Paths = { Fields } };
        }

        return request;
    }
}
