using Identity.Application.Access;
using Identity.Core;
using Identity.Core.Identifiers;
using Identity.Core.Observations;
using Identity.Core.Recognition;

namespace Identity.Application.Resolving;

/// <summary>An identifier of a query.</summary>
/// <param name="Index">Its place in the query; -1 for the one inside a link token.</param>
/// <param name="Item">Cleaned.</param>
internal sealed record RequestedIdentifier(int Index, Mentioned Item)
{
    /// <summary>What it is looked up by.</summary>
    public IdentifierKey Key => new(Item.Rule.Name, Item.Value, 0);

    /// <summary>It can lead to a person.</summary>
    public bool Links => Item.Rule.Links;

    /// <summary>It can hint at a network, and no more.</summary>
    public bool IsNetwork => Item.Rule.Role == NamespaceRole.Network;
}

/// <summary>A query that keeps all limits.</summary>
internal sealed record CheckedQuery
{
    public required IReadOnlyList<RawIdentifier> Raw { get; init; }

    /// <summary>Blocked and unreadable ones left out.</summary>
    public required List<RequestedIdentifier> Identifiers { get; init; }

    public required Vouching Vouching { get; init; }

    /// <summary>One of <see cref="Identifiers"/>; null when nothing is vouched for.</summary>
    public Mentioned? Vouched { get; init; }

    public required IReadOnlyList<FieldPath> Fields { get; init; }

    public required string Purpose { get; init; }

    public required long AtLeastRevision { get; init; }
}

/// <summary>Checks queries about visitors.</summary>
internal static class QueryChecks
{
    /// <summary>The most fields that one query may ask for.</summary>
    public const int FieldsMax = 100;

    /// <exception cref="RefusedException">The query breaks a limit or asks for more than the key may.</exception>
    public static CheckedQuery Check(Caller caller, VisitorQuery query, DateTimeOffset now)
    {
        caller.Demand(Scopes.Resolve);
        if (query.Authenticated || query.PersonalLink) { caller.Demand(Scopes.ResolveAuthenticated); }
        List<RequestedIdentifier> identifiers = Identifiers(caller, query);
        Vouching vouching = query.Authenticated ? Vouching.Authenticated
            : query.PersonalLink || query.LinkToken.Length > 0 ? Vouching.PersonalLink : Vouching.None;
        bool byToken = !query.Authenticated && query.LinkToken.Length > 0;
        if (query.LinkToken.Length > 0)
        {
            Mentioned inside = Inside(caller, query.LinkToken, now);
            if (byToken) { identifiers.Add(new RequestedIdentifier(-1, inside)); }
        }

        return new CheckedQuery
        {
            Raw = query.Identifiers,
            Identifiers = identifiers,
            Vouching = vouching,
            Vouched = vouching == Vouching.None ? null : byToken ? identifiers[^1].Item : Strongest(identifiers),
            Fields = FieldPaths(query.Fields),
            Purpose = CheckPurpose(query.Purpose),
            AtLeastRevision = Revisions.Parse(query.AtLeastRevision),
        };
    }

    /// <summary>The purpose, service when none is stated.</summary>
    /// <exception cref="RefusedException">It is no name.</exception>
    public static string CheckPurpose(string purpose)
    {
        if (purpose.Length == 0) { return Permissions.ServicePurpose; }
        if (Names.IsChannel(purpose)) { return purpose; }
        throw new RefusedException(Refusal.OfField(
            "purpose", RefusalReasons.PurposeMalformed,
            $"A purpose has 1 to {Names.LengthMax} characters of a-z, 0-9, '_' and '-'."));
    }

