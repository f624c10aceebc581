using Identity.Core.Observations;
using Identity.Core.Recognition;
using Identity.Core.Rules;
using Xunit;

namespace Identity.Core.Tests.Recognition;

public sealed class RecogniserTests
{
    private static readonly Guid Jan = new(1, 0, 0, new byte[8]);
    private static readonly Guid Nora = new(2, 0, 0, new byte[8]);
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Nothing_known_is_level_1()
    {
        Recognised result = Recognise(Vouching.None, Unknown("cookie"), Unknown("email"));

        Assert.Equal((RecognitionLevel.Unknown, null, null), (result.Level, result.PersonId, result.Evidence));
        Assert.Single(result.Claims);
    }

    [Fact]
    public void The_remembered_device_seen_last_decides_before_one_that_is_only_known()
    {
        Recognised result = Recognise(
            Vouching.None, Known("cookie", Jan, Noon.AddDays(2)), Remembered("device_id", Nora, Noon),
            Remembered("cookie", Jan, Noon.AddDays(-1)));

        Assert.Equal((RecognitionLevel.Remembered, Nora), (result.Level, result.PersonId));
        Assert.Equal(1, result.Evidence?.Index);
    }

    [Fact]
    public void A_known_device_is_level_2_and_a_known_network_level_2_without_a_person()
    {
        Recognised device = Recognise(Vouching.None, Known("ip", null, Noon), Known("cookie", Jan, Noon));
        Recognised network = Recognise(Vouching.None, Known("ip", null, Noon), Unknown("cookie"));

        Assert.Equal((RecognitionLevel.Device, Jan), (device.Level, device.PersonId));
        Assert.Equal((RecognitionLevel.Device, null), (network.Level, network.PersonId));
    }

    [Fact]
    public void A_vouched_identifier_that_is_new_is_nobody_and_devices_are_not_fallen_through_to()
    {
        Recognised result = Recognise(Vouching.Authenticated, Unknown("login"), Remembered("cookie", Nora, Noon, true));

        Assert.Equal((RecognitionLevel.Authenticated, null), (result.Level, result.PersonId));
        Assert.Equal([1], result.Conflicts.Select(conflict => conflict.Index));
    }

    [Fact]
    public void A_claim_is_no_conflict_since_that_would_tell_who_is_a_customer()
    {
        Recognised result = Recognise(
            Vouching.None, Remembered("cookie", Jan, Noon, true), Known("email", Nora, Noon, true), Unknown("phone"));

        Assert.Empty(result.Conflicts);
        Assert.Equal([1, 2], result.Claims.Select(claim => claim.Index));
    }

    [Fact]
    public void The_strongest_unclaimed_person_is_vouched_for()
    {
        Presented[] presented = [Known("email", Jan, Noon), Claimed("login"), Known("cookie", Jan, Noon),
            Unknown("phone")];

        Assert.Equal("email", Recogniser.Vouched(presented)?.Item.Rule.Name);
        Assert.Null(Recogniser.Vouched([Claimed("login"), Known("cookie", Jan, Noon)]));
    }

    private static Recognised Recognise(Vouching vouching, params Presented[] presented)
    {
        Presented[] numbered = [.. presented.Select((item, index) => item with { Index = index })];
        Presented? vouched = vouching == Vouching.None ? null : Recogniser.Vouched(numbered);
        return Recogniser.Recognise(numbered, vouching, vouched);
    }

    private static Presented Unknown(string @namespace) => new(0, Item(@namespace, false), null);

    private static Presented Claimed(string @namespace) => new(0, Item(@namespace, true), null);

    private static Presented Known(string @namespace, Guid? person, DateTimeOffset seen, bool isEstablished = false) =>
        new(0, Item(@namespace, false), Facts(person, seen, isEstablished));

    private static Presented Remembered(
        string @namespace, Guid person, DateTimeOffset seen, bool isEstablished = false) =>
        new(0, Item(@namespace, false), Facts(person, seen, isEstablished) with { RememberedAt = seen });

    private static KnownIdentifier Facts(Guid? person, DateTimeOffset seen, bool isEstablished) => new()
    {
        PersonId = person,
        IsEstablished = isEstablished,
        LastSeen = seen,
        Sources = SourceSet.Empty,
    };

    private static Mentioned Item(string @namespace, bool claimed) =>
        new(WorkspaceRules.Default.Namespace(@namespace), "value", null, claimed);
}
