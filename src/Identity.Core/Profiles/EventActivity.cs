namespace Identity.Core.Profiles;

/// <summary>How often and when one event happened.</summary>
public sealed record EventActivity(long Count, DateTimeOffset FirstAt, DateTimeOffset LastAt)
{
    /// <summary>Both together; the order does not matter.</summary>
    public EventActivity With(EventActivity other) => new(
        Count + other.Count,
        FirstAt < other.FirstAt ? FirstAt : other.FirstAt,
        LastAt > other.LastAt ? LastAt : other.LastAt);
}
