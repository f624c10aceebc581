using Identity.Stores.Sqlite.Driver;

namespace Identity.LoadTests.InProcess;

/// <summary>Counts the runs of statements. Thread-safe.</summary>
internal sealed class StatementCount : IStatementJournal
{
    private int _runs;

    public int Runs => Volatile.Read(ref _runs);

    public void Began(Query query) => Interlocked.Increment(ref _runs);

    public void BoundNumber(Query query, long value)
    {
    }

    public void BoundText(Query query, string value)
    {
    }

    public void BoundBytes(Query query, ReadOnlySpan<byte> value)
    {
    }

    public void BoundNull(Query query)
    {
    }

    public void Stepped(Query query)
    {
    }

    public void Rebound(Query query)
    {
    }

    public void Ended(Query query)
    {
    }
}
