using System.Collections.Immutable;

namespace Identity.Client;

/// <summary>A call that failed. Its kinds differ in what the caller can do. Messages hold no personal data.</summary>
public abstract class IdentityException : Exception
{
    private protected IdentityException(string message, string? reason, Exception? cause)
        : base(message, cause) => Reason = reason;

    /// <summary>The reason in docs/errors.md, for instance RATE_LIMITED; null when the service gave none.</summary>
    public string? Reason { get; }
}

/// <summary>
/// The service is away, too slow, overloaded or broken. Sending the same again later may help; until then the visitor
/// is unknown.
/// </summary>
public sealed class IdentityUnavailableException : IdentityException
{
    internal IdentityUnavailableException(string message, string? reason, Exception? cause)
        : base(message, reason, cause)
    {
    }

    /// <summary>How long the service asked to wait; null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; internal init; }
}

/// <summary>
/// The request is wrong, or the key may not do this. Sending the same again does not help: the website or its settings
/// have to change.
/// </summary>
public sealed class IdentityRefusedException : IdentityException
{
    internal IdentityRefusedException(string message, string? reason, Exception? cause)
        : base(message, reason, cause)
    {
    }

    /// <summary>What is wrong with which field of the request.</summary>
    public ImmutableArray<FieldProblem> Fields { get; internal init; } = [];
}

/// <summary>What is wrong with a field.</summary>
/// <param name="Field">Its path, for instance identifiers[1].value.</param>
/// <param name="Problem">A code of docs/errors.md, or a sentence that names the limit; never the value.</param>
public sealed record FieldProblem(string Field, string Problem);
