using Identity.Cli.Importing.Reading;
using Identity.Core.Observations;

namespace Identity.Cli.Importing.Running;

/// <summary>One row of a file: an observation, or what is wrong with it.</summary>
/// <param name="Line">The line of the file on which it begins, from 1.</param>
/// <param name="Next">Where the next row begins.</param>
internal sealed record ImportRow(long Line, TextPosition Next)
{
    /// <summary>The stable codes of defects that are found before a row is sent.</summary>
    public const string RowMalformed = "ROW_MALFORMED";

    public const string OccurredAtMalformed = "OCCURRED_AT_MALFORMED";

    /// <summary>Null when the row has a defect.</summary>
    public V1.Observation? Observation { get; init; }

    /// <summary>Null when the row can be sent.</summary>
    public Problem? Defect { get; init; }

    /// <summary>Its values, one for each column; empty where they cannot be told apart, and for JSON lines.</summary>
    public IReadOnlyList<string> Cells { get; init; } = [];

    /// <summary>The row as it is written, where there are no cells.</summary>
    public string Text { get; init; } = "";

    /// <summary>For each identifier of the observation, the column that it came from; empty for JSON lines.</summary>
    public IReadOnlyList<int> IdentifierColumns { get; init; } = [];

    /// <summary>For each consent of the observation, the column that it came from; empty for JSON lines.</summary>
    public IReadOnlyList<int> ConsentColumns { get; init; } = [];

    /// <summary>What the ledger remembers of it; null when there is nothing to remember.</summary>
    public RowStamp? Stamp { get; init; }
}

/// <summary>What holds for every row that does not say otherwise.</summary>
/// <param name="Source">Null when no source was named.</param>
/// <param name="Level">2 to 4.</param>
internal sealed record ImportDefaults(string? Source, int Level);

/// <summary>The rows of one file, read once and in order, in bounded memory.</summary>
internal interface IRows
{
    /// <summary>How the file is understood, for the reader to check.</summary>
    void Describe(TextWriter output);

    /// <summary>Reads them from a place on.</summary>
    /// <param name="position">Where a row begins; null for the first.</param>
    /// <param name="messages">Gives them their ids.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="FailedException">The file cannot be read any further.</exception>
    IAsyncEnumerable<ImportRow> ReadAsync(
        TextPosition? position, RowMessages messages, CancellationToken cancellationToken);
}
