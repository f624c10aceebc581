using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Identity.Core.Cleaning;

namespace Identity.Core.Identifiers;

/// <summary>
/// A country's numbering plan, by first digits and length, from an embedded table; the facts are those of public
/// numbering metadata, made wider where plans are being filled. The countries of the European Union, the United
/// Kingdom, Norway, Switzerland and Iceland. Immutable and thread-safe.
/// </summary>
internal sealed class NationalPlan
{
    /// <summary>The most first digits that tell what a number is.</summary>
    private const int BeginningMax = 6;

    private static readonly FrozenDictionary<string, NationalPlan> ByCountry = CleaningTable.Rows("phone_plans")
        .Select(row => new NationalPlan(row)).ToFrozenDictionary(plan => plan.Country, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, NationalPlan> ByCode =
        ByCountry.Values.ToFrozenDictionary(plan => plan.CountryCode, StringComparer.Ordinal);

    // What is dialled before a number inside the country.
    private readonly string[] _trunks;

    // The lengths, as bits, that numbers of some beginning have.
    private readonly FrozenDictionary<string, uint> _numbers;
    private readonly FrozenDictionary<string, uint> _withoutTrunk;

    private NationalPlan(string[] row)
    {
        Country = row[0];
        CountryCode = row[1];
        _trunks = row[2].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        _numbers = Beginnings(row[3], row[4], row[5]);
        _withoutTrunk = _trunks.Length == 0 ? Beginnings(row[3], row[4], row[5], row[6]) : Beginnings(row[3], row[6]);
    }

    public static NationalPlan Dutch { get; } = ByCountry["NL"];

    /// <summary>All plans, by country.</summary>
    public static IEnumerable<NationalPlan> All { get; } =
        [.. ByCountry.Values.OrderBy(plan => plan.Country, StringComparer.Ordinal)];

    /// <summary>The alpha-2 code of ISO 3166.</summary>
    public string Country { get; }

    /// <summary>The digits behind the plus (ITU-T E.164).</summary>
    public string CountryCode { get; }

    public static bool TryGetByCode(ReadOnlySpan<char> countryCode, [NotNullWhen(true)] out NationalPlan? plan) =>
        ByCode.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(countryCode, out plan);

    /// <summary>The number of what stands behind a country code; a trunk that is written there is left out.</summary>
    public string? E164(string national)
    {
        if (Holds(national)) { return $"+{CountryCode}{national}"; }

        // "(0)" is written even where no zero is dialled.
        foreach (string trunk in _trunks.Append("0"))
        {
            if (WithoutTrunk(national, trunk) is { } number) { return $"+{CountryCode}{number}"; }
        }

        return null;
    }

    /// <summary>
    /// The number of what is dialled inside the country. Where there is a trunk, only mobile numbers and those that
    /// have none are believed without it: spreadsheets eat zeroes, and a geographic number would be a guess.
    /// </summary>
    public string? FromInside(string digits)
    {
        foreach (string trunk in _trunks)
        {
            if (WithoutTrunk(digits, trunk) is { } number) { return $"+{CountryCode}{number}"; }
        }

        return Holds(_withoutTrunk, digits) ? $"+{CountryCode}{digits}" : null;
    }

    /// <summary>Whether the digits behind the country code are a number as <see cref="E164"/> gives it.</summary>
    public bool Holds(ReadOnlySpan<char> national) => Holds(_numbers, national) || Holds(_withoutTrunk, national);

    private string? WithoutTrunk(string digits, string trunk)
    {
        if (!digits.StartsWith(trunk, StringComparison.Ordinal)) { return null; }

        string number = digits[trunk.Length..];
        return Holds(_numbers, number) ? number : null;
    }

    private static bool Holds(FrozenDictionary<string, uint> beginnings, ReadOnlySpan<char> number)
    {
        var lookup = beginnings.GetAlternateLookup<ReadOnlySpan<char>>();
        for (int length = 1; length <= BeginningMax && length <= number.Length; length++)
        {
            bool isKnown = lookup.TryGetValue(number[..length], out uint lengths);
            if (isKnown && number.Length < 32 && (lengths & (1u << number.Length)) != 0) { return true; }
        }

        return false;
    }

    // "61 62:9|800:7-10": beginnings, and the lengths of their numbers.
    private static FrozenDictionary<string, uint> Beginnings(params string[] cells)
    {
        var beginnings = new Dictionary<string, uint>(StringComparer.Ordinal);
        foreach (string group in cells.SelectMany(cell => cell.Split('|', StringSplitOptions.RemoveEmptyEntries)))
        {
            string[] halves = group.Split(':');
            string[] bounds = halves[1].Split('-');
            uint lengths = 0;
            for (int length = Number(bounds[0]); length <= Number(bounds[^1]); length++) { lengths |= 1u << length; }
            foreach (string beginning in halves[0].Split(' '))
            {
                beginnings[beginning] = beginnings.GetValueOrDefault(beginning) | lengths;
            }
        }

        return beginnings.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
