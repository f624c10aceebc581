using System.Collections.Immutable;
using Identity.Core.Consents;
using Identity.Core.Recognition;
using Identity.Core.Rules;
using Xunit;

namespace Identity.Core.Tests.Recognition;

public sealed class FieldReleaseTests
{
    private static readonly WorkspaceRules Rules = new(
        WorkspaceRules.Default.Namespaces,
        [new TraitRule { Name = "for_mail", Purposes = ["mailing"] }]);

    [Theory]
    [InlineData("first_name", 2, true, WithheldReason.Level)]
    [InlineData("first_name", 3, false, null)]
    [InlineData("favourite", 2, false, null)]
    [InlineData("email", 3, true, WithheldReason.Level)]
    [InlineData("email", 4, false, WithheldReason.Scope)]
    [InlineData("email", 4, true, null)]
    [InlineData("bsn", 3, true, WithheldReason.Level)]
    [InlineData("bsn", 4, false, WithheldReason.Scope)]
    [InlineData("bsn", 4, true, null)]
    [InlineData("for_mail", 4, true, WithheldReason.Purpose)]
    public void A_trait_is_released_by_level_scope_and_purpose(
        string name, int level, bool hasPii, WithheldReason? expected)
    {
        var release = new FieldRelease(Rules, (RecognitionLevel)level, Permissions.ServicePurpose, hasPii);

        Assert.Equal(expected, release.Objection(name, Consents()));
    }

    [Fact]
    public void Special_data_serves_the_purpose_service_only()
    {
        var release = new FieldRelease(Rules, RecognitionLevel.Authenticated, "mailing", true);

        Assert.Equal(WithheldReason.Purpose, release.Objection("bsn", Consents(("email", "mailing", true))));
        Assert.Null(release.Objection("for_mail", Consents(("email", "mailing", true))));
    }

    [Theory]
    [InlineData(null, null, false)]
    [InlineData(null, true, true)]
    [InlineData(null, false, false)]
    [InlineData(true, false, true)]
    [InlineData(false, true, false)]
    public void For_other_purposes_the_site_counts_else_an_agreement_on_any_channel(
        bool? site, bool? email, bool agreed)
    {
        var stated = new List<(string, string, bool)>();
        if (site is { } onSite) { stated.Add(("site", "mailing", onSite)); }
        if (email is { } byMail) { stated.Add(("email", "mailing", byMail)); }

        Assert.Equal(agreed, FieldRelease.HasAgreed("mailing", Consents([.. stated])));
        Assert.True(FieldRelease.HasAgreed(Permissions.ServicePurpose, Consents([.. stated])));
    }

    [Theory]
    [InlineData(1, false, false, false, false)]
    [InlineData(2, true, false, false, false)]
    [InlineData(3, true, true, true, false)]
    [InlineData(4, true, true, true, true)]
    public void Permissions_follow_the_level_and_retargeting_the_opt_in(
        int level, bool site, bool name, bool mail, bool account)
    {
        var expected = new Permissions(site, name, mail, account);

        Assert.Equal(
            expected, Permissions.For((RecognitionLevel)level, "service", Consents(("email", "marketing", true))));
        Assert.Equal(
            expected with { RetargetEmail = false }, Permissions.For((RecognitionLevel)level, "service", Consents()));
        Assert.Equal(
            expected with { RetargetEmail = false },
            Permissions.For((RecognitionLevel)level, "marketing", Consents(("email", "marketing", false))));
    }

    private static ImmutableArray<ConsentStatement> Consents(
        params (string Channel, string Purpose, bool Granted)[] stated) =>
        [
            .. stated.Select(consent => new ConsentStatement(
                consent.Channel, consent.Purpose, consent.Granted, DateTimeOffset.UnixEpoch, "web", "")),
        ];
}
