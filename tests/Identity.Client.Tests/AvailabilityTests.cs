using Identity.Client.Tests.Running;
using Xunit;

namespace Identity.Client.Tests;

/// <summary>What a page gets when there is no answer, or the wrong one.</summary>
public sealed class AvailabilityTests
{
    private static readonly VisitorQuery Query = new() { Identifiers = [Identifier.Cookie("a")] };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_service_that_never_answers_leaves_the_visitor_unknown()
    {
        await using FakeService service = await FakeService.StartAsync();
        service.Calls.Hangs = true;
        using IdentityClient client = service.Client(options =>
            options.ResolveTimeout = TimeSpan.FromMilliseconds(50));

        Recognition answer = await client.ResolveOrUnknownAsync(Query, Cancellation);

        Assert.False(answer.IsAvailable);
        Assert.IsType<IdentityUnavailableException>(answer.Failure);
        Assert.Equal((RecognitionLevel.Unknown, null), (answer.Level, answer.PersonId));
        Assert.Equal(default, answer.Permissions);
    }

    [Fact]
    public async Task A_service_that_is_not_there_leaves_the_visitor_unknown()
    {
        FakeService service = await FakeService.StartAsync();
        using IdentityClient client = service.Client();
        await service.DisposeAsync();

        Assert.False((await client.ResolveOrUnknownAsync(Query, Cancellation)).IsAvailable);
        await Assert.ThrowsAsync<IdentityUnavailableException>(() => client.ResolveAsync(Query, Cancellation));
    }

