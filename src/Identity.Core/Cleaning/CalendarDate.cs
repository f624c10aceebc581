using System.Globalization;

namespace Identity.Core.Cleaning;

/// <summary>What was noticed in a date.</summary>
[Flags]
public enum DateRemarks
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Day and month could be the other way round: 03-04-1980. Read as day, month.</summary>
    Ambiguous = 1,

    /// <summary>The month stood before the day, which the size of the day forces: 12/31/1980, 1980-31-12.</summary>
    MonthFirst = 2,

    /// <summary>The year had two digits.</summary>
    TwoDigitYear = 4,

    /// <summary>It was a number of days, as spreadsheets keep dates.</summary>
    SerialNumber = 8,

    /// <summary>A date that systems fill in where they have none: 1900-01-01, 1970-01-01.</summary>
    Placeholder = 16,

    /// <summary>More than 120 years before the day of reference.</summary>
    Implausible = 32,

    /// <summary>Only a year, or a year and a month: there is no <see cref="CalendarDate.Value"/>.</summary>
    Incomplete = 64,

    /// <summary>A day that no calendar has, or after the day of reference: there is no value.</summary>
    Impossible = 128,

    /// <summary>Not a date: there is no value.</summary>
    Unreadable = 256,
}

/// <summary>
/// A date of birth as somebody wrote it. Reading is total, independent of culture, and knows no clock: the caller gives
/// the day of reference, which decides on centuries and on what lies ahead.
/// </summary>
/// <param name="Value">The date; null when there is none.</param>
/// <param name="Remarks">What was noticed.</param>
public readonly record struct CalendarDate(DateOnly? Value, DateRemarks Remarks)
{
    /// <summary>Longer texts are no dates, in UTF-16 units.</summary>
    public const int TextLengthMax = 64;

    /// <summary>Nobody is older, in years.</summary>
    public const int AgeMax = 120;

    /// <summary>ISO 8601: 1980-12-31; empty when there is no date.</summary>
    public string Text => Value?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    /// <summary>Reads a date.</summary>
    /// <param name="text">
    /// ISO 8601 (a time behind it is left out); day, month, year with <c>-</c>, <c>/</c>, <c>.</c> or spaces; eight
    /// or six digits; names of months in Dutch, English, German and French; the number of days that a spreadsheet
    /// keeps.
    /// </param>
    /// <param name="reference">Today, or when the source wrote it.</param>
    public static CalendarDate Read(ReadOnlySpan<char> text, DateOnly reference) =>
        new DateReader(reference).Read(text);

    /// <summary>Whether a text is <see cref="Text"/>.</summary>
    internal bool IsText(ReadOnlySpan<char> text)
    {
        Span<char> own = stackalloc char[10];
        return Value is { } date && date.TryFormat(own, out int length, "yyyy-MM-dd", CultureInfo.InvariantCulture)
            && text.SequenceEqual(own[..length]);
    }
}
