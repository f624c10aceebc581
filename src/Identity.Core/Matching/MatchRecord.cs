using Identity.Core.Matching.Preparing;

namespace Identity.Core.Matching;

/// <summary>
/// What one source says about one person, ready to be compared. Made by <see cref="MatchModel.Prepare"/>; only records
/// of one model can be compared. Safe for many threads.
/// </summary>
public sealed class MatchRecord
{
    private readonly FieldValue?[] _values;

    internal MatchRecord(FieldValue?[] values) => _values = values;

    internal FieldValue? this[Slot slot] => _values[(int)slot];

    internal FieldValue? this[int slot] => _values[slot];
}
