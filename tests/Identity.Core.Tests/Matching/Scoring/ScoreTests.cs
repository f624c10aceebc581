using System.Text;
using System.Text.Json.Nodes;
using Identity.Core.Matching;
using Identity.Core.Tests.Cleaning;
using Xunit;

namespace Identity.Core.Tests.Matching.Scoring;

/// <summary>What scores promise.</summary>
public sealed class ScoreTests
{
    private const int Pairs = 8_000;

    [Theory]
    [InlineData(401)]
    [InlineData(402)]
    public void Scores_are_bounded_alike_either_way_and_the_sum_of_their_explanation(int seed)
    {
        var random = new Random(seed);
        var mangled = new MangledTexts(seed);
        MatchRecord[] records = [.. Enumerable.Range(0, 1_000).Select(index => Made(random, mangled, index))];
        for (int pair = 0; pair < Pairs; pair++)
        {
            int one = random.Next(records.Length);
            MatchRecord left = records[one];
            MatchRecord right = records[(one + random.Next(4)) % records.Length];
            string where = $"seed {seed}, pair {pair}";
            double score = Records.Model.Score(left, right);
            Assert.True(score is >= -200 and <= 200, where);
            Assert.True(score.Equals(Records.Model.Score(right, left)), where);
            MatchExplanation why = Records.Model.Explain(left, right);
            Assert.True(Math.Abs(why.Bits - score) < 1e-9, where);
            Assert.True(Math.Abs(why.PriorBits + why.Fields.Sum(field => field.Bits) - score) < 1e-9, where);
            Assert.True(why.Probability is >= 0 and <= 1, where);
            Assert.DoesNotContain(why.Fields, field => field.Level == AgreementLevel.Missing);
        }
    }

    /// <summary>Control: a model that is made for it goes past the bounds, and is held.</summary>
    [Theory]
    [InlineData("m", 1e-30, -200)]
    [InlineData("u", 1e-30, 200)]
    public void No_model_scores_past_the_bounds(string which, double share, double expected)
    {
        JsonNode json = JsonNode.Parse(Records.Model.Write()) ?? throw new InvalidOperationException();
        foreach ((_, JsonNode? field) in json["fields"]?.AsObject() ?? [])
        {
            if (field?[which] is not JsonArray levels) { continue; }
            for (int level = 0; level < levels.Count; level++) { levels[level] = share; }
        }

        MatchModel model = MatchModel.Read(Encoding.UTF8.GetBytes(json.ToJsonString()));
        MatchRecord left = model.Prepare(Whole("Jan", "Jansen", "1980-03-05", "Kerkstraat", "jan@example.nl"));
        MatchRecord right = model.Prepare(Whole("Piet", "Bakker", "1962-11-25", "Molenweg", "p.b@voorbeeld.example"));
        Assert.Equal(expected, model.Score(left, right));
        Assert.Equal(expected, model.Explain(left, right).Bits);
    }

    [Fact]
    public void A_rare_name_says_more_than_a_common_one()
    {
        double common = OfSameName("Jan", "Jansen");
        double rare = OfSameName("Jan", "Schimmelpenninck");
        double rarest = OfSameName("Godelieve", "Schimmelpenninck");
        Assert.True(rare > common + 2, $"{rare} > {common}");
        Assert.True(rarest > rare + 2, $"{rarest} > {rare}");
    }

    [Fact]
    public void A_household_makes_an_agreement_worth_less()
    {
        (FieldKind, string)[] here =
        [
            (FieldKind.Street, "Kerkstraat"), (FieldKind.HouseNumber, "12"), (FieldKind.Postcode, "1234 AB"),
        ];
        (FieldKind, string)[] there =
        [
            (FieldKind.Street, "Molenweg"), (FieldKind.HouseNumber, "48"), (FieldKind.Postcode, "9871 KP"),
        ];
        MatchExplanation apart = Records.Model.Explain(Named("Jansen", here), Named("Jansen", there));
        MatchExplanation together = Records.Model.Explain(Named("Jansen", here), Named("Jansen", here));
        FieldEvidence elsewhere = apart.Fields.Single(field => field.Field == "family_name");
        FieldEvidence athome = together.Fields.Single(field => field.Field == "family_name");
        Assert.Equal((AgreementLevel.Exact, ""), (elsewhere.Level, elsewhere.Context));
        Assert.Equal((AgreementLevel.Exact, "same household"), (athome.Level, athome.Context));
        Assert.True(athome.Bits < elsewhere.Bits - 2, $"{athome.Bits} < {elsewhere.Bits}");
    }

    [Fact]
    public void Members_of_a_household_are_not_one_person()
    {
        MatchRecord jan = Records.Of(Whole("Jan", "Jansen", "1980-03-05", "Kerkstraat", "fam.jansen@example.nl"));
        MatchRecord same = Records.Of(Whole("J.", "Jansen", "1980-03-05", "Kerkstraat", "fam.jansen@example.nl"));
        MatchRecord wife = Records.Of(Whole("Marieke", "Jansen", "1982-07-19", "Kerkstraat", "fam.jansen@example.nl"));
        MatchRecord son = Records.Of(Whole("Jan", "Jansen", "2008-12-01", "Kerkstraat", "fam.jansen@example.nl"));
        AssertScore(jan, same, Records.Model.LinkBits, 200);
        AssertScore(jan, wife, -200, Records.Model.ReviewBits);
        AssertScore(jan, son, -200, Records.Model.LinkBits); // At most, somebody looks.
    }

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, 2.0 / 3)]
    [InlineData(-3, 1.0 / 9)]
    [InlineData(100, 1)]
    [InlineData(-100, 0)]
    public void Bits_are_odds(double bits, double probability)
    {
        Assert.Equal(probability, MatchModel.ProbabilityOf(bits), 12);
        if (probability is > 0 and < 1) { Assert.Equal(bits, MatchModel.BitsOf(probability), 9); }
    }

    private static void AssertScore(MatchRecord left, MatchRecord right, double min, double max)
    {
        MatchExplanation why = Records.Model.Explain(left, right);
        Assert.True(why.Bits >= min && why.Bits <= max, $"{why.Bits}: {string.Join("; ", why.Fields)}");
    }

    private static double OfSameName(string given, string family)
    {
        MatchRecord record = Records.Of((FieldKind.GivenName, given), (FieldKind.FamilyName, family));
        return Records.Model.Score(record, record);
    }

    private static MatchRecord Named(string family, (FieldKind, string)[] address) =>
        Records.Of([(FieldKind.FamilyName, family), .. address]);

    private static (FieldKind, string)[] Whole(string given, string family, string born, string street, string email) =>
    [
        (FieldKind.GivenName, given), (FieldKind.FamilyName, family), (FieldKind.BirthDate, born),
        (FieldKind.Street, street), (FieldKind.HouseNumber, "12"), (FieldKind.Postcode, "1234 AB"),
        (FieldKind.City, "Utrecht"), (FieldKind.Email, email),
    ];

    // One in three has a field that is somebody's text.
    private static MatchRecord Made(Random random, MangledTexts mangled, int index)
    {
        var fields = Records.DutchRecords[index].Fields.ToList();
        if (random.Next(3) == 0)
        {
            int at = random.Next(fields.Count);
            fields[at] = (fields[at].Kind, mangled.Next());
        }

        return Records.Of([.. fields]);
    }
}
