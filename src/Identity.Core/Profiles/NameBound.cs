using System.Collections.Immutable;

namespace Identity.Core.Profiles;

/// <summary>
/// Keeps what is summed up by name within a bound, whatever the order of arrival: of too many names, those with the
/// smallest hashes stay, so a name that is out never was in. Nobody can make a summary large by inventing names.
/// </summary>
internal static class NameBound
{
    /// <summary>The most traits, events, and channels with purposes, of a summary.</summary>
    public const int NamesMax = 500;

    /// <summary>The dictionary without the names that are too many.</summary>
    public static ImmutableSortedDictionary<TKey, TValue> Within<TKey, TValue>(
        ImmutableSortedDictionary<TKey, TValue> names, Func<TKey, string> textOf)
        where TKey : notnull
    {
        while (names.Count > NamesMax)
        {
            TKey largest = names.Keys.First();
            foreach (TKey name in names.Keys)
            {
                if (Compare(textOf(name), textOf(largest)) > 0) { largest = name; }
            }

            names = names.Remove(largest);
        }

        return names;
    }

    private static int Compare(string left, string right)
    {
        int order = Hash(left).CompareTo(Hash(right));
        return order != 0 ? order : Utf8Order.Compare(left, right);
    }

    // FNV-1a with 64 bits; it spreads names, and no more is asked of it.
    private static ulong Hash(string text)
    {
        ulong hash = 14_695_981_039_346_656_037;
        foreach (char unit in text) { hash = unchecked((hash ^ unit) * 1_099_511_628_211); }
        return hash;
    }
}
