using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Identity.Api.Tests.Running;
using Identity.Application.Access;
using Identity.Core.Identifiers;
using Identity.Core.Observations;
using Xunit;
using static Identity.Api.Tests.Running.TestWorkspace;
using ResolveCase = (string Field, string Reason, System.Action<Identity.V1.ResolveRequest> Spoil);

namespace Identity.Api.Tests.Calls;

/// <summary>Requests that are refused as a whole: code, reason and field are right, and nothing changed.</summary>
public sealed class BadRequestTests(RunningServer server)
{
    private static readonly Dictionary<string, ResolveCase> Resolves = new()
    {
        ["an unknown namespace"] = ("identifiers[0].namespace", ProblemCodes.NamespaceUnknown,
            bad => bad.Identifiers[0].Namespace = "fingerprint"),
        ["an empty value"] = ("identifiers[0].value", NormaliserProblems.Empty, bad => bad.Identifiers[0].Value = ""),
        ["a value of more than 1,024 bytes"] = ("identifiers[0].value", NormaliserProblems.TooLong,
            bad => bad.Identifiers[0].Value = new string('x', 1_025)),
        ["too many identifiers"] = ("identifiers", ProblemCodes.IdentifiersTooMany, bad => bad.Identifiers.AddRange(
            Enumerable.Range(0, 20).Select(number => Named("cookie", $"k-{number}")))),
        ["two logins"] = ("identifiers", ProblemCodes.UniqueNamespaceTwice, bad => bad.Identifiers.AddRange(
            [Named("login", "a"), Named("login", "b")])),
        ["an unknown field"] = ("fields.paths[1]", RefusalReasons.FieldPathUnknown,
            bad => bad.Fields = new FieldMask { Paths = { "first_name", "activity.order.sum" } }),
        ["too many fields"] = ("fields", RefusalReasons.FieldsTooMany,
            bad => bad.Fields = new FieldMask { Paths = { Enumerable.Range(0, 101).Select(number => $"f{number}") } }),
        ["a malformed purpose"] = ("purpose", RefusalReasons.PurposeMalformed, bad => bad.Purpose = "Not A Purpose"),
        ["a malformed revision"] = ("at_least_revision", RefusalReasons.RevisionMalformed,
            bad => bad.AtLeastRevision = "yesterday"),
        ["a revision from the future"] = ("at_least_revision", RefusalReasons.RevisionMalformed,
            bad => bad.AtLeastRevision = Application.Revisions.Write(long.MaxValue)),
        ["a malformed link token"] = ("link_token", RefusalReasons.LinkTokenMalformed, bad => bad.LinkToken = "!?"),
        ["a long tag"] = ("tag", RefusalReasons.TagTooLong, bad => bad.Tag = new string('t', 257)),
        ["nobody to vouch for"] = ("identifiers", RefusalReasons.NobodyVouchedFor, bad => bad.Authenticated = true),
    };

    private static readonly Dictionary<string, (string Field, Action<V1.WorkspaceRules> Spoil)> Rules = new()
    {
        ["no namespaces"] = ("rules.namespaces", bad => bad.Namespaces.Clear()),
        ["no role"] = ("rules.namespaces[0].role", bad => bad.Namespaces[0].Role = V1.NamespaceRole.Unspecified),
        ["an unknown role"] = ("rules.namespaces[0].role", bad => bad.Namespaces[0].Role = (V1.NamespaceRole)99),
        ["an unknown policy"] =
            ("rules.namespaces[0].on_conflict", bad => bad.Namespaces[0].OnConflict = (V1.ConflictPolicy)99),
        ["an unknown normaliser"] = ("rules.namespaces[0].normaliser", bad => bad.Namespaces[0].Normaliser = "soundex"),
        ["a rank twice"] = ("rules.namespaces[1].rank", bad => bad.Namespaces[1].Rank = bad.Namespaces[0].Rank),
        ["a negative expiry"] = ("rules.namespaces[0].expires_after",
            bad => bad.Namespaces[0].ExpiresAfter = new Duration { Seconds = -5 }),
        ["an impossible expiry"] = ("rules.namespaces[0].expires_after",
            bad => bad.Namespaces[0].ExpiresAfter = new Duration { Seconds = long.MaxValue, Nanos = -1 }),
        ["an unknown sensitivity"] = ("rules.traits[0].sensitivity",
            bad => bad.Traits.Add(new V1.TraitRule { Name = "shoe", Sensitivity = (V1.TraitSensitivity)99 })),
        ["a release level of 1"] = ("rules.traits[0].release_level",
            bad => bad.Traits.Add(new V1.TraitRule { Name = "shoe", ReleaseLevel = V1.RecognitionLevel.Unknown })),
        ["a claim on an unknown namespace"] = ("rules.sources[0].claimed_namespaces",
            bad => bad.Sources.Add(new V1.SourceRule { Name = "web", ClaimedNamespaces = { "fingerprint" } })),
    };

