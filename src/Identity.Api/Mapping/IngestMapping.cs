using Identity.Application;
using Identity.Application.Ingesting;
using Identity.Core.Observations;

namespace Identity.Api.Mapping;

/// <summary>What became of observations, as the contract says it.</summary>
internal static class IngestMapping
{
    public static V1.IngestResult Write(IngestAnswer answer)
    {
        var result = new V1.IngestResult
        {
            MessageId = answer.MessageId,
            Outcome = (V1.IngestOutcome)(int)answer.Outcome,
            PersonId = answer.PersonId?.ToString() ?? "",
            HouseholdId = answer.HouseholdId?.ToString() ?? "",
            Level = (V1.RecognitionLevel)(int)(answer.Level ?? 0),
            Revision = answer.Revision,
        };
        foreach (Problem problem in answer.Problems) { result.Problems.Add(Write(problem)); }
        return result;
    }

    /// <summary>The answer to an observation that was refused before the application saw it.</summary>
    public static IngestAnswer Rejected(V1.Observation observation, IReadOnlyList<Problem> problems) =>
        new(observation.MessageId, IngestOutcome.Rejected) { Problems = problems };

    /// <summary>The revision with which a read sees all of them; empty when there is none to tell.</summary>
    public static string NewestRevision(IEnumerable<IngestAnswer> answers)
    {
        string newest = "";
        foreach (IngestAnswer answer in answers)
        {
            if (answer.Revision.Length > 0 && Revisions.Parse(answer.Revision) >= Revisions.Parse(newest))
            {
                newest = answer.Revision;
            }
        }

        return newest;
    }

    private static V1.Problem Write(Problem problem) => new()
    {
        Field = problem.Field,
        Code = problem.Code,
        Detail = problem.Detail,
        Kind = (V1.ProblemKind)(int)problem.Kind,
    };
}
