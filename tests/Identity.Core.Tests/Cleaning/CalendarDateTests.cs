using System.Globalization;
using Identity.Core.Cleaning;
using Xunit;

namespace Identity.Core.Tests.Cleaning;

public sealed class CalendarDateTests
{
    internal static readonly DateOnly Today = new(2026, 11, 22);

    public static TheoryData<string, string[]> Spellings { get; } = CleaningTables.Rows("dates.csv", ';');

    [Theory]
    [MemberData(nameof(Spellings))]
    public void A_date_is_read_in_any_spelling(string text, string[] expected)
    {
        CalendarDate date = CalendarDate.Read(text, Today);
        Assert.Equal(expected, new[] { date.Text, CleaningTables.Remarks(date.Remarks) });
    }

    [Fact]
    public void Every_day_is_read_alike_in_all_formats_of_one_order()
    {
        string[] formats = ["yyyy-MM-dd", "yyyyMMdd", "dd-MM-yyyy", "d-M-yyyy", "d/M/yyyy", "dd.MM.yyyy", "ddMMyyyy"];
        for (var day = new DateOnly(1907, 1, 1); day <= Today; day = day.AddDays(1))
        {
            foreach (string format in formats)
            {
                string text = day.ToString(format, CultureInfo.InvariantCulture);
                Assert.True(CalendarDate.Read(text, Today).Value == day, text);
            }
        }
    }

    [Fact]
    public void Every_month_is_read_in_four_languages()
    {
        foreach (string culture in new[] { "nl-NL", "en-GB", "de-DE", "fr-FR" })
        {
            var names = CultureInfo.GetCultureInfo(culture).DateTimeFormat;
            for (int month = 1; month <= 12; month++)
            {
                foreach (string name in new[] { names.GetMonthName(month), names.GetAbbreviatedMonthName(month) })
                {
                    string text = $"17 {name} 1980";
                    Assert.True(CalendarDate.Read(text, Today).Value == new DateOnly(1980, month, 17), text);
                }
            }
        }
    }

    [Theory]
    [InlineData("1-1-27", 2026, "1927-01-01")]
    [InlineData("1-1-27", 2027, "2027-01-01")]
    [InlineData("31-12-99", 2026, "1999-12-31")]
    [InlineData("31-12-00", 2026, "2000-12-31")]
    public void The_century_follows_from_the_day_of_reference(string text, int year, string expected) =>
        Assert.Equal(expected, CalendarDate.Read(text, new DateOnly(year, 6, 1)).Text);
}
