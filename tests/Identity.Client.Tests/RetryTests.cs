using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Identity.Client.Tests.Running;
using Xunit;

namespace Identity.Client.Tests;

/// <summary>What is sent again, how often, and what is not.</summary>
public sealed class RetryTests
{
    private static readonly VisitorQuery Query = new() { Identifiers = [Identifier.Cookie("a")] };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_unavailable_is_sent_again_with_the_same_bytes()
    {
        await using FakeService service = await FakeService.StartAsync();
        using IdentityClient client = service.Client();
        service.Calls.Failures.Enqueue(FakeCalls.Failure(StatusCode.Unavailable, "STORE_UNAVAILABLE"));
        service.Calls.Failures.Enqueue(FakeCalls.Failure(StatusCode.Unavailable, "STORE_UNAVAILABLE"));

        Recognition answer = await client.ResolveAsync(Query, Cancellation);

        Assert.True(answer.IsAvailable);
        Assert.Equal(3, service.Calls.Resolved.Count);
        Assert.Single(service.Calls.Resolved.Select(request => request.ToByteString()).Distinct());
    }

    [Fact]
    public async Task Attempts_are_bounded()
    {
        await using FakeService service = await FakeService.StartAsync();
        using IdentityClient client = service.Client(options => options.Retry.AttemptsMax = 2);
        service.Calls.Failing = FakeCalls.Failure(StatusCode.Unavailable, "STORE_UNAVAILABLE");

        var failure = await Assert.ThrowsAsync<IdentityUnavailableException>(
            () => client.ResolveAsync(Query, Cancellation));

        Assert.Equal("STORE_UNAVAILABLE", failure.Reason);
        Assert.Equal(2, service.Calls.Resolved.Count);
    }

    [Fact]
    public async Task What_was_too_much_is_sent_again_after_the_time_that_was_asked()
    {
        await using FakeService service = await FakeService.StartAsync();
        using IdentityClient client = service.Client();
        TimeSpan asked = TimeSpan.FromMilliseconds(30);
        service.Calls.Failures.Enqueue(FakeCalls.Failure(StatusCode.ResourceExhausted, "OVERLOADED", asked));

        long start = TimeProvider.System.GetTimestamp();
        Assert.True((await client.ResolveAsync(Query, Cancellation)).IsAvailable);

        // A lower bound: it cannot fail on a slow machine.
        Assert.True(TimeProvider.System.GetElapsedTime(start) >= asked - TimeSpan.FromMilliseconds(1));
        Assert.Equal(2, service.Calls.Resolved.Count);
    }

    [Fact]
    public async Task What_was_too_much_is_not_sent_again_without_a_time()
    {
        await using FakeService service = await FakeService.StartAsync();
        using IdentityClient client = service.Client();
        service.Calls.Failing = FakeCalls.Failure(StatusCode.ResourceExhausted, "STORE_FULL");

        var failure = await Assert.ThrowsAsync<IdentityUnavailableException>(
            () => client.ResolveAsync(Query, Cancellation));

        Assert.Null(failure.RetryAfter);
        Assert.Single(service.Calls.Resolved);
    }

    [Fact]
    public async Task A_time_that_is_longer_than_the_deadline_fails_at_once()
    {
        await using FakeService service = await FakeService.StartAsync();
        using IdentityClient client = service.Client();
        service.Calls.Failing = FakeCalls.Failure(
            StatusCode.ResourceExhausted, "RATE_LIMITED", TimeSpan.FromMinutes(5));

        var failure = await Assert.ThrowsAsync<IdentityUnavailableException>(
            () => client.ResolveAsync(Query, Cancellation));

        Assert.Equal(TimeSpan.FromMinutes(5), failure.RetryAfter);
        Assert.Single(service.Calls.Resolved);
    }

    [Theory]
    [InlineData(StatusCode.Aborted)]
    [InlineData(StatusCode.Internal)]
    [InlineData(StatusCode.DataLoss)]
    [InlineData(StatusCode.Unknown)]
    public async Task Other_failures_of_the_service_are_not_sent_again(StatusCode code)
    {
        await using FakeService service = await FakeService.StartAsync();
        using IdentityClient client = service.Client();
        service.Calls.Failing = FakeCalls.Failure(code, "INTERNAL_ERROR");

        await Assert.ThrowsAsync<IdentityUnavailableException>(() => client.ResolveAsync(Query, Cancellation));

        Assert.Single(service.Calls.Resolved);
    }

