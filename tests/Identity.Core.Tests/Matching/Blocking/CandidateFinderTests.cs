using System.Globalization;
using Identity.Core.Matching;
using Identity.Core.Matching.Blocking;
using Identity.Core.Matching.Deduplicating;
using Identity.Core.Tests.Matching.Accuracy;
using Xunit;

namespace Identity.Core.Tests.Matching.Blocking;

/// <summary>Which pairs of a batch are compared.</summary>
public sealed class CandidateFinderTests
{
    [Fact]
    public void Pairs_are_there_once_the_smaller_place_first()
    {
        (int Left, int Right)[] pairs = [.. LabelledSets.Fake.Result.Candidates];
        Assert.Equal(pairs.Length, pairs.Distinct().Count());
        Assert.All(pairs, pair => Assert.True(pair.Left < pair.Right));
    }

    [Fact]
    public void Nothing_is_compared_within_one_file_when_files_are_linked()
    {
        DedupeResult linked = LabelledSets.Febrl4.Result;
        var sources = LabelledSets.Febrl4.Records.ToDictionary(record => record.Id, record => record.Source);
        Assert.All(linked.Candidates, pair =>
            Assert.NotEqual(sources[linked.Ids[pair.Left]], sources[linked.Ids[pair.Right]]));
        Assert.Contains(LabelledSets.Fake.Result.Candidates, pair => pair.Left >= 0); // Control: one file has pairs.
    }

    [Fact]
    public void A_name_that_too_many_have_is_refined_by_what_else_they_have_in_common()
    {
        // A crowd of one name; two have the birth date, too, and another two the town.
        List<MatchRecord> crowd = [.. Enumerable.Range(0, 200).Select(index => Named(1950, index, "Utrecht"))];
        crowd.Add(Named(2001, 7, "Zwolle"));
        crowd.Add(Named(2001, 7, "Assen"));
        PairList pairs = CandidateFinder.Find(crowd, (_, _) => true, out int tooCommon);
        (int, int)[] found = [.. Enumerable.Range(0, pairs.Count).Select(place => pairs[place])];
        Assert.Contains((200, 201), found);
        Assert.InRange(found.Length, 1, 199 * 200 / 8);
        Assert.NotEqual(0, tooCommon);
    }

    [Fact]
    public void Nothing_is_too_common_in_a_small_batch()
    {
        MatchRecord[] few = [.. Enumerable.Range(0, 10).Select(index => Named(1950, index, "Utrecht"))];
        PairList pairs = CandidateFinder.Find(few, (_, _) => true, out int tooCommon);
        Assert.Equal((45, 0), (pairs.Count, tooCommon));
    }

    [Theory]
    [InlineData(1_000, 30)]
    [InlineData(30_000, 30)]
    [InlineData(120_000, 15)]
    [InlineData(1_000_000, 8)]
    [InlineData(0, 30)]
    public void Larger_batches_have_smaller_blocks(int records, int max) =>
        Assert.Equal(max, CandidateFinder.BlockMaxOf(records));

    [Fact]
    public void Keys_of_a_model_that_bring_too_many_together_are_counted()
    {
        // Nothing but the e-mail address of the shop: they are equal, and chained rather than all compared.
        LabelledRecord[] crowd = [.. Enumerable.Range(0, 1_100).Select(index => new LabelledRecord(
            $"{index:D4}", 0, "", [(FieldKind.Email, index < 1_050 ? "winkel@example.nl" : $"k{index}@example.nl")]))];
        DedupeResult result = Records.Batch(crowd, Records.Model).Run(progress: null);
        Assert.InRange(result.TooCommonKeys, 1, 10);
        Assert.Equal(1_049, result.CandidateCount);
        Assert.Empty(result.Pairs);
    }

    private static MatchRecord Named(int year, int index, string town) => Records.Of(
        (FieldKind.GivenName, "Jan"), (FieldKind.FamilyName, "Jansen"),
        (FieldKind.BirthDate,
            new DateOnly(year, 1, 1).AddDays(index * 31).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        (FieldKind.City, town));
}
