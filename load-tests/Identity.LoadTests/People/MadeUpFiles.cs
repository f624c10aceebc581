using System.Diagnostics;
using System.Globalization;
using System.Text;
using Identity.SampleData;

namespace Identity.LoadTests.People;

/// <summary>Writes made-up records with their truth, and beside them who is easily taken for whom.</summary>
internal static class MadeUpFiles
{
    /// <exception cref="ArgumentException">The files cannot be written.</exception>
    public static void Write(LoadOptions options, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var generator = new RecordGenerator(new RecordOptions
        {
            Count = options.Count,
            Seed = (ulong)options.Seed,
            Rates = new RecordRates().Times(options.Errors),
        });
        string pairs = Path.ChangeExtension(options.Out, ".pairs.csv");
        try
        {
            using (StreamWriter to = Open(options.Out))
            {
                RecordFile.Write(Until(generator.Records(), cancellationToken), to);
            }

            using (StreamWriter to = Open(pairs))
            {
                RecordFile.Write(Until(generator.Doubles(), cancellationToken), to);
            }
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            throw new ArgumentException($"--out {options.Out} cannot be written: {wrong.Message}", wrong);
        }

        System.Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{options.Count} records in {options.Out}, doubles in {pairs}, {watch.Elapsed.TotalSeconds:F1} s."));
    }

    private static StreamWriter Open(string path) => new(path, append: false, new UTF8Encoding(false), 1 << 16);

    private static IEnumerable<T> Until<T>(IEnumerable<T> items, CancellationToken cancellationToken)
    {
        foreach (T item in items)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return item;
        }
    }
}
