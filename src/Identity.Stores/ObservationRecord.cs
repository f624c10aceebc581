namespace Identity.Stores;

/// <summary>An observation as it is stored: what was sent, and when. Immutable.</summary>
public sealed record ObservationRecord
{
    /// <summary>Its place in the workspace's record, from 1, in the order of arrival.</summary>
    public required long Sequence { get; init; }

    public required string Source { get; init; }

    public required string MessageId { get; init; }

    /// <summary>SHA-256 of what was sent, so that another body under a known message id is noticed.</summary>
    public required ReadOnlyMemory<byte> BodyHash { get; init; }

    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>When it arrived.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>
    /// When it counts as stored, never earlier than for the observations before it: what was known at a moment is what
    /// was stored by then.
    /// </summary>
    public required DateTimeOffset StoredAt { get; init; }

    /// <summary>It came through a public key.</summary>
    public bool IsPublic { get; init; }

    /// <summary>What was sent, as JSON: the text of <see cref="Identity.Core.Observations.ObservationText"/>.</summary>
    public required string Body { get; init; }

    /// <summary>The identifier whose payload it is; 0 when it feeds nobody.</summary>
    public long SubjectId { get; init; }

    /// <summary>The rules in force would have refused it: it is kept and contributes nothing.</summary>
    public bool IsSetAside { get; init; }
}
