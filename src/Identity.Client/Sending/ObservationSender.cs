using System.Collections.Immutable;
using System.Threading.Channels;
using Identity.Client.Calling;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Identity.Client;

/// <summary>
/// Sends observations in the background, so that no page waits for them. What waits is in memory and durable only when
/// the service has acknowledged it: a crash loses it. While the service is away it keeps trying with the same message
/// ids, so nothing counts twice; when too many wait, new ones are dropped, counted and reported. Thread-safe.
/// </summary>
public sealed class ObservationSender : IHostedService, IAsyncDisposable
{
    // An observation has at most 64 KiB, so a call stays below the service's 4 MiB.
    private const int BatchBytesMax = 1 << 20;

    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(100);

    private readonly IdentityClient _client;
    private readonly SendingOptions _options;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly Channel<Observation> _waiting;
    private readonly CancellationTokenSource _abort = new();
    private readonly Lock _gate = new();
    private Task? _loop;
    private int _inHand;
    private long _sent;
    private long _dropped;

    /// <param name="client">What to send with; the sender does not dispose it.</param>
    /// <param name="options">Checked by the client that was made of the same options.</param>
    /// <param name="loggers">Where to log; null for nowhere.</param>
    /// <param name="time">For waiting; null for the system's clock.</param>
    public ObservationSender(
        IdentityClient client, SendingOptions options, ILoggerFactory? loggers = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_client, _options, _time) = (client, options, time ?? TimeProvider.System);
        _logger = (loggers ?? NullLoggerFactory.Instance).CreateLogger<ObservationSender>();
        _waiting = Channel.CreateBounded<Observation>(
            new BoundedChannelOptions(options.WaitingMax) { SingleReader = true });
    }

    /// <summary>How many observations were acknowledged.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>How many observations were dropped, for whatever reason.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>How many observations wait for an acknowledgement.</summary>
    public int Waiting => _waiting.Reader.Count + Volatile.Read(ref _inHand);

    /// <summary>
    /// Lets an observation be sent. It is on its way, not durable. What happened gets the present time unless it states
    /// its own.
    /// </summary>
    /// <returns>False when it was dropped: too many wait, or the sender has been told to stop.</returns>
    public bool TrySend(Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        if (_waiting.Writer.TryWrite(_client.Stamped(observation)))
        {
            _client.Forget(observation.Identifiers);
            return true;
        }

        Drop(_abort.IsCancellationRequested || _waiting.Reader.Completion.IsCompleted
            ? DropReason.Stopped : DropReason.Full, 1, "");
        return false;
    }

    /// <summary>Begins to send. Doing it again changes nothing.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lock (_gate) { _loop ??= Task.Run(RunAsync, CancellationToken.None); }
        return Task.CompletedTask;
    }

    /// <summary>
    /// Takes no more, and returns when what waits was sent, or when <see cref="SendingOptions.DrainTimeout"/> or the
    /// caller's patience is over; what is left then is dropped and reported.
    /// </summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _waiting.Writer.TryComplete();
        Task loop;
        lock (_gate) { loop = _loop ??= Task.Run(RunAsync, CancellationToken.None); }
        using var patience = new CancellationTokenSource(_options.DrainTimeout, _time);
        using CancellationTokenRegistration over = patience.Token.Register(_abort.Cancel);
        using CancellationTokenRegistration left = cancellationToken.Register(_abort.Cancel);
        await loop.ConfigureAwait(false);
    }

    /// <summary>Stops at once; what waits is dropped and reported.</summary>
    public async ValueTask DisposeAsync()
    {
        await _abort.CancelAsync().ConfigureAwait(false);
        await StopAsync(CancellationToken.None).ConfigureAwait(false);
    }

    private async Task RunAsync()
    {
        ChannelReader<Observation> reader = _waiting.Reader;
        try
        {
            while (await reader.WaitToReadAsync(_abort.Token).ConfigureAwait(false))
            {
                // There is no waiting for a fuller batch: while one is on its way the next fills by itself.
                ImmutableArray<Observation> batch = Take(reader);
                await SendAsync(batch).ConfigureAwait(false);
                Volatile.Write(ref _inHand, 0);
            }
        }
        catch (OperationCanceledException) when (_abort.IsCancellationRequested)
        {
            _waiting.Writer.TryComplete();
            int left = Volatile.Read(ref _inHand);
            while (reader.TryRead(out _)) { left++; }
            Volatile.Write(ref _inHand, 0);
            if (left > 0) { Drop(DropReason.Stopped, left, ""); }
        }
    }

    private ImmutableArray<Observation> Take(ChannelReader<Observation> reader)
    {
        ImmutableArray<Observation>.Builder batch = ImmutableArray.CreateBuilder<Observation>();
        int bytes = 0;
        while (batch.Count < _options.BatchMax && bytes < BatchBytesMax && reader.TryRead(out Observation? next))
        {
            batch.Add(next);
            bytes += next.ToWire().CalculateSize();
            Volatile.Write(ref _inHand, batch.Count);
        }

        return batch.ToImmutable();
    }

    private async Task SendAsync(ImmutableArray<Observation> batch)
    {
        TimeSpan bound = FirstBackoff;
        while (true)
        {
            try
            {
                Count(await _client.IngestOnceAsync(batch, _abort.Token).ConfigureAwait(false));
                return;
            }
            catch (IdentityRefusedException failure)
            {
                Drop(DropReason.Refused, batch.Length, failure.Reason ?? "");
                return;
            }
            catch (IdentityUnavailableException failure)
            {
                TimeSpan wait = CallRunner.Jitter(bound);
                if (failure.RetryAfter is { } asked && asked > wait) { wait = asked; }
                if (wait > _options.BackoffMax) { wait = _options.BackoffMax; }
                _logger.SendingDelayed(Waiting, wait.TotalMilliseconds, failure.Message);
                await Task.Delay(wait, _time, _abort.Token).ConfigureAwait(false);
                bound = bound * 2 > _options.BackoffMax ? _options.BackoffMax : bound * 2;
            }
        }
    }

    private void Count(IngestReceipt receipt)
    {
        IngestResult[] rejected = [.. receipt.Results.Where(result => result.Outcome == IngestOutcome.Rejected)];
        int taken = receipt.Results.Length - rejected.Length;
        Interlocked.Add(ref _sent, taken);
        Meters.ObservationsSent(taken);
        if (rejected.Length == 0) { return; }
        Drop(DropReason.Rejected, rejected.Length, string.Join(' ', rejected
            .SelectMany(result => result.Problems).Select(problem => problem.Problem)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)));
    }

    private void Drop(DropReason reason, int count, string detail)
    {
        long total = Interlocked.Add(ref _dropped, count);
        Meters.ObservationsDropped(reason, count);

        // Of a long outage one line in a thousand tells enough.
        if (reason != DropReason.Full || total % 1_000 == 1)
        {
            _logger.ObservationsDropped(count, total, reason, detail);
        }

        try
        {
            _options.OnDropped?.Invoke(new DroppedObservations(reason, count, detail));
        }
        catch (Exception failure)
        {
            // What a website does with the news must end neither a page nor the sender.
            _logger.OnDroppedFailed(failure.GetType().FullName);
        }
    }
}
