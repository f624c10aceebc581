using System.Globalization;

namespace Identity.Core.Cleaning;

/// <summary>Reads dates by the shape of their text.</summary>
internal readonly struct DateReader(DateOnly reference)
{
    private const int YearMin = 1800;

    // Day 0 of spreadsheets; exact from serial number 61 on, since they count a 29 February 1900.
    private static readonly DateOnly SerialStart = new(1899, 12, 30);

    private static readonly DateOnly[] Placeholders =
    [
        new(1, 1, 1), new(1111, 11, 11), new(1753, 1, 1), new(1800, 1, 1), new(1899, 12, 30), new(1899, 12, 31),
        new(1900, 1, 1), new(1901, 1, 1), new(1970, 1, 1), new(2222, 2, 2), new(2099, 12, 31), new(9999, 12, 31),
    ];

    public CalendarDate Read(ReadOnlySpan<char> text)
    {
        if (text.Length > CalendarDate.TextLengthMax) { return None(DateRemarks.Unreadable); }

        Span<DatePart> parts = stackalloc DatePart[DateParts.CountMax];
        int count = DateParts.Split(text, parts, out char separator);
        parts = parts[..Math.Max(count, 0)];
        return count switch
        {
            1 => ReadOne(parts[0]),
            2 => ReadTwo(parts),
            3 => ReadThree(parts, separator),
            _ => None(DateRemarks.Unreadable),
        };
    }

    private CalendarDate ReadOne(DatePart part)
    {
        if (part.IsMonth) { return None(DateRemarks.Unreadable); }

        return part.Digits switch
        {
            8 => ReadEight(part.Number),
            6 => ReadSix(part.Number),
            5 => ReadSerial(part.Number),
            4 => part.Number >= YearMin && part.Number <= reference.Year
                ? None(DateRemarks.Incomplete) : None(DateRemarks.Unreadable),
            _ => None(DateRemarks.Unreadable),
        };
    }

    private CalendarDate ReadEight(int number)
    {
        if (number == 0) { return None(DateRemarks.Impossible); }

        (int year, int month, int day) = (number / 10_000, number / 100 % 100, number % 100);
        bool isYearFirst = (month is >= 1 and <= 12) && day <= 31 && year is >= 1753 and <= 2100;
        if (isYearFirst || year == 9999) { return Dated(year, month, day, DateRemarks.None); }

        (day, month, year) = (number / 1_000_000, number / 10_000 % 100, number % 10_000);
        return DayMonth(day, month, year, DateRemarks.None, isSwappable: true);
    }

    private CalendarDate ReadSix(int number)
    {
        (int day, int month, int year) = (number / 10_000, number / 100 % 100, number % 100);
        CalendarDate dayFirst = DayMonth(day, month, Century(year), DateRemarks.TwoDigitYear, isSwappable: true);
        if (dayFirst.Value is not null) { return dayFirst; }

        CalendarDate yearFirst = Dated(Century(day), month, year, DateRemarks.TwoDigitYear);
        return yearFirst.Value is not null ? yearFirst : None(DateRemarks.Impossible);
    }

    private CalendarDate ReadSerial(int number)
    {
        DateOnly date = SerialStart.AddDays(number);
        return number < 61 || date > reference
            ? None(DateRemarks.Unreadable) : Checked(date, DateRemarks.SerialNumber);
    }

    // "mei 1980", "05-1980", "1980-05"
    private CalendarDate ReadTwo(ReadOnlySpan<DatePart> parts)
    {
        DatePart year = parts[0].Digits == 4 ? parts[0] : parts[1];
        DatePart month = parts[0].Digits == 4 ? parts[1] : parts[0];
        bool isMonth = month.IsMonth || month is { Digits: <= 2, Number: <= 12 };
        return isMonth && year is { IsMonth: false, Digits: 4 } && year.Number >= YearMin
            && year.Number <= reference.Year
            ? None(DateRemarks.Incomplete) : None(DateRemarks.Unreadable);
    }

    private CalendarDate ReadThree(ReadOnlySpan<DatePart> parts, char separator)
    {
        (DatePart a, DatePart b, DatePart c) = (parts[0], parts[1], parts[2]);
        if (a.Digits > 4 || b.Digits > 4 || c.Digits > 4) { return None(DateRemarks.Unreadable); }
        if (a.IsMonth || b.IsMonth || c.IsMonth) { return ReadNamed(a, b, c); }
        if (a.Digits >= 3) { return ReadYearFirst(a, b, c); }
        if (b.Digits > 2 || c.Digits is 1 or 3) { return None(DateRemarks.Unreadable); }

        DateRemarks remarks = c.Digits == 2 ? DateRemarks.TwoDigitYear : DateRemarks.None;

        // 80-12-31
        bool isYearFirst = c.Digits == 2 && a.Number > 31 && a.Digits == 2;
        if (isYearFirst) { return Dated(Century(a.Number), b.Number, c.Number, DateRemarks.TwoDigitYear); }

        int year = c.Digits == 2 ? Century(c.Number) : c.Number;
        return DayMonth(a.Number, b.Number, year, remarks, separator != '.');
    }

    private CalendarDate ReadYearFirst(DatePart year, DatePart month, DatePart day)
    {
        if (year.Digits != 4 || month.Digits > 2 || day.Digits > 2) { return None(DateRemarks.Unreadable); }
        if (month.Number > 12 && day.Number is >= 1 and <= 12)
        {
            return Dated(year.Number, day.Number, month.Number, DateRemarks.MonthFirst);
        }

        return Dated(year.Number, month.Number, day.Number, DateRemarks.None);
    }

    // "1 mei 1980", "mei 1, 1980", "1980 mei 1"
    private CalendarDate ReadNamed(DatePart a, DatePart b, DatePart c)
    {
        int names = (a.IsMonth ? 1 : 0) + (b.IsMonth ? 1 : 0) + (c.IsMonth ? 1 : 0);
        if (names != 1 || c.IsMonth) { return None(DateRemarks.Unreadable); }

        int month = a.IsMonth ? a.Number : b.Number;
        DatePart first = a.IsMonth ? b : a;
        bool isYearFirst = first.Digits == 4;
        DatePart year = isYearFirst ? first : c;
        DatePart day = isYearFirst ? c : first;
        if (day.Digits > 2 || year.Digits is not (2 or 4)) { return None(DateRemarks.Unreadable); }

        return year.Digits == 2
            ? Dated(Century(year.Number), month, day.Number, DateRemarks.TwoDigitYear)
            : Dated(year.Number, month, day.Number, DateRemarks.None);
    }

    private CalendarDate DayMonth(int day, int month, int year, DateRemarks remarks, bool isSwappable)
    {
        if (month > 12 && day is >= 1 and <= 12) { return Dated(year, day, month, remarks | DateRemarks.MonthFirst); }

        bool isAmbiguous = isSwappable && day is >= 1 and <= 12 && month is >= 1 and <= 12 && day != month;
        return Dated(year, month, day, isAmbiguous ? remarks | DateRemarks.Ambiguous : remarks);
    }

    private CalendarDate Dated(int year, int month, int day, DateRemarks remarks)
    {
        bool isPart = year >= YearMin && year <= reference.Year && month is >= 0 and <= 12 && day is >= 0 and <= 31;
        if (isPart && (month == 0 || day == 0)) { return None(DateRemarks.Incomplete); }
        if (year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return None(DateRemarks.Impossible);
        }

        return Checked(new DateOnly(year, month, day), remarks);
    }

    private CalendarDate Checked(DateOnly date, DateRemarks remarks)
    {
        bool isPlaceholder = Array.IndexOf(Placeholders, date) >= 0;
        DateRemarks placeholder = isPlaceholder ? DateRemarks.Placeholder : DateRemarks.None;
        if (date > reference) { return None(DateRemarks.Impossible | placeholder); }

        bool isOld = date.Year < reference.Year - CalendarDate.AgeMax;
        return new CalendarDate(date, remarks | placeholder | (isOld ? DateRemarks.Implausible : DateRemarks.None));
    }

    // The latest year of that ending which is not ahead.
    private int Century(int year)
    {
        int century = reference.Year / 100 * 100;
        return century + year <= reference.Year ? century + year : century - 100 + year;
    }

    private static CalendarDate None(DateRemarks remarks) => new(null, remarks);

    public override string ToString() => reference.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
