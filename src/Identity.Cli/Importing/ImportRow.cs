using Identity.Core.Observations;

namespace Identity.Cli.Importing;

/// <summary>One row of a file: an observation, or what is wrong with it.</summary>
/// <param name="Line">The line of the file on which it begins, from 1.</param>
/// <param name="Observation">Null when the row has a defect.</param>
/// <param name="Defect">Null when the row can be sent.</param>
internal sealed record ImportRow(long Line, V1.Observation? Observation, Problem? Defect)
{
    /// <summary>The stable codes of defects that are found before a row is sent.</summary>
    public const string RowMalformed = "ROW_MALFORMED";

    public const string OccurredAtMalformed = "OCCURRED_AT_MALFORMED";
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

    /// <exception cref="FailedException">The file cannot be read any further.</exception>
    IAsyncEnumerable<ImportRow> ReadAsync(CancellationToken cancellationToken);
}
