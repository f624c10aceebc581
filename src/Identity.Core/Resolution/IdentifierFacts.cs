using Identity.Core.Recognition;

namespace Identity.Core.Resolution;

/// <summary>
/// What observations say about one identifier, whatever the persons are: a sum, so that order does not matter.
/// Immutable.
/// </summary>
public sealed record IdentifierFacts
{
    /// <summary>Of an identifier that was not seen yet.</summary>
    public static IdentifierFacts None { get; } = new();

    /// <summary>The first mention, also as a claim.</summary>
    public DateTimeOffset FirstSeen { get; init; } = DateTimeOffset.MaxValue;

    /// <summary>The last mention, also as a claim.</summary>
    public DateTimeOffset LastSeen { get; init; } = DateTimeOffset.MinValue;

    /// <summary>The first mention that was no claim; null when there is none.</summary>
    public DateTimeOffset? FirstUnclaimed { get; init; }

    /// <summary>The last mention that was no claim; null when there is none.</summary>
    public DateTimeOffset? LastUnclaimed { get; init; }

    /// <summary>The first unclaimed observation at level 3 or 4; null when there is none.</summary>
    public DateTimeOffset? FirstVouched { get; init; }

    /// <summary>The highest level at which it was seen unclaimed; Unknown when it was only claimed.</summary>
    public RecognitionLevel Level { get; init; } = RecognitionLevel.Unknown;

    /// <summary>The sources of the mentions that were no claim.</summary>
    public SourceSet Sources { get; init; } = SourceSet.Empty;

    /// <summary>
    /// The value as it was given, where that differs from how it is compared: of the last unclaimed mention.
    /// </summary>
    public Spelling Shown { get; init; }

    /// <summary>Since when the identifier counts as old: nobody's claim can make it older.</summary>
    public DateTimeOffset Age => FirstVouched ?? FirstUnclaimed ?? FirstSeen;

    /// <summary>These facts and one mention more.</summary>
    public IdentifierFacts With(Mention mention)
    {
        DateTimeOffset seen = mention.SeenAt;
        bool vouched = !mention.Claimed && mention.Level >= RecognitionLevel.Remembered;
        return this with
        {
            FirstSeen = seen < FirstSeen ? seen : FirstSeen,
            LastSeen = seen > LastSeen ? seen : LastSeen,
            FirstUnclaimed = mention.Claimed || seen >= FirstUnclaimed ? FirstUnclaimed : seen,
            LastUnclaimed = mention.Claimed || seen <= LastUnclaimed ? LastUnclaimed : seen,
            FirstVouched = !vouched || seen >= FirstVouched ? FirstVouched : seen,
            Level = !mention.Claimed && mention.Level > Level ? mention.Level : Level,
            Sources = mention.Claimed ? Sources : Sources.With(mention.Source),
            Shown = Shown.Or(new Spelling(mention.Shown, seen, !mention.Claimed)),
        };
    }
}

/// <summary>How a value was spelled. The default is: nothing known.</summary>
/// <param name="Text">As it was given; null when that is how it is compared.</param>
/// <param name="SeenAt">When.</param>
/// <param name="IsUnclaimed">By somebody who did not only claim it; such a spelling is preferred.</param>
public readonly record struct Spelling(string? Text, DateTimeOffset SeenAt, bool IsUnclaimed)
{
    /// <summary>The better of the two: known, unclaimed, later, smaller as text.</summary>
    public Spelling Or(Spelling other)
    {
        if (other.Text is null) { return this; }
        if (Text is null) { return other; }
        if (IsUnclaimed != other.IsUnclaimed) { return IsUnclaimed ? this : other; }
        if (SeenAt != other.SeenAt) { return SeenAt > other.SeenAt ? this : other; }
        return Utf8Order.Compare(Text, other.Text) <= 0 ? this : other;
    }
}

/// <summary>One observation's mention of an identifier.</summary>
/// <param name="SeenAt">When the observation was made.</param>
/// <param name="Level">At what level.</param>
/// <param name="Claimed">Whether the identifier was claimed in it.</param>
/// <param name="Source">Who sent it.</param>
/// <param name="Shown">The value as it was given, where that differs; else null.</param>
public readonly record struct Mention(
    DateTimeOffset SeenAt, RecognitionLevel Level, bool Claimed, string Source, string? Shown);
