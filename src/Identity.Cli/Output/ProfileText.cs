using System.Globalization;
using Identity.V1;

namespace Identity.Cli.Output;

/// <summary>A profile, for people.</summary>
internal static class ProfileText
{
    public static void Write(TextWriter output, Profile profile)
    {
        List<string[]> head = [["person", profile.PersonId]];
        head.AddRange(profile.FormerIds.Select(id => new[] { "formerly", id }));
        if (profile.HouseholdId.Length > 0) { head.Add(["household", profile.HouseholdId]); }
        output.WriteColumns("", head);
        WriteSection(output, "identifiers", profile.Identifiers.Select(RowOf));
        WriteSection(output, "traits", profile.Traits
            .OrderBy(trait => trait.Key, StringComparer.Ordinal).Select(RowOf));
        WriteSection(output, "activity", (profile.Activity?.Events ?? [])
            .OrderBy(item => item.Key, StringComparer.Ordinal).Select(RowOf));
        WriteSection(output, "consents", profile.Consents.Select(RowOf));
        WriteSection(output, "joined because they look alike", profile.FuzzyLinks.Select(RowOf));
    }

    private static string[] RowOf(ProfileIdentifier item) =>
    [
        Printing.Text(item.Identifier), $"level {Printing.Text(item.Level)}", $"seen {Printing.Text(item.FirstSeen)}",
        $"to {Printing.Text(item.LastSeen)}", Printing.Plain(string.Join(", ", item.Sources)),
    ];

    private static string[] RowOf(KeyValuePair<string, Trait> trait) =>
    [
        Printing.Plain(trait.Key), Printing.Text(trait.Value.Value), Printing.Plain(trait.Value.Source),
        $"level {Printing.Text(trait.Value.Level)}", Printing.Text(trait.Value.ObservedAt), Others(trait.Value),
    ];

    private static string[] RowOf(KeyValuePair<string, EventActivity> item) =>
    [
        Printing.Plain(item.Key), Printing.Text(item.Value.Count), $"first {Printing.Text(item.Value.FirstAt)}",
        $"last {Printing.Text(item.Value.LastAt)}",
    ];

    private static string[] RowOf(ConsentStatement consent) =>
    [
        Printing.Plain($"{consent.Channel}.{consent.Purpose}"),
        consent.State == ConsentState.Granted ? "granted" : "denied", Printing.Text(consent.StatedAt),
    ];

    private static string[] RowOf(FuzzyLink link) =>
    [
        Printing.Text(link.A), Printing.Text(link.B),
        string.Create(CultureInfo.InvariantCulture, $"{link.Explanation.Bits:0.0} bits"),
        string.Join(", ", link.Explanation.Fields.Select(field =>
            string.Create(CultureInfo.InvariantCulture, $"{field.Field} {field.Level} {field.Bits:+0.0;-0.0}"))),
    ];

    private static string Others(Trait trait) => trait.Others.Count == 0
        ? "" : $"also: {string.Join(", ", trait.Others.Select(other => Printing.Text(other.Value)))}";

    private static void WriteSection(TextWriter output, string title, IEnumerable<string[]> rows)
    {
        string[][] all = [.. rows];
        if (all.Length == 0) { return; }
        output.WriteLine();
        output.WriteLine(title);
        output.WriteColumns("  ", all);
    }
}
