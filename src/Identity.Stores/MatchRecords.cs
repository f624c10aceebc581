using System.Collections.Immutable;
using Identity.Core.Records;

namespace Identity.Stores;

/// <summary>What one source says about one identifier, as it is compared. Immutable, compared by value.</summary>
/// <param name="SubjectId">The identifier.</param>
/// <param name="Source">The source; together they name the record.</param>
/// <param name="Place">
/// Its place among records that share a key: its standing in the highest four bits, then a number that is drawn from
/// the identifier and does not change.
/// </param>
/// <param name="Fields">Its values.</param>
public sealed record MatchEntry(long SubjectId, string Source, long Place, ImmutableArray<RecordField> Fields)
{
    /// <summary>By how many bits the standing is shifted within a place.</summary>
    public const int PlaceBits = 60;

    public RecordStanding Standing => (RecordStanding)(Place >> PlaceBits);

    /// <summary>The record, as it is compared.</summary>
    public SourceRecord RecordOf() => new(Source, Standing, Fields);

    public bool Equals(MatchEntry? other) =>
        other is not null && SubjectId == other.SubjectId && Source == other.Source && Place == other.Place
        && Fields.AsSpan().SequenceEqual(other.Fields.AsSpan());

    public override int GetHashCode() => HashCode.Combine(SubjectId, Source, Place);
}

/// <summary>A key of a record: records that share one are compared, or found by it. Immutable.</summary>
/// <param name="Key">The key.</param>
/// <param name="Place">The record's place.</param>
/// <param name="SubjectId">The record's identifier.</param>
/// <param name="Source">The record's source.</param>
public readonly record struct MatchKey(ulong Key, long Place, long SubjectId, string Source)
{
    /// <summary>The record's standing.</summary>
    public RecordStanding Standing => (RecordStanding)(Place >> MatchEntry.PlaceBits);
}

/// <summary>
/// Two identifiers of which records were compared and look like one person's. Immutable, compared by value.
/// </summary>
public sealed record MatchedPair
{
    /// <summary>The smaller identifier id.</summary>
    public required long A { get; init; }

    /// <summary>The larger identifier id.</summary>
    public required long B { get; init; }

    /// <summary>The score, in the steps of <see cref="Core.Resolution.FuzzyLink"/>.</summary>
    public required int Grade { get; init; }

    /// <summary>The source of the record of A that was compared.</summary>
    public required string SourceA { get; init; }

    /// <summary>The source of the record of B that was compared.</summary>
    public required string SourceB { get; init; }

    /// <summary>It is a fuzzy link, and not only something to review.</summary>
    public bool IsLink { get; init; }

    /// <summary>The cluster that it holds together and is loaded with; 0 when it holds none.</summary>
    public long ClusterId { get; init; }

    /// <summary>Why it was held back when its cluster was last resolved, as text; null when kept, or no link.</summary>
    public string? Suppressed { get; init; }
}
