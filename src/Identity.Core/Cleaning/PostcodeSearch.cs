using System.Collections.Frozen;

namespace Identity.Core.Cleaning;

/// <summary>A postcode found in a text.</summary>
internal readonly record struct PlacedPostcode(int Segment, int Start, int End, string Text, string Country);

/// <summary>Finds the postcode among the segments of an address.</summary>
internal static class PostcodeSearch
{
    private const string Dutch = "NL";

    // Small letters behind four digits that are words or additions: "Laan 1940 te", "Kade 1201 hs".
    private static readonly FrozenSet<string> NoLetters = new[]
    {
        "te", "in", "de", "op", "en", "an", "nr", "no", "to", "hs", "rd", "zw", "ii", "iv", "bg", "et", "du", "la",
        "le", "by",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The postcode, and the country that it tells or that was known; null when there is none.</summary>
    public static PlacedPostcode? Find(List<string> segments, string? country, string? homeCountry)
    {
        for (int index = segments.Count - 1; country is null or Dutch && index >= 0; index--)
        {
            if (FindDutch(segments[index], index) is { } dutch) { return dutch; }
        }

        for (int index = segments.Count - 1; index >= 0; index--)
        {
            if (FindSigned(segments[index], index, country) is { } signed) { return signed; }
        }

        return (country ?? homeCountry) is { } likely ? FindPlain(segments, likely) : null;
    }

    private static PlacedPostcode? FindDutch(string segment, int index)
    {
        for (int start = segment.Length - 6; start >= 0; start--)
        {
            if (start > 0 && char.IsLetterOrDigit(segment[start - 1])) { continue; }

            int letters = LettersBehindDigits(segment, start);
            if (letters < 0 || Postcodes.Canonical(segment[start..(letters + 2)], Dutch) is not { } code) { continue; }

            int begin = SignBefore(segment, start);
            bool isWord = NoLetters.Contains(segment[letters..(letters + 2)]);
            if (!isWord) { return new PlacedPostcode(index, begin, letters + 2, code, Dutch); }
        }

        return null;
    }

    // Where the two letters of "1234 AB" or "1234AB" begin; -1 when it is no such text.
    private static int LettersBehindDigits(string segment, int start)
    {
        int at = start;
        while (at < segment.Length && char.IsAsciiDigit(segment[at])) { at++; }

        if (at - start != 4) { return -1; }

        while (at < segment.Length && segment[at] is ' ' or '-' or '.') { at++; }

        bool areLetters = at + 2 <= segment.Length && char.IsAsciiLetter(segment[at])
            && char.IsAsciiLetter(segment[at + 1]);
        return areLetters && (at + 2 == segment.Length || !char.IsLetter(segment[at + 2])) ? at : -1;
    }

    // "NL-1234 AB"
    private static int SignBefore(string segment, int start) =>
        start >= 3 && segment[start - 1] is '-' or ' '
            && segment.AsSpan(start - 3, 2).Equals(Dutch, StringComparison.OrdinalIgnoreCase)
            && (start == 3 || segment[start - 4] == ' ') ? start - 3 : start;

    private static PlacedPostcode? FindSigned(string segment, int index, string? country)
    {
        for (int start = 0; start < segment.Length; start = NextWord(segment, start))
        {
            int dash = segment.IndexOf('-', start);
            if (dash < 0 || dash - start > 3) { continue; }

            int end = dash + 1;
            while (end < segment.Length && char.IsAsciiLetterOrDigit(segment[end])) { end++; }

            string text = segment[start..end];
            if (Postcodes.CountryOf(text, out string code) is { } signed && (country is null || country == signed))
            {
                return new PlacedPostcode(index, start, end, code, signed);
            }
        }

        return null;
    }

    private static int NextWord(string segment, int start)
    {
        int space = segment.IndexOf(' ', start);
        return space < 0 ? segment.Length : space + 1;
    }

    // The last group of words of the country's shape; before a town rather than behind a street.
    private static PlacedPostcode? FindPlain(List<string> segments, string country)
    {
        PlacedPostcode? last = null;
        for (int index = segments.Count - 1; index >= 0; index--)
        {
            string segment = segments[index];
            for (int start = 0; start < segment.Length; start = NextWord(segment, start))
            {
                if (PostcodeAt(segment, start, country) is not { } end) { continue; }

                var place = new PlacedPostcode(index, start, end, segment[start..end], country);
                bool isBeforeTown = end < segment.Length || segment.Length == end - start;
                if (last is null || (isBeforeTown && place.Segment == last.Value.Segment)) { last = place; }
            }

            bool isSure = last is { } found && (found.End < segments[found.Segment].Length || found.Start == 0);
            if (isSure) { return last; }
        }

        return last;
    }

    private static int? PostcodeAt(string segment, int start, string country)
    {
        int first = NextWord(segment, start);
        int second = first < segment.Length ? NextWord(segment, first) : first;
        if (!segment.AsSpan(start, first - start).ContainsAnyInRange('0', '9')) { return null; }

        foreach (int end in new[] { second, first })
        {
            string text = segment[start..end].TrimEnd();
            bool isWhole = Postcodes.IsShaped(country) && Postcodes.Canonical(text, country) is not null;
            bool fits = isWhole && (!Postcodes.AreDigits(country, out int length)
                || text.Count(char.IsAsciiDigit) == length && text.All(unit => !char.IsLetter(unit)));
            if (fits) { return start + text.Length; }
        }

        return null;
    }
}
