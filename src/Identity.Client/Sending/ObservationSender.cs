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
/// ids, so nothing counts twice; when too many wait, new ones are dropped, counted and reported. So is an observation
/// that cannot be sent, whatever the reason: it holds up no other. Thread-safe.
/// </summary>
public sealed class ObservationSender : IHostedService, IAsyncDisposable
{
    /// <summary>The most bytes of an observation.</summary>
    internal const int ObservationBytesMax = 1 << 16;

    // With the largest observation on top a call stays far below the service's 4 MiB.
    private const int BatchBytesMax = 1 << 20;

    // A failure that is no outage may still be an accident. After that it is taken for the observations' own.
    private const int AttemptsMax = 3;

    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(100);

    private readonly IdentityClient _client;
    private readonly SendingOptions _options;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly Channel<PackedObservation> _waiting;
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
        _waiting = Channel.CreateBounded<PackedObservation>(
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
    /// <returns>
    /// False when it was dropped: too many wait, it has more than 64 KiB or cannot be sent at all, or the sender has
    /// been told to stop.
    /// </returns>
    public bool TrySend(Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        if (Pack(observation) is not { } packed) { return false; }
        if (_waiting.Writer.TryWrite(packed))
        {
            _client.Forget(packed.Identifiers);
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

    // On the caller's thread, so that what is wrong with one observation is no other's matter.
    private PackedObservation? Pack(Observation observation)
    {
        try
        {
            var packed = PackedObservation.Of(_client.Stamped(observation));
            if (packed.Bytes <= ObservationBytesMax) { return packed; }
            Drop(DropReason.TooLarge, 1, "");
        }
        catch (Exception failure)
        {
            // A page must not end because of what it tells.
            Drop(DropReason.Malformed, 1, failure.GetType().Name);
        }

        return null;
    }

    private async Task RunAsync()
    {
        ChannelReader<PackedObservation> reader = _waiting.Reader;
        try
        {
            while (await reader.WaitToReadAsync(_abort.Token).ConfigureAwait(false))
            {
                // There is no waiting for a fuller batch: while one is on its way the next fills by itself.
                await SendAsync(Take(reader)).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (_abort.IsCancellationRequested)
        {
            _waiting.Writer.TryComplete();
            int left = Interlocked.Exchange(ref _inHand, 0);
            while (reader.TryRead(out _)) { left++; }
            if (left > 0) { Drop(DropReason.Stopped, left, ""); }
        }
    }

    private ImmutableArray<PackedObservation> Take(ChannelReader<PackedObservation> reader)
    {
        ImmutableArray<PackedObservation>.Builder batch = ImmutableArray.CreateBuilder<PackedObservation>();
        int bytes = 0;
        while (batch.Count < _options.BatchMax && bytes < BatchBytesMax
            && reader.TryRead(out PackedObservation? next))
        {
            batch.Add(next);
            bytes += next.Bytes;
            Volatile.Write(ref _inHand, batch.Count);
        }

        return batch.ToImmutable();
    }

    // Returns when none of them is in hand any more. What does not go through is halved until the culprit is alone.
    private async Task SendAsync(ImmutableArray<PackedObservation> batch)
    {
        SendingFailure? failure = await TrySendAsync(batch).ConfigureAwait(false);
        if (failure is { MayBeOfOne: true } && batch.Length > 1)
        {
            int half = batch.Length / 2;
            await SendAsync(batch[..half]).ConfigureAwait(false);
            await SendAsync(batch[half..]).ConfigureAwait(false);
            return;
        }

        if (failure is not null) { Drop(failure.Reason, batch.Length, failure.Detail); }
        Interlocked.Add(ref _inHand, -batch.Length);
    }

    // Null when they were sent. While the service is away this does not return.
    private async Task<SendingFailure?> TrySendAsync(ImmutableArray<PackedObservation> batch)
    {
        TimeSpan bound = FirstBackoff;
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                Count(await _client.IngestOnceAsync(batch, _abort.Token).ConfigureAwait(false));
                return null;
            }
            catch (IdentityRefusedException failure)
            {
                return SendingFailure.Of(failure);
            }
            catch (IdentityUnavailableException failure)
            {
                if (attempt >= AttemptsMax && !SendingFailure.IsOutage(failure)) { return SendingFailure.Of(failure); }
                TimeSpan wait = CallRunner.Jitter(bound);
                if (failure.RetryAfter is { } asked && asked > wait) { wait = asked; }
                if (wait > _options.BackoffMax) { wait = _options.BackoffMax; }
                _logger.SendingDelayed(Waiting, wait.TotalMilliseconds, failure.Message);
                await Task.Delay(wait, _time, _abort.Token).ConfigureAwait(false);
                bound = bound * 2 > _options.BackoffMax ? _options.BackoffMax : bound * 2;
            }
            catch (Exception failure) when (!_abort.IsCancellationRequested)
            {
                // Nobody waits for the loop, so nobody would hear that it has ended.
                _logger.SendingFailed(batch.Length, failure.GetType().FullName);
                return new SendingFailure(DropReason.Failed, "", MayBeOfOne: true);
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
