using Identity.Core;
using Identity.Core.Households;
using Identity.Core.Identifiers;
using Identity.Core.Recognition;
using Identity.Core.Resolution;

namespace Identity.Stores;

/// <summary>
/// One epoch of an identifier as it is stored: what observations say of it, and where it stands in the persons that the
/// rule has worked out. Immutable, compared by value.
/// </summary>
public sealed record IdentifierRecord
{
    /// <summary>
    /// Names the identifier within the store; given by <see cref="IWriteTransaction.NextIdentifierIdAsync"/>.
    /// </summary>
    public required long Id { get; init; }

    public required IdentifierKey Key { get; init; }

    public required IdentifierFacts Facts { get; init; }

    /// <summary>The id with which it was born; distinct in a workspace.</summary>
    public required Guid BirthId { get; init; }

    /// <summary>Its id when it stands alone after another has inherited the first; distinct in a workspace.</summary>
    public required Guid SecondId { get; init; }

    /// <summary>The identifier that has inherited its birth id; 0 when none has.</summary>
    public long HeirId { get; init; }

    /// <summary>Since when; meaningless without an heir.</summary>
    public DateTimeOffset HeirSince { get; init; }

    /// <summary>
    /// With how many values of one unique namespace, at most, it was seen directly; counted up to 1,000.
    /// </summary>
    public int UniqueSeen { get; init; }

    /// <summary>The cluster that it is loaded with: the smallest id in it. 0 for one that cannot be linked.</summary>
    public long ClusterId { get; init; }

    /// <summary>Its person; null for one that cannot have a person.</summary>
    public Guid? PersonId { get; init; }

    /// <summary>
    /// The part of its person that it belongs to without fuzzy links: the smallest id in that part. 0 when the person
    /// has no others.
    /// </summary>
    public long FirmId { get; init; }

    /// <summary>Its person holds a named identifier.</summary>
    public bool IsEstablished { get; init; }

    /// <summary>Why its links take no part; null when they do.</summary>
    public SuppressionReason? Exclusion { get; init; }

    /// <summary>Some of its links were past the bound, so that it may need them when others go.</summary>
    public bool IsBounded { get; init; }

    /// <summary>
    /// For a device: the best kept link of level 3 or 4 to a person-role identifier; null when there is none.
    /// </summary>
    public Remembrance? Remembered { get; init; }

    /// <summary>The address that it was named with last; null when there is none.</summary>
    public Residence? Residence { get; init; }
}

/// <summary>Why a device is known as a person's.</summary>
/// <param name="Level">Remembered or Authenticated: the highest level of the kept links.</param>
/// <param name="LinkedAt">When the two were last seen together at level 3 or 4.</param>
/// <param name="Sources">Who said so.</param>
public sealed record Remembrance(RecognitionLevel Level, DateTimeOffset LinkedAt, SourceSet Sources);
