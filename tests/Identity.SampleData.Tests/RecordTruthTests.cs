using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace Identity.SampleData.Tests;

/// <summary>The truth beside the records holds, and those who are easily mixed up are there in fair numbers.</summary>
public sealed class RecordTruthTests(ITestOutputHelper output)
{
    private static readonly ILookup<int, SampleRecord> Clean = Export.CleanByPerson(Export.Count);

    private static readonly string[] Defaults = ["geen@geen.example", "onbekend@winkel.example"];

    [Fact]
    public void Over_half_have_one_record_and_nobody_more_than_five()
    {
        int[] counts = [.. Clean.Select(records => records.Count())];
        int once = counts.Count(count => count == 1) * 100 / counts.Length;
        output.WriteLine($"{counts.Length} persons, {once} % once");

        Assert.InRange(once, 52, 58);
        Assert.Equal(Enumerable.Range(1, 5), counts.Distinct().Order());
    }

    [Fact]
    public void Every_source_has_a_fair_share() => Assert.All(
        Export.Records.CountBy(record => record.Source),
        source => Assert.InRange(source.Value * 100 / Export.Records.Count, 20, 45));

    [Fact]
    public void A_person_has_one_household_one_birthday_and_one_sex() => Assert.All(Clean, records =>
    {
        Assert.Single(records.Select(r => r.Household).Distinct());
        Assert.InRange(records.Select(Export.BornOf).OfType<DateOnly>().Distinct().Count(), 0, 1);
        Assert.InRange(records.Where(r => r.Gender.Length > 0).Select(IsFemale).Distinct().Count(), 0, 1);
    });

    [Theory]
    [InlineData(DoubleKind.Twins, 100, 350)]
    [InlineData(DoubleKind.FatherSon, 200, 600)]
    [InlineData(DoubleKind.Spouses, 2000, 4500)]
    [InlineData(DoubleKind.Namesakes, 80, 300)]
    public void Each_kind_of_double_is_there(DoubleKind kind, int min, int max)
    {
        int pairs = Export.Doubles.Count(pair => pair.Kind == kind);
        output.WriteLine($"{kind}: {pairs}");

        Assert.InRange(pairs, min, max);
    }

    [Fact]
    public void Doubles_are_two_persons_of_the_file_and_named_once() => Assert.All(
        Export.Doubles.CountBy(pair => (pair.PersonA, pair.PersonB)),
        pair =>
        {
            Assert.True(pair.Key.PersonA < pair.Key.PersonB);
            Assert.NotEmpty(Clean[pair.Key.PersonA]);
            Assert.NotEmpty(Clean[pair.Key.PersonB]);
            Assert.Equal(1, pair.Value);
        });

    [Fact]
    public void Twins_have_one_birthday_and_two_first_names() => Assert.All(Of(DoubleKind.Twins), pair =>
    {
        Assert.True(pair.BornA is null || pair.BornB is null || pair.BornA == pair.BornB);
        Assert.Empty(FirstNames(pair.A).Intersect(FirstNames(pair.B)));
    });

    [Fact]
    public void Fathers_and_sons_and_namesakes_were_born_on_different_days() => Assert.All(
        Of(DoubleKind.FatherSon).Concat(Of(DoubleKind.Namesakes)),
        pair => Assert.True(pair.BornA is null || pair.BornA != pair.BornB));

    // Whoever compares all fields of all records must be able to see that there are two.
    [Fact]
    public void Fathers_and_sons_of_one_first_name_always_say_when_they_were_born()
    {
        (SampleRecord[] A, SampleRecord[] B, DateOnly?, DateOnly?)[] same =
            [.. Of(DoubleKind.FatherSon).Where(pair => FirstNames(pair.A).Intersect(FirstNames(pair.B)).Any())];
        output.WriteLine($"{same.Length} with one first name");

        Assert.NotEmpty(same);
        Assert.All(same.SelectMany(pair => pair.A.Concat(pair.B)), r => Assert.NotEqual("", r.BirthDate));
    }

