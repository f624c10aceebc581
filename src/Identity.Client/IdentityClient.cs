using System.Collections.Immutable;
using Grpc.Net.Client;
using Identity.Client.Caching;
using Identity.Client.Calling;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Identity.Client;

/// <summary>
/// Asks the service who a visitor is, and tells it what was seen. One for the whole website: it holds the connections.
/// Every call has a deadline; what is sent again is the same request. Thread-safe.
/// </summary>
public sealed class IdentityClient : IDisposable
{
    /// <summary>How many observations go in one call at most.</summary>
    public const int ObservationsMax = 1_000;

    private const string ResolveMethod = "Resolve";
    private const string IngestMethod = "Ingest";

    private readonly GrpcChannel _channel;
    private readonly V1.ResolutionService.ResolutionServiceClient _resolution;
    private readonly V1.IngestionService.IngestionServiceClient _ingestion;
    private readonly CallRunner _runner;
    private readonly AnswerCache? _cache;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly string _tagPrefix = Guid.NewGuid().ToString("n");
    private readonly TimeSpan _ingestTimeout;
    private long _tags;

    /// <param name="options">How the service is called; checked and read here.</param>
    /// <param name="loggers">Where to log; null for nowhere.</param>
    /// <param name="time">The clock for observations and kept answers; null for the system's.</param>
    /// <exception cref="ArgumentException">The options have defects; all are named.</exception>
    public IdentityClient(IdentityClientOptions options, ILoggerFactory? loggers = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        IReadOnlyList<string> defects = options.Defects();
        if (defects.Count > 0) { throw new ArgumentException(string.Join(' ', defects), nameof(options)); }
        _logger = (loggers ?? NullLoggerFactory.Instance).CreateLogger<IdentityClient>();
        _time = time ?? TimeProvider.System;
        (ResolveTimeout, _ingestTimeout) = (options.ResolveTimeout, options.IngestTimeout);
        _channel = Channels.Open(options, loggers);
        _resolution = new V1.ResolutionService.ResolutionServiceClient(_channel);
        _ingestion = new V1.IngestionService.IngestionServiceClient(_channel);
        _runner = new CallRunner(options.Retry, options.Key, _logger);
        _cache = options.Cache.IsOn ? new AnswerCache(options.Cache, _time) : null;
    }

    internal TimeSpan ResolveTimeout { get; }

    /// <summary>Who is this visitor, and what may be shown.</summary>
    /// <exception cref="IdentityUnavailableException">The service did not answer in time.</exception>
    /// <exception cref="IdentityRefusedException">The query is wrong, or the key may not ask it.</exception>
    public Task<Recognition> ResolveAsync(VisitorQuery query, CancellationToken cancellationToken = default) =>
        ResolveAsync(query, ResolveTimeout, cancellationToken);

    /// <summary>
    /// The same for a page that has to be shown in any case: when there is no answer, for whatever reason, the visitor
    /// is unknown, and <see cref="Recognition.IsAvailable"/> and <see cref="Recognition.Failure"/> say so. Never an
    /// older answer, and never anybody else's.
    /// </summary>
    public Task<Recognition> ResolveOrUnknownAsync(VisitorQuery query, CancellationToken cancellationToken = default) =>
        ResolveOrUnknownAsync(query, ResolveTimeout, cancellationToken);

    /// <summary>
    /// Hands over up to 1,000 observations, and returns when they are on disk. Each is taken or rejected by itself; see
    /// the results. When it fails it is safe to hand over the same observations again.
    /// </summary>
    /// <exception cref="ArgumentException">There are none, or more than 1,000.</exception>
    /// <exception cref="IdentityUnavailableException">The service did not answer in time; it may have taken
    /// them.</exception>
    /// <exception cref="IdentityRefusedException">The key may not send them.</exception>
    public Task<IngestReceipt> IngestAsync(
        IReadOnlyCollection<Observation> observations, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(observations);
        if (observations.Count is 0 or > ObservationsMax)
        {
            throw new ArgumentException($"A call has 1 to {ObservationsMax} observations.", nameof(observations));
        }

        ImmutableArray<PackedObservation> packed =
            [.. observations.Select(observation => PackedObservation.Of(Stamped(observation)))];
        return IngestAsync(
            packed, new CallPlan(IngestMethod, _ingestTimeout, _runner.AttemptsMax), cancellationToken);
    }

