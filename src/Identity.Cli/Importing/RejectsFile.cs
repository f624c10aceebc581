using System.Globalization;
using CsvHelper;
using Identity.Core.Observations;

namespace Identity.Cli.Importing;

/// <summary>
/// The rows that were refused, as a table with their line, the reasons and the details; no file when there are none.
/// It holds codes and sentences of the service, and nothing out of the rows, so no cell can be a formula. Not
/// thread-safe.
/// </summary>
internal sealed class RejectsFile(string path) : IDisposable
{
    private const string Header = "row,reason,detail";

    private CsvWriter? _writer;

    /// <summary>Refuses a path at which something else lies, and removes what an earlier import left there.</summary>
    /// <exception cref="WrongUseException">The file is there and holds no refused rows.</exception>
    public void Prepare()
    {
        if (!File.Exists(path)) { return; }
        using (StreamReader reader = File.OpenText(path))
        {
            if (!string.Equals(reader.ReadLine(), Header, StringComparison.Ordinal))
            {
                throw new WrongUseException($"--rejects: {path} is there already and holds something else.");
            }
        }

        File.Delete(path);
    }

    public void Add(ImportRow row, IReadOnlyList<Problem> problems)
    {
        _writer ??= Open();
        _writer.WriteRecord(
        [
            row.Line.ToString(CultureInfo.InvariantCulture),
            string.Join(' ', problems.Select(problem => problem.Code).Distinct(StringComparer.Ordinal)),
            string.Join(' ', problems.Select(TextOf)),
        ]);
    }

    public void Dispose() => _writer?.Dispose();

    private static string TextOf(Problem problem) =>
        problem.Field.Length == 0 ? problem.Detail : $"{problem.Field}: {problem.Detail}";

    private CsvWriter Open()
    {
        CsvWriter writer = CsvWriter.ToFile(path, new CsvWriterOptions { NewLine = "\n" });
        writer.WriteRecord(Header.Split(','));
        return writer;
    }
}