    private static readonly Dictionary<string, (string Field, Action<V1.CreateKeyRequest> Spoil)> Keys = new()
    {
        ["no scopes"] = ("scopes", bad => bad.Scopes.Clear()),
        ["an unknown scope"] = ("scopes[1]", bad => bad.Scopes.Add("everything")),
        ["the operator's scope"] = ("scopes[1]", bad => bad.Scopes.Add(Scopes.Operator)),
        ["a public key with more"] = ("scopes", bad => bad.Scopes.Add(Scopes.IngestPublic)),
        ["a malformed source"] = ("sources[0]", bad => bad.Sources.Add("Shop & Co")),
        ["origins of a key that is not public"] =
            ("allowed_origins", bad => bad.AllowedOrigins.Add("https://a.example")),
        ["an expiry in the past"] = ("expires_at", bad => bad.ExpiresAt = TestWorkspace.At("2020-01-01T00:00:00Z")),
        ["an expiry at no time"] = ("expires_at", bad => bad.ExpiresAt = new Timestamp { Seconds = long.MaxValue }),
    };

    public static TheoryData<string> ResolveNames => [.. Resolves.Keys];

    public static TheoryData<string> RuleNames => [.. Rules.Keys];

    public static TheoryData<string> KeyNames => [.. Keys.Keys];

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(ResolveNames))]
    public async Task Resolve_with_a_defect_is_refused(string name)
    {
        TestWorkspace workspace = await server.NewWorkspaceAsync();
        (string field, string reason, Action<V1.ResolveRequest> spoil) = Resolves[name];
        var request = new V1.ResolveRequest
        {
            Identifiers = { Named("cookie", "k-1") },
            CreateIfUnknown = true,
        };
        spoil(request);
        await UnchangedAsync(workspace, () => Refused.AsAsync(
            StatusCode.InvalidArgument, reason, field,
            async () => await workspace.Resolution.ResolveAsync(request, cancellationToken: Ending)));
    }

    [Theory, MemberData(nameof(RuleNames))]
    public async Task Rules_with_a_defect_are_refused_and_the_old_ones_stand(string name)
    {
        TestWorkspace workspace = await server.NewWorkspaceAsync();
        V1.WorkspaceRules before = await workspace.RulesAsync();
        V1.WorkspaceRules bad = before.Clone();
        Rules[name].Spoil(bad);
        await Refused.AsAsync(
            StatusCode.InvalidArgument, RefusalReasons.RulesInvalid, Rules[name].Field,
            async () => await workspace.Admin.PutRulesAsync(
                new V1.PutRulesRequest { Rules = bad }, cancellationToken: Ending));
        Assert.Equal(before, await workspace.RulesAsync());
    }

    [Fact]
    public async Task Rules_with_several_defects_are_told_all_of_them_at_once()
    {
        TestWorkspace workspace = await server.NewWorkspaceAsync();
        V1.WorkspaceRules bad = await workspace.RulesAsync();
        foreach ((_, Action<V1.WorkspaceRules> spoil) in new[] { Rules["no role"], Rules["an unknown normaliser"] })
        {
            spoil(bad);
        }

        foreach (string field in new[] { Rules["no role"].Field, Rules["an unknown normaliser"].Field })
        {
            await Refused.AsAsync(
                StatusCode.InvalidArgument, RefusalReasons.RulesInvalid, field,
                async () => await workspace.Admin.PutRulesAsync(
                    new V1.PutRulesRequest { Rules = bad }, cancellationToken: Ending));
        }
    }

    [Theory, MemberData(nameof(KeyNames))]
    public async Task Key_with_a_defect_is_not_made(string name)
    {
        TestWorkspace workspace = await server.NewWorkspaceAsync();
        var request = new V1.CreateKeyRequest { Name = "bad", Scopes = { Scopes.Resolve } };
        Keys[name].Spoil(request);
        await Refused.AsAsync(
            StatusCode.InvalidArgument, RefusalReasons.KeyRequestInvalid, Keys[name].Field,
            () => workspace.NewKeyAsync(request));
        var all = new V1.ListKeysRequest();
        Assert.Single((await workspace.Admin.ListKeysAsync(all, cancellationToken: Ending)).Keys);
    }

    [Fact]
    public async Task Other_requests_with_defects_are_refused_with_their_own_reason()
    {
        TestWorkspace workspace = await server.NewWorkspaceAsync();
        V1.ProfileService.ProfileServiceClient profiles = workspace.Profiles;
        V1.WorkspaceService.WorkspaceServiceClient admin = workspace.Admin;
        var operations = new V1.WorkspaceService.WorkspaceServiceClient(server.With(server.AdminKey));
        await UnchangedAsync(workspace, async () =>
        {
            await InvalidAsync(RefusalReasons.WhoMissing, "who", () =>
                profiles.GetProfileAsync(new V1.GetProfileRequest(), cancellationToken: Ending));
            await InvalidAsync(RefusalReasons.PersonIdMalformed, "person_id", () =>
                profiles.GetProfileAsync(new V1.GetProfileRequest { PersonId = "nora" }, cancellationToken: Ending));
            var secrets = new FieldMask { Paths = { "secrets" } };
            await InvalidAsync(RefusalReasons.FieldPathUnknown, "fields.paths[0]", () => profiles.GetProfileAsync(
                new V1.GetProfileRequest { PersonId = Guid.Empty.ToString(), Fields = secrets },
                cancellationToken: Ending));
            await InvalidAsync(RefusalReasons.NameMalformed, "name", () =>
                admin.CreateKeyAsync(new V1.CreateKeyRequest { Scopes = { "resolve" } }, cancellationToken: Ending));
            await InvalidAsync(RefusalReasons.NameMalformed, "name", () => operations.CreateWorkspaceAsync(
                new V1.CreateWorkspaceRequest { Name = new string('n', 129) }, cancellationToken: Ending));
            await InvalidAsync(RefusalReasons.PageTokenMalformed, "page_token", () =>
                admin.ListKeysAsync(new V1.ListKeysRequest { PageToken = "next" }, cancellationToken: Ending));
            await InvalidAsync(RefusalReasons.PageSizeOutOfRange, "page_size", () =>
                admin.ListKeysAsync(new V1.ListKeysRequest { PageSize = -1 }, cancellationToken: Ending));
        });
    }

    [Fact]
    public async Task What_does_not_exist_is_not_found()
    {
        TestWorkspace workspace = await server.NewWorkspaceAsync();
        await Refused.AsAsync(StatusCode.NotFound, RefusalReasons.PersonNotFound, async () =>
            await workspace.Profiles.GetProfileAsync(
                new V1.GetProfileRequest { PersonId = Guid.NewGuid().ToString() }, cancellationToken: Ending));
        await Refused.AsAsync(StatusCode.NotFound, RefusalReasons.KeyNotFound, async () =>
            await workspace.Admin.RevokeKeyAsync(new V1.RevokeKeyRequest { KeyId = "k" }, cancellationToken: Ending));
    }

    private static async Task InvalidAsync<T>(string reason, string field, Func<AsyncUnaryCall<T>> call) =>
        await Refused.AsAsync(StatusCode.InvalidArgument, reason, field, async () => await call());

    private static async Task UnchangedAsync(TestWorkspace workspace, Func<Task> action)
    {
        V1.WorkspaceStats before = await workspace.StatsAsync();
        await action();
        Assert.Equal(before, await workspace.StatsAsync());
    }
}
