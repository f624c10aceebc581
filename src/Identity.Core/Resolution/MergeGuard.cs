using Identity.Core.Matching;

namespace Identity.Core.Resolution;

/// <summary>
/// Keeps fuzzy links from chaining: A looks like B and B like C, but A is not C. Pure; not thread-safe.
/// </summary>
internal sealed class MergeGuard
{
    /// <summary>
    /// Two records contradict each other when what they say weighs less than this, in bits: when more speaks against
    /// one person than for it, whatever the odds before anything was compared.
    /// </summary>
    public const double ConflictBits = 0;

    /// <summary>
    /// How many records a person can have that fuzzy links have joined: more contradict each other as a whole.
    /// </summary>
    public const int RecordsMax = 50;

    private readonly MatchModel? _model;

    /// <param name="model">Scores records; null where nothing is matched.</param>
    public MergeGuard(MatchModel? model) => _model = model;

    /// <summary>Why two groups may not be joined by a fuzzy link; null when they may.</summary>
    public SuppressionReason? Objection(Group left, Group right)
    {
        if (_model is null) { return null; }
        List<MatchRecord> ours = RecordsOf(left);
        List<MatchRecord> theirs = RecordsOf(right);
        if (ours.Count + theirs.Count > RecordsMax) { return SuppressionReason.Conflict; }
        foreach (MatchRecord record in ours)
        {
            foreach (MatchRecord other in theirs)
            {
                MatchExplanation compared = _model.Explain(record, other);
                if (compared.Bits - compared.PriorBits < ConflictBits) { return SuppressionReason.Conflict; }
            }
        }

        return null;
    }

    private static List<MatchRecord> RecordsOf(Group group)
    {
        var records = new List<MatchRecord>();
        foreach (Node member in group.Members) { records.AddRange(member.Records); }
        return records;
    }
}
