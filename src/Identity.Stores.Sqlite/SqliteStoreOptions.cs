using Identity.Stores.Sqlite.Driver;

namespace Identity.Stores.Sqlite;

/// <summary>Where the embedded store is, and how much it may use.</summary>
public sealed record SqliteStoreOptions
{
    /// <summary>The file. It and its folder are made when they are missing, readable by nobody else.</summary>
    public required string Path { get; init; }

    /// <summary>The most reads at a time, 1 to 64; who comes then waits. Each may keep some 8 MiB of pages.</summary>
    public int ReadConnectionsMax { get; init; } = 8;

    /// <summary>Says when a migration was applied.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Is told what the connections run; null, as always but in measurements, for nobody.</summary>
    internal IStatementJournal? Journal { get; init; }
}