    /// <summary>Cleans one identifier that somebody asks for; null when it is blocked or cannot be read.</summary>
    /// <exception cref="RefusedException">Its namespace is unknown, or its value is empty or too long.</exception>
    public static Mentioned? Clean(Caller caller, RawIdentifier raw, string path)
    {
        if (!caller.Workspace.Rules.TryGetNamespace(raw.Namespace, out NamespaceRule? rule))
        {
            throw new RefusedException(Refusal.OfField(
                $"{path}.namespace", ProblemCodes.NamespaceUnknown, "The workspace has no such namespace."));
        }

        NormalisedValue value = rule.Normaliser.Normalise(raw.Value);
        if (raw.Value.Length == 0 || value.Problem == NormaliserProblems.TooLong)
        {
            throw new RefusedException(Refusal.OfField(
                $"{path}.value", value.Problem ?? NormaliserProblems.Empty,
                $"A value has 1 to {Normaliser.ValueBytesMax} bytes in UTF-8."));
        }

        bool takesPart = value.Problem is null && !caller.Workspace.Rules.IsBlocked(rule.Name, raw.Value)
            && (ReferenceEquals(value.Key, raw.Value) || !caller.Workspace.Rules.IsBlocked(rule.Name, value.Key));
        return takesPart ? new Mentioned(rule, value.Key, value.Shown, raw.Claimed) : null;
    }

    private static List<RequestedIdentifier> Identifiers(Caller caller, VisitorQuery query)
    {
        if (query.Identifiers.Count > ObservationCleaner.IdentifiersMax)
        {
            throw new RefusedException(Refusal.OfField(
                "identifiers", ProblemCodes.IdentifiersTooMany,
                $"A query names at most {ObservationCleaner.IdentifiersMax} identifiers."));
        }

        var result = new List<RequestedIdentifier>(query.Identifiers.Count + 1);
        for (int index = 0; index < query.Identifiers.Count; index++)
        {
            Mentioned? item = Clean(caller, query.Identifiers[index], $"identifiers[{index}]");
            if (item is null) { continue; }
            if (!IsKnown(result, item)) { result.Add(new RequestedIdentifier(index, item)); }
        }

        return result;
    }

    private static bool IsKnown(List<RequestedIdentifier> known, Mentioned item)
    {
        foreach (RequestedIdentifier other in known)
        {
            if (other.Item.Rule != item.Rule) { continue; }
            if (other.Item.Value == item.Value) { return true; }
            if (!item.Rule.IsUnique) { continue; }
            throw new RefusedException(Refusal.OfField(
                "identifiers", ProblemCodes.UniqueNamespaceTwice,
                $"A query names at most one value of the namespace {item.Rule.Name}."));
        }

        return false;
    }

    private static Mentioned Strongest(List<RequestedIdentifier> identifiers)
    {
        Presented? vouched = Recogniser.Vouched(
            [.. identifiers.Select(identifier => new Presented(identifier.Index, identifier.Item, null))]);
        return vouched?.Item ?? throw new RefusedException(Refusal.OfField(
            "identifiers", RefusalReasons.NobodyVouchedFor,
            "With authenticated or personal_link an unclaimed identifier of a person is needed."));
    }

    private static Mentioned Inside(Caller caller, string token, DateTimeOffset now)
    {
        LinkTokenState state = LinkToken.Read(caller.Workspace.Secret, token, now, out RawIdentity identity);
        if (state == LinkTokenState.Expired)
        {
            throw new RefusedException(Refusal.OfField(
                "link_token", RefusalReasons.LinkTokenExpired, "The link token's time is over."));
        }

        Mentioned? inside = state == LinkTokenState.Valid
            ? Clean(caller, new RawIdentifier(identity.Namespace, identity.Value), "link_token") : null;
        return inside ?? throw new RefusedException(Refusal.OfField(
            "link_token", RefusalReasons.LinkTokenMalformed, "It is no link token of this workspace."));
    }

    private static IReadOnlyList<FieldPath> FieldPaths(IReadOnlyList<string> paths)
    {
        if (paths.Count > FieldsMax)
        {
            throw new RefusedException(Refusal.OfField(
                "fields", RefusalReasons.FieldsTooMany, $"A query asks for at most {FieldsMax} fields."));
        }

        if (paths.Count == 0) { return []; }
        var result = new List<FieldPath>(paths.Count);
        for (int index = 0; index < paths.Count; index++)
        {
            result.Add(FieldPath.TryParse(paths[index]) ?? throw new RefusedException(Refusal.OfField(
                $"fields.paths[{index}]", RefusalReasons.FieldPathUnknown,
                "A field is a trait (NAME or traits.NAME) or activity.EVENT.count, .first_at or .last_at.")));
        }

        return result;
    }
}
