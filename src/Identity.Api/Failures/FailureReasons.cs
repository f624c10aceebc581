namespace Identity.Api.Failures;

/// <summary>
/// The reasons of calls that failed on our side or were given up; those of refusals are in RefusalReasons. Stable, and
/// listed in docs/errors.md.
/// </summary>
public static class FailureReasons
{
    /// <summary>The store cannot be reached.</summary>
    public const string StoreUnavailable = "STORE_UNAVAILABLE";

    /// <summary>There is no room to write.</summary>
    public const string StoreFull = "STORE_FULL";

    /// <summary>What is stored cannot be read.</summary>
    public const string StoreDamaged = "STORE_DAMAGED";

    /// <summary>The process is stopping.</summary>
    public const string Stopping = "STOPPING";

    /// <summary>The caller gave up.</summary>
    public const string Cancelled = "CANCELLED";

    /// <summary>The caller's deadline passed.</summary>
    public const string DeadlinePassed = "DEADLINE_PASSED";

    /// <summary>A bug of ours.</summary>
    public const string Internal = "INTERNAL_ERROR";
}
