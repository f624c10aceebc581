namespace Identity.Stores.Sqlite.Driver;

/// <summary>
/// The text of a statement. Each is made once, and its number finds the prepared statement of a connection without
/// hashing the text. Parameters are bound in the order in which the text names them first. A limit is written as
/// <c>LIMIT ?1 + 0</c>: SQLite looks at the value of a bare parameter there, and would compile the statement again each
/// time it is bound. Thread-safe.
/// </summary>
internal sealed class Query
{
    private static int _count;

    public Query(string text)
    {
        Text = text;
        Number = Interlocked.Increment(ref _count) - 1;
    }

    /// <summary>How many there are so far.</summary>
    public static int Count => Volatile.Read(ref _count);

    public string Text { get; }

    /// <summary>From 0.</summary>
    public int Number { get; }
}
