using System.Buffers;
using System.Collections.Frozen;

namespace Identity.Core.Cleaning;

/// <summary>A number or the name of a month in a date.</summary>
/// <param name="Number">The number, or that of the month.</param>
/// <param name="Digits">How many digits it had; 0 for a name.</param>
internal readonly record struct DatePart(int Number, int Digits)
{
    public bool IsMonth => Digits == 0;
}

/// <summary>Takes the text of a date apart.</summary>
internal static class DateParts
{
    public const int CountMax = 4;

    private const int DigitsMax = 8;

    private static readonly SearchValues<char> OfTimes = SearchValues.Create("0123456789:.+-ZzAPMapm ");

    private static readonly FrozenDictionary<string, int> Months = LoadMonths();

    private static readonly FrozenSet<string> Ignored = """
        st nd rd th de e er ste ème eme le the of den der am maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
        monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag
        sonntag lundi mardi mercredi jeudi vendredi samedi dimanche ma di wo do vr za zo mon tue wed thu fri sat sun
        """.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Select(FoldedText.Compact)
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>
    /// The parts of a text, without a time behind them; -1 when the text holds what no date has.
    /// </summary>
    /// <param name="text">The text of a date.</param>
    /// <param name="parts">Room for <see cref="CountMax"/> parts.</param>
    /// <param name="separator">The first sign between two parts that is no space.</param>
    public static int Split(ReadOnlySpan<char> text, Span<DatePart> parts, out char separator)
    {
        separator = '\0';
        int count = 0;
        for (int index = 0; index < text.Length;)
        {
            char unit = text[index];
            if (IsTimeAt(text, index, count)) { return count; }
            if (char.IsAsciiDigit(unit) || char.IsLetter(unit))
            {
                bool isPart = char.IsAsciiDigit(unit) ? TryNumber(text, ref index, out DatePart part)
                    : TryWord(text, ref index, out part);
                if (!isPart) { return -1; }
                if (part == default) { continue; }
                if (count == CountMax) { return -1; }

                parts[count++] = part;
                continue;
            }

            bool isBetween = char.IsWhiteSpace(unit) || unit is '-' or '/' or '.' or ',' or '\'' or '\u2019' or '\u2013'
                or '\\';
            if (!isBetween) { return -1; }
            if (separator == '\0' && count > 0 && !char.IsWhiteSpace(unit)) { separator = unit; }

            index++;
        }

        return count;
    }

    // "T00:00:00Z", " 00:00:00.000", " 0:00": a date of birth has no time. Spreadsheets write 29587.0 for a day.
    private static bool IsTimeAt(ReadOnlySpan<char> text, int index, int count)
    {
        if (count == 1 && text[index..] is ".0" or ".00") { return true; }
        if (count != 3 || index == 0) { return false; }

        ReadOnlySpan<char> tail = text[index..];
        if (tail[0] is not ('T' or 't' or ' ')) { return false; }

        tail = tail.TrimStart("Tt ");
        int digits = 0;
        while (digits < tail.Length && char.IsAsciiDigit(tail[digits])) { digits++; }

        if (digits is not (1 or 2) || digits >= tail.Length || tail[digits] is not (':' or '.')) { return false; }

        return !tail.ContainsAnyExcept(OfTimes);
    }

    private static bool TryNumber(ReadOnlySpan<char> text, ref int index, out DatePart part)
    {
        int start = index;
        int number = 0;
        for (; index < text.Length && char.IsAsciiDigit(text[index]); index++)
        {
            if (index - start == DigitsMax) { part = default; return false; }

            number = (number * 10) + (text[index] - '0');
        }

        part = new DatePart(number, index - start);
        return true;
    }

    private static bool TryWord(ReadOnlySpan<char> text, ref int index, out DatePart part)
    {
        int start = index;
        while (index < text.Length && (char.IsLetter(text[index]) || IsMark(text[index]))) { index++; }

        string word = FoldedText.Compact(text[start..index].ToString());
        part = Months.TryGetValue(word, out int month) ? new DatePart(month, 0) : default;
        return part != default || Ignored.Contains(word);
    }

    private static bool IsMark(char unit) => unit is >= '\u0300' and <= '\u036F';

    private static FrozenDictionary<string, int> LoadMonths()
    {
        string[] names =
        [
            "januari jan january januar janvier janv jänner jan",
            "februari feb febr february februar février fév fevr feber",
            "maart mrt mar march märz maerz mär mars mrz maa",
            "april apr avril avr",
            "mei may mai",
            "juni jun june juin",
            "juli jul july juillet juil",
            "augustus aug august août aout augs",
            "september sep sept septembre septemb",
            "oktober okt october oct octobre",
            "november nov novembre",
            "december dec dezember dez décembre déc",
        ];
        var months = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int index = 0; index < names.Length; index++)
        {
            foreach (string name in names[index].Split(' ')) { months[FoldedText.Compact(name)] = index + 1; }
        }

        return months.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