    [Fact]
    public void Some_twins_share_their_initials_and_some_have_names_that_differ_in_little()
    {
        var twins = Of(DoubleKind.Twins).Select(pair => (A: FirstNames(pair.A), B: FirstNames(pair.B)))
            .Where(names => names.A.Length > 0 && names.B.Length > 0).ToArray();
        int initials = twins.Count(names => names.A[0][0] == names.B[0][0]);
        int alike = twins.Count(names => names.A[0][..2] == names.B[0][..2]);
        output.WriteLine($"{initials} with one initial, {alike} with two letters in common, of {twins.Length}");

        Assert.InRange(initials * 100 / twins.Length, 25, 70);
        Assert.InRange(alike * 100 / twins.Length, 5, 50);
    }

    [Fact]
    public void Spouses_share_a_household_and_some_a_telephone_or_a_mailbox()
    {
        var spouses = Of(DoubleKind.Spouses).ToArray();
        int phones = spouses.Count(pair => Shared(pair.A, pair.B, Export.DigitsOf));
        int mailboxes = spouses.Count(pair => Shared(pair.A, pair.B, r => r.Email.ToLowerInvariant()));
        output.WriteLine($"of {spouses.Length} couples, {phones} share a telephone and {mailboxes} a mailbox");

        Assert.All(spouses, pair => Assert.Equal(pair.A[0].Household, pair.B[0].Household));
        Assert.InRange(phones * 100 / spouses.Length, 4, 30);
        Assert.InRange(mailboxes * 100 / spouses.Length, 2, 20);
    }

    [Fact]
    public void People_move_and_marry_between_records()
    {
        var many = Clean.Where(records => records.Count() > 1).ToArray();
        int moved = many.Count(records => records.Select(r => (r.Street, r.City)).Where(a => a.Street.Length > 0)
            .Distinct().Count() > 1 && records.Select(r => Postcode(r)).Distinct().Count() > 1);
        int renamed = many.Count(records => records.Any(r => r.LastName.Contains('-', StringComparison.Ordinal))
            && records.Any(r => !r.LastName.Contains('-', StringComparison.Ordinal)));
        output.WriteLine($"of {many.Length} with many records, {moved} moved and {renamed} have two names");

        Assert.InRange(moved * 100 / many.Length, 4, 25);
        Assert.InRange(renamed * 1000 / many.Length, 10, 120);
    }

    [Fact]
    public void A_mailbox_or_telephone_is_of_one_family()
    {
        Assert.All(
            Clean.SelectMany(records => records).Where(r => r.Email.Length > 0)
                .GroupBy(r => r.Email.ToLowerInvariant()),
            mailbox => Assert.Single(mailbox.Select(r => r.Household).Distinct()));
        Assert.All(
            Clean.SelectMany(records => records).Where(r => Export.DigitsOf(r).Length > 0).GroupBy(Export.DigitsOf),
            phone => Assert.Single(phone.Select(r => r.Household).Distinct()));
    }

    [Fact]
    public void Mail_addresses_can_belong_to_nobody() => Assert.DoesNotContain(
        Export.Records,
        r => r.Email.Length > 0 && !r.Email.EndsWith(".example", StringComparison.Ordinal));

    [Fact]
    public void Only_what_clerks_type_for_everybody_is_shared_by_strangers()
    {
        var shared = Export.Records.Where(r => r.Email.Length > 0 && !r.Slips.HasFlag(RecordSlips.Typing))
            .GroupBy(r => r.Email.ToLowerInvariant())
            .Where(mailbox => mailbox.Select(r => r.Household).Distinct().Count() > 1);

        Assert.Equal(Defaults, shared.Select(mailbox => mailbox.Key).Order(StringComparer.Ordinal));
    }

