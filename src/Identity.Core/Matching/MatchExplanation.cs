namespace Identity.Core.Matching;

/// <summary>
/// Why two records score what they do. The bits of the fields and the prior add up to the score, unless that would be
/// past the bounds of a score.
/// </summary>
/// <param name="Bits">The score: the base-2 logarithm of the odds that the two are one person; 0 is even odds.</param>
/// <param name="PriorBits">The same before anything was compared: two records are seldom one person's.</param>
/// <param name="Fields">What was compared, in a fixed order; fields that one of the two lacks are left out.</param>
public sealed record MatchExplanation(double Bits, double PriorBits, IReadOnlyList<FieldEvidence> Fields)
{
    /// <summary>The probability that the two are one person, 0 to 1.</summary>
    public double Probability => MatchModel.ProbabilityOf(Bits);
}

/// <summary>What one field says about two records.</summary>
/// <param name="Field">Its name, as in models: `family_name`.</param>
/// <param name="Level">How far the two values agree.</param>
/// <param name="Bits">Above 0 speaks for one person, below 0 against.</param>
/// <param name="Context">
/// What else agrees, and so makes this agreement less telling: `same address`; empty when nothing does.
/// </param>
public sealed record FieldEvidence(string Field, AgreementLevel Level, double Bits, string Context);
