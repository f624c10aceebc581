using Identity.Client.Tests.Running;
using Identity.Testing;
using Xunit;

namespace Identity.Client.Tests;

/// <summary>What may be answered from memory.</summary>
public sealed class CacheTests
{
    private static readonly VisitorQuery Query = new() { Identifiers = [Identifier.Cookie("a")] };

    private readonly FakeTime _time = new(new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_being_switched_on_nothing_is_kept() =>
        Assert.Equal(2, await CallsAsync(Query, Query, between: null, isOn: false));

    [Fact]
    public async Task The_same_question_is_answered_from_memory() => Assert.Equal(1, await CallsAsync(Query, Query));

    public static TheoryData<string> Differences() =>
    [
        "cookie", "claimed", "more", "order", "fields", "purpose", "authenticated", "link", "token",
        "create", "revision",
    ];

    [Theory]
    [MemberData(nameof(Differences))]
    public async Task Any_difference_is_another_question(string difference)
    {
        VisitorQuery first = Query with { Identifiers = [.. Query.Identifiers, new Identifier("email", "x@y.nl")] };
        VisitorQuery other = difference switch
        {
            "cookie" => first with { Identifiers = [Identifier.Cookie("b"), first.Identifiers[1]] },
            "claimed" => first with { Identifiers = [Query.Identifiers[0], new("email", "x@y.nl", claimed: true)] },
            "more" => first with { Identifiers = [.. first.Identifiers, Identifier.Login("x")] },
            "order" => first with { Identifiers = [first.Identifiers[1], first.Identifiers[0]] },
            "fields" => first with { Fields = ["first_name"] },
            "purpose" => first with { Purpose = "marketing" },
            "authenticated" => first with { IsAuthenticated = true },
            "link" => first with { ByPersonalLink = true },
            "token" => first with { LinkToken = "t" },
            "create" => first with { CreateIfUnknown = true },
            _ => first with { AtLeastRevision = "r" },
        };
        Assert.Equal(2, await CallsAsync(first, other));
        Assert.Equal(1, await CallsAsync(first, first with { }));
    }

    [Theory]
    [InlineData("authenticated")]
    [InlineData("link")]
    [InlineData("token")]
    [InlineData("create")]
    [InlineData("revision")]
    public async Task What_is_vouched_for_or_writes_or_demands_is_never_kept(string what)
    {
        VisitorQuery query = what switch
        {
            "authenticated" => Query with { IsAuthenticated = true },
            "link" => Query with { ByPersonalLink = true },
            "token" => Query with { LinkToken = "t" },
            "create" => Query with { CreateIfUnknown = true },
            _ => Query with { AtLeastRevision = "r" },
        };
        Assert.Equal(2, await CallsAsync(query, query));
    }

    [Theory]
    [InlineData(V1.RecognitionLevel.Unknown, 1)]
    [InlineData(V1.RecognitionLevel.Device, 1)]
    [InlineData(V1.RecognitionLevel.Remembered, 2)]
    public async Task An_answer_that_names_somebody_is_never_kept(V1.RecognitionLevel level, int calls) =>
        Assert.Equal(calls, await CallsAsync(Query, Query, level: level));

    [Fact]
    public async Task An_answer_is_kept_for_its_time_only()
    {
        Assert.Equal(1, await CallsAsync(Query, Query, _ => Move(1.9)));
        Assert.Equal(2, await CallsAsync(Query, Query, _ => Move(2)));
    }

    [Fact]
    public async Task What_is_sent_about_an_identifier_ends_what_was_kept()
    {
        Observation own = Observation.Forgotten(Identifier.Cookie("a"));
        Observation spelledElse = Observation.Happened(Identifier.Cookie(" A "), "x");
        Observation others = Observation.Happened(Identifier.Cookie("b"), "x");
        Assert.Equal(2, await CallsAsync(Query, Query, client => client.IngestAsync([own], Cancellation)));
        Assert.Equal(2, await CallsAsync(Query, Query, client => client.IngestAsync([spelledElse], Cancellation)));
        Assert.Equal(1, await CallsAsync(Query, Query, client => client.IngestAsync([others], Cancellation)));
        Assert.Equal(2, await CallsAsync(Query, Query, async client =>
        {
            await using var sender = new ObservationSender(client, new SendingOptions());
            sender.TrySend(own);
        }));
    }

    [Fact]
    public async Task An_answer_that_was_overtaken_is_not_kept()
    {
        await using FakeService service = await FakeService.StartAsync();
        using IdentityClient client = service.Client(options => options.Cache.IsOn = true, _time);
        service.Calls.Hangs = true;
        Task<Recognition> slow = client.ResolveAsync(Query, Cancellation);
        await Eventually.TrueAsync(() => service.Calls.Arrivals.Count == 1);
        service.Calls.Hangs = false;
        await client.IngestAsync([Observation.Happened(Identifier.Cookie("a"), "x")], Cancellation);
        service.Calls.Release();
        await slow;

        await client.ResolveAsync(Query, Cancellation);

        Assert.Equal(2, service.Calls.Resolved.Count);
    }

    [Fact]
    public async Task The_oldest_answer_makes_room()
    {
        await using FakeService service = await FakeService.StartAsync();
        using IdentityClient client = service.Client(options =>
        {
            options.Cache.IsOn = true;
            options.Cache.EntriesMax = 3;
        }, _time);
        foreach (string cookie in new[] { "a", "b", "c", "d", "d", "c", "b", "a" })
        {
            await client.ResolveAsync(Query with { Identifiers = [Identifier.Cookie(cookie)] }, Cancellation);
        }

        Assert.Equal("abcda", string.Concat(service.Calls.Resolved.Select(request => request.Identifiers[0].Value)));
    }

    private Task Move(double seconds)
    {
        _time.Advance(TimeSpan.FromSeconds(seconds));
        return Task.CompletedTask;
    }

    // How many of two questions reach the service.
    private async Task<int> CallsAsync(
        VisitorQuery first, VisitorQuery second, Func<IdentityClient, Task>? between = null, bool isOn = true,
        V1.RecognitionLevel level = V1.RecognitionLevel.Device)
    {
        await using FakeService service = await FakeService.StartAsync();
        service.Calls.Answer = request => new V1.ResolveResponse { Tag = request.Tag, Level = level };
        using IdentityClient asking = service.Client(options => options.Cache.IsOn = isOn, _time);
        await asking.ResolveAsync(first, Cancellation);
        if (between is not null) { await between(asking); }
        await asking.ResolveAsync(second, Cancellation);
        return service.Calls.Resolved.Count;
    }
}
