using System.Buffers;
using System.Text;

namespace Identity.Cli.Output;

/// <summary>
/// Tables that a spreadsheet may open. A cell that a spreadsheet would take for a formula gets an apostrophe before it,
/// which spreadsheets take for "this is text". The one place that writes cells of others into tables.
/// </summary>
internal static class SpreadsheetText
{
    // The signs that begin a formula, in their wide forms too, and those before which a spreadsheet looks past.
    private const string Formulas = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    private static readonly SearchValues<char> Signs = SearchValues.Create(",;\"\r\n\t");

    private const char Guard = '\'';

    /// <summary>One row as CSV, without its line end.</summary>
    public static string Row(IEnumerable<string> cells) =>
        string.Join(',', cells.Select(cell => Quoted(Guarded(cell))));

    /// <summary>A cell that no spreadsheet runs.</summary>
    public static string Guarded(string cell) => IsFormula(cell) ? Guard + cell : cell;

    /// <summary>What <see cref="Guarded"/> was given.</summary>
    public static string Unguarded(string cell) =>
        cell.Length > 1 && cell[0] == Guard && IsFormula(cell) ? cell[1..] : cell;

    // Behind guards too, so that each one that is put on can be taken off again.
    private static bool IsFormula(string cell)
    {
        ReadOnlySpan<char> bare = cell.AsSpan().TrimStart(Guard);
        return bare.Length > 0 && Formulas.Contains(bare[0], StringComparison.Ordinal);
    }

    private static string Quoted(string cell)
    {
        bool isPlain = cell.Length == 0
            || (!cell.AsSpan().ContainsAny(Signs) && cell[0] != ' ' && cell[^1] != ' ');
        if (isPlain) { return cell; }
        return new StringBuilder(cell.Length + 8).Append('"')
            .Append(cell.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"').ToString();
    }
}
