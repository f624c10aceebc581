using System.Text.Json;
using Identity.Cli.Columns;
using Identity.Core.Matching;

namespace Identity.Cli.Deduplicating;

/// <summary>What is compared of a table. Immutable.</summary>
internal sealed class FieldPlan
{
    // A number of which nobody says what it is may say which rows belong together, and is no property of a person.
    private const double NumbersMax = 0.5;

    private readonly bool _monthFirst;

    private FieldPlan(string[] headers, FieldKind[] kinds, string[] reasons, bool monthFirst) =>
        (Headers, Kinds, Reasons, _monthFirst) = (headers, kinds, reasons, monthFirst);

    public IReadOnlyList<string> Headers { get; }

    /// <summary>By column.</summary>
    public IReadOnlyList<FieldKind> Kinds { get; }

    /// <summary>By column, why it is taken for that.</summary>
    public IReadOnlyList<string> Reasons { get; }

    /// <summary>Plans by what a mapping says, else by names and values of the columns.</summary>
    /// <param name="headers">As the table has them.</param>
    /// <param name="sample">Some rows.</param>
    /// <param name="map">What was said about columns, by header.</param>
    /// <param name="apart">Columns that must not be compared: the id, the truth.</param>
    public static FieldPlan Make(
        string[] headers, IReadOnlyList<string[]> sample, IReadOnlyDictionary<string, FieldKind> map,
        IReadOnlySet<string> apart)
    {
        IReadOnlyList<ColumnGuess> guesses = ColumnGuesser.Guess(headers, sample);
        var kinds = new FieldKind[headers.Length];
        var reasons = new string[headers.Length];
        for (int column = 0; column < headers.Length; column++)
        {
            (kinds[column], reasons[column]) = apart.Contains(headers[column])
                ? (FieldKind.Ignored, "named on the command line")
                : map.TryGetValue(headers[column], out FieldKind said)
                    ? (said, "by the mapping")
                    : Guessed(guesses[column], sample.Select(row => row[column]));
        }

        Settle(kinds, reasons, headers, map);
        return new FieldPlan(headers, kinds, reasons, MonthComesFirst(kinds, sample));
    }

    /// <summary>The fields of a row.</summary>
    public IReadOnlyList<(FieldKind Kind, string Value)> Read(string[] cells)
    {
        var fields = new List<(FieldKind Kind, string Value)>(cells.Length);
        for (int column = 0; column < cells.Length; column++)
        {
            if (Kinds[column] == FieldKind.Ignored) { continue; }
            string value = cells[column].Trim();
            if (_monthFirst && Kinds[column] == FieldKind.BirthDate) { value = DayFirst(value); }
            fields.Add((Kinds[column], value));
        }

        return fields;
    }

    public void Describe(TextWriter output)
    {
        int width = Headers.Max(header => header.Length);
        for (int column = 0; column < Headers.Count; column++)
        {
            output.WriteLine(
                $"  {Headers[column].PadRight(width)}  {FieldNames.Of(Kinds[column]),-21}  {Reasons[column]}");
        }
    }

    /// <summary>The mapping of a file: a JSON object from column to field.</summary>
    /// <exception cref="WrongUseException">The file cannot be read, or is no mapping.</exception>
    public static IReadOnlyDictionary<string, FieldKind> ReadMap(string path)
    {
        try
        {
            var map = new Dictionary<string, FieldKind>(StringComparer.Ordinal);
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new WrongUseException($"The mapping {path} is no JSON object from columns to fields.");
            }

            foreach (JsonProperty column in document.RootElement.EnumerateObject())
            {
                string name = column.Value.ValueKind == JsonValueKind.String ? column.Value.GetString() ?? "" : "";
                map[column.Name] = FieldNames.Find(name) ?? throw new WrongUseException(
                    $"The mapping {path}: the column {column.Name} goes to none of {FieldNames.All}.");
            }

            return map;
        }
        catch (JsonException)
        {
            throw new WrongUseException($"The mapping {path} is not JSON.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new WrongUseException($"The mapping {path} cannot be read.");
        }
    }

    private static (FieldKind Kind, string Reason) Guessed(ColumnGuess guess, IEnumerable<string> values)
    {
        FieldKind kind = FieldNames.KindOf(guess.Concept);
        if (kind != FieldKind.Other) { return (kind, guess.Reason); }
        string[] filled = [.. values.Where(value => !string.IsNullOrWhiteSpace(value))];
        bool isNumber = filled.Count(value => !value.Any(char.IsLetter)) > filled.Length * NumbersMax;
        return filled.Length == 0 || isNumber
            ? (FieldKind.Ignored, "numbers of no known meaning") : (FieldKind.Other, "compared as text");
    }

    // The whole name says nothing more where its parts are there, and of several columns only the first can be a field
    // of which a person has one.
    private static void Settle(
        FieldKind[] kinds, string[] reasons, string[] headers, IReadOnlyDictionary<string, FieldKind> map)
    {
        bool hasParts = kinds.Contains(FieldKind.GivenName) && kinds.Contains(FieldKind.FamilyName);
        for (int column = 0; column < kinds.Length; column++)
        {
            if (map.ContainsKey(headers[column])) { continue; }
            bool isSecond = kinds.Take(column).Contains(kinds[column]);
            if (kinds[column] == FieldKind.FullName && (hasParts || isSecond))
            {
                (kinds[column], reasons[column]) = (FieldKind.Ignored, "its parts have columns of their own");
            }
            else if (kinds[column] == FieldKind.Street && isSecond)
            {
                (kinds[column], reasons[column]) = (FieldKind.Other, "a further line of an address");
            }
        }
    }

    // Where a month can be told from a day at all, in every date that has one it comes first.
    private static bool MonthComesFirst(FieldKind[] kinds, IReadOnlyList<string[]> sample)
    {
        int column = Array.IndexOf(kinds, FieldKind.BirthDate);
        if (column < 0) { return false; }
        int monthFirst = 0;
        int dayFirst = 0;
        foreach (string[] row in sample)
        {
            if (Parts(row[column].Trim()) is not [{ } first, { } second, _]) { continue; }
            if (second is > 12 and <= 31 && first <= 12) { monthFirst++; }
            if (first is > 12 and <= 31 && second <= 12) { dayFirst++; }
        }

        return monthFirst > 0 && dayFirst == 0;
    }

    private static string DayFirst(string date) => Parts(date) is [{ } month, { } day, _] && month <= 12
        ? $"{day:00}/{month:00}/{date.Split('/')[2]}" : date;

    private static int?[]? Parts(string date)
    {
        string[] parts = date.Split('/');
        return parts.Length != 3 || parts[0].Length > 2
            ? null : [.. parts.Select(part => int.TryParse(part, out int number) ? number : (int?)null)];
    }
}
