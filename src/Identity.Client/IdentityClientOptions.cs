namespace Identity.Client;

/// <summary>
/// How a website calls the service. Read once, when the client is made; later changes have no effect.
/// </summary>
public sealed class IdentityClientOptions
{
    /// <summary>The shortest and the longest time that a call can be given.</summary>
    public static readonly TimeSpan TimeoutMin = TimeSpan.FromMilliseconds(1);

    /// <inheritdoc cref="TimeoutMin"/>
    public static readonly TimeSpan TimeoutMax = TimeSpan.FromMinutes(5);

    /// <summary>Where the service speaks gRPC. Default: the address of a service on this machine.</summary>
    public Uri Address { get; set; } = new("http://127.0.0.1:5001");

    /// <summary>The key to call with. Keep it on the server: it opens more than a visitor may see.</summary>
    public string Key { get; set; } = "";

    /// <summary>
    /// Whether to speak without TLS to another machine. Default false: key and personal data would pass the network in
    /// the clear. This machine itself can always be spoken to without TLS.
    /// </summary>
    public bool AllowPlainText { get; set; }

    /// <summary>
    /// How long a page waits for Resolve, retries included. Default 250 ms: some fifty times of what an answer takes
    /// in one data centre, so that one lost packet (TCP's first retransmission comes after 200 ms) or one retry still
    /// fits, and little enough that a page without the service is not felt as slow.
    /// </summary>
    public TimeSpan ResolveTimeout { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long <c>IngestAsync</c> and the sender wait, retries included. Default 5 seconds.</summary>
    public TimeSpan IngestTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>When a failed call is sent again.</summary>
    public RetryOptions Retry { get; } = new();

    /// <summary>Answers that are kept for a moment; off by default.</summary>
    public CacheOptions Cache { get; } = new();

    /// <summary>Observations that are sent in the background.</summary>
    public SendingOptions Sending { get; } = new();

    /// <summary>
    /// Changes how connections are made: a certificate of the client, an own authority, a proxy. Called once.
    /// </summary>
    public Action<SocketsHttpHandler>? ConfigureConnections { get; set; }

    /// <summary>Everything that is wrong, a sentence each; empty when the options can be used.</summary>
    public IReadOnlyList<string> Defects()
    {
        var defects = new List<string>();
        if (!Address.IsAbsoluteUri || Address.Scheme is not ("http" or "https"))
        {
            defects.Add("Address begins with http:// or https://.");
        }
        else if (Address.Scheme == Uri.UriSchemeHttp && !Address.IsLoopback && !AllowPlainText)
        {
            defects.Add("Address is on another machine without TLS; use https://, or set AllowPlainText.");
        }

        // Never the key itself: this text ends up in logs.
        if (Key.Length == 0 || Key.Any(unit => unit is < '!' or > '~')) { defects.Add("Key is missing or no key."); }
        Check(defects, nameof(ResolveTimeout), ResolveTimeout);
        Check(defects, nameof(IngestTimeout), IngestTimeout);
        Retry.AddDefects(defects);
        Cache.AddDefects(defects);
        Sending.AddDefects(defects);
        return defects;
    }

    internal static void Check(List<string> defects, string name, TimeSpan timeout)
    {
        if (timeout >= TimeoutMin && timeout <= TimeoutMax) { return; }
        defects.Add(
            $"{name} lies between {TimeoutMin.TotalMilliseconds:0} ms and {TimeoutMax.TotalMinutes:0} minutes.");
    }

    internal static void Check(List<string> defects, string name, (int Min, int Max) range, int value)
    {
        if (value < range.Min || value > range.Max)
        {
            defects.Add($"{name} lies between {range.Min} and {range.Max}.");
        }
    }
}

/// <summary>
/// When a failed call is sent again: only UNAVAILABLE, and RESOURCE_EXHAUSTED where the service says after how long.
/// The scheme is that of gRFC A6 (client retries): backoff that grows by factors with jitter, and tokens that keep many
/// failing calls from becoming many more.
/// </summary>
public sealed class RetryOptions
{
    /// <summary>How often a call is sent at most, 1 (never again) to 5, as in gRFC A6. Default 3.</summary>
    public int AttemptsMax { get; set; } = 3;

