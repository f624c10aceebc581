using System.Globalization;
using Identity.Cli.Importing.Reading;

namespace Identity.Cli.Importing.Running;

/// <summary>Tells whether an import that broke off was of the same rows.</summary>
internal static class ImportFingerprint
{
    // A file of gigabytes is not read twice to know it again: its length, its time and its beginning must do. If they
    // deceive, rows are counted wrong; what the service holds is right, for it knows each row by what it says.
    private const int HeadBytes = 64 * 1024;

    public static byte[] Of(ImportFile file)
    {
        ReadOnlySpan<byte> head = file.Source.Head.Span;
        string beginning = Convert.ToHexString(
            System.Security.Cryptography.SHA256.HashData(head[..Math.Min(head.Length, HeadBytes)]));
        string plan = string.Join('\n', file.Plan?.Columns.Select(column => $"{column.Header}\t{column.Target}") ?? []);
        string length = file.Source.FileLength.ToString(CultureInfo.InvariantCulture);
        string written = File.GetLastWriteTimeUtc(file.Input.Path).Ticks.ToString(CultureInfo.InvariantCulture);
        return RowMessages.LedgerHash(string.Join(
            '\n', length, written, beginning, file.Input.Encoding ?? "", file.Input.Defaults.ToString(), plan));
    }
}
