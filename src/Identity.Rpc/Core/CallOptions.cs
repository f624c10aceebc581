namespace Grpc.Core;

/// <summary>What a client says about one call besides its request. Immutable.</summary>
public readonly struct CallOptions
{
    /// <summary>Creates options.</summary>
    /// <param name="headers">Metadata sent before the first message.</param>
    /// <param name="deadline">UTC instant after which the call fails with
    /// <see cref="StatusCode.DeadlineExceeded"/>.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <param name="writeOptions">For the requests.</param>
    /// <param name="propagationToken">Deadline and cancellation of the received call on whose behalf this one is
    /// made.</param>
    /// <param name="credentials">Who calls.</param>
    public CallOptions(
        Metadata? headers = null,
        DateTime? deadline = null,
        CancellationToken cancellationToken = default,
        WriteOptions? writeOptions = null,
        ContextPropagationToken? propagationToken = null,
        CallCredentials? credentials = null)
    {
        Headers = headers;
        Deadline = deadline;
        CancellationToken = cancellationToken;
        WriteOptions = writeOptions;
        PropagationToken = propagationToken;
        Credentials = credentials;
    }

    /// <summary>Metadata sent before the first message.</summary>
    public Metadata? Headers { get; private init; }

    /// <summary>UTC instant after which the call fails; null is never.</summary>
    public DateTime? Deadline { get; private init; }

    /// <summary>Gives the call up.</summary>
    public CancellationToken CancellationToken { get; private init; }

    /// <summary>For the requests.</summary>
    public WriteOptions? WriteOptions { get; private init; }

    /// <summary>Deadline and cancellation of the received call on whose behalf this one is made.</summary>
    public ContextPropagationToken? PropagationToken { get; private init; }

    /// <summary>Who calls.</summary>
    public CallCredentials? Credentials { get; private init; }

    /// <summary>Whether the caller prefers waiting to failing while there is no connection.</summary>
    public bool IsWaitForReady { get; private init; }

    /// <summary>The same with other headers.</summary>
    public CallOptions WithHeaders(Metadata headers) => this with { Headers = headers };

    /// <summary>The same with another deadline.</summary>
    public CallOptions WithDeadline(DateTime deadline) => this with { Deadline = deadline };

    /// <summary>The same with another token.</summary>
    public CallOptions WithCancellationToken(CancellationToken cancellationToken) =>
        this with { CancellationToken = cancellationToken };

    /// <summary>The same with other write options.</summary>
    public CallOptions WithWriteOptions(WriteOptions writeOptions) => this with { WriteOptions = writeOptions };

    /// <summary>The same on behalf of another received call.</summary>
    public CallOptions WithPropagationToken(ContextPropagationToken propagationToken) =>
        this with { PropagationToken = propagationToken };

    /// <summary>The same with other credentials.</summary>
    public CallOptions WithCredentials(CallCredentials credentials) => this with { Credentials = credentials };

    /// <summary>The same with another preference for waiting.</summary>
    public CallOptions WithWaitForReady(bool waitForReady = true) => this with { IsWaitForReady = waitForReady };
}
