using System.Collections.Concurrent;
using Grpc.Core;
using Identity.Client.Tests.Running;
using Xunit;

namespace Identity.Client.Tests;

/// <summary>What is sent in the background: batches, outages, what is dropped and who is told.</summary>
public sealed class SenderTests
{
    private readonly ConcurrentQueue<DroppedObservations> _dropped = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Observations_go_in_batches_and_once()
    {
        await using FakeService service = await FakeService.StartAsync();
        IdentityClientOptions options = Options(service, sending => sending.BatchMax = 10);
        using var client = new IdentityClient(options);
        await using var sender = new ObservationSender(client, options.Sending);
        for (int number = 0; number < 35; number++) { Assert.True(sender.TrySend(Seen(number))); }

        await sender.StartAsync(Cancellation);
        await sender.StopAsync(Cancellation);

        Assert.Equal((35, 0, 0), (sender.Sent, sender.Dropped, sender.Waiting));
        Assert.Equal([10, 10, 10, 5], service.Calls.Ingested.Select(request => request.Observations.Count));
        Assert.Equal(35, MessageIds(service).Distinct().Count());
        Assert.All(service.Calls.Ingested, request =>
            Assert.All(request.Observations, observation => Assert.NotNull(observation.OccurredAt)));
    }

    [Fact]
    public async Task A_batch_stays_below_the_size_of_a_call()
    {
        await using FakeService service = await FakeService.StartAsync();
        IdentityClientOptions options = Options(service, sending => sending.BatchMax = 1_000);
        using var client = new IdentityClient(options);
        await using var sender = new ObservationSender(client, options.Sending);
        for (int number = 0; number < 40; number++)
        {
            sender.TrySend(Seen(number) with { Traits = Seen(0).Traits.Add("note", new string('x', 60_000)) });
        }

        await sender.StartAsync(Cancellation);
        await sender.StopAsync(Cancellation);

        Assert.Equal(40, sender.Sent);
        Assert.All(service.Calls.Ingested, request => Assert.True(request.CalculateSize() < 2 << 20));
    }

    [Fact]
    public async Task After_an_outage_everything_arrives_with_the_same_message_ids()
    {
        await using FakeService service = await FakeService.StartAsync();
        IdentityClientOptions options = Options(service);
        using var client = new IdentityClient(options);
        await using var sender = new ObservationSender(client, options.Sending);
        service.Calls.Failing = FakeCalls.Failure(StatusCode.Unavailable, "STORE_UNAVAILABLE");
        await sender.StartAsync(Cancellation);
        sender.TrySend(Seen(1));
        await Eventually.TrueAsync(() => service.Calls.Ingested.Count >= 2);
        Assert.Equal((0, 1), (sender.Sent, sender.Waiting));

        service.Calls.Failing = null;
        await sender.StopAsync(Cancellation);

        Assert.Equal((1, 0), (sender.Sent, sender.Dropped));
        Assert.Single(MessageIds(service).Distinct());
    }

    [Fact]
    public async Task What_finds_no_room_is_dropped_and_told()
    {
        await using FakeService service = await FakeService.StartAsync();
        IdentityClientOptions options = Options(service, sending => sending.WaitingMax = 3);
        using var client = new IdentityClient(options);
        await using var sender = new ObservationSender(client, options.Sending);

        bool[] taken = [.. Enumerable.Range(0, 5).Select(number => sender.TrySend(Seen(number)))];

        Assert.Equal([true, true, true, false, false], taken);
        Assert.Equal((2, 3), (sender.Dropped, sender.Waiting));
        Assert.Equal(2, _dropped.Count(item => item is { Reason: DropReason.Full, Count: 1 }));
    }

    [Fact]
    public async Task Stopping_without_a_service_ends_and_tells_what_is_lost()
    {
        await using FakeService service = await FakeService.StartAsync();
        service.Calls.Hangs = true;
        IdentityClientOptions options = Options(service, sending =>
        {
            sending.BatchMax = 2;
            sending.DrainTimeout = TimeSpan.FromMilliseconds(50);
        });
        using var client = new IdentityClient(options);
        await using var sender = new ObservationSender(client, options.Sending);
        for (int number = 0; number < 5; number++) { sender.TrySend(Seen(number)); }
        await sender.StartAsync(Cancellation);

        await sender.StopAsync(Cancellation);

        Assert.Equal(new DroppedObservations(DropReason.Stopped, 5, ""), Assert.Single(_dropped));
        Assert.Equal((0, 5, 0), (sender.Sent, sender.Dropped, sender.Waiting));
        Assert.False(sender.TrySend(Seen(6)));
        Assert.Equal(DropReason.Stopped, _dropped.Last().Reason);
    }

