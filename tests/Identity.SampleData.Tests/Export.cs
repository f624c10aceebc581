using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Identity.SampleData.Tests;

/// <summary>What the tests of records have in common: one file, which is only read.</summary>
internal static partial class Export
{
    public const int Count = 20_000;

    private static readonly Lazy<SampleRecord[]> Default = new(() => [.. Generator(Count).Records()]);

    private static readonly Lazy<PersonPair[]> DefaultDoubles = new(() => [.. Generator(Count).Doubles()]);

    public static IReadOnlyList<SampleRecord> Records => Default.Value;

    public static IReadOnlyList<PersonPair> Doubles => DefaultDoubles.Value;

    public static RecordGenerator Generator(int count, ulong seed = 1, RecordRates? rates = null) =>
        new(new RecordOptions { Count = count, Seed = seed, Rates = rates ?? new RecordRates() });

    public static string Text(IEnumerable<SampleRecord> records)
    {
        using var text = new StringWriter();
        RecordFile.Write(records, text);
        return text.ToString();
    }

    public static string Text(IEnumerable<PersonPair> pairs)
    {
        using var text = new StringWriter();
        RecordFile.Write(pairs, text);
        return text.ToString();
    }

    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>The records without anything gone wrong, by person.</summary>
    public static ILookup<int, SampleRecord> CleanByPerson(int count) =>
        Generator(count, rates: RecordRates.None).Records().ToLookup(record => record.Person);

    public static DateOnly? BornOf(SampleRecord record) => record.BirthDate.Length == 0
        ? null
        : DateOnly.ParseExact(record.BirthDate, ["yyyy-MM-dd", "dd-MM-yyyy"], CultureInfo.InvariantCulture);

    /// <summary>The last eight digits, the same in every way of writing a number.</summary>
    public static string DigitsOf(SampleRecord record)
    {
        string digits = NotDigit().Replace(record.Phone, "");
        return digits.Length < 8 ? "" : digits[^8..];
    }

    [GeneratedRegex("[^0-9]")]
    private static partial Regex NotDigit();
}
