using Google.Protobuf.Collections;
using Identity.Core.Observations;

namespace Identity.Api.Mapping;

/// <summary>Identifiers between the contract and the application.</summary>
internal static class IdentifierMapping
{
    public static RawIdentifier Read(V1.Identifier identifier) =>
        new(identifier.Namespace, identifier.Value, identifier.Claimed);

    public static IReadOnlyList<RawIdentifier> Read(RepeatedField<V1.Identifier> identifiers)
    {
        if (identifiers.Count == 0) { return []; }
        var result = new RawIdentifier[identifiers.Count];
        for (int index = 0; index < result.Length; index++) { result[index] = Read(identifiers[index]); }
        return result;
    }

    public static V1.Identifier Write(RawIdentifier identifier) => new()
    {
        Namespace = identifier.Namespace,
        Value = identifier.Value,
        Claimed = identifier.Claimed,
    };
}