    [Fact]
    public async Task What_the_service_rejects_is_told_with_its_codes()
    {
        await using FakeService service = await FakeService.StartAsync();
        IdentityClientOptions options = Options(service);
        using var client = new IdentityClient(options);
        await using var sender = new ObservationSender(client, options.Sending);
        service.Calls.Take = request => new V1.IngestResponse
        {
            Results = { request.Observations.Select((observation, index) => new V1.IngestResult
            {
                MessageId = observation.MessageId,
                Outcome = index == 0 ? V1.IngestOutcome.Rejected : V1.IngestOutcome.Created,
                Problems = { new V1.Problem { Field = "identifiers[0]", Code = "NAMESPACE_UNKNOWN" } },
            }) },
        };
        for (int number = 0; number < 3; number++) { sender.TrySend(Seen(number)); }
        await sender.StartAsync(Cancellation);
        await sender.StopAsync(Cancellation);

        Assert.Equal(new DroppedObservations(DropReason.Rejected, 1, "NAMESPACE_UNKNOWN"), Assert.Single(_dropped));
        Assert.Equal(2, sender.Sent);
    }

    [Fact]
    public async Task A_refused_call_is_told_and_the_next_goes_on()
    {
        await using FakeService service = await FakeService.StartAsync();
        IdentityClientOptions options = Options(service, sending => sending.BatchMax = 1);
        options.Sending.OnDropped += _ => throw new InvalidOperationException("The website's own bug.");
        using var client = new IdentityClient(options);
        await using var sender = new ObservationSender(client, options.Sending);
        service.Calls.Failures.Enqueue(FakeCalls.Failure(StatusCode.PermissionDenied, "LEVEL_ABOVE_SCOPE"));
        sender.TrySend(Seen(1));
        sender.TrySend(Seen(2));
        await sender.StartAsync(Cancellation);
        await sender.StopAsync(Cancellation);

        Assert.Equal(new DroppedObservations(DropReason.Refused, 1, "LEVEL_ABOVE_SCOPE"), Assert.Single(_dropped));
        Assert.Equal(1, sender.Sent);
    }

    [Fact]
    public async Task What_is_too_large_is_dropped_at_once()
    {
        await using FakeService service = await FakeService.StartAsync();
        IdentityClientOptions options = Options(service);
        using var client = new IdentityClient(options);
        await using var sender = new ObservationSender(client, options.Sending);

        Assert.False(sender.TrySend(Seen(1) with { Traits = Seen(1).Traits.Add("note", new string('x', 1 << 16)) }));
        Assert.True(sender.TrySend(Seen(2) with { Traits = Seen(2).Traits.Add("note", new string('x', 65_000)) }));

        Assert.Equal(new DroppedObservations(DropReason.TooLarge, 1, ""), Assert.Single(_dropped));
        Assert.Equal(1, sender.Waiting);
    }

    [Fact]
    public async Task What_cannot_be_sent_at_all_ends_neither_the_page_nor_the_sender()
    {
        await using FakeService service = await FakeService.StartAsync();
        IdentityClientOptions options = Options(service);
        using var client = new IdentityClient(options);
        await using var sender = new ObservationSender(client, options.Sending);
        await sender.StartAsync(Cancellation);

        Assert.False(sender.TrySend(Seen(1) with { Traits = null! }));
        Assert.False(sender.TrySend(Seen(2) with { Identifiers = default }));
        Assert.True(sender.TrySend(Seen(3)));
        await sender.StopAsync(Cancellation);

        Assert.Equal([DropReason.Malformed, DropReason.Malformed], _dropped.Select(item => item.Reason));
        Assert.Equal((1, 2, 0), (sender.Sent, sender.Dropped, sender.Waiting));
    }

