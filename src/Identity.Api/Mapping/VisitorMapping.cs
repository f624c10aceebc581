using Identity.Application.Resolving;
using Identity.Core.Observations;
using Identity.Core.Recognition;

namespace Identity.Api.Mapping;

/// <summary>Visitors between the contract and the application.</summary>
internal static class VisitorMapping
{
    public static VisitorQuery Read(V1.ResolveRequest request) => new()
    {
        Identifiers = IdentifierMapping.Read(request.Identifiers),
        Authenticated = request.Authenticated,
        PersonalLink = request.PersonalLink,
        LinkToken = request.LinkToken,
        Fields = request.Fields is { } mask ? mask.Paths : [],
        Purpose = request.Purpose,
        CreateIfUnknown = request.CreateIfUnknown,
        AtLeastRevision = request.AtLeastRevision,
        AsOf = Moments.ReadAsOf(request.AsOf),
    };

    public static V1.ResolveResponse Write(VisitorAnswer answer, string tag)
    {
        var response = new V1.ResolveResponse
        {
            PersonId = answer.PersonId?.ToString() ?? "",
            Level = (V1.RecognitionLevel)(int)answer.Level,
            HouseholdId = answer.HouseholdId?.ToString() ?? "",
            Permissions = Write(answer.Permissions),
            Evidence = Evidence(answer),
            Created = answer.Created,
            Revision = answer.Revision,
            Tag = tag,
        };
        foreach ((string path, string json) in answer.Fields) { response.Fields[path] = ValueText.Read(json); }
        foreach ((string path, WithheldReason reason) in answer.Withheld)
        {
            response.Withheld.Add(new V1.WithheldField { Field = path, Reason = (V1.WithheldReason)(int)reason });
        }

        foreach (RawIdentifier other in answer.Conflicts) { response.Conflicts.Add(IdentifierMapping.Write(other)); }
        foreach (RawIdentifier claim in answer.Claims) { response.Claims.Add(IdentifierMapping.Write(claim)); }
        return response;
    }

    private static V1.Permissions Write(Permissions permissions) => new()
    {
        PersonalizeSite = permissions.PersonalizeSite,
        ShowName = permissions.ShowName,
        RetargetEmail = permissions.RetargetEmail,
        ChangeAccount = permissions.ChangeAccount,
    };

    private static V1.Evidence? Evidence(VisitorAnswer answer)
    {
        if (answer.EvidenceIdentifier is null) { return null; }
        var evidence = new V1.Evidence
        {
            Identifier = IdentifierMapping.Write(answer.EvidenceIdentifier),
            LinkedAt = Moments.Write(answer.EvidenceLinkedAt),
        };
        evidence.Sources.Add(answer.EvidenceSources);
        return evidence;
    }
}
