using System.Globalization;
using System.Text;
using Identity.Cli.Output;

namespace Identity.Cli.Importing.Running;

/// <summary>
/// The rows that were refused, as a table with their line, the reasons, the details and the row itself; no file when
/// there are none. Mended, it can be imported as it is. Only its owner may read it. Not thread-safe.
/// </summary>
internal sealed class RejectsFile(string path, IReadOnlyList<string> columns) : IDisposable
{
    /// <summary>The first columns of a list of refused rows.</summary>
    public static readonly IReadOnlyList<string> OwnColumns = ["row", "reason", "detail"];

    private static readonly string OwnHeader = string.Join(',', OwnColumns);

    private StreamWriter? _writer;

    /// <summary>Whether rows were listed.</summary>
    public bool HasRows => _writer is not null || _length > 0;

    private long _length;

    /// <summary>Refuses a path at which something else lies, and removes what an earlier import left there.</summary>
    /// <param name="keptLength">How much of it, in bytes, belongs to the import that goes on; 0 for one that
    /// begins.</param>
    /// <exception cref="WrongUseException">The file is there and holds no refused rows.</exception>
    public void Prepare(long keptLength)
    {
        if (!File.Exists(path)) { return; }
        using (StreamReader reader = File.OpenText(path))
        {
            string first = reader.ReadLine() ?? "";
            // A run that was killed may have left it without its whole first line.
            bool isOwn = first.StartsWith(OwnHeader, StringComparison.Ordinal)
                || (reader.EndOfStream && OwnHeader.StartsWith(first, StringComparison.Ordinal));
            if (!isOwn)
            {
                throw new WrongUseException($"--rejects: {path} is there already and holds something else.");
            }
        }

        if (keptLength > 0 && new FileInfo(path).Length >= keptLength) { _length = keptLength; }
        else { File.Delete(path); }
    }

    public void Add(ImportRow row, IReadOnlyList<string> codes, IEnumerable<string> details)
    {
        _writer ??= Open();
        IEnumerable<string> cells =
        [
            row.Line.ToString(CultureInfo.InvariantCulture),
            string.Join(' ', codes.Distinct(StringComparer.Ordinal)),
            string.Join(' ', details),
        ];
        _writer.Write(SpreadsheetText.Row(cells.Concat(row.Cells.Count > 0 ? row.Cells : [row.Text])));
        _writer.Write('\n');
    }

    /// <summary>Writes all that was added into the file, and tells how long it is.</summary>
    public long Flush()
    {
        if (_writer is null) { return _length; }
        _writer.Flush();
        return _length = _writer.BaseStream.Length;
    }

    public void Dispose() => _writer?.Dispose();

    private StreamWriter Open()
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var stream = new FileStream(path, options);
        // What was listed after the last checkpoint comes again.
        stream.SetLength(_length);
        stream.Seek(0, SeekOrigin.End);
        var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        if (_length == 0) { writer.Write(SpreadsheetText.Row(OwnColumns.Concat(columns)) + "\n"); }
        return writer;
    }
}
