namespace Identity.Core.Cleaning;

/// <summary>Reads an address that stands in one text: finds the postcode, then what stands around it.</summary>
internal static class AddressTextReader
{
    private const int CountryWordsMax = 4;

    /// <summary>An addition that stands in a segment of its own is no longer.</summary>
    private const int AdditionLengthMax = 8;

    public static PostalAddress Read(string text, string? homeCountry)
    {
        if (text.Length > PostalAddress.TextLengthMax) { return PostalAddress.Empty; }

        List<string> segments = Segments(text);
        string? country = TakeCountry(segments);
        if (segments.Count == 0) { return PostalAddress.Empty; }

        PlacedPostcode? found = PostcodeSearch.Find(segments, country, homeCountry);
        AddressParts parts = found is { } place ? Around(segments, place) : WithoutPostcode(segments);
        return AddressPartsReader.Read(parts with { Country = found?.Country ?? country }, homeCountry);
    }

    private static List<string> Segments(string text)
    {
        var segments = new List<string>();
        foreach (string part in text.Split([',', ';', '|', '\n', '\r', '\t']))
        {
            string tidy = NameText.Tidy(part);
            if (tidy.Length > 0) { segments.Add(tidy); }
        }

        return segments;
    }

    // A country stands last: in a segment of its own, or as the last words of one.
    private static string? TakeCountry(List<string> segments)
    {
        if (segments.Count == 0) { return null; }
        if (segments.Count > 1 && CountryName.TryRead(segments[^1], out string? code) && !IsNumber(segments[^1]))
        {
            segments.RemoveAt(segments.Count - 1);
            return code;
        }

        string[] words = segments[^1].Split(' ');
        for (int count = Math.Min(CountryWordsMax, words.Length - 2); count > 0; count--)
        {
            string tail = string.Join(' ', words[^count..]);
            bool isName = tail.Length > 3 || (tail.Length == 2 && tail.All(char.IsAsciiLetterUpper)
                && !char.IsAsciiDigit(words[^(count + 1)][^1]));
            if (!isName || IsNumber(tail) || !CountryName.TryRead(tail, out code)) { continue; }

            segments[^1] = string.Join(' ', words[..^count]);
            return code;
        }

        return null;
    }

    private static bool IsNumber(string text) => char.IsAsciiDigit(text[0]);

    // "Dorpsstraat 12, Utrecht"
    private static AddressParts WithoutPostcode(List<string> segments)
    {
        bool hasTown = segments.Count > 1 && !segments[^1].Any(char.IsAsciiDigit) && !IsAddition(segments[^1]);
        return hasTown ? new AddressParts { Street = LineOf(segments[..^1]), City = segments[^1] }
            : new AddressParts { Street = string.Join(' ', segments) };
    }

    private static AddressParts Around(List<string> segments, PlacedPostcode place)
    {
        string segment = segments[place.Segment];
        string before = segment[..place.Start].Trim(' ', '-');
        string after = segment[place.End..].Trim(' ', '-', '.');
        List<string> lines = segments[..place.Segment];
        if (before.Length > 0) { lines.Add(before); }

        List<string> following = segments[(place.Segment + 1)..];
        string city = "";
        if (after.Length > 0 && char.IsAsciiDigit(after[0])) { following.Insert(0, after); }
        else if (after.Length > 0) { city = after; }
        if (!lines.Exists(text => text.Any(char.IsAsciiDigit)))
        {
            // "Utrecht, 1234 AB, Dorpsstraat 12"
            List<string> behind = TakeLines(following);
            if (behind.Count > 0 && city.Length == 0 && lines.Count > 0 && !IsNumber(behind[0])) { city = lines[^1]; }
            if (behind.Count > 0 && (lines.Count == 0 || city.Length > 0)) { lines = behind; }
            else { lines.AddRange(behind); }
        }

        if (city.Length == 0) { city = following.Find(text => !IsNumber(text)) ?? ""; }
        if (city.Length == 0) { city = TakeCityBefore(lines); }

        return new AddressParts { Street = LineOf(lines), Postcode = place.Text, City = city };
    }

    // "1234 AB|12|A|Utrecht", "10115 Berlin, Musterstrasse 5": what holds the number stands behind.
    private static List<string> TakeLines(List<string> following)
    {
        int first = following.FindIndex(text => text.Any(char.IsAsciiDigit));
        if (first < 0) { return []; }

        int end = first + 1;
        while (end < following.Count && IsAddition(following[end])) { end++; }

        List<string> lines = following[first..end];
        following.RemoveRange(first, end - first);
        return lines;
    }

    // "Brussel 1000" has its town before the postcode; a line with a number is no town.
    private static string TakeCityBefore(List<string> lines)
    {
        bool isTown = lines.Count > 1 && !lines[^1].Any(char.IsAsciiDigit) && !IsAddition(lines[^1]);
        if (!isTown) { return ""; }

        string city = lines[^1];
        lines.RemoveAt(lines.Count - 1);
        return city;
    }

    // Of several lines the last that holds a number is the street, with the additions behind it.
    private static string LineOf(List<string> lines)
    {
        int at = lines.FindLastIndex(text => text.Any(char.IsAsciiDigit) && !IsAddition(text));
        if (at < 0) { at = lines.FindLastIndex(text => text.Any(char.IsAsciiDigit)); }
        if (at < 0) { return string.Join(' ', lines); }

        string line = lines[at];
        bool isBare = IsNumber(line) && line.Count(char.IsLetter) <= 3;
        int next = at + 1;
        if (isBare && at > 0 && !lines[at - 1].Any(char.IsAsciiDigit)) { line = $"{lines[at - 1]} {line}"; }
        else if (isBare && next < lines.Count && !IsAddition(lines[next])) { line = $"{line} {lines[next++]}"; }
        for (; next < lines.Count && IsAddition(lines[next]); next++) { line = $"{line} {lines[next]}"; }

        return line;
    }

    private static bool IsAddition(string text)
    {
        int end = text.IndexOf(' ', StringComparison.Ordinal);
        bool isLabelled = end > 0 && HouseNumbers.IsLabel(text[..end]);
        return isLabelled || (text.Length <= AdditionLengthMax && !IsNumber(text) && text.Count(char.IsLetter) <= 3)
            || FoldedText.Compact(text) is "bis" or "boven" or "beneden" or "huis";
    }
}
