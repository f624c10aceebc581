using Identity.Core.Observations;

namespace Identity.Cli.Importing.Quality;

/// <summary>What became of a value with a problem.</summary>
internal enum ProblemKind
{
    /// <summary>It was taken in another form.</summary>
    Changed = 1,

    /// <summary>It was taken as it is, and deserves a look.</summary>
    Flagged = 2,

    /// <summary>It was not taken.</summary>
    Refused = 3,
}

/// <summary>A problem, and what became of its value.</summary>
internal sealed record RowProblem(Problem Problem, ProblemKind Kind)
{
    // What services tell whose problems name no kind.
    private static readonly HashSet<string> Changes = [ProblemCodes.NameChanged, ProblemCodes.ConsentDatedBack];

    private static readonly HashSet<string> Flags = [ProblemCodes.MessageIdReused];

    /// <summary>A problem of a service that names no kind.</summary>
    public static RowProblem Of(Problem problem) => new(
        problem,
        Changes.Contains(problem.Code) ? ProblemKind.Changed
            : Flags.Contains(problem.Code) ? ProblemKind.Flagged : ProblemKind.Refused);
}
