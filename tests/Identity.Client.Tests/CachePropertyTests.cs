using System.Collections.Concurrent;
using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Identity.Client.Tests.Running;
using Identity.Testing;
using Xunit;

namespace Identity.Client.Tests;

/// <summary>
/// Random calls from several visitors at once, against a service whose answers say for whom they are and how much it
/// had heard of them. No answer is for other identifiers, for another level of authentication, or older than what the
/// same client has sent about any identifier of the question.
/// </summary>
public sealed class CachePropertyTests
{
    private const int Rounds = 60;
    private const int CallsPerRound = 40;

    private readonly ConcurrentDictionary<string, int> _heard = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _acknowledged = new(StringComparer.Ordinal);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_sequence_of_calls_gives_an_answer_that_belongs_elsewhere()
    {
        int seed = Seed();
        TestContext.Current.SendDiagnosticMessage($"seed {seed}");
        await using FakeService service = await FakeService.StartAsync();
        service.Calls.Answer = Answer;
        service.Calls.Take = Take;
        var time = new FakeTime(DateTimeOffset.UnixEpoch.AddYears(56));
        using IdentityClient client = service.Client(options =>
        {
            options.Cache.IsOn = true;
            options.Cache.EntriesMax = 20;
        }, time);
        var random = new Random(seed);
        int asked = 0;
        for (int round = 0; round < Rounds; round++)
        {
            Call[] calls = [.. Enumerable.Range(0, CallsPerRound).Select(_ => NextCall(random))];
            asked += calls.Count(call => call.Sends is null);
            string[] breaches = await Task.WhenAll(calls.Select(call => RunAsync(client, call)));
            Assert.All(breaches, breach => Assert.True(breach.Length == 0, $"{breach}, seed {seed}"));
            time.Advance(TimeSpan.FromMilliseconds(random.Next(0, 600)));
        }

        // A run in which nothing came from memory, or everything did, shows nothing.
        Assert.InRange(service.Calls.Resolved.Count, asked / 4, asked - (asked / 20));
    }

    [Fact]
    public void Control_answers_that_belong_elsewhere_are_found()
    {
        VisitorQuery query = new() { Identifiers = [Identifier.Cookie("a")] };
        Assert.Equal("", Breach(query, For(query, heard: 1), 1));
        VisitorQuery[] others =
        [
            query with { Identifiers = [Identifier.Cookie("b")] },
            query with { Identifiers = [new Identifier("cookie", "a", claimed: true)] },
            query with { IsAuthenticated = true },
            query with { ByPersonalLink = true },
            query with { Fields = ["first_name"] },
            query with { Purpose = "marketing" },
        ];
        Assert.All(others, other => Assert.NotEqual("", Breach(query, For(other, heard: 1), 1)));
        Assert.NotEqual("", Breach(query, For(query, heard: 0), 1));
    }

    private async Task<string> RunAsync(IdentityClient client, Call call)
    {
        if (call.Sends is { } sends)
        {
            await client.IngestAsync([sends], Cancellation);
            Count(_acknowledged, sends.Identifiers[0].Value);
            return "";
        }

        int heard = Sum(_acknowledged, call.Query.Identifiers.Select(identifier => identifier.Value));
        Recognition answer = await client.ResolveAsync(call.Query, Cancellation);
        return Breach(call.Query, Read(answer), heard);
    }

    // Few of everything, so that they meet.
    private static Call NextCall(Random random)
    {
        Identifier[] identifiers =
        [
            Identifier.Cookie($"c{random.Next(4)}"),
            .. random.Next(3) == 0
                ? new[] { new Identifier("login", $"l{random.Next(2)}", claimed: random.Next(2) == 0) } : [],
        ];
        if (random.Next(8) == 0) { return new Call(new(), Observation.Happened(identifiers[0], "seen")); }
        int flags = random.Next(12);
        return new Call(new VisitorQuery
        {
            Identifiers = [.. identifiers],
            IsAuthenticated = flags == 0,
            ByPersonalLink = flags == 1,
            LinkToken = flags == 2 ? "t" : null,
            CreateIfUnknown = flags == 3,
            Fields = random.Next(4) == 0 ? ["first_name"] : [],
            Purpose = random.Next(4) == 0 ? "marketing" : null,
        }, null);
    }

    private V1.ResolveResponse Answer(V1.ResolveRequest request) => new()
    {
        Tag = request.Tag,
        Level = request.Authenticated ? V1.RecognitionLevel.Authenticated
            : request.PersonalLink || request.LinkToken.Length > 0 ? V1.RecognitionLevel.Remembered
            : (V1.RecognitionLevel)(1 + (request.Identifiers[0].Value[^1] % 3)),
        Fields =
        {
            ["for"] = Value.ForString(Describe(request)),
            ["heard"] = Value.ForNumber(Sum(_heard, request.Identifiers.Select(identifier => identifier.Value))),
        },
    };

    private V1.IngestResponse Take(V1.IngestRequest request)
    {
        foreach (V1.Observation observation in request.Observations)
        {
            Count(_heard, observation.Identifiers[0].Value);
        }

        return new V1.IngestResponse { Results = { new V1.IngestResult { Outcome = V1.IngestOutcome.Updated } } };
    }

    // The sum only grows, so an answer that has seen less is older.
    private static int Sum(ConcurrentDictionary<string, int> counts, IEnumerable<string> values) =>
        values.Sum(value => counts.GetValueOrDefault(value));

    private static void Count(ConcurrentDictionary<string, int> counts, string value) =>
        counts.AddOrUpdate(value, 1, static (_, count) => count + 1);

    private static Seen Read(Recognition answer) => new(answer.Text("for") ?? "", (int)(answer.Count("heard") ?? -1));

    private static Seen For(VisitorQuery query, int heard) => new(Describe(query), heard);

    private static string Breach(VisitorQuery query, Seen seen, int heard) =>
        seen.For != Describe(query) ? $"'{seen.For}' came for '{Describe(query)}'"
        : seen.Heard < heard ? $"an answer had heard {seen.Heard} of {heard}" : "";

    private static string Describe(VisitorQuery query) => string.Join('|',
    [
        .. query.Identifiers.Select(item => $"{item.Namespace}:{item.Value}:{item.IsClaimed}"),
        $"{query.IsAuthenticated}{query.ByPersonalLink}{query.LinkToken}{query.CreateIfUnknown}",
        string.Join(',', query.Fields), query.Purpose ?? "",
    ]);

    private static string Describe(V1.ResolveRequest request) => string.Join('|',
    [
        .. request.Identifiers.Select(item => $"{item.Namespace}:{item.Value}:{item.Claimed}"),
        $"{request.Authenticated}{request.PersonalLink}{request.LinkToken}{request.CreateIfUnknown}",
        string.Join(',', request.Fields?.Paths ?? []), request.Purpose,
    ]);

    private static int Seed() => int.TryParse(
        Environment.GetEnvironmentVariable("IDENTITY_SEED"), CultureInfo.InvariantCulture, out int seed)
        ? seed : Random.Shared.Next();

    private sealed record Call(VisitorQuery Query, Observation? Sends);

    private sealed record Seen(string For, int Heard);
}
