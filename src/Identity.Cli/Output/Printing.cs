using System.Globalization;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Identity.V1;

namespace Identity.Cli.Output;

/// <summary>How results are shown.</summary>
internal static class Printing
{
    private static readonly JsonFormatter Json = new(JsonFormatter.Settings.Default.WithIndentation());

    /// <summary>A message in protobuf's JSON form.</summary>
    public static string JsonOf(IMessage message) => Json.Format(message);

    /// <summary>
    /// A text that cannot steer the terminal: what visitors typed ends up here, and an escape sequence in it could
    /// rewrite what the reader sees.
    /// </summary>
    public static string Plain(string text)
    {
        if (!text.Any(char.IsControl)) { return text; }
        var plain = new StringBuilder(text.Length + 8);
        foreach (char unit in text)
        {
            if (char.IsControl(unit)) { plain.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}"); }
            else { plain.Append(unit); }
        }

        return plain.ToString();
    }

    public static string Text(Value value) => Plain(value.KindCase switch
    {
        Value.KindOneofCase.StringValue => value.StringValue,
        Value.KindOneofCase.NumberValue => value.NumberValue.ToString("R", CultureInfo.InvariantCulture),
        Value.KindOneofCase.BoolValue => value.BoolValue ? "true" : "false",
        Value.KindOneofCase.NullValue or Value.KindOneofCase.None => "",
        _ => JsonFormatter.Default.Format(value),
    });

    public static string Text(Timestamp? moment) => moment is null
        ? "" : moment.ToDateTimeOffset().ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);

    public static string Text(Identifier identifier) => Plain($"{identifier.Namespace}:{identifier.Value}");

    public static string Text(RecognitionLevel level) => level switch
    {
        RecognitionLevel.Unknown => "1 unknown",
        RecognitionLevel.Device => "2 device",
        RecognitionLevel.Remembered => "3 remembered",
        RecognitionLevel.Authenticated => "4 authenticated",
        _ => "",
    };

    public static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Writes rows with their cells under each other; the last cell is as long as it is.</summary>
    public static void WriteColumns(this TextWriter writer, string indent, IReadOnlyList<string[]> rows)
    {
        if (rows.Count == 0) { return; }
        int[] widths = new int[rows.Max(row => row.Length)];
        foreach (string[] row in rows)
        {
            for (int index = 0; index < row.Length; index++)
            {
                widths[index] = Math.Max(widths[index], row[index].Length);
            }
        }

        foreach (string[] row in rows)
        {
            var line = new StringBuilder(indent);
            for (int index = 0; index < row.Length; index++) { line.Append(row[index].PadRight(widths[index] + 2)); }
            writer.WriteLine(line.ToString().TrimEnd());
        }
    }
}
