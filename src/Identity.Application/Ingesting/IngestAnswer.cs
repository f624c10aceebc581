using Identity.Core.Observations;
using Identity.Core.Recognition;

namespace Identity.Application.Ingesting;

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

    /// <summary>Refused; nothing of it was stored.</summary>
    Rejected = 6,

    /// <summary>Taken: all that a public key is told.</summary>
    Accepted = 7,
}

/// <summary>What became of one observation. Durable when it is handed out.</summary>
/// <param name="MessageId">As sent.</param>
/// <param name="Outcome">What it did.</param>
public sealed record IngestAnswer(string MessageId, IngestOutcome Outcome)
{
    /// <summary>The person of its subject; null when it has none, and for public keys.</summary>
    public Guid? PersonId { get; init; }

    /// <summary>
    /// The household of that person; null when it has none that may be told, below level 3, and for public keys.
    /// </summary>
    public Guid? HouseholdId { get; init; }

    /// <summary>The level at which it was taken; null when it was not, and for public keys.</summary>
    public RecognitionLevel? Level { get; init; }

    public IReadOnlyList<Problem> Problems { get; init; } = [];

    /// <summary>A read with this revision sees it; empty for public keys and what was not taken.</summary>
    public string Revision { get; init; } = "";
}