    [Fact]
    public async Task A_refused_key_leaves_the_visitor_unknown_and_says_so()
    {
        await using FakeService service = await FakeService.StartAsync();
        service.Calls.Failing = FakeCalls.Failure(Grpc.Core.StatusCode.Unauthenticated, "KEY_REVOKED");
        using IdentityClient client = service.Client();

        Recognition answer = await client.ResolveOrUnknownAsync(Query, Cancellation);

        Assert.Equal("KEY_REVOKED", Assert.IsType<IdentityRefusedException>(answer.Failure).Reason);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_to_another_question_is_thrown_away(bool isVouchedFor)
    {
        await using FakeService service = await FakeService.StartAsync();
        using IdentityClient client = service.Client();
        service.Calls.Answer = request => new V1.ResolveResponse
        {
            Tag = isVouchedFor ? "another" : request.Tag,
            Level = V1.RecognitionLevel.Authenticated,
            PersonId = Guid.NewGuid().ToString(),
        };

        VisitorQuery query = Query with { IsAuthenticated = isVouchedFor };

        Assert.False((await client.ResolveOrUnknownAsync(query, Cancellation)).IsAvailable);
    }

    [Fact]
    public async Task An_answer_to_this_question_is_not_thrown_away()
    {
        await using FakeService service = await FakeService.StartAsync();
        using IdentityClient client = service.Client();
        service.Calls.Answer = request => new V1.ResolveResponse
        {
            Tag = request.Tag,
            Level = V1.RecognitionLevel.Authenticated,
        };

        Recognition answer = await client.ResolveOrUnknownAsync(Query with { IsAuthenticated = true }, Cancellation);

        Assert.Equal(RecognitionLevel.Authenticated, answer.Level);
    }

    [Fact]
    public async Task Who_gives_up_gets_no_answer()
    {
        await using FakeService service = await FakeService.StartAsync();
        service.Calls.Hangs = true;
        using IdentityClient client = service.Client();
        using var patience = new CancellationTokenSource();

        Task<Recognition> call = client.ResolveOrUnknownAsync(Query, patience.Token);
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task Everything_of_an_answer_is_read()
    {
        await using FakeService service = await FakeService.StartAsync();
        using IdentityClient client = service.Client();
        Guid person = Guid.NewGuid();
        Guid household = Guid.NewGuid();
        service.Calls.Answer = request =>
        {
            V1.ResolveResponse rich = Rich(person, request.Tag);
            rich.HouseholdId = household.ToString();
            return rich;
        };

        Recognition answer = await client.ResolveAsync(Query, Cancellation);

        Assert.Equal((person, RecognitionLevel.Remembered), (answer.PersonId, answer.Level));
        Assert.Equal(household, answer.HouseholdId);
        Assert.Equal("Nora", answer.Text("first_name"));
        Assert.Equal(3, answer.Count("activity.order_completed.count"));
        Assert.Equal(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero), answer.Instant("last_order"));
        Assert.True(answer.Flag("member"));
        Assert.Equal(["books", "garden"], answer.Texts("likes"));
        Assert.Null(answer.Text("member"));
        Assert.Null(answer.Number("first_name"));
        Assert.Null(answer.Text("email"));
        Assert.Equal(WithheldReason.Level, answer.Withheld["email"]);
        Assert.Equal(WithheldReason.Other, answer.Withheld["later"]);
        Assert.Equal(new Permissions(true, true, false, false), answer.Permissions);
        Assert.Equal(Identifier.Cookie("a"), answer.Evidence?.Identifier);
        Assert.Equal(new Identifier("email", "x@example.nl", claimed: true), Assert.Single(answer.Claims));
    }

    private static V1.ResolveResponse Rich(Guid person, string tag)
    {
        var likes = Google.Protobuf.WellKnownTypes.Value.ForList(
            Google.Protobuf.WellKnownTypes.Value.ForString("books"),
            Google.Protobuf.WellKnownTypes.Value.ForString("garden"));
        return new V1.ResolveResponse
        {
            Tag = tag,
            PersonId = person.ToString(),
            Level = V1.RecognitionLevel.Remembered,
            Fields =
            {
                ["first_name"] = Google.Protobuf.WellKnownTypes.Value.ForString("Nora"),
                ["activity.order_completed.count"] = Google.Protobuf.WellKnownTypes.Value.ForNumber(3),
                ["last_order"] = Google.Protobuf.WellKnownTypes.Value.ForString("2026-01-31T12:00:00Z"),
                ["member"] = Google.Protobuf.WellKnownTypes.Value.ForBool(true),
                ["likes"] = likes,
            },
            Withheld =
            {
                new V1.WithheldField { Field = "email", Reason = V1.WithheldReason.Level },
                new V1.WithheldField { Field = "later", Reason = (V1.WithheldReason)99 },
            },
            Permissions = new V1.Permissions { PersonalizeSite = true, ShowName = true },
            Evidence = new V1.Evidence { Identifier = new V1.Identifier { Namespace = "cookie", Value = "a" } },
            Claims = { new V1.Identifier { Namespace = "email", Value = "x@example.nl", Claimed = true } },
        };
    }

    [Fact]
    public void Nothing_that_may_be_logged_shows_personal_data()
    {
        Identifier email = Identifier.Email("jan@example.nl");
        object[] shown =
        [
            email, new VisitorQuery { Identifiers = [email], LinkToken = "token" },
            Observation.LoggedIn([email], null), FieldValue.FromText("jan@example.nl"), Recognition.Unknown,
            new Evidence(email, null, []),
        ];
        Assert.All(shown, item => Assert.DoesNotContain("jan@", item.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void Options_with_defects_are_refused_and_the_key_is_not_repeated()
    {
        var options = new IdentityClientOptions { Address = new Uri("http://identity.example:5001"), Key = "se cret" };
        options.Retry.AttemptsMax = 6;
        options.Cache.TimeToLive = TimeSpan.FromMinutes(1);

        Assert.Equal(4, options.Defects().Count);
        var failure = Assert.Throws<ArgumentException>(() => new IdentityClient(options));
        Assert.DoesNotContain("cret", failure.Message, StringComparison.Ordinal);

        options = new IdentityClientOptions { Address = new Uri("http://identity.example:5001"), Key = "k" };
        options.AllowPlainText = true;
        Assert.Empty(options.Defects());
        Assert.Empty(new IdentityClientOptions { Key = "k" }.Defects());
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData(null)]
    public void What_was_not_typed_is_no_claim(string? typed)
    {
        Assert.False(Identifier.TryClaim("email", typed, out _));
        Assert.False(Identifier.TryClaim("email", new string('x', 1_025), out _));
        Assert.True(Identifier.TryClaim("email", "x@example.nl", out Identifier? claim) && claim.IsClaimed);
        Assert.Throws<ArgumentException>(() => Observation.LoggedIn([claim], null));
        Assert.Throws<ArgumentException>(() => Observation.NewsletterRequested(Identifier.Email("x@y.nl"), null));
    }
}
