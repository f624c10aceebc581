using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Identity.Api.Tests.Running;
using Identity.Application.Access;
using Xunit;
using static Identity.Api.Tests.Running.TestWorkspace;

namespace Identity.Api.Tests.Calls;

/// <summary>What is asked comes back through the contract as the application answered it.</summary>
public sealed class ResolveTests(RunningServer server)
{
    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_visitor_who_is_logged_in_is_named_with_evidence_fields_and_permissions()
    {
        TestWorkspace workspace = await server.NewWorkspaceAsync();
        V1.Observation observation = TestWorkspace.Observation("m-1", ("login", "nora"), ("cookie", "k-1"));
        observation.OccurredAt = TestWorkspace.At("2026-02-03T04:05:06.789Z");
        observation.Traits["first_name"] = Value.ForString("Nora");
        observation.Traits["size"] = Value.ForNumber(42.5);
        V1.IngestResult taken = await workspace.IngestAsync(observation);

        V1.ResolveResponse response = await workspace.Resolution.ResolveAsync(
            new V1.ResolveRequest
            {
                Identifiers = { Named("login", "nora"), Named("cookie", "k-1") },
                Authenticated = true,
                Fields = new FieldMask { Paths = { "traits.first_name", "size", "shoe" } },
                AtLeastRevision = taken.Revision,
                Tag = "t-1",
            },
            cancellationToken: Ending);
        Assert.Equal((taken.PersonId, V1.RecognitionLevel.Authenticated), (response.PersonId, response.Level));
        Assert.Matches("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", response.PersonId);
        Assert.Equal("Nora", response.Fields["traits.first_name"].StringValue);
        Assert.Equal(42.5, response.Fields["size"].NumberValue);
        Assert.Equal(("shoe", V1.WithheldReason.NoValue), Assert.Single(response.Withheld) switch
        {
            var withheld => (withheld.Field, withheld.Reason),
        });
        Assert.Equal(Named("login", "nora"), response.Evidence.Identifier);
        Assert.Equal(observation.OccurredAt, response.Evidence.LinkedAt);
        Assert.True(response.Permissions.ChangeAccount);
        Assert.Equal("t-1", response.Tag);
    }

    [Fact]
    public async Task An_unknown_visitor_has_level_1_and_nothing_else()
    {
        TestWorkspace workspace = await server.NewWorkspaceAsync();
        V1.ResolveResponse response = await workspace.Resolution.ResolveAsync(
            new V1.ResolveRequest { Identifiers = { Named("cookie", "k-1"), Named("email", "nora@example.org") } },
            cancellationToken: Ending);
        Assert.Equal((V1.RecognitionLevel.Unknown, "", null), (response.Level, response.PersonId, response.Evidence));
        Assert.Equal([Named("email", "nora@example.org")], response.Claims);
        Assert.Equal(new V1.Permissions(), response.Permissions);
    }

    [Fact]
    public async Task Vouching_needs_its_scope()
    {
        TestWorkspace workspace = await server.NewWorkspaceAsync();
        V1.CreatedKey key = await workspace.NewKeyAsync(Scopes.Resolve);
        var resolution = new V1.ResolutionService.ResolutionServiceClient(workspace.With(key.Key));
        var request = new V1.ResolveRequest { Identifiers = { Named("login", "nora") }, Authenticated = true };
        RpcException failure = await Refused.AsAsync(StatusCode.PermissionDenied, RefusalReasons.ScopeMissing,
            async () => await resolution.ResolveAsync(request, cancellationToken: Ending));
        Assert.Contains(Scopes.ResolveAuthenticated, failure.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_key_is_looked_at_before_anything_of_the_request()
    {
        TestWorkspace workspace = await server.NewWorkspaceAsync();
        V1.CreatedKey key = await workspace.NewKeyAsync(Scopes.Admin);
        var resolution = new V1.ResolutionService.ResolutionServiceClient(workspace.With(key.Key));
        var malformed = new V1.ResolveRequest { Tag = new string('t', 1_000) };
        await Refused.AsAsync(StatusCode.PermissionDenied, RefusalReasons.ScopeMissing,
            async () => await resolution.ResolveAsync(malformed, cancellationToken: Ending));
    }

    [Fact]
    public async Task ResolveMany_answers_in_order_until_the_first_bad_request()
    {
        TestWorkspace workspace = await server.NewWorkspaceAsync();
        using AsyncDuplexStreamingCall<V1.ResolveRequest, V1.ResolveResponse> call =
            workspace.Resolution.ResolveMany(cancellationToken: Ending);
        IEnumerable<V1.ResolveRequest> requests = Enumerable.Range(0, 50).Select(number => new V1.ResolveRequest
        {
            Identifiers = { Named(number == 40 ? "fingerprint" : "cookie", $"k-{number}") },
            Tag = $"{number}",
        });
        Task sending = RawCall.SendAsync(call.RequestStream, requests);
        var tags = new List<string>();
        await Refused.AsAsync(StatusCode.InvalidArgument, "NAMESPACE_UNKNOWN", async () =>
        {
            while (await call.ResponseStream.MoveNext(Ending)) { tags.Add(call.ResponseStream.Current.Tag); }
        });
        await sending;
        Assert.Equal(Enumerable.Range(0, 40).Select(number => $"{number}"), tags);
    }

    [Fact]
    public async Task Workspaces_with_identical_identifiers_know_nothing_of_each_other()
    {
        TestWorkspace[] both = [await server.NewWorkspaceAsync(), await server.NewWorkspaceAsync()];
        string[] persons = new string[2];
        for (int index = 0; index < 2; index++)
        {
            V1.Observation observation = TestWorkspace.Observation("m-1", ("login", "nora"), ("cookie", "k-1"));
            observation.Traits["nickname"] = Value.ForString($"nickname {index}");
            persons[index] = (await both[index].IngestAsync(observation)).PersonId;
        }

        Assert.NotEqual(persons[0], persons[1]);
        for (int index = 0; index < 2; index++)
        {
            V1.ResolveResponse response = await both[index].Resolution.ResolveAsync(
                new V1.ResolveRequest { Identifiers = { Named("login", "nora") }, Authenticated = true },
                cancellationToken: Ending);
            Assert.Equal(persons[index], response.PersonId);
            Assert.Equal($"nickname {index}", response.Fields["nickname"].StringValue);
            await Refused.AsAsync(StatusCode.NotFound, RefusalReasons.PersonNotFound, async () =>
                await both[1 - index].Profiles.GetProfileAsync(
                    new V1.GetProfileRequest { PersonId = persons[index] }, cancellationToken: Ending));
            V1.WorkspaceStats stats = await both[index].StatsAsync();
            Assert.Equal((1, 1), (stats.Observations, stats.Persons));
        }

        V1.CreatedKey key = await both[0].NewKeyAsync(Scopes.Resolve);
        await Refused.AsAsync(
            StatusCode.NotFound, RefusalReasons.KeyNotFound, async () => await both[1].RevokeAsync(key));
    }
}
