using System.Collections.Immutable;
using Identity.Core.Matching;

namespace Identity.Core.Records;

/// <summary>What may come of a record, the most first. The numbers are stored.</summary>
public enum RecordStanding
{
    /// <summary>A system of record said it at level 4: it may be linked by itself.</summary>
    SystemOfRecord = 0,

    /// <summary>Somebody said it of a person: it is put before a steward.</summary>
    Stated = 1,

    /// <summary>It was said on a device on which nobody was ever logged in: it is put before a steward.</summary>
    Typed = 2,
}

/// <summary>A value of a record.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">As text, as it came.</param>
public readonly record struct RecordField(FieldKind Kind, string Value);

/// <summary>
/// What one source says about one identifier: what is compared to find one person under several names. Immutable,
/// compared by value.
/// </summary>
/// <param name="Source">Who says so.</param>
/// <param name="Standing">What may come of it.</param>
/// <param name="Fields">Its values, in a fixed order.</param>
public sealed record SourceRecord(string Source, RecordStanding Standing, ImmutableArray<RecordField> Fields)
{
    public bool Equals(SourceRecord? other) =>
        other is not null && Source == other.Source && Standing == other.Standing
        && Fields.AsSpan().SequenceEqual(other.Fields.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Source, Standing, Fields.Length);

    /// <summary>The record as the model compares it.</summary>
    public MatchRecord PreparedBy(MatchModel model)
    {
        var values = new (FieldKind Kind, string Value)[Fields.Length];
        for (int index = 0; index < values.Length; index++)
        {
            values[index] = (Fields[index].Kind, Fields[index].Value);
        }

        return model.Prepare(values);
    }
}
