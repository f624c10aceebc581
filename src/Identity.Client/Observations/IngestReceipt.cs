using System.Collections.Immutable;

namespace Identity.Client;

/// <summary>The service's word that observations are on disk, but for those that it rejected.</summary>
/// <param name="Results">One for each observation, in their order.</param>
/// <param name="Revision">A query with this revision sees all of them; empty for public keys.</param>
public sealed record IngestReceipt(ImmutableArray<IngestResult> Results, string Revision)
{
    internal static IngestReceipt Of(V1.IngestResponse wire) =>
        new([.. wire.Results.Select(IngestResult.Of)], wire.Revision);
}

/// <summary>What became of an observation.</summary>
/// <param name="MessageId">Its message id.</param>
/// <param name="Outcome">What it did.</param>
/// <param name="Problems">What cleaning changed or refused.</param>
public sealed record IngestResult(string MessageId, IngestOutcome Outcome, ImmutableArray<FieldProblem> Problems)
{
    internal static IngestResult Of(V1.IngestResult wire) => new(
        wire.MessageId,
        Enum.IsDefined((IngestOutcome)wire.Outcome) ? (IngestOutcome)wire.Outcome : IngestOutcome.Accepted,
        [.. wire.Problems.Select(problem => new FieldProblem(problem.Field, problem.Code))]);
}

/// <summary>What an observation did.</summary>
public enum IngestOutcome
{
    /// <summary>A new person.</summary>
    Created = 1,

    /// <summary>Known persons, now known better.</summary>
    Updated = 2,

    /// <summary>Two persons or more became one.</summary>
    Merged = 3,

    /// <summary>Identifiers of one person are now apart.</summary>
    Split = 4,

    /// <summary>The message id was known; the first body stands.</summary>
    Duplicate = 5,

    /// <summary>Refused; nothing of it was stored. The problems say why.</summary>
    Rejected = 6,

    /// <summary>Taken. All that a public key is told.</summary>
    Accepted = 7,
}
