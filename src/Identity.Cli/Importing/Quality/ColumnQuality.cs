using Identity.Core.Observations;
using System.Text.Json.Serialization;
using Identity.Cli.Output;

namespace Identity.Cli.Importing.Quality;

/// <summary>How good the values of one column are. Not thread-safe.</summary>
internal sealed class ColumnQuality
{
    private const int ExamplesMax = 3;
    private const int ReasonsMax = 50;

    /// <summary>The header, or the field of JSON lines.</summary>
    public required string Column { get; init; }

    /// <summary>Where its values go, as a mapping says it.</summary>
    public required string Target { get; init; }

    /// <summary>How many rows have a value.</summary>
    public long Filled { get; set; }

    /// <summary>How many values were taken in another form.</summary>
    public long Changed { get; set; }

    /// <summary>How many values were taken and deserve a look.</summary>
    public long Flagged { get; set; }

    /// <summary>How many values were not taken.</summary>
    public long Refused { get; set; }

    public Dictionary<string, ReasonTally> Reasons { get; init; } = [];

    /// <summary>Most frequent first.</summary>
    [JsonIgnore]
    public IEnumerable<KeyValuePair<string, ReasonTally>> TopReasons =>
        Reasons.OrderByDescending(reason => reason.Value.Count).ThenBy(reason => reason.Key, StringComparer.Ordinal);

    /// <summary>Counts what was found in one value.</summary>
    /// <param name="problems">At least one.</param>
    /// <param name="value">The value; only its shape is kept.</param>
    public void Count(IReadOnlyList<RowProblem> problems, string value)
    {
        // A value counts once, as the worst that happened to it.
        switch (problems.Max(problem => problem.Kind))
        {
            case ProblemKind.Changed: Changed++; break;
            case ProblemKind.Flagged: Flagged++; break;
            default: Refused++; break;
        }

        foreach (RowProblem problem in problems) { Count(problem, value); }
    }

    private void Count(RowProblem problem, string value)
    {
        if (!Reasons.TryGetValue(problem.Problem.Code, out ReasonTally? reason))
        {
            if (Reasons.Count >= ReasonsMax) { return; }
            reason = new ReasonTally { Kind = problem.Kind };
            Reasons.Add(problem.Problem.Code, reason);
        }

        reason.Count++;
        string mask = Mask.Of(value);
        if (mask.Length > 0 && reason.Examples.Count < ExamplesMax && !reason.Examples.Contains(mask))
        {
            reason.Examples.Add(mask);
        }
    }
}

/// <summary>How often something was found in a column.</summary>
internal sealed class ReasonTally
{
    public ProblemKind Kind { get; init; }

    public long Count { get; set; }

    /// <summary>Shapes of values; never a value.</summary>
    public List<string> Examples { get; init; } = [];
}
