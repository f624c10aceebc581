using Identity.Core.Observations;

namespace Identity.Cli.Importing.Quality;

/// <summary>A problem, and what became of its value.</summary>
internal sealed record RowProblem(Problem Problem, ProblemKind Kind)
{
    /// <summary>A problem as a service tells it; of one that names no kind, the kind of its code.</summary>
    public static RowProblem Of(V1.Problem answered)
    {
        var problem = new Problem(answered.Field, answered.Code, answered.Detail);
        ProblemKind kind = answered.Kind == V1.ProblemKind.Unspecified ? problem.Kind : (ProblemKind)answered.Kind;
        return new RowProblem(problem, kind);
    }
}
