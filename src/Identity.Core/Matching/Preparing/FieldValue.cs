using Identity.Core.Matching.Blocking;

namespace Identity.Core.Matching.Preparing;

/// <summary>A value with everything that comparing it needs, worked out once.</summary>
internal sealed class FieldValue
{
    public FieldValue(int slot, string text)
    {
        Text = text;
        Words = text.Contains(' ', StringComparison.Ordinal) ? text.Split(' ') : [text];
        Hash = StableHash.Of((char)('A' + slot), text);
    }

    /// <summary>Folded text: lower-case letters and digits, words apart by one space. Never empty.</summary>
    public string Text { get; }

    /// <summary>The words of the text, in their order.</summary>
    public string[] Words { get; }

    /// <summary>Names the value in models and tables, for its slot alone.</summary>
    public ulong Hash { get; }

    /// <summary>How it sounds; empty where that means nothing.</summary>
    public string Sound { get; init; } = string.Empty;

    /// <summary>Other forms under which a name may be found: with its prefix in one word, the name at birth.</summary>
    public string[] Alternatives { get; init; } = [];

    /// <summary>Of given names: their first letters.</summary>
    public string Letters { get; init; } = string.Empty;

    /// <summary>Of given names: nothing but first letters is known.</summary>
    public bool IsInitials { get; init; }

    /// <summary>Of given names: people are called so, and it is no slip of the pen.</summary>
    public bool IsKnown { get; init; }

    /// <summary>Of dates: the parts, 0 where one is not known.</summary>
    public int Year { get; init; }

    public int Month { get; init; }

    public int Day { get; init; }

    /// <summary>Of e-mail addresses: what stands before the sign.</summary>
    public string User { get; init; } = string.Empty;

    /// <summary>
    /// How rare the value is, in bits: the negative base-2 logarithm of the share of persons who have it. The one thing
    /// that is not the value's own; whoever prepares a record sets it by the model before the record is used.
    /// </summary>
    public double Rarity { get; set; }

    public override string ToString() => Text;
}