    /// <summary>The longest wait before the first retry. Each wait is random below its bound. Default 20 ms.</summary>
    public TimeSpan FirstBackoff { get; set; } = TimeSpan.FromMilliseconds(20);

    /// <summary>By how much the bound grows from retry to retry, 1 to 10. Default 3.</summary>
    public double BackoffFactor { get; set; } = 3;

    /// <summary>
    /// Tokens of the client, 1 to 1,000: a failure takes one, and at half of them or fewer nothing is sent again.
    /// Default 20.
    /// </summary>
    public int TokensMax { get; set; } = 20;

    /// <summary>
    /// What a success gives back, 0.001 to 1. Default 0.1: in the long run at most a tenth of the calls are retries.
    /// </summary>
    public double TokenRatio { get; set; } = 0.1;

    internal void AddDefects(List<string> defects)
    {
        IdentityClientOptions.Check(defects, "Retry.AttemptsMax", (1, 5), AttemptsMax);
        IdentityClientOptions.Check(defects, "Retry.FirstBackoff", FirstBackoff);
        IdentityClientOptions.Check(defects, "Retry.TokensMax", (1, 1_000), TokensMax);
        if (!(BackoffFactor is >= 1 and <= 10)) { defects.Add("Retry.BackoffFactor lies between 1 and 10."); }
        if (!(TokenRatio is >= 0.001 and <= 1)) { defects.Add("Retry.TokenRatio lies between 0.001 and 1."); }
    }
}

/// <summary>Answers that are kept for a moment. Only those that name nobody: levels 1 and 2.</summary>
public sealed class CacheOptions
{
    /// <summary>The longest time that an answer can be kept.</summary>
    public static readonly TimeSpan TimeToLiveMax = TimeSpan.FromSeconds(30);

    /// <summary>Whether answers are kept. Default false.</summary>
    public bool IsOn { get; set; }

    /// <summary>For how long; at most 30 seconds. Default 2 seconds.</summary>
    public TimeSpan TimeToLive { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How many answers at most, 1 to 1,000,000; the oldest goes first. Default 10,000.</summary>
    public int EntriesMax { get; set; } = 10_000;

    internal void AddDefects(List<string> defects)
    {
        if (TimeToLive <= TimeSpan.Zero || TimeToLive > TimeToLiveMax)
        {
            defects.Add($"Cache.TimeToLive is above 0 and at most {TimeToLiveMax.TotalSeconds:0} seconds.");
        }

        IdentityClientOptions.Check(defects, "Cache.EntriesMax", (1, 1_000_000), EntriesMax);
    }
}

/// <summary>Observations that are sent in the background. What waits is in memory, and lost with the process.</summary>
public sealed class SendingOptions
{
    /// <summary>
    /// How many observations wait at most, 1 to 1,000,000; past that new ones are dropped. Default 10,000.
    /// </summary>
    public int WaitingMax { get; set; } = 10_000;

    /// <summary>How many go in one call at most, 1 to 1,000. Default 200.</summary>
    public int BatchMax { get; set; } = 200;

    /// <summary>How long the sender goes on after it was told to stop. Default 5 seconds.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest wait between attempts while the service is away. Default 30 seconds.</summary>
    public TimeSpan BackoffMax { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Told of observations that were dropped, from any thread; must be quick. What it throws is logged and goes no
    /// further. Counts and a log line are there without it.
    /// </summary>
    public Action<DroppedObservations>? OnDropped { get; set; }

    internal void AddDefects(List<string> defects)
    {
        IdentityClientOptions.Check(defects, "Sending.WaitingMax", (1, 1_000_000), WaitingMax);
        IdentityClientOptions.Check(defects, "Sending.BatchMax", (1, 1_000), BatchMax);
        IdentityClientOptions.Check(defects, "Sending.DrainTimeout", DrainTimeout);
        IdentityClientOptions.Check(defects, "Sending.BackoffMax", BackoffMax);
    }
}
