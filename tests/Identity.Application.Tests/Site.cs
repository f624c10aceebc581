using Identity.Application.Access;
using Identity.Application.Households;
using Identity.Application.Ingesting;
using Identity.Application.Measuring;
using Identity.Application.Past;
using Identity.Application.Profiles;
using Identity.Application.Resolving;
using Identity.Application.Stewarding;
using Identity.Application.Workspaces;
using Identity.Core.Households;
using Identity.Core.Identifiers;
using Identity.Core.Observations;
using Identity.Core.Resolution;
using Identity.Core.Rules;
using Identity.Testing;
using Xunit;

namespace Identity.Application.Tests;

/// <summary>The use cases over a store in memory, with one workspace and a key that may do everything in it.</summary>
internal sealed class Site : IAsyncDisposable
{
    /// <summary>Now, until a test moves the time on.</summary>
    public static readonly DateTimeOffset Start = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>How large the cache is.</summary>
    public const long CacheBytes = 1 << 20;

    private readonly CancellationTokenSource _stopping = new();
    private readonly ObservationWriter _writer;
    private readonly IngestObservations _ingest;
    private readonly ResolveVisitor _resolve;
    private readonly GetProfile _profiles;
    private readonly GetHousehold _households;
    private readonly FindProfiles _find;
    private readonly ListReviews _reviews;
    private readonly AnswerReview _answer;
    private readonly string _key;
    private readonly Task _running;
    private readonly Task _replaying;
    private int _messages;

    private Site(MemoryStore store, KeyDirectory directory, string key)
    {
        (Store, Directory, _key) = (store, directory, key);
        Cache = new VisitorCache(CacheBytes);
        Pausing = new PausingStore(store);
        var follower = new ChangeFollower(Pausing, Cache);
        _writer = new ObservationWriter(store, follower, new ServiceMeasures(), Time);
        _ingest = new IngestObservations(_writer, directory, new PublicRates(Time), Time);
        Sweeper = new ExpirySweeper(_writer, directory, Time);
        var creation = new VisitorCreation(_writer, directory, Time);
        var past = new PastStates(store, new MemoryScratchStores(), _writer, Time);
        var reader = new VisitorReader(Pausing, Cache, follower, _writer.Measures);
        _resolve = new ResolveVisitor(reader, Sweeper, creation, past, Time);
        _profiles = new GetProfile(store, Sweeper, past, Time);
        _households = new GetHousehold(store, Sweeper, Time);
        _find = new FindProfiles(store);
        _reviews = new ListReviews(store);
        _answer = new AnswerReview(_writer, directory, Time);
        Reresolver = new Reresolver(_writer, directory, Time);
        Workspaces = new WorkspaceService(directory, store, Reresolver, Time);
        _running = _writer.RunAsync(_stopping.Token);
        _replaying = Reresolver.RunAsync(_stopping.Token);
    }

    public FakeTime Time { get; } = new(Start);

    public MemoryStore Store { get; }

    /// <summary>What visitors are looked up in.</summary>
    public PausingStore Pausing { get; }

    public VisitorCache Cache { get; }

    public KeyDirectory Directory { get; }

    public ExpirySweeper Sweeper { get; }

    public Reresolver Reresolver { get; }

    public WorkspaceService Workspaces { get; }

    public Caller Admin => Directory.Authenticate(_key);

    public static async Task<Site> OpenAsync(WorkspaceRules? rules = null)
    {
        var store = new MemoryStore();
        var directory = new KeyDirectory(store, new FakeTime(Start));
        (_, string key) = await directory.AddWorkspaceAsync("test", Scopes.OfWorkspace, Token);
        var site = new Site(store, directory, key);
        if (rules is not null)
        {
            await site.Workspaces.PutRulesAsync(
                site.Admin,
                new RulesDraft(rules.Namespaces, rules.Traits, rules.Sources)
                {
                    Households = rules.Households,
                    Matching = rules.Matching,
                },
                Token);
        }

        return site;
    }

