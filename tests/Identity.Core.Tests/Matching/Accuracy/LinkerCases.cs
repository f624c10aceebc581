using Identity.Core.Matching;
using Identity.Core.Matching.Deduplicating;

namespace Identity.Core.Tests.Matching.Accuracy;

/// <summary>What somebody expects of a case, or what a score amounts to.</summary>
internal enum Verdict
{
    Apart,
    Review,
    Link,
}

/// <summary>A record, whom it is compared with, and what is expected.</summary>
internal sealed record LinkerCase(
    string File, string Number, string SeedId, Verdict Expected, LabelledRecord Record, IReadOnlyList<string> Texts);

/// <summary>
/// The cases of RecordLinker: each is a record of its seed records with something changed. The model is fitted to the
/// seed records and all cases, without their labels. Social security numbers are left out.
/// </summary>
internal static class LinkerCases
{
    private static readonly string[] Files = ["nbs_test", "better_test", "expanded_nbs_test"];

    private static readonly (string Column, FieldKind Kind)[] Columns =
    [
        ("FIRST", FieldKind.GivenName), ("LAST", FieldKind.FamilyName), ("BIRTHDATE", FieldKind.BirthDate),
        ("SUFFIX", FieldKind.Suffix), ("GENDER", FieldKind.Gender), ("ADDRESS", FieldKind.Street),
        ("CITY", FieldKind.City), ("STATE", FieldKind.Region), ("ZIP", FieldKind.Postcode),
    ];

    private static readonly Lazy<IReadOnlyList<LabelledRecord>> AllSeeds = new(() =>
        [.. LabelledTable.Rows("nbs_seed.csv").Select(row => Record($"seed-{row["Match Id"]}", row))]);

    private static readonly Lazy<IReadOnlyList<LinkerCase>> AllCases = new(() => [.. Files.SelectMany(Cases)]);

    private static readonly Lazy<DedupeResult> Fit = new(Fitted);

    /// <summary>The records that cases are compared with.</summary>
    public static IReadOnlyList<LabelledRecord> Seeds => AllSeeds.Value;

    public static IReadOnlyList<LinkerCase> All => AllCases.Value;

    public static DedupeResult Result => Fit.Value;

    public static Verdict VerdictOf(double bits) =>
        bits >= Result.Model.LinkBits ? Verdict.Link : bits >= Result.Model.ReviewBits ? Verdict.Review : Verdict.Apart;

    private static IEnumerable<LinkerCase> Cases(string file)
    {
        int line = 1;
        foreach (Dictionary<string, string> row in LabelledTable.Rows($"{file}.csv"))
        {
            line++;
            Verdict? expected = row.GetValueOrDefault("Expected Result") switch
            {
                "match" => Verdict.Link,
                "no_match" => Verdict.Apart,
                "possible_match" => Verdict.Review,
                _ => null,
            };

            // Two rows have a comma too many or too few, so that their columns are not where they should be.
            if (expected is null) { continue; }
            yield return new LinkerCase(
                file, row["Test Case #"], $"seed-{row["Match Id"]}", expected.Value, Record($"{file}-{line}", row),
                [.. Columns.Select(column => row[column.Column])]);
        }
    }

    private static LabelledRecord Record(string id, Dictionary<string, string> row) =>
        new(id, 0, row["Match Id"], [.. Columns.Select(column => (column.Kind, row[column.Column]))]);

    private static DedupeResult Fitted()
    {
        var deduplication = new Deduplication(new DedupeOptions { Reference = LabelledSets.Today });
        foreach (LabelledRecord record in Seeds.Concat(All.Select(item => item.Record)))
        {
            deduplication.TryAdd(record.Id, 0, record.Fields);
        }

        return deduplication.Run(progress: null);
    }
}