    [Fact]
    public async Task A_refusal_says_what_is_wrong_and_is_not_sent_again()
    {
        await using FakeService service = await FakeService.StartAsync();
        using IdentityClient client = service.Client();
        service.Calls.Failing = FakeCalls.Failure(
            StatusCode.InvalidArgument, "TOO_LONG",
            more: new BadRequest
            {
                FieldViolations =
                {
                    new BadRequest.Types.FieldViolation
                    {
                        Field = "identifiers[0].value", Description = "At most 1,024 bytes.",
                    },
                },
            });

        var failure = await Assert.ThrowsAsync<IdentityRefusedException>(
            () => client.ResolveAsync(Query, Cancellation));

        Assert.Equal("TOO_LONG", failure.Reason);
        Assert.Equal([new FieldProblem("identifiers[0].value", "At most 1,024 bytes.")], failure.Fields);
        Assert.DoesNotContain("example.nl", failure.Message, StringComparison.Ordinal);
        Assert.Single(service.Calls.Resolved);
    }

    [Fact]
    public async Task An_outage_is_not_made_worse_and_retries_come_back_after_it()
    {
        await using FakeService service = await FakeService.StartAsync();
        using IdentityClient client = service.Client(options =>
        {
            options.Retry.AttemptsMax = 5;
            options.Retry.TokensMax = 10;
            options.Retry.TokenRatio = 1;
        });
        service.Calls.Failing = FakeCalls.Failure(StatusCode.Unavailable, "STORE_UNAVAILABLE");
        for (int call = 0; call < 50; call++)
        {
            Assert.False((await client.ResolveOrUnknownAsync(Query, Cancellation)).IsAvailable);
        }

        // Ten tokens: four failures are followed by a retry, the fifth leaves half of them.
        Assert.Equal(50 + 4, service.Calls.Resolved.Count);

        service.Calls.Failing = null;
        for (int call = 0; call < 10; call++) { await client.ResolveAsync(Query, Cancellation); }
        service.Calls.Failures.Enqueue(FakeCalls.Failure(StatusCode.Unavailable, "STORE_UNAVAILABLE"));
        Assert.True((await client.ResolveAsync(Query, Cancellation)).IsAvailable);
    }

    [Fact]
    public async Task An_observation_keeps_its_message_id_and_time_when_it_is_sent_again()
    {
        await using FakeService service = await FakeService.StartAsync();
        using IdentityClient client = service.Client();
        service.Calls.Failures.Enqueue(FakeCalls.Failure(StatusCode.Unavailable, "STORE_UNAVAILABLE"));

        IngestReceipt receipt = await client.IngestAsync(
            [Observation.PageViewed(Identifier.Cookie("a"), "/books?q=secret")], Cancellation);

        V1.IngestRequest[] sent = [.. service.Calls.Ingested];
        Assert.Equal(2, sent.Length);
        Assert.Equal(sent[0].ToByteString(), sent[1].ToByteString());
        V1.Observation observation = Assert.Single(sent[0].Observations);
        Assert.NotNull(observation.OccurredAt);
        Assert.Equal(receipt.Results[0].MessageId, observation.MessageId);
        Assert.Equal("/books", observation.Event.Properties["path"].StringValue);
    }

    [Fact]
    public async Task Every_call_has_a_deadline_and_the_key()
    {
        await using FakeService service = await FakeService.StartAsync();
        using IdentityClient client = service.Client();

        await client.ResolveAsync(Query, Cancellation);
        await client.IngestAsync([Observation.Happened(Identifier.Cookie("a"), "x")], Cancellation);

        Assert.Equal(2, service.Calls.Arrivals.Count);
        Assert.All(service.Calls.Arrivals, arrival =>
        {
            Assert.NotEqual(DateTime.MaxValue, arrival.Deadline);
            Assert.Equal($"Bearer {FakeService.Key}", arrival.Authorization);
        });
    }
}
