using Identity.Core.Matching.Preparing;
using Identity.Core.Matching.Scoring;

namespace Identity.Core.Matching.Training;

/// <summary>
/// Whether a fit found persons. Expectation maximisation finds the mixture that explains the data best, and on few or
/// coarse fields that may be streets, surnames or anything else that parts records in two.
/// </summary>
internal static class FitCheck
{
    // A person who has more records than this on average is not a person.
    private const double RecordsPerPersonMax = 200;
    private const double ExactShareMin = 0.15;
    private const double UndecidedMax = 0.35;

    /// <summary>What is wrong with a fit; null when it can be trusted.</summary>
    public static string? Doubt(MixtureFit fit, IReadOnlyList<MatchRecord> records, double allPairs)
    {
        double matches = fit.Weights.MatchShare * allPairs;
        if (matches > records.Count * RecordsPerPersonMax / 2)
        {
            return "it found more pairs than persons can have";
        }

        double sure = 0;
        double undecided = 0;
        foreach (float score in fit.Scores)
        {
            double probability = MatchModel.ProbabilityOf(score);
            sure += probability;
            undecided += probability * (1 - probability);
        }

        if (undecided > sure * UndecidedMax) { return "it could not tell most matches from strangers"; }
        for (int slot = 0; slot <= (int)Slot.BirthDate; slot++)
        {
            if (!records.Any(record => record[slot] is not null)) { continue; }
            int exact = Weights.Index(slot, 0, AgreementLevel.Exact);
            if (fit.Weights.M[exact] < ExactShareMin || fit.Weights.M[exact] < fit.Weights.U[exact])
            {
                return $"it takes different values of {Slots.NameOf(slot)} for one person's";
            }
        }

        return null;
    }
}