    // Mobiles by their pattern, landlines with a 1 after the area code, in any way of writing.
    [Fact]
    public void Telephone_numbers_keep_to_the_ranges_of_the_other_generator()
    {
        var known = new Regex(
            @"^((0031|\+31|31|0)?(6[1-5][0-9]{7}|[1-57][0-9]{1,2}1[0-9]{5,6})"
                + @"|(0032|\+32|32|0)?(47[0-9]{7}|[0-9]{1,2}1[0-9]{5,6}))$");

        Assert.DoesNotContain(
            Export.Records,
            r => r.Phone.Length > 0 && !known.IsMatch(Regex.Replace(r.Phone, @"\(0\)|[ -]", "")));
        Assert.DoesNotMatch(known, "0207654321");
    }

    [Fact]
    public void Everybody_has_a_name_and_something_to_be_known_by() => Assert.DoesNotContain(
        Export.Records,
        r => r.LastName.Length == 0 || (r.FirstName + r.Initials).Length == 0
            || (r.Postcode + r.BirthDate + r.Email + r.Phone).Length == 0);

    // What a human needs to see that two records are of one person; what is mistyped does not count here.
    [Fact]
    public void Nearly_all_records_of_one_person_share_more_than_a_name()
    {
        var pairs = Export.Records.GroupBy(r => r.Person).SelectMany(Pairs).ToArray();
        int known = pairs.Count(pair => SharesMore(pair.A, pair.B));
        output.WriteLine($"{known} of {pairs.Length}");

        Assert.InRange(known * 1000 / pairs.Length, 965, 990);
    }

    [Fact]
    public void Ages_are_those_of_people_who_shop()
    {
        DateOnly[] born = [.. Clean.SelectMany(records => records).Select(Export.BornOf).OfType<DateOnly>()];

        Assert.InRange(born.Min(), new DateOnly(1915, 1, 1), new DateOnly(1940, 1, 1));
        Assert.InRange(born.Max(), new DateOnly(2005, 1, 1), RecordOptions.Today.AddYears(-16));
    }

    // V, vrouw, mevr., mw; M, man, dhr., de heer.
    private static bool IsFemale(SampleRecord record) => record.Gender is "V" or "vrouw" or "mevr." or "mw";

    private static IEnumerable<(SampleRecord[] A, SampleRecord[] B, DateOnly? BornA, DateOnly? BornB)> Of(
        DoubleKind kind) => Export.Doubles.Where(pair => pair.Kind == kind).Select(pair =>
        {
            SampleRecord[] a = [.. Clean[pair.PersonA]];
            SampleRecord[] b = [.. Clean[pair.PersonB]];
            return (a, b, a.Select(Export.BornOf).Max(), b.Select(Export.BornOf).Max());
        });

    private static string[] FirstNames(SampleRecord[] records) =>
    [
        .. records.Select(r => CultureInfo.InvariantCulture.TextInfo.ToTitleCase(r.FirstName.ToLowerInvariant()))
            .Where(name => name.Length > 2 && !name.Contains('.', StringComparison.Ordinal)).Distinct(),
    ];

    private static bool Shared(SampleRecord[] a, SampleRecord[] b, Func<SampleRecord, string> field) =>
        a.Select(field).Where(value => value.Length > 0).Intersect(b.Select(field)).Any();

    private static IEnumerable<(SampleRecord A, SampleRecord B)> Pairs(IEnumerable<SampleRecord> records)
    {
        SampleRecord[] all = [.. records];
        return all.SelectMany((a, i) => all.Skip(i + 1).Select(b => (a, b)));
    }

    private static bool SharesMore(SampleRecord a, SampleRecord b) =>
        Shared([a], [b], r => Export.BornOf(r)?.ToString("O", CultureInfo.InvariantCulture) ?? "")
        || Shared([a], [b], r => r.Email.ToLowerInvariant())
        || Shared([a], [b], Export.DigitsOf)
        || (Shared([a], [b], Postcode) && Shared([a], [b], r => string.Concat(r.HouseNumber.TakeWhile(char.IsDigit))));

    private static string Postcode(SampleRecord record) =>
        record.Postcode.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
}
