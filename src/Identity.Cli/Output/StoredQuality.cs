using System.Globalization;
using Identity.V1;

namespace Identity.Cli.Output;

/// <summary>How good what a workspace holds is: as text and as a page.</summary>
internal static class StoredQuality
{
    private static readonly string[] TraitColumns =
    [
        "trait", "#filled", "#persons", "#up to a year", "#older", "#changed", "#in conflict", "#tests", "sources",
    ];

    private static readonly string[] NamespaceColumns =
    [
        "namespace", "#filled", "#persons", "#with several", "#identifiers", "#up to a year", "#older", "#tests",
        "take no part", "sources",
    ];

    public static void Write(TextWriter output, QualityReport report)
    {
        output.WriteColumns("",
        [
            ["persons", Printing.Text(report.Persons)], ["known by name", Printing.Text(report.EstablishedPersons)],
        ]);
        output.WriteLine();
        output.WriteColumns("",
            [Headings(TraitColumns), .. report.Traits.Select(trait => Cells(trait, report.EstablishedPersons))]);
        output.WriteLine();
        output.WriteColumns("",
        [
            Headings(NamespaceColumns),
            .. report.Namespaces.Select(item => Cells(item, report.EstablishedPersons)),
        ]);
    }

    public static string ToHtml(QualityReport report)
    {
        string made = report.MadeAt.ToDateTimeOffset().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
        return new HtmlPage("Data quality of what is stored")
            .Paragraph(
                $"Counted {made}. {Printing.Text(report.Persons)} persons, of whom "
                + $"{Printing.Text(report.EstablishedPersons)} are known by name; traits and namespaces are counted "
                + "among those.")
            .Heading("Traits")
            .Paragraph(
                "Changed: one source has said different values over time. In conflict: two sources last said different "
                + "values. Tests: the value that is shown is a try, such as “test” or “asdf”.")
            .Table("How full, how fresh and how sure each trait is", TraitColumns,
                report.Traits.Select(trait => Html(Cells(trait, report.EstablishedPersons))))
            .Heading("How old values are")
            .Table("When the value that is shown was last said", AgeColumns("trait"),
                report.Traits.Select(trait => Html(Ages(trait.Name, trait.Ages))))
            .Heading("Identifiers")
            .Table("How many identifiers there are, and how many persons have one", NamespaceColumns,
                report.Namespaces.Select(item => Html(Cells(item, report.EstablishedPersons))))
            .Heading("How old identifiers are")
            .Table("When they were last seen", AgeColumns("namespace"),
                report.Namespaces.Select(item => Html(Ages(item.Name, item.Ages))))
            .ToString();
    }

    private static string[] AgeColumns(string first) =>
        [first, "#up to 30 days", "#up to 90 days", "#up to a year", "#up to two years", "#older"];

    private static string[] Headings(string[] columns) => [.. columns.Select(column => column.TrimStart('#'))];

    private static string[] Cells(TraitQuality trait, long persons) =>
    [
        Printing.Plain(trait.Name), Percent.Of(trait.Persons, persons), Printing.Text(trait.Persons),
        Recent(trait.Ages), Past(trait.Ages), Printing.Text(trait.Changed), Printing.Text(trait.Conflicting),
        Printing.Text(trait.Tests), Counts(trait.Sources),
    ];

    private static string[] Cells(NamespaceQuality item, long persons) =>
    [
        Printing.Plain(item.Name), Percent.Of(item.Persons, persons), Printing.Text(item.Persons),
        Printing.Text(item.PersonsWithSeveral), Printing.Text(item.Identifiers), Recent(item.Ages), Past(item.Ages),
        Printing.Text(item.Tests), Counts(item.Excluded), Counts(item.Sources),
    ];

    private static string[] Ages(string name, AgeCounts ages) =>
    [
        Printing.Plain(name), Printing.Text(ages.WithinMonth), Printing.Text(ages.WithinQuarter),
        Printing.Text(ages.WithinYear), Printing.Text(ages.WithinTwoYears), Printing.Text(ages.Older),
    ];

    private static string Recent(AgeCounts ages) =>
        Printing.Text(ages.WithinMonth + ages.WithinQuarter + ages.WithinYear);

    private static string Past(AgeCounts ages) => Printing.Text(ages.WithinTwoYears + ages.Older);

    private static string Counts(IEnumerable<KeyValuePair<string, long>> counts) => string.Join(", ", counts
        .OrderByDescending(count => count.Value).ThenBy(count => count.Key, StringComparer.Ordinal)
        .Select(count => $"{Printing.Plain(count.Key)} {Printing.Text(count.Value)}"));

    private static HtmlCell[] Html(string[] cells) => [.. cells.Select(HtmlCell.Text)];
}
