using System.Diagnostics;
using Identity.Application.Access;
using Identity.Application.Ingesting;
using Identity.Application.Measuring;
using Identity.Application.Resolving;
using Identity.Application.Workspaces;
using Identity.Core;
using Identity.Core.Identifiers;
using Identity.Core.Observations;
using Identity.Core.Rules;
using Identity.LoadTests.Arithmetic;
using Identity.LoadTests.Results;
using Identity.SampleData;
using Identity.Stores;
using Identity.Stores.Sqlite;

namespace Identity.LoadTests.Comparisons;

/// <summary>
/// What comparing records costs as they arrive, in process over the embedded store: the rate of an import with and
/// without, then how long one record more takes, and how many of the right persons were joined.
/// </summary>
internal static class MatchingComparison
{
    private const double RateRatioMin = 0.5;
    private const int PerCall = 100;
    private const int SinglesMax = 1_000;
    private const string Namespace = "row";

    public static async Task<IReadOnlyList<Finding>> RunAsync(LoadOptions options, CancellationToken cancellationToken)
    {
        SampleRecord[] records =
            [.. new RecordGenerator(new RecordOptions { Count = options.Persons + SinglesMax }).Records()];
        using var place = new DataPlace(options);
        Outcome without = await TakeAsync(place.Of("without"), records, isOn: false, cancellationToken);
        Outcome with = await TakeAsync(place.Of("with"), records, isOn: true, cancellationToken);
        double ratio = with.Rate.Core / without.Rate.Core;
        return
        [
            new Finding(
                $"rate of import of {options.Persons} records with matching against without",
                Finding.Text(
                    $"{with.Rate.Core:#,0} against {without.Rate.Core:#,0} a second of a core")
                + Finding.Text($", {with.Rate.Clock:#,0} against {without.Rate.Clock:#,0} by the clock"),
                Finding.Text($"{ratio:0.00}"), Finding.Text($"at least {RateRatioMin}"), ratio >= RateRatioMin),
            Stated($"one record against {options.Persons}, alone in its commit, with matching", with.Singles),
            Stated($"the same without matching", without.Singles),
            new Finding(
                "persons joined", Finding.Text(
                    $"precision {with.Precision:0.0000}, recall {with.Recall:0.0000} of pairs")),
        ];
    }

    private static Finding Stated(string what, Sample singles) => new(
        what, Finding.Text(
            $"median {singles.Median:0.00}, p95 {singles.Percentile(95):0.00}, p99 {singles.Percentile(99):0.00} ms"));

    private static async Task<Outcome> TakeAsync(
        string folder, SampleRecord[] records, bool isOn, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        TimeProvider time = TimeProvider.System;
        SqliteStore store = SqliteStore.Open(new SqliteStoreOptions { Path = Path.Combine(folder, "identity.db") });
        await store.ApplyAsync(cancellationToken);
        var directory = new KeyDirectory(store, time);
        (Workspace workspace, string key) = await directory.AddWorkspaceAsync(
            "matching", Scopes.OfWorkspace, cancellationToken);
        var cache = new VisitorCache(0);
        using var follower = new ChangeFollower(store, cache);
        var writer = new ObservationWriter(store, follower, new ServiceMeasures(), time);
        using var reresolver = new Reresolver(writer, directory, time);
        using var stopping = new CancellationTokenSource();
        Task running = writer.RunAsync(stopping.Token);
        await new WorkspaceService(directory, store, reresolver, time).PutRulesAsync(
            directory.Authenticate(key), Rules(records, isOn), cancellationToken);
        var ingest = new IngestObservations(writer, directory, new PublicRates(time), time);
        RawObservation[] rows = [.. records.Select(Read)];
        (double Clock, double Core) rate = await FillAsync(
            ingest, directory.Authenticate(key), rows[..^SinglesMax], cancellationToken);
        Sample singles = await AloneAsync(ingest, directory.Authenticate(key), rows[^SinglesMax..], cancellationToken);
        (double precision, double recall) = await JudgeAsync(store, workspace.Number, records, cancellationToken);
        await stopping.CancelAsync();
        await running;
        await store.DisposeAsync();
        return new Outcome(rate, singles, precision, recall);
    }