    [Theory]
    [InlineData(StatusCode.Internal, DropReason.Failed)]
    [InlineData(StatusCode.ResourceExhausted, DropReason.Failed)]
    [InlineData(StatusCode.InvalidArgument, DropReason.Refused)]
    public async Task One_that_is_never_taken_is_dropped_and_the_others_are_sent(StatusCode code, DropReason reason)
    {
        await using FakeService service = await FakeService.StartAsync();
        IdentityClientOptions options = Options(
            service, sending => sending.BackoffMax = TimeSpan.FromMilliseconds(1));
        using var client = new IdentityClient(options);
        await using var sender = new ObservationSender(client, options.Sending);
        Observation culprit = Seen(5);
        var take = service.Calls.Take;
        service.Calls.Take = request => request.Observations.Any(item => item.MessageId == culprit.MessageId)
            ? throw FakeCalls.Failure(code, "SOME_REASON") : take(request);
        for (int number = 0; number < 12; number++) { sender.TrySend(number == 5 ? culprit : Seen(number)); }
        await sender.StartAsync(Cancellation);
        await sender.StopAsync(Cancellation);

        Assert.Equal(new DroppedObservations(reason, 1, "SOME_REASON"), Assert.Single(_dropped));
        Assert.Equal((11, 1, 0), (sender.Sent, sender.Dropped, sender.Waiting));
    }

    [Fact]
    public async Task A_key_that_is_not_valid_is_not_tried_for_each_observation()
    {
        await using FakeService service = await FakeService.StartAsync();
        IdentityClientOptions options = Options(service);
        using var client = new IdentityClient(options);
        await using var sender = new ObservationSender(client, options.Sending);
        service.Calls.Failing = FakeCalls.Failure(StatusCode.Unauthenticated, "KEY_REVOKED");
        for (int number = 0; number < 12; number++) { sender.TrySend(Seen(number)); }
        await sender.StartAsync(Cancellation);
        await sender.StopAsync(Cancellation);

        Assert.Single(service.Calls.Ingested);
        Assert.Equal(new DroppedObservations(DropReason.Refused, 12, "KEY_REVOKED"), Assert.Single(_dropped));
    }

    [Theory]
    [InlineData(StatusCode.DeadlineExceeded, "DEADLINE_PASSED")]
    [InlineData(StatusCode.ResourceExhausted, "STORE_FULL")]
    public async Task While_nothing_is_taken_from_anybody_nothing_is_given_up(StatusCode code, string reason)
    {
        await using FakeService service = await FakeService.StartAsync();
        IdentityClientOptions options = Options(
            service, sending => sending.BackoffMax = TimeSpan.FromMilliseconds(1));
        using var client = new IdentityClient(options);
        await using var sender = new ObservationSender(client, options.Sending);
        service.Calls.Failing = FakeCalls.Failure(code, reason);
        sender.TrySend(Seen(1));
        await sender.StartAsync(Cancellation);
        await Eventually.TrueAsync(() => service.Calls.Ingested.Count >= 10);
        service.Calls.Failing = null;
        await sender.StopAsync(Cancellation);

        Assert.Equal((1, 0), (sender.Sent, sender.Dropped));
    }

    [Fact]
    public async Task What_breaks_while_sending_is_told_and_the_loop_lives()
    {
        await using FakeService service = await FakeService.StartAsync();
        IdentityClientOptions options = Options(service);
        using var client = new IdentityClient(options);
        await using var sender = new ObservationSender(client, options.Sending);
        client.Dispose();
        await sender.StartAsync(Cancellation);
        sender.TrySend(Seen(1));
        await Eventually.TrueAsync(() => sender.Dropped == 1);
        sender.TrySend(Seen(2));
        await Eventually.TrueAsync(() => sender.Dropped == 2);

        Assert.All(_dropped, item => Assert.Equal(DropReason.Failed, item.Reason));
        await sender.StopAsync(Cancellation);
    }

    private IdentityClientOptions Options(FakeService service, Action<SendingOptions>? adjust = null)
    {
        IdentityClientOptions options = service.Options();
        options.Sending.OnDropped = _dropped.Enqueue;
        adjust?.Invoke(options.Sending);
        return options;
    }

    private static Observation Seen(int number) => Observation.Happened(Identifier.Cookie($"c{number}"), "seen");

    private static IEnumerable<string> MessageIds(FakeService service) =>
        service.Calls.Ingested.SelectMany(request => request.Observations).Select(item => item.MessageId);
}
