using Identity.Core.Matching.Deduplicating;
using Xunit;

namespace Identity.Core.Tests.Matching.Accuracy;

/// <summary>
/// What becomes of the cases of RecordLinker by the thresholds of a model that was fitted without their labels. Most
/// that should be apart, or looked at, differ from their seed in nothing but the social security number and a digit of
/// the house number; without that number they are matches, so that only those who should match have a floor.
/// </summary>
public sealed class LinkerCaseTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, int> Places = LinkerCases.Result.Ids
        .Select((id, place) => (id, place)).ToDictionary(item => item.id, item => item.place, StringComparer.Ordinal);

    [Fact]
    public void Matches_are_linked()
    {
        DedupeResult result = LinkerCases.Result;
        output.WriteLine($"link from {result.Model.LinkBits}, review from {result.Model.ReviewBits} bits");
        foreach (IGrouping<(string File, Verdict Expected), LinkerCase> group in LinkerCases.All
            .GroupBy(item => (item.File, item.Expected)).OrderBy(group => group.Key))
        {
            IEnumerable<string> counts = group.CountBy(item => VerdictOf(item, item.SeedId)).OrderBy(count => count.Key)
                .Select(count => $"{count.Key} {count.Value}");
            output.WriteLine($"{group.Key.File}: {group.Key.Expected} expected of {group.Count()}: "
                + string.Join(", ", counts));
        }

        Assert.Null(result.FitDoubt);
        LinkerCase[] matches = [.. LinkerCases.All.Where(item => item.Expected == Verdict.Link)];
        Assert.Equal(446, matches.Length);
        Assert.InRange(matches.Count(item => VerdictOf(item, item.SeedId) == Verdict.Link), 430, matches.Length);
        Assert.DoesNotContain(matches, item => VerdictOf(item, item.SeedId) == Verdict.Apart);
    }

    /// <summary>Control: a case is nobody but its seed, although some seeds are alike.</summary>
    [Fact]
    public void Cases_are_apart_from_other_seeds()
    {
        Verdict[] verdicts = [.. LinkerCases.All.Where(item => item.File == "nbs_test").SelectMany(
            item => LinkerCases.Seeds.Where(seed => seed.Id != item.SeedId).Select(seed => VerdictOf(item, seed.Id)))];
        foreach ((Verdict verdict, int count) in verdicts.CountBy(verdict => verdict))
        {
            output.WriteLine($"{verdict}: {count} of {verdicts.Length}");
        }

        Assert.InRange(verdicts.Count(verdict => verdict != Verdict.Apart), 0, verdicts.Length / 1_000);
        Assert.InRange(verdicts.Count(verdict => verdict == Verdict.Link), 0, verdicts.Length / 2_000);
    }

    /// <summary>
    /// Why not every case can be right: some are there more than once, with different expectations. What is compared,
    /// the social security number set aside, is the same.
    /// </summary>
    [Fact]
    public void Some_expectations_contradict_each_other()
    {
        LinkerCase[][] contradictions = [.. LinkerCases.All
            .GroupBy(item => $"{item.SeedId}|{string.Join('|', item.Texts)}", StringComparer.Ordinal)
            .Where(group => group.DistinctBy(item => item.Expected).Count() > 1).Select(group => group.ToArray())];
        foreach (LinkerCase[] group in contradictions)
        {
            output.WriteLine($"{group[0].SeedId}: "
                + string.Join(", ", group.Select(item => $"{item.File} {item.Number} {item.Expected}").Distinct()));
        }

        Assert.NotEmpty(contradictions);
    }

    private static Verdict VerdictOf(LinkerCase item, string seedId) =>
        LinkerCases.VerdictOf(LinkerCases.Result.Explain(Places[item.Record.Id], Places[seedId]).Bits);
}
