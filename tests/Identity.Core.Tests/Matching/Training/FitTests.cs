using System.Globalization;
using Identity.Core.Matching;
using Identity.Core.Matching.Blocking;
using Identity.Core.Matching.Comparing;
using Identity.Core.Matching.Deduplicating;
using Identity.Core.Matching.Evaluating;
using Identity.Core.Matching.Training;
using Identity.Core.Tests.Matching.Accuracy;
using Xunit;

namespace Identity.Core.Tests.Matching.Training;

/// <summary>Fitting a model to batches that make it hard.</summary>
public sealed class FitTests(ITestOutputHelper output)
{
    private static readonly string[] Given =
        [.. "Anna Bernd Clara Dieter Eva Franz Gerda Hans Ilse Jürgen Karin Lutz Maria Otto Petra Rolf".Split(' ')];

    private static readonly string[] Family =
    [
        .. "Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Koch Bauer Richter Klein Wolf"
            .Split(' '),
        .. "Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Werner Krause Lehmann Maier Köhler Herrmann"
            .Split(' '),
    ];

    /// <summary>
    /// Few coarse fields, one record in ten there twice with one field changed: expectation maximisation over two
    /// classes alone mistakes namesakes for persons here.
    /// </summary>
    [Theory]
    [InlineData(701)]
    [InlineData(702)]
    public void Few_coarse_fields_do_not_lead_astray(int seed)
    {
        LabelledRecord[] records = [.. Coarse(new Random(seed), persons: 2_700, doubles: 300)];
        ClusterMeasures measures = Measure(records, out DedupeResult result);
        output.WriteLine($"seed {seed}: {measures.Clustered} F1 {measures.Clustered.F1:F4}, doubt: {result.FitDoubt}");
        Assert.InRange(measures.Clustered.Precision, 0.8, 1);
        Assert.InRange(measures.Clustered.F1, 0.7, 1);
    }

    /// <summary>Nobody can tell persons by sex, year and town; then nobody must be told that they are one.</summary>
    [Fact]
    public void Fields_that_tell_nothing_join_nobody()
    {
        var random = new Random(703);
        LabelledRecord[] records = [.. Enumerable.Range(0, 2_000).Select(person => Record(
            person, person,
            (FieldKind.Gender, random.Next(2) == 0 ? "M" : "V"),
            (FieldKind.BirthDate, (1950 + random.Next(40)).ToString(CultureInfo.InvariantCulture)),
            (FieldKind.City, Family[random.Next(10)])))];
        ClusterMeasures measures = Measure(records, out DedupeResult result);
        output.WriteLine($"{measures.FalseMerges} false merges per 10,000 records, doubt: {result.FitDoubt}");
        Assert.InRange(measures.FalseMerges, 0, 100);
    }

    [Fact]
    public void Without_duplicates_hardly_any_are_found()
    {
        LabelledRecord[] records = [.. Records.DutchRecords.DistinctBy(record => record.Label).Take(2_000)];
        ClusterMeasures measures = Measure(records, out DedupeResult result);
        output.WriteLine($"{measures.Clustered.FoundPairs} pairs among {records.Length}, doubt: {result.FitDoubt}");
        Assert.Equal(0, measures.Clustered.TruePairs);
        Assert.NotNull(result.FitDoubt);
        Assert.InRange(measures.FalseMerges, 0, 150);
    }

