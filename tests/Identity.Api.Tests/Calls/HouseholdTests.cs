using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Identity.Api.Tests.Running;
using Identity.Application.Access;
using Xunit;
using static Identity.Api.Tests.Running.TestWorkspace;

namespace Identity.Api.Tests.Calls;

/// <summary>Households come back through the contract as the application works them out.</summary>
public sealed class HouseholdTests(RunningServer server)
{
    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_household_is_told_by_every_answer_and_shown_with_members_and_history()
    {
        TestWorkspace workspace = await server.NewWorkspaceAsync();
        V1.IngestResult nora = await LivesAsync(workspace, "nora", "Kade 1", "2026-02-01T00:00:00Z");
        V1.IngestResult kees = await LivesAsync(workspace, "kees", "Kade 1", "2026-02-02T00:00:00Z");
        V1.IngestResult moved = await LivesAsync(workspace, "kees", "Laan 2", "2026-02-03T00:00:00Z");
        var resolve = new V1.ResolveRequest { Identifiers = { Named("login", "nora") }, Authenticated = true };
        var profile = new V1.GetProfileRequest
        {
            Identifier = Named("login", "nora"),
            Fields = new FieldMask { Paths = { "household_id" } },
        };

        Assert.Matches("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", nora.HouseholdId);
        Assert.Equal(nora.HouseholdId, kees.HouseholdId);
        Assert.NotEqual(nora.HouseholdId, moved.HouseholdId);
        Assert.Equal(
            nora.HouseholdId,
            (await workspace.Resolution.ResolveAsync(resolve, cancellationToken: Ending)).HouseholdId);
        V1.Profile found = await workspace.Profiles.GetProfileAsync(profile, cancellationToken: Ending);
        Assert.Equal((nora.HouseholdId, 0), (found.HouseholdId, found.Identifiers.Count));

        V1.Household household = await GetAsync(
            workspace, new V1.GetHouseholdRequest { PersonId = nora.PersonId, AtLeastRevision = moved.Revision });
        Assert.Equal(
            new V1.Household
            {
                HouseholdId = nora.HouseholdId,
                State = V1.HouseholdState.Occupied,
                Size = 1,
                FirstSeen = At("2026-02-01T00:00:00Z"),
                LastSeen = At("2026-02-02T00:00:00Z"),
                Members =
                {
                    new V1.HouseholdMember
                    {
                        PersonId = nora.PersonId, Since = At("2026-02-01T00:00:00Z"),
                        LastSeen = At("2026-02-01T00:00:00Z"),
                    },
                },
                History =
                {
                    new V1.HouseholdStay
                    {
                        PersonId = kees.PersonId, From = At("2026-02-02T00:00:00Z"), To = At("2026-02-02T00:00:00Z"),
                    },
                },
                Revision = moved.Revision,
            },
            household);
        Assert.Equal(
            household, await GetAsync(workspace, new V1.GetHouseholdRequest { HouseholdId = nora.HouseholdId }));
    }

    [Fact]
    public async Task Members_and_history_are_left_out_without_their_scope()
    {
        TestWorkspace workspace = await server.NewWorkspaceAsync();
        V1.IngestResult nora = await LivesAsync(workspace, "nora", "Kade 1", "2026-02-01T00:00:00Z");
        V1.CreatedKey key = await workspace.NewKeyAsync(Scopes.ProfilesRead);
        var reader = new V1.HouseholdService.HouseholdServiceClient(server.With(key.Key));

        V1.Household household = await reader.GetHouseholdAsync(
            new V1.GetHouseholdRequest { HouseholdId = nora.HouseholdId }, cancellationToken: Ending);

        Assert.Equal((1, 0, 0), (household.Size, household.Members.Count, household.History.Count));
    }

