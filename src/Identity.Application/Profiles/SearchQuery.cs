using System.Text.RegularExpressions;
using Identity.Core.Matching;

namespace Identity.Application.Profiles;

/// <summary>
/// What somebody typed to find a person: a postcode with or without a house number, a date of birth, and what is left
/// as a name, in any order. Immutable.
/// </summary>
internal sealed partial class SearchQuery
{
    private SearchQuery(IReadOnlyList<MatchRecord> readings) => Readings = readings;

    /// <summary>
    /// The ways to read it: a single name may be a first or a last one. None when it says nothing that can be looked
    /// up.
    /// </summary>
    public IReadOnlyList<MatchRecord> Readings { get; }

    public static SearchQuery Read(string text, MatchModel model)
    {
        var fields = new List<(FieldKind Kind, string Value)>();
        string rest = Take(DatePattern(), text, match => fields.Add((FieldKind.BirthDate, match.Value)));
        rest = Take(PostcodePattern(), rest, match =>
        {
            fields.Add((FieldKind.Postcode, match.Groups["postcode"].Value));
            Group number = match.Groups["number"];
            if (number.Success) { fields.Add((FieldKind.HouseNumber, number.Value)); }
        });
        string name = string.Join(' ', rest.Split((char[])[' ', '\t', ';'], StringSplitOptions.RemoveEmptyEntries));
        FieldKind[] kinds = name.Length == 0 ? [FieldKind.Ignored]
            : name.Contains(' ', StringComparison.Ordinal) ? [FieldKind.FullName]
            : [FieldKind.FamilyName, FieldKind.GivenName];
        return new SearchQuery(
            [.. kinds.Select(kind => model.Prepare(name.Length == 0 ? fields : [.. fields, (kind, name)]))]);
    }

    private static string Take(Regex pattern, string text, Action<Match> take)
    {
        Match match = pattern.Match(text);
        if (!match.Success) { return text; }
        take(match);
        return string.Concat(text.AsSpan(0, match.Index), " ", text.AsSpan(match.Index + match.Length));
    }

    // A day, month and year in any of the usual orders.
    [GeneratedRegex(@"(\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{4})",
        RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex DatePattern();

    [GeneratedRegex(@"\b(?<postcode>[1-9][0-9]{3} ?[A-Za-z]{2}|[1-9][0-9]{3,4})\b([ ,]+(?<number>[0-9]{1,5})\b)?",
        RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex PostcodePattern();
}