    // Records per second of the clock, and per second of a core, which other programs on the machine do not change.
    private static async Task<(double Clock, double Core)> FillAsync(
        IngestObservations ingest, Caller caller, RawObservation[] rows, CancellationToken cancellationToken)
    {
        TimeSpan used = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        foreach (RawObservation[] call in rows.Chunk(PerCall))
        {
            await ingest.RunAsync(caller, call, cancellationToken);
        }

        return (rows.Length / Stopwatch.GetElapsedTime(start).TotalSeconds,
            rows.Length / (Environment.CpuUsage.TotalTime - used).TotalSeconds);
    }

    // Milliseconds each.
    private static async Task<Sample> AloneAsync(
        IngestObservations ingest, Caller caller, RawObservation[] rows, CancellationToken cancellationToken)
    {
        var times = new List<double>(rows.Length);
        foreach (RawObservation row in rows)
        {
            long start = Stopwatch.GetTimestamp();
            await ingest.RunAsync(caller, [row], cancellationToken);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return new Sample(times);
    }

    private static async Task<(double Precision, double Recall)> JudgeAsync(
        SqliteStore store, long workspace, SampleRecord[] records, CancellationToken cancellationToken)
    {
        IReadTransaction read = await store.BeginReadAsync(cancellationToken);
        await using (read)
        {
            IReadOnlyList<IdentifierRecord> found = await read.FindIdentifiersAsync(
                workspace, [.. records.Select(record => new IdentifierKey(Namespace, record.RecordId, 0))],
                cancellationToken);
            Dictionary<string, Guid?> persons = found.ToDictionary(item => item.Key.Value, item => item.PersonId);
            double joined = Pairs(records.GroupBy(record => persons.GetValueOrDefault(record.RecordId)));
            double right = Pairs(records.GroupBy(
                record => (record.Person, persons.GetValueOrDefault(record.RecordId))));
            return (joined == 0 ? 1 : right / joined, right / Pairs(records.GroupBy(record => record.Person)));
        }
    }

    private static double Pairs<T>(IEnumerable<IGrouping<T, SampleRecord>> groups) =>
        groups.Sum(group => group.Count() * (group.Count() - 1.0) / 2);

    private static RulesDraft Rules(SampleRecord[] records, bool isOn) => new(
        [new NamespaceRule { Name = Namespace, Role = NamespaceRole.Person, Rank = 10, Normaliser = Normaliser.Exact }],
        [],
        [.. records.Select(record => record.Source).Distinct()
            .Select(source => new SourceRule { Name = source, SystemOfRecord = true })])
    {
        Matching = new MatchingRule { IsOn = isOn },
    };

    private static RawObservation Read(SampleRecord record)
    {
        (string Name, string Value)[] traits =
        [
            ("initials", record.Initials), ("first_name", record.FirstName), ("tussenvoegsel", record.Prefix),
            ("last_name", record.LastName), ("gender", record.Gender), ("birth_date", record.BirthDate),
            ("email", record.Email), ("phone", record.Phone), ("street", record.Street),
            ("house_number", record.HouseNumber), ("house_number_addition", record.Addition),
            ("postcode", record.Postcode), ("city", record.City), ("country", record.Country),
        ];
        return new RawObservation
        {
            MessageId = record.RecordId,
            Source = record.Source,
            Level = 4,
            Identifiers = [new RawIdentifier(Namespace, record.RecordId)],
            Traits = [.. traits.Where(trait => trait.Value.Length > 0)
                .Select(trait => new Trait(trait.Name, JsonText.OfText(trait.Value)))],
        };
    }

    private sealed record Outcome((double Clock, double Core) Rate, Sample Singles, double Precision, double Recall);
}
