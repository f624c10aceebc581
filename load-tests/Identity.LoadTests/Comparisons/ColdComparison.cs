using System.Diagnostics;
using Identity.Api.Mapping;
using Identity.Application.Resolving;
using Identity.Core.Recognition;
using Identity.LoadTests.Arithmetic;
using Identity.LoadTests.InProcess;
using Identity.LoadTests.People;
using Identity.LoadTests.Results;
using Identity.LoadTests.Serving;
using Identity.Stores.Sqlite;
using Identity.Stores.Sqlite.Driver;

namespace Identity.LoadTests.Comparisons;

/// <summary>
/// What recognising a visitor costs who is not in the cache: the use case in this process, without a cache, against
/// reading the same person's profile by its primary key. The file is in the system's page cache for both.
/// </summary>
internal sealed class ColdComparison
{
    private const double TimeRatioMax = 3;
    private const int StatementsMax = 3;
    private const int PersonsPerRound = 5_000;

    private static readonly Query ProfileByKey =
        new("SELECT profile FROM profiles WHERE workspace = ?1 AND person_id = ?2");

    private readonly Site _site;
    private readonly Connection _connection;
    private readonly VisitorQuery[] _questions;
    private readonly Guid[] _ids;

    private ColdComparison(Site site, Connection connection, VisitorQuery[] questions)
    {
        (_site, _connection, _questions) = (site, connection, questions);
        _ids = new Guid[questions.Length];
    }

    public static async Task<IReadOnlyList<Finding>> RunAsync(LoadOptions options, CancellationToken cancellationToken)
    {
        using var place = new DataPlace(options);
        string data = await place.FilledAsync(options.Persons, cancellationToken);
        using Connection connection = StoreFile.OpenForReading(Site.FileOf(data));
        VisitorQuery[] questions = Ask(options.Persons);
        await using Site site = await Site.OpenAsync(data, null, cancellationToken);
        var comparison = new ColdComparison(site, connection, questions);
        await comparison.ResolveAllAsync(cancellationToken);
        Rounds rounds = await Turns.RunAsync(
            options, _ => comparison.ResolveAllAsync(cancellationToken), _ => Task.FromResult(comparison.ReadAll()));
        double statements = await CountAsync(data, questions[0], cancellationToken);
        return
        [
            Finding.AtMost("time: cold Resolve in process against a read by primary key", rounds, "µs", TimeRatioMax),
            new Finding(
                "statements of a cold Resolve", Finding.Text($"{statements}"), "", $"at most {StatementsMax}",
                statements <= StatementsMax),
        ];
    }

    private static VisitorQuery[] Ask(int persons)
    {
        var random = new Random(5);
        return
        [
            .. Enumerable.Range(0, PersonsPerRound)
                .Select(_ => VisitorMapping.Read(new LoadPerson(random.Next(persons)).Question())),
        ];
    }

    // Microseconds for each.
    private async Task<double> ResolveAllAsync(CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        for (int index = 0; index < _questions.Length; index++)
        {
            VisitorAnswer answer = await _site.Resolve.RunAsync(_site.Caller, _questions[index], cancellationToken);
            ServiceClient.Require(answer.Level == RecognitionLevel.Remembered, "A person was not recognised.");
            _ids[index] = answer.PersonId ?? Guid.Empty;
        }

        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / _questions.Length;
    }

    private double ReadAll()
    {
        long workspace = _site.Caller.Workspace.Number;
        long start = Stopwatch.GetTimestamp();
        foreach (Guid id in _ids)
        {
            using Statement row = _connection.Prepare(ProfileByKey).Bind(workspace).Bind(id);
            ServiceClient.Require(row.Read() && row.Bytes().Length > 0, "A profile is missing.");
        }

        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / _ids.Length;
    }

    private static async Task<double> CountAsync(
        string data, VisitorQuery question, CancellationToken cancellationToken)
    {
        var count = new StatementCount();
        await using Site site = await Site.OpenAsync(data, count, cancellationToken);
        // The first one looks whether the file has the newest tables.
        await site.Resolve.RunAsync(site.Caller, question, cancellationToken);
        int before = count.Runs;
        await site.Resolve.RunAsync(site.Caller, question, cancellationToken);
        return count.Runs - before;
    }
}
