using System.Diagnostics;
using Identity.Api.Mapping;
using Identity.Application.Ingesting;
using Identity.Core.Observations;
using Identity.LoadTests.Arithmetic;
using Identity.LoadTests.InProcess;
using Identity.LoadTests.People;
using Identity.LoadTests.Results;
using Identity.LoadTests.Serving;
using Identity.Stores.Sqlite;
using Identity.Stores.Sqlite.Driver;

namespace Identity.LoadTests.Comparisons;

/// <summary>
/// How fast observations become durable, against how fast their statements alone do: those of one run, with the same
/// values in the same transactions, on a copy of the same store, by the same driver, with the same fsyncs.
/// </summary>
internal sealed class IngestComparison
{
    private const double RateRatioMin = 0.5;
    private const int Callers = 8;
    private const int PerCall = 50;

    private readonly DataPlace _place;
    private readonly string _filled;
    private readonly IReadOnlyList<RawObservation[]> _calls;
    private readonly StatementTape _tape = new();
    private readonly int _observations;

    private IngestComparison(DataPlace place, string filled, LoadOptions options)
    {
        (_place, _filled) = (place, filled);
        DateTimeOffset at = TimeProvider.System.GetUtcNow() - TimeSpan.FromHours(1);
        var traffic = new Traffic(options.Persons, Seed: 1);
        _calls = [.. traffic.Calls(options.Observations / PerCall, PerCall, at).Select(Read)];
        _observations = _calls.Sum(call => call.Length);
    }

    public static async Task<IReadOnlyList<Finding>> RunAsync(LoadOptions options, CancellationToken cancellationToken)
    {
        using var place = new DataPlace(options);
        string filled = await place.FilledAsync(options.Persons, cancellationToken);
        var comparison = new IngestComparison(place, filled, options);
        await comparison.IngestAsync(comparison._tape, cancellationToken);
        // Each takes seconds, so that what is compiled anew is so within the first ones.
        Rounds rounds = await Turns.RunAsync(
            options with { WarmUpRounds = Math.Min(2, options.WarmUpRounds) },
            _ => comparison.IngestAsync(null, cancellationToken), _ => Task.FromResult(comparison.Replay()));
        return
        [
            Finding.AtLeast(
                "rate of durable ingestion in process against its statements alone", rounds, "observations a second",
                RateRatioMin),
            comparison.Describe(),
        ];
    }

    // Observations per second.
    private async Task<double> IngestAsync(StatementTape? tape, CancellationToken cancellationToken)
    {
        string data = Copy();
        double seconds;
        await using (Site site = await Site.OpenAsync(data, tape, cancellationToken))
        {
            if (tape is not null) { tape.IsOn = true; }
            int next = -1;
            long start = Stopwatch.GetTimestamp();
            await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(
                async () =>
                {
                    for (int at = Interlocked.Increment(ref next); at < _calls.Count;
                        at = Interlocked.Increment(ref next))
                    {
                        RequireTaken(await site.Ingest.RunAsync(site.Caller, _calls[at], cancellationToken));
                    }
                },
                cancellationToken)));
            seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            if (tape is not null) { tape.IsOn = false; }
        }

        return _observations / seconds;
    }

    private double Replay()
    {
        string data = Copy();
        using Connection connection = StoreFile.OpenForWriting(Site.FileOf(data));
        long start = Stopwatch.GetTimestamp();
        _tape.Replay(connection);
        return _observations / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private Finding Describe()
    {
        string file = Site.FileOf(Copy());
        long log;
        using (Connection connection = StoreFile.OpenForWriting(file))
        {
            // Else the log would be begun anew every now and then, and its size would say nothing.
            connection.RunScript("PRAGMA wal_autocheckpoint = 0");
            _tape.Replay(connection);
            log = new FileInfo(file + "-wal").Length;
        }

        double each = _observations;
        return new Finding(
            "what an observation of these takes",
            Finding.Text($"{_tape.Statements / each:0.0} statements, {log / each:0} bytes of the log, ")
            + Finding.Text($"{each / _tape.Commits:0} observations in a group of one fsync"));
    }

    // The same files each time, so that the disk has the same to do.
    private string Copy()
    {
        string copy = _place.Of("ingest");
        if (Directory.Exists(copy)) { Directory.Delete(copy, recursive: true); }
        Directory.CreateDirectory(copy);
        foreach (string name in (string[])["identity.db", "admin.key"])
        {
            File.Copy(Path.Combine(_filled, name), Path.Combine(copy, name));
        }

        return copy;
    }

    private static RawObservation[] Read(V1.IngestRequest request) =>
    [
        .. request.Observations.Select(observation => ObservationMapping.Read(observation, out _)
            ?? throw new InvalidOperationException("The load is not valid.")),
    ];

    private static void RequireTaken(IReadOnlyList<IngestAnswer> answers) => ServiceClient.Require(
        answers.All(answer => answer.Outcome is not (IngestOutcome.Rejected or IngestOutcome.Duplicate)),
        "An observation was refused.");
}
