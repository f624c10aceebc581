using Identity.Core.Records;

namespace Identity.Application.Profiles;

/// <summary>A page of who was found, the best first.</summary>
/// <param name="Profiles">The persons.</param>
/// <param name="NextPageToken">Empty when this was the last page.</param>
/// <param name="IsComplete">
/// Everybody whom the query may mean was looked at; false when it means too many, so that more words would help.
/// </param>
public sealed record FoundProfiles(IReadOnlyList<FoundProfile> Profiles, string NextPageToken, bool IsComplete);

/// <summary>A person who was found.</summary>
/// <param name="PersonId">The person.</param>
/// <param name="Bits">
/// How much of what is known speaks for being meant, in bits; comparable within one query. An exact identifier has 200.
/// </param>
/// <param name="Namespace">The namespace of the identifier that led to the person.</param>
/// <param name="Value">Its value, as it was given.</param>
/// <param name="Source">Whose record was found; empty for an exact identifier.</param>
/// <param name="Fields">That record.</param>
public sealed record FoundProfile(
    Guid PersonId, double Bits, string Namespace, string Value, string Source, IReadOnlyList<RecordField> Fields);
