using System.Collections.Immutable;

namespace Identity.Core.Consents;

/// <summary>
/// What was said about being addressed through a channel for a purpose. Immutable, compared by value.
/// </summary>
/// <param name="Channel">For instance email.</param>
/// <param name="Purpose">For instance marketing.</param>
/// <param name="Granted">Agreed, or refused or withdrawn.</param>
/// <param name="StatedAt">When it was said.</param>
/// <param name="Source">Who reported it.</param>
/// <param name="Proof">Where the proof is; may be empty.</param>
public sealed record ConsentStatement(
    string Channel, string Purpose, bool Granted, DateTimeOffset StatedAt, string Source, string Proof)
{
    /// <summary>
    /// This statement is in force rather than the other: the later one; of equally recent ones the refusal; then by
    /// source and proof, so that the order of arrival does not matter. Both are on the same channel and purpose.
    /// </summary>
    public bool Overrides(ConsentStatement other)
    {
        if (StatedAt != other.StatedAt) { return StatedAt > other.StatedAt; }
        if (Granted != other.Granted) { return !Granted; }
        int order = Utf8Order.Compare(Source, other.Source);
        return (order != 0 ? order : Utf8Order.Compare(Proof, other.Proof)) < 0;
    }

    /// <summary>The statement on a channel and purpose; null when nothing was said.</summary>
    public static ConsentStatement? Find(ImmutableArray<ConsentStatement> consents, string channel, string purpose)
    {
        foreach (ConsentStatement consent in consents)
        {
            if (consent.Channel == channel && consent.Purpose == purpose) { return consent; }
        }

        return null;
    }
}
