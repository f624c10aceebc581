namespace Identity.Stores.Sqlite.Driver;

/// <summary>
/// Is told, in order, everything that is done with the statements of connections, so that a measurement can count it or
/// do it again. The values are those of persons: it is for made-up data only. Called by the thread that runs the
/// statement.
/// </summary>
internal interface IStatementJournal
{
    /// <summary>A statement was taken for a run.</summary>
    void Began(Query query);

    void BoundNumber(Query query, long value);

    void BoundText(Query query, string value);

    void BoundBytes(Query query, ReadOnlySpan<byte> value);

    void BoundNull(Query query);

    /// <summary>It went to its next row, or to its end.</summary>
    void Stepped(Query query);

    /// <summary>It was made ready to be bound again.</summary>
    void Rebound(Query query);

    /// <summary>The run is over.</summary>
    void Ended(Query query);
}
