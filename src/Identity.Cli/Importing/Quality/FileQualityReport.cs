using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Identity.Cli.Importing.Running;
using Identity.Cli.Output;
using Identity.V1;

namespace Identity.Cli.Importing.Quality;

/// <summary>
/// How good the columns of one file are: as text, as JSON and as a page. Holds headers, codes, counts and shapes of
/// values, never a value.
/// </summary>
/// <param name="File">The file as it was named.</param>
/// <param name="Source">The source of its rows; null where rows name their own.</param>
/// <param name="MadeAt">When the import ended.</param>
/// <param name="Tally">What became of its rows.</param>
/// <param name="Columns">In the order of the file.</param>
internal sealed record FileQualityReport(
    string File, string? Source, DateTimeOffset MadeAt, ImportTally Tally, IReadOnlyList<ColumnQuality> Columns)
{
    private const int ReasonsShown = 3;

    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public void WriteText(TextWriter output)
    {
        output.WriteLine($"data quality of {Printing.Plain(File)}");
        List<string[]> rows = [["column", "to", "filled", "changed", "flagged", "refused", "top reasons"]];
        rows.AddRange(Columns.Select(column => new[]
        {
            Printing.Plain(column.Column), column.Target, FilledOf(column), Count(column.Changed),
            Count(column.Flagged), Count(column.Refused),
            string.Join(", ", column.TopReasons.Take(ReasonsShown).Select(TextOf)),
        }));
        output.WriteColumns("  ", rows);
    }

    public string ToJson() => JsonSerializer.Serialize(
        new
        {
            file = File,
            source = Source,
            made_at = MadeAt.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            rows = Tally.Rows,
            rejected = Tally.Of(IngestOutcome.Rejected),
            duplicates = Tally.Of(IngestOutcome.Duplicate),
            columns = Columns.Select(column => new
            {
                column = column.Column,
                target = column.Target,
                filled = column.Filled,
                changed = column.Changed,
                flagged = column.Flagged,
                refused = column.Refused,
                reasons = column.TopReasons.Select(reason => new
                {
                    code = reason.Key,
                    kind = reason.Value.Kind.ToString().ToUpperInvariant(),
                    count = reason.Value.Count,
                    examples = reason.Value.Examples,
                }),
            }),
        },
        Options) + "\n";

    public string ToHtml()
    {
        string made = MadeAt.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
        string from = Source is null ? "" : $" Source: {Source}.";
        var page = new HtmlPage($"Data quality of {File}");
        page.Paragraph($"Imported {made}.{from} {Printing.Text(Tally.Rows)} rows.");
        page.Heading("Rows").Table(
            "What became of the rows", ["outcome", "#rows", "#part"],
            Enum.GetValues<IngestOutcome>().Where(outcome => Tally.Of(outcome) > 0).Select(outcome => new[]
            {
                HtmlCell.Text(outcome.ToString().ToLowerInvariant()), HtmlCell.Number(Tally.Of(outcome)),
                HtmlCell.Share(Tally.Of(outcome), Tally.Rows),
            }));
        page.Heading("Columns").Table(
            "How full the columns are, and what became of their values",
            ["column", "goes to", "#filled", "#changed", "#flagged", "#refused"],
            Columns.Where(column => column.Column != QualityTally.WholeRow).Select(column => new[]
            {
                HtmlCell.Text(column.Column), HtmlCell.Text(column.Target),
                HtmlCell.Share(column.Filled, Tally.Rows), HtmlCell.Number(column.Changed),
                HtmlCell.Number(column.Flagged), HtmlCell.Number(column.Refused),
            }));
        page.Heading("Reasons");
        bool isFine = Columns.All(column => column.Reasons.Count == 0);
        if (isFine) { return page.Paragraph("Nothing was found.").ToString(); }
        page.Paragraph(
            "Examples show the shape of values: a and A are letters, 9 is a figure, … is more of the same. "
            + "The codes are explained in docs/errors.md.");
        return page.Table(
            "What was found, by column", ["column", "code", "what became of it", "#values", "shapes"],
            Columns.SelectMany(column => column.TopReasons.Select(reason => new[]
            {
                HtmlCell.Text(column.Column), HtmlCell.Text(reason.Key),
                HtmlCell.Text(reason.Value.Kind.ToString().ToLowerInvariant()), HtmlCell.Number(reason.Value.Count),
                HtmlCell.Lines(reason.Value.Examples),
            }))).ToString();
    }

    /// <summary>Writes the JSON and the page beside each other.</summary>
    /// <param name="path">Where, without the endings.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public async Task WriteFilesAsync(string path, CancellationToken cancellationToken)
    {
        await System.IO.File.WriteAllTextAsync($"{path}.quality.json", ToJson(), cancellationToken);
        await System.IO.File.WriteAllTextAsync($"{path}.quality.html", ToHtml(), cancellationToken);
    }

    private string FilledOf(ColumnQuality column) =>
        column.Column == QualityTally.WholeRow ? "" : Percent.Of(column.Filled, Tally.Rows);

    private static string Count(long count) => count == 0 ? "" : Printing.Text(count);

    private static string TextOf(KeyValuePair<string, ReasonTally> reason) =>
        $"{reason.Key} {Printing.Text(reason.Value.Count)}";
}
