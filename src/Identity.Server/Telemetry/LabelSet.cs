namespace Identity.Server.Telemetry;

/// <summary>
/// The labels of one series, compared by their values in their order. A struct, so that finding a series allocates
/// nothing.
/// </summary>
internal readonly struct LabelSet : IEquatable<LabelSet>
{
    /// <summary>No instrument has more labels; further ones are left out.</summary>
    public const int LabelsMax = 3;

    private readonly KeyValuePair<string, object?> _first;
    private readonly KeyValuePair<string, object?> _second;
    private readonly KeyValuePair<string, object?> _third;

    public LabelSet(ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        Count = Math.Min(labels.Length, LabelsMax);
        if (Count > 0) { _first = labels[0]; }
        if (Count > 1) { _second = labels[1]; }
        if (Count > 2) { _third = labels[2]; }
    }

    public int Count { get; }

    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => _first,
        1 => _second,
        _ => _third,
    };

    public bool Equals(LabelSet other) => Count == other.Count
        && AreEqual(_first, other._first) && AreEqual(_second, other._second) && AreEqual(_third, other._third);

    public override bool Equals(object? obj) => obj is LabelSet other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(_first.Value, _second.Value, _third.Value);

    private static bool AreEqual(KeyValuePair<string, object?> left, KeyValuePair<string, object?> right) =>
        string.Equals(left.Key, right.Key, StringComparison.Ordinal) && Equals(left.Value, right.Value);
}
