using Identity.Core.Matching;
using Identity.Core.Matching.Blocking;
using Identity.Core.Tests.Cleaning;
using Xunit;

namespace Identity.Core.Tests.Matching.Blocking;

/// <summary>The keys by which a record is found.</summary>
public sealed class BlockingPlanTests
{
    private static readonly BlockingPlan Plan = new(BlockingPlan.DefaultTemplates, []);

    private static readonly (FieldKind Kind, string Value)[] Person =
    [
        (FieldKind.GivenName, "Jan"), (FieldKind.FamilyName, "van der Meer"), (FieldKind.BirthDate, "1980-03-05"),
        (FieldKind.Email, "jan@example.nl"), (FieldKind.Phone, "06-12345678"), (FieldKind.Street, "Kerkstraat"),
        (FieldKind.HouseNumber, "12 A"), (FieldKind.Postcode, "1234 AB"), (FieldKind.City, "Utrecht"),
    ];

    // They are stored: whoever changes them makes every index anew.
    [Fact]
    public void Hashes_stay_what_they_are()
    {
        ulong born = StableHash.Of('D', "19800305");
        ulong name = StableHash.Of('N', "ansn");
        ulong[] hashes = [born, name, StableHash.Of(born, name), StableHash.Of(born, name, 7)];
        Assert.True(PinnedHashes.Atoms.SequenceEqual(hashes), string.Join(", ", hashes));
        Assert.Equal(StableHash.Of(born, name), StableHash.Of(name, born));
        Assert.Equal(StableHash.Of(born, name, 7), StableHash.Of(7, born, name));
    }

    [Fact]
    public void Keys_stay_what_they_are() =>
        Assert.True(
            PinnedHashes.Keys.SequenceEqual(Plan.KeysOf(Records.Of(Person))),
            string.Join(", ", Plan.KeysOf(Records.Of(Person))));

    [Fact]
    public void The_order_of_fields_does_not_matter() =>
        Assert.Equal(Plan.KeysOf(Records.Of(Person)), Plan.KeysOf(Records.Of([.. Person.Reverse()])));

    [Theory]
    [InlineData(501)]
    public void Keys_are_there_once_and_not_too_many(int seed)
    {
        var texts = new MangledTexts(seed);
        int most = 0;
        for (int round = 0; round < 1_000; round++)
        {
            bool isWhole = round % 2 == 0;
            IReadOnlyList<ulong> keys = Plan.KeysOf(Records.Of(
                [.. Person.Select(field => (field.Kind, isWhole ? texts.Next() : $"{field.Value} {texts.Next()}"))]));
            most = Math.Max(most, keys.Count);
            Assert.True(keys.Count <= BlockingPlan.KeysMax && keys.Distinct().Count() == keys.Count,
                $"seed {seed}, round {round}");
        }

        Assert.Equal(BlockingPlan.KeysMax, most);
    }

    [Fact]
    public void Who_says_too_little_has_no_keys()
    {
        Assert.Empty(Plan.KeysOf(Records.Of()));
        Assert.Empty(Plan.KeysOf(Records.Of((FieldKind.GivenName, "Jan"))));
        Assert.Empty(Plan.KeysOf(Records.Of((FieldKind.City, "Utrecht"), (FieldKind.Gender, "M"))));
    }

    [Fact]
    public void Records_that_differ_in_one_thing_share_a_key()
    {
        var keys = Plan.KeysOf(Records.Of(Person)).ToHashSet();
        for (int field = 0; field < Person.Length; field++)
        {
            var other = Person.ToArray();
            other[field].Value = field == 2 ? "1999-12-31" : "Zzyzx";
            Assert.True(keys.Overlaps(Plan.KeysOf(Records.Of(other))), Person[field].Kind.ToString());
        }

        Assert.False(keys.Overlaps(Plan.KeysOf(Records.Of(
            (FieldKind.GivenName, "Piet"), (FieldKind.FamilyName, "Bakker"), (FieldKind.BirthDate, "1962-11-25")))));
    }

    [Fact]
    public void A_key_that_is_too_common_is_refined()
    {
        MatchRecord record = Records.Of(
            (FieldKind.GivenName, "Jan"), (FieldKind.FamilyName, "Bakker"), (FieldKind.BirthDate, "1980-03-05"));
        var names = new BlockingPlan(["NN"], []);
        ulong key = Assert.Single(names.KeysOf(record));
        var refined = new BlockingPlan(["NN"], [key]);
        IReadOnlyList<ulong> keys = refined.KeysOf(record);
        Assert.Equal(2, keys.Count); // With the year, and with the day.
        Assert.DoesNotContain(key, keys);
        Assert.Equal(keys, refined.KeysOf(record));
    }

    [Theory]
    [InlineData("D", true)]
    [InlineData("NN", true)]
    [InlineData("SHN", true)]
    [InlineData("", false)]
    [InlineData("NNNN", false)]
    [InlineData("Q", false)]
    [InlineData("N ", false)]
    public void Templates_are_known_letters(string template, bool isOne) =>
        Assert.Equal(isOne, BlockingPlan.IsTemplate(template));
}
