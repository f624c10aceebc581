using System.Collections.Immutable;

namespace Identity.Core;

/// <summary>
/// The sources that said something, sorted as UTF-8 bytes; of more than <see cref="CountMax"/> the first, so that it
/// does not matter in which order they arrived. Immutable, compared by value.
/// </summary>
public sealed class SourceSet : IEquatable<SourceSet>
{
    /// <summary>The most sources that are kept.</summary>
    public const int CountMax = 16;

    private SourceSet(ImmutableArray<string> names) => Names = names;

    public static SourceSet Empty { get; } = new([]);

    public ImmutableArray<string> Names { get; }

    /// <summary>The set that <see cref="ToString"/> wrote.</summary>
    public static SourceSet Parse(string text) =>
        text.Length == 0 ? Empty : new SourceSet([.. text.Split(',')]);

    /// <summary>This set and one source.</summary>
    public SourceSet With(string source)
    {
        int index = 0;
        while (index < Names.Length)
        {
            int order = Utf8Order.Compare(source, Names[index]);
            if (order == 0) { return this; }
            if (order < 0) { break; }
            index++;
        }

        if (index == CountMax) { return this; }
        ImmutableArray<string> names = Names.Insert(index, source);
        return new SourceSet(names.Length > CountMax ? names.RemoveAt(CountMax) : names);
    }

    /// <summary>Both sets together.</summary>
    public SourceSet With(SourceSet other)
    {
        SourceSet result = this;
        foreach (string name in other.Names) { result = result.With(name); }
        return result;
    }

    public bool Equals(SourceSet? other) => other is not null && Names.AsSpan().SequenceEqual(other.Names.AsSpan());

    public override bool Equals(object? obj) => Equals(obj as SourceSet);

    public override int GetHashCode() => Names.Length == 0 ? 0 : Names[0].GetHashCode(StringComparison.Ordinal);

    /// <summary>The names, comma-separated.</summary>
    public override string ToString() => string.Join(',', Names);
}