    /// <summary>Sends an observation of so many minutes ago.</summary>
    public async Task<IngestAnswer> SeeAsync(int minutesAgo, int level, RawObservation what, Caller? caller = null)
    {
        RawObservation raw = what with
        {
            MessageId = what.MessageId.Length > 0 ? what.MessageId : $"m{_messages++}",
            Source = what.Source.Length > 0 ? what.Source : "test",
            Level = level,
            OccurredAt = Time.GetUtcNow() - TimeSpan.FromMinutes(minutesAgo),
        };
        return (await _ingest.RunAsync(caller ?? Admin, [raw], Token))[0];
    }

    public Task<IngestAnswer> SeeAsync(int minutesAgo, int level, params string[] identifiers) =>
        SeeAsync(minutesAgo, level, Of(identifiers));

    /// <summary>Sends a number of page views of one identifier in one call.</summary>
    public async Task SeeManyAsync(string identifier, int count) => await _ingest.RunAsync(
        Admin,
        [
            .. Enumerable.Range(0, count).Select(_ => Of(identifier) with
            {
                MessageId = $"m{_messages++}", Source = "test", Level = 4,
            }),
        ],
        Token);

    public ValueTask<VisitorAnswer> ResolveAsync(VisitorQuery query, Caller? caller = null) =>
        _resolve.RunAsync(caller ?? Admin, query, Token);

    public ValueTask<VisitorAnswer> ResolveAsync(VisitorQuery query, CancellationToken cancellationToken) =>
        _resolve.RunAsync(Admin, query, cancellationToken);

    /// <summary>Replaces the rules, and waits until what is stored follows them.</summary>
    public async Task PutRulesAsync(IReadOnlyList<NamespaceRule> namespaces, HouseholdRule? households = null)
    {
        var draft = new RulesDraft(namespaces, [], []) { Households = households ?? HouseholdRule.Default };
        await Workspaces.PutRulesAsync(Admin, draft, Token);
        // What is written after it waits for the re-resolution.
        await Sweeper.SweepAsync(Token);
    }

    public ValueTask<ProfileAnswer> ProfileAsync(ProfileQuery query) => _profiles.RunAsync(Admin, query, Token);

    public ValueTask<ProfileAnswer> ProfileAsync(string identifier) =>
        _profiles.RunAsync(Admin, new ProfileQuery { Identifier = Parse(identifier) }, Token);

    public ValueTask<ProfileAnswer> ProfileAsync(Guid person) =>
        _profiles.RunAsync(Admin, new ProfileQuery { PersonId = person.ToString("D") }, Token);

    public ValueTask<FoundProfiles> FindAsync(string query, int size = 0, string token = "", Caller? caller = null) =>
        _find.RunAsync(caller ?? Admin, query, (size, token), Token);

    public ValueTask<ReviewPage> ReviewsAsync(int size = 0, string token = "", Caller? caller = null) =>
        _reviews.RunAsync(caller ?? Admin, size, token, Token);

    public ValueTask<DecisionAnswer> AnswerAsync(string review, Verdict verdict, string reason = "") =>
        _answer.RunAsync(Admin, review, verdict, reason);

    public ValueTask<HouseholdAnswer> HouseholdAsync(HouseholdQuery query, Caller? caller = null) =>
        _households.RunAsync(caller ?? Admin, query, Token);

    public ValueTask<HouseholdAnswer> HouseholdAsync(Guid household) =>
        HouseholdAsync(new HouseholdQuery { HouseholdId = household.ToString("D") });

    /// <summary>The household of a person.</summary>
    public ValueTask<HouseholdAnswer> HomeAsync(Guid person) =>
        HouseholdAsync(new HouseholdQuery { PersonId = person.ToString("D") });

    /// <summary>An observation of identifiers; `?` before one marks it as claimed.</summary>
    public static RawObservation Of(params string[] identifiers) => new()
    {
        MessageId = "",
        Source = "",
        Identifiers = [.. identifiers.Select(Parse)],
    };

    public static RawIdentifier Parse(string text)
    {
        bool claimed = text.StartsWith('?');
        string[] parts = text.TrimStart('?').Split(':', 2);
        return new RawIdentifier(parts[0], parts[1], claimed);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _replaying);
        Reresolver.Dispose();
        _stopping.Dispose();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
