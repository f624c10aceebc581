using Identity.Core.Matching;
using Identity.Core.Matching.Comparing;
using Identity.Core.Matching.Preparing;
using Identity.Core.Tests.Cleaning;
using Identity.Core.Tests.Identifiers;
using Xunit;

namespace Identity.Core.Tests.Matching.Comparing;

/// <summary>What holds for any two records, whatever is in them.</summary>
public sealed class ComparisonLawTests
{
    private const int Values = 150;

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    public void Any_value_agrees_with_itself_and_any_two_alike_either_way(int seed)
    {
        var mangled = new MangledTexts(seed);
        var hostile = new HostileTexts(seed);
        MatchRecord[] records = [.. Enumerable.Range(0, Values)
            .Select(index => AllOf(index % 2 == 0 ? mangled.Next() : hostile.Next()))];
        int agreements = 0;
        for (int one = 0; one < records.Length; one++)
        {
            AssertAgreesWithItself(records[one], $"seed {seed}, value {one}");
            for (int other = 0; other < one; other++)
            {
                Pattern pattern = RecordComparison.Compare(records[one], records[other]);
                Pattern reverse = RecordComparison.Compare(records[other], records[one]);
                Assert.True(pattern == reverse, $"seed {seed}, values {one} and {other}: {FirstOf(pattern, reverse)}");

                agreements += Enumerable.Range(0, Slots.Count).Count(slot => pattern[slot] == AgreementLevel.Near);
            }
        }

        Assert.NotEqual(0, agreements);
    }

    private static Slot FirstOf(Pattern pattern, Pattern other) =>
        Enum.GetValues<Slot>().FirstOrDefault(slot => pattern[(int)slot] != other[(int)slot]);

    // Initials of one letter are part of a name that nobody knows, even when they are the same.
    private static void AssertAgreesWithItself(MatchRecord record, string where)
    {
        Pattern pattern = RecordComparison.Compare(record, record);
        for (int slot = 0; slot < Slots.Count; slot++)
        {
            AgreementLevel expected = record[slot] is null ? AgreementLevel.Missing : AgreementLevel.Exact;
            bool isLetter = (Slot)slot == Slot.Given && pattern[slot] == AgreementLevel.Part;
            Assert.True(isLetter || pattern[slot] == expected, $"{where}: {Slots.NameOf(slot)} is {pattern[slot]}");
        }
    }

    private static MatchRecord AllOf(string text) => Records.Of(
        [.. Enum.GetValues<FieldKind>().Where(kind => kind != FieldKind.FullName).Select(kind => (kind, text))]);
}