    [Fact]
    public async Task Rules_of_households_come_back_as_they_were_put_and_hold()
    {
        TestWorkspace workspace = await server.NewWorkspaceAsync();
        V1.WorkspaceRules rules = await workspace.RulesAsync();
        Assert.Equal((12, false, 0), (rules.HouseholdLimit, rules.HouseholdsOff, rules.BusinessAddresses.Count));
        rules.HouseholdLimit = 1;
        rules.BusinessAddresses.Add("Kade 1");
        await workspace.Admin.PutRulesAsync(new V1.PutRulesRequest { Rules = rules }, cancellationToken: Ending);
        Assert.Equal(rules, await workspace.RulesAsync());

        Assert.Empty((await LivesAsync(workspace, "nora", "Kade 1", "2026-02-01T00:00:00Z")).HouseholdId);
        V1.IngestResult alone = await LivesAsync(workspace, "kees", "Laan 2", "2026-02-01T00:00:00Z");
        Assert.NotEmpty(alone.HouseholdId);
        V1.IngestResult crowded = await LivesAsync(workspace, "lies", "Laan 2", "2026-02-01T00:00:00Z");
        Assert.Empty(crowded.HouseholdId);
        V1.Household household = await GetAsync(
            workspace, new V1.GetHouseholdRequest { PersonId = crowded.PersonId });
        Assert.Equal(
            new V1.Household
            {
                State = V1.HouseholdState.MultiOccupancy,
                Size = 2,
                Revision = household.Revision,
            },
            household);

        rules.HouseholdsOff = true;
        await workspace.Admin.PutRulesAsync(new V1.PutRulesRequest { Rules = rules }, cancellationToken: Ending);
        Assert.Empty((await LivesAsync(workspace, "kees", "Laan 2", "2026-02-04T00:00:00Z")).HouseholdId);
    }

    [Theory]
    [InlineData("rules.household_limit", -1, "Kade 1")]
    [InlineData("rules.household_limit", 101, "Kade 1")]
    [InlineData("rules.business_addresses[0]", 0, " ")]
    public async Task Rules_past_a_bound_are_refused(string field, int limit, string business)
    {
        TestWorkspace workspace = await server.NewWorkspaceAsync();
        V1.WorkspaceRules rules = await workspace.RulesAsync();
        rules.HouseholdLimit = limit;
        rules.BusinessAddresses.Add(business);
        await Refused.AsAsync(
            StatusCode.InvalidArgument, RefusalReasons.RulesInvalid, field,
            async () => await workspace.Admin.PutRulesAsync(
                new V1.PutRulesRequest { Rules = rules }, cancellationToken: Ending));
    }

    [Fact]
    public async Task What_is_no_household_is_refused_with_its_reason()
    {
        TestWorkspace workspace = await server.NewWorkspaceAsync();
        string unknown = Guid.NewGuid().ToString();
        await InvalidAsync(RefusalReasons.WhoMissing, "by", new V1.GetHouseholdRequest());
        await InvalidAsync(
            RefusalReasons.HouseholdIdMalformed, "household_id", new V1.GetHouseholdRequest { HouseholdId = "kade" });
        await InvalidAsync(
            RefusalReasons.PersonIdMalformed, "person_id", new V1.GetHouseholdRequest { PersonId = "nora" });
        await InvalidAsync(
            RefusalReasons.RevisionMalformed, "at_least_revision",
            new V1.GetHouseholdRequest { HouseholdId = unknown, AtLeastRevision = "?" });
        await Refused.AsAsync(StatusCode.NotFound, RefusalReasons.HouseholdNotFound, async () =>
            await GetAsync(workspace, new V1.GetHouseholdRequest { HouseholdId = unknown }));
        await Refused.AsAsync(StatusCode.NotFound, RefusalReasons.PersonNotFound, async () =>
            await GetAsync(workspace, new V1.GetHouseholdRequest { PersonId = unknown }));

        async Task InvalidAsync(string reason, string field, V1.GetHouseholdRequest request) =>
            await Refused.AsAsync(
                StatusCode.InvalidArgument, reason, field, async () => await GetAsync(workspace, request));
    }

    private static async Task<V1.Household> GetAsync(TestWorkspace workspace, V1.GetHouseholdRequest request) =>
        await workspace.Households.GetHouseholdAsync(request, cancellationToken: Ending);

    private static async Task<V1.IngestResult> LivesAsync(
        TestWorkspace workspace, string login, string address, string at)
    {
        V1.Observation observation = TestWorkspace.Observation(
            $"{login} {at}", ("login", login), ("address", address));
        observation.OccurredAt = At(at);
        return await workspace.IngestAsync(observation);
    }
}