    [Fact]
    public void Nothing_but_duplicates_are_all_found()
    {
        LabelledRecord[] records = [.. Records.DutchRecords.GroupBy(record => record.Label)
            .Where(group => group.Count() > 2).Take(300).SelectMany(group => group)];
        ClusterMeasures measures = Measure(records, out DedupeResult result);
        output.WriteLine($"{measures.Clustered} F1 {measures.Clustered.F1:F4}, doubt: {result.FitDoubt}");
        Assert.InRange(measures.Records, 800, 20_000);
        Assert.InRange(measures.Clustered.F1, 0.95, 1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Few_records_are_no_failure(int count)
    {
        DedupeResult result = Records.Batch(Records.DutchRecords.Take(count)).Run(progress: null);
        Assert.Equal(count, result.Count);
        Assert.Equal(count, result.ClusterOf.Count);
        Assert.Equal(result.Model.Version, MatchModel.Read(result.Model.Write()).Version);
    }

    [Fact]
    public void Records_of_nothing_are_nobodys()
    {
        LabelledRecord[] records =
            [.. Enumerable.Range(0, 500).Select(index => Record(index, index, (FieldKind.GivenName, "")))];
        DedupeResult result = Records.Batch(records).Run(progress: null);
        Assert.Equal(Enumerable.Range(0, 500), result.ClusterOf);
        Assert.Empty(result.Pairs);
    }

    [Fact]
    public void One_column_is_no_failure()
    {
        LabelledRecord[] records = [.. Enumerable.Range(0, 1_000).Select(index =>
            Record(index, index / 2, (FieldKind.Email, $"somebody.{index / 2}@example.nl")))];
        ClusterMeasures measures = Measure(records, out DedupeResult result);
        output.WriteLine($"{measures.Clustered} doubt: {result.FitDoubt}");
        Assert.Equal(1_000, result.Count);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(30)]
    [InlineData(31)]
    [InlineData(500)]
    public void Equal_rows_are_one_person(int count)
    {
        DedupeResult result = Records.Batch(Equal(count)).Run(progress: null);
        Assert.All(result.ClusterOf, cluster => Assert.Equal(0, cluster));
        Assert.Equal(count, result.Count);
    }

    [Fact]
    public void Keys_that_so_many_rows_have_are_counted()
    {
        DedupeResult result = Records.Batch(Equal(CandidateFinder.BlockMaxOf(500) + 1)).Run(progress: null);
        Assert.NotEqual(0, result.TooCommonKeys);
    }

    [Fact]
    public void Equal_rows_among_others_are_one_person()
    {
        LabelledRecord[] others = [.. Records.DutchRecords.Take(1_000)];
        LabelledRecord[] copies = [.. others.Take(100).Select(record => record with { Id = $"copy {record.Id}" })];
        DedupeResult result = Records.Batch([.. others, .. copies]).Run(progress: null);
        var clusterOf = result.Ids.Zip(result.ClusterOf).ToDictionary(item => item.First, item => item.Second);
        int together = copies.Count(copy => clusterOf[copy.Id] == clusterOf[copy.Id["copy ".Length..]]);
        output.WriteLine($"{together} of {copies.Length} copies are with what they are copies of");
        Assert.InRange(together, 98, copies.Length);
    }

    [Theory]
    [InlineData(704)]
    [InlineData(705)]
    [InlineData(706)]
    public void The_order_of_arrival_does_not_matter(int seed)
    {
        foreach ((DedupeResult expected, IEnumerable<LabelledRecord> records) in new[]
        {
            (LabelledSets.Fake.Result, (IEnumerable<LabelledRecord>)LabelledSets.Fake.Records),
            (SomeDutch.Value, Records.DutchRecords.Take(600)),
        })
        {
            LabelledRecord[] shuffled = [.. records];
            new Random(seed).Shuffle(shuffled);
            DedupeResult result = Records.Batch(shuffled).Run(progress: null);
            Assert.True(expected.Ids.SequenceEqual(result.Ids), $"seed {seed}");
            Assert.True(expected.Pairs.SequenceEqual(result.Pairs), $"seed {seed}");
            Assert.True(expected.ClusterOf.SequenceEqual(result.ClusterOf), $"seed {seed}");
            Assert.Equal(expected.Model.Version, result.Model.Version);
        }
    }

    /// <summary>Pairs are compared on all processors, each by itself.</summary>
    [Fact]
    public void Pairs_are_compared_as_one_by_one()
    {
        MatchRecord[] records =
            [.. Records.DutchRecords.Take(300).Select(record => Records.Model.Prepare(record.Fields))];
        var pairs = new PairList();
        for (int right = 0; right < records.Length; right++)
        {
            for (int left = 0; left < right; left++) { pairs.Add(left, right); }
        }

        Pattern[] patterns = PairComparer.Compare(records, pairs);
        Assert.Equal(pairs.Count, patterns.Length);
        Assert.All(Enumerable.Range(0, pairs.Count), place => Assert.Equal(
            RecordComparison.Compare(records[pairs[place].Left], records[pairs[place].Right]), patterns[place]));
    }

    [Fact]
    public void Progress_goes_forward_to_the_last_step()
    {
        var steps = new Steps();
        Records.Dutch(200).Run(steps);
        Assert.Equal(Enumerable.Range(1, DedupeProgress.StepsMax), steps.Seen.Select(step => step.Step));
        Assert.All(steps.Seen, step => Assert.NotEmpty(step.Stage));
    }

    private static readonly Lazy<DedupeResult> SomeDutch = new(() => Records.Dutch(600).Run(progress: null));

    private static ClusterMeasures Measure(LabelledRecord[] records, out DedupeResult result)
    {
        result = Records.Batch(records).Run(progress: null);
        var labels = records.ToDictionary(record => record.Id, record => record.Label, StringComparer.Ordinal);
        return ClusterMeasures.Of(result, [.. result.Ids.Select(id => labels[id])]);
    }

    private static IEnumerable<LabelledRecord> Equal(int count) =>
        Enumerable.Range(0, count).Select(index => Records.DutchRecords[0] with { Id = $"{index:D3}" });

    private static IEnumerable<LabelledRecord> Coarse(Random random, int persons, int doubles)
    {
        for (int person = 0; person < persons; person++)
        {
            string given = Given[random.Next(Given.Length)];
            string family = Family[random.Next(Family.Length)];
            DateOnly born = new DateOnly(1930, 1, 1).AddDays(random.Next(70 * 365));
            yield return Record(2 * person, person, Fields(given, family, born));
            if (person >= doubles) { continue; }
            switch (random.Next(4))
            {
                case 0: given = given[..^1] + "x"; break;
                case 1: family = family[..2] + family[3..]; break;
                case 2: born = born.AddDays(random.Next(1, 20)); break;
                default: born = born.AddYears(random.Next(1, 9)); break;
            }

            yield return Record((2 * person) + 1, person, Fields(given, family, born));
        }
    }

    private static (FieldKind, string)[] Fields(string given, string family, DateOnly born) =>
    [
        (FieldKind.GivenName, given), (FieldKind.FamilyName, family),
        (FieldKind.BirthDate, born.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
    ];

    private static LabelledRecord Record(int id, int person, params (FieldKind, string)[] fields) =>
        new($"{id:D6}", 0, person.ToString(CultureInfo.InvariantCulture), fields);

    private sealed class Steps : IProgress<DedupeProgress>
    {
        public List<DedupeProgress> Seen { get; } = [];

        public void Report(DedupeProgress value) => Seen.Add(value);
    }
}
