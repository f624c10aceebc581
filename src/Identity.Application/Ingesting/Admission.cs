using Identity.Application.Access;
using Identity.Core.Observations;
using Identity.Core.Recognition;

namespace Identity.Application.Ingesting;

/// <summary>What a key may send: up to which level, and in the name of which sources.</summary>
internal sealed class Admission
{
    private readonly Caller _caller;

    public Admission(Caller caller) => _caller = caller;

    /// <summary>
    /// The observation with its source: of a public key always the key's own, else what is stated, else the key's only
    /// one.
    /// </summary>
    public RawObservation WithSource(RawObservation raw)
    {
        IReadOnlyList<string> sources = _caller.Key.Sources;
        bool hasOne = sources.Count == 1 && sources[0] != "*";
        return hasOne && (_caller.IsPublic || raw.Source.Length == 0) ? raw with { Source = sources[0] } : raw;
    }

    /// <summary>Why the key may not send this; null when it may.</summary>
    public Problem? Objection(RawObservation raw)
    {
        if (raw.Level > (int)LevelMax())
        {
            string scope = raw.Level >= (int)RecognitionLevel.Authenticated
                ? Scopes.IngestAuthenticated : Scopes.Ingest;
            return new Problem("level", ProblemCodes.LevelAboveScope, $"The key lacks the scope {scope}.");
        }

        bool mayName = _caller.Key.Sources.Contains("*") || _caller.Key.Sources.Contains(raw.Source);
        return mayName ? null
            : new Problem("source", ProblemCodes.SourceNotAllowed, "The key may not send in the name of this source.");
    }

    /// <summary>The refusal of a whole call for what is wrong with its observations.</summary>
    public static Refusal Denial(Problem problem) =>
        new(RefusalKind.PermissionDenied, problem.Code, problem.Detail)
        {
            Fields = [new FieldDefect(problem.Field, problem.Detail)],
        };

    private RecognitionLevel LevelMax() => _caller.Has(Scopes.IngestAuthenticated) ? RecognitionLevel.Authenticated
        : _caller.Has(Scopes.Ingest) ? RecognitionLevel.Remembered : RecognitionLevel.Device;
}