    /// <summary>Closes the connections; calls under way fail.</summary>
    public void Dispose() => _channel.Dispose();

    /// <summary>The observation with the time at which it was handed over, where it has none of its own.</summary>
    internal Observation Stamped(Observation observation) =>
        observation.OccurredAt is null ? observation with { OccurredAt = _time.GetUtcNow() } : observation;

    /// <summary>Answers that were kept about these identifiers no longer count.</summary>
    internal void Forget(IEnumerable<Identifier> identifiers) => _cache?.Drop(identifiers);

    /// <summary>One attempt for the sender, which has a patience of its own.</summary>
    internal Task<IngestReceipt> IngestOnceAsync(
        ImmutableArray<PackedObservation> observations, CancellationToken cancellationToken) =>
        IngestAsync(observations, new CallPlan(IngestMethod, _ingestTimeout, 1), cancellationToken);

    internal async Task<Recognition> ResolveOrUnknownAsync(
        VisitorQuery query, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            return await ResolveAsync(query, timeout, cancellationToken).ConfigureAwait(false);
        }
        catch (IdentityRefusedException failure)
        {
            _logger.ResolveRefused(failure.Message);
            return Recognition.Unavailable(failure);
        }
        catch (IdentityException failure)
        {
            _logger.ResolvedAsUnknown(failure.Message);
            return Recognition.Unavailable(failure);
        }
    }

    internal async Task<Recognition> ResolveAsync(
        VisitorQuery query, TimeSpan timeout, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        V1.ResolveRequest request = query.ToWire();
        AnswerCache.Ticket? ticket = _cache is not null && AnswerCache.Covers(request) ? _cache.Begin(request) : null;
        if (ticket is not null)
        {
            Recognition? kept = _cache?.Find(ticket);
            Meters.CacheLooked(kept is not null);
            if (kept is not null) { return kept; }
        }

        request.Tag = $"{_tagPrefix}-{Interlocked.Increment(ref _tags):x}";
        V1.ResolveResponse response = await _runner.RunAsync(
            new CallPlan(ResolveMethod, timeout, _runner.AttemptsMax),
            options => _resolution.ResolveAsync(request, options),
            cancellationToken).ConfigureAwait(false);
        if (!Belongs(request, response))
        {
            _logger.ForeignAnswer();
            throw new IdentityUnavailableException("An answer came that belongs to another question.", null, null);
        }

        Recognition answer = Recognition.Of(response);
        if (ticket is not null) { _cache?.Keep(ticket, answer); }
        return answer;
    }

    // A last line: whatever stands between here and the service, nobody is shown an answer to somebody else's question.
    private static bool Belongs(V1.ResolveRequest request, V1.ResolveResponse response) =>
        string.Equals(request.Tag, response.Tag, StringComparison.Ordinal)
        && (response.Level != V1.RecognitionLevel.Authenticated || request.Authenticated);

    private async Task<IngestReceipt> IngestAsync(
        ImmutableArray<PackedObservation> observations, CallPlan plan, CancellationToken cancellationToken)
    {
        var request = new V1.IngestRequest();
        request.Observations.AddRange(observations.Select(observation => observation.Wire));
        try
        {
            V1.IngestResponse response = await _runner.RunAsync(
                plan, options => _ingestion.IngestAsync(request, options), cancellationToken).ConfigureAwait(false);
            return response.Results.Count == observations.Length
                ? IngestReceipt.Of(response)
                : throw new IdentityUnavailableException("The answer does not fit the observations.", null, null);
        }
        finally
        {
            // Also when it failed: the service may have taken them.
            Forget(observations.SelectMany(observation => observation.Identifiers));
        }
    }
}
