using System.Globalization;
using System.Text.Json;
using Identity.Cli.Output;
using Identity.V1;

namespace Identity.Cli.Importing.Running;

/// <summary>What an import tells at its end.</summary>
/// <param name="Tally">What became of the rows.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="RowsBefore">How many of the rows an earlier run had done.</param>
/// <param name="RejectsFiles">Where the refused rows are.</param>
/// <param name="Reports">Where the reports are.</param>
internal sealed record ImportSummary(
    ImportTally Tally, TimeSpan Elapsed, long RowsBefore, IReadOnlyList<string> RejectsFiles,
    IReadOnlyList<string> Reports)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private double RowsPerSecond => Elapsed > TimeSpan.Zero ? (Tally.Rows - RowsBefore) / Elapsed.TotalSeconds : 0;

    public void WriteText(TextWriter output)
    {
        string seconds = Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        string before = RowsBefore == 0 ? "" : $", {Printing.Text(RowsBefore)} of them before it was broken off";
        output.WriteLine(
            $"{Printing.Text(Tally.Rows)} rows{before} in {seconds} s, {Printing.Text((long)RowsPerSecond)} a second");
        List<string[]> rows =
        [
            Row("created", IngestOutcome.Created), Row("updated", IngestOutcome.Updated),
            Row("merged", IngestOutcome.Merged), Row("split", IngestOutcome.Split),
            Row("duplicates", IngestOutcome.Duplicate), Row("rejected", IngestOutcome.Rejected),
        ];
        if (Tally.Of(IngestOutcome.Accepted) > 0) { rows.Insert(0, Row("accepted", IngestOutcome.Accepted)); }
        rows[^1] = [.. rows[^1], string.Join(", ", RejectsFiles)];
        output.WriteColumns("  ", rows);
        if (Reports.Count > 0) { output.WriteLine($"reports: {string.Join(", ", Reports)}"); }
    }

    public string ToJson() => JsonSerializer.Serialize(
        new
        {
            rows = Tally.Rows,
            accepted = Tally.Of(IngestOutcome.Accepted),
            created = Tally.Of(IngestOutcome.Created),
            updated = Tally.Of(IngestOutcome.Updated),
            merged = Tally.Of(IngestOutcome.Merged),
            split = Tally.Of(IngestOutcome.Split),
            duplicates = Tally.Of(IngestOutcome.Duplicate),
            rejected = Tally.Of(IngestOutcome.Rejected),
            rowsBefore = RowsBefore,
            seconds = Math.Round(Elapsed.TotalSeconds, 3),
            rowsPerSecond = Math.Round(RowsPerSecond),
            rejectsFiles = RejectsFiles,
            reports = Reports,
            problems = Tally.Problems,
        },
        Indented);

    private string[] Row(string name, IngestOutcome outcome) => [name, Printing.Text(Tally.Of(outcome))];
}
