using Identity.Application.Access;
using Identity.Application.Profiles;
using Identity.Application.Resolving;
using Identity.Application.Stewarding;
using Identity.Core.Observations;
using Identity.Core.Resolution;
using Identity.Stores;
using Xunit;

namespace Identity.Application.Tests;

public sealed class MatchingTests
{
    [Fact]
    public async Task Two_systems_of_record_that_describe_one_person_are_joined_and_the_profile_says_why()
    {
        await using Site site = await Site.OpenAsync(Customers.Rules);
        await site.SeeAsync(5, 4, Customers.Wilma("crm", "customer_id:17"));
        await site.SeeAsync(4, 4, Customers.Wilma("pos", "loyalty_card:9001"));

        ProfileAnswer profile = await site.ProfileAsync("loyalty_card:9001");

        Assert.Equal(profile.PersonId, (await site.ProfileAsync("customer_id:17")).PersonId);
        Assert.Equal([1, 2], profile.Identifiers.Select(item => item.Part));
        FuzzyEvidence link = Assert.Single(profile.FuzzyLinks);
        Assert.Equal(
            link.Explanation.Bits, link.Explanation.PriorBits + link.Explanation.Fields.Sum(field => field.Bits), 6);
    }

    [Fact]
    public async Task Without_a_system_of_record_nothing_is_joined_and_a_steward_is_asked()
    {
        await using Site site = await Site.OpenAsync();
        await site.SeeAsync(5, 4, Customers.Wilma("crm", "customer_id:17"));
        await site.SeeAsync(4, 4, Customers.Wilma("pos", "loyalty_card:9001"));

        Assert.NotEqual(
            (await site.ProfileAsync("customer_id:17")).PersonId,
            (await site.ProfileAsync("loyalty_card:9001")).PersonId);
        Review review = Assert.Single((await site.ReviewsAsync()).Reviews);
        Assert.Equal(ListReviews.Likeness, review.Reason);
        Assert.Contains(review.A.Fields, field => field.Value == "Terpstra");
    }

    [Fact]
    public async Task A_website_is_shown_what_it_would_be_shown_without_the_likeness()
    {
        await using Site site = await Site.OpenAsync(Customers.Rules);
        await site.SeeAsync(5, 4, Customers.Wilma("crm", "customer_id:17") with
        {
            Traits = [.. Customers.Wilma("crm", "customer_id:17").Traits, new Trait("tier", "\"gold\"")],
            Consents = [new RawConsent("email", "marketing", true, null, "")],
        });
        await site.SeeAsync(4, 4, Customers.Wilma("pos", "loyalty_card:9001") with
        {
            Consents = [new RawConsent("email", "marketing", false, null, "")],
        });

        VisitorAnswer card = await site.ResolveAsync(Vouched("loyalty_card:9001"));
        VisitorAnswer customer = await site.ResolveAsync(Vouched("customer_id:17"));

        Assert.Equal(customer.PersonId, card.PersonId);
        Assert.DoesNotContain(card.Fields, field => field.Key == "tier");
        Assert.Contains(customer.Fields, field => field.Key == "tier");
        // What one part grants, the other denies.
        Assert.False(customer.Permissions.RetargetEmail);
    }

    [Fact]
    public async Task Two_entries_of_one_system_are_never_joined_and_a_steward_is_asked()
    {
        await using Site site = await Site.OpenAsync(Customers.Rules);
        await site.SeeAsync(5, 4, Customers.Wilma("crm", "customer_id:17"));
        await site.SeeAsync(4, 4, Customers.Wilma("crm", "customer_id:18"));

        Review review = Assert.Single((await site.ReviewsAsync()).Reviews);
        Assert.Equal("UNIQUE(customer_id)", review.Reason);
        DecisionAnswer answer = await site.AnswerAsync(review.ReviewId, Verdict.Together);
        Assert.Equal("UNIQUE(customer_id)", answer.HeldBack);
    }

    [Fact]
    public async Task A_record_that_changes_joins_and_parts()
    {
        await using Site site = await Site.OpenAsync(Customers.Rules);
        await site.SeeAsync(5, 4, Customers.Wilma("crm", "customer_id:17"));
        await site.SeeAsync(4, 4, Customers.Joost("pos", "loyalty_card:9001"));
        Assert.False(await AreOneAsync(site));

        await site.SeeAsync(3, 4, Customers.Wilma("pos", "loyalty_card:9001"));
        Assert.True(await AreOneAsync(site));

        await site.SeeAsync(2, 4, Customers.Joost("pos", "loyalty_card:9001"));
        Assert.False(await AreOneAsync(site));
    }

    [Theory]
    [InlineData(Verdict.Together)]
    [InlineData(Verdict.Apart)]
    public async Task An_answer_stands_and_closes_the_review_also_when_everything_is_made_anew(Verdict verdict)
    {
        await using Site site = await Site.OpenAsync();
        await site.SeeAsync(5, 4, Customers.Wilma("crm", "customer_id:17"));
        await site.SeeAsync(4, 4, Customers.Wilma("pos", "loyalty_card:9001"));
        Review review = Assert.Single((await site.ReviewsAsync()).Reviews);

        DecisionAnswer answer = await site.AnswerAsync(review.ReviewId, verdict, "They called.");

        Assert.Null(answer.HeldBack);
        Assert.Equal(verdict == Verdict.Together, await AreOneAsync(site));
        Assert.Empty((await site.ReviewsAsync()).Reviews);
        await site.PutRulesAsync(Customers.Rules.Namespaces);
        await site.SeeAsync(1, 4, Customers.Wilma("pos", "loyalty_card:9001"));
        Assert.Equal(verdict == Verdict.Together, await AreOneAsync(site));
        Assert.Empty((await site.ReviewsAsync()).Reviews);
    }

    [Fact]
    public async Task A_decision_counts_from_when_it_was_made()
    {
        await using Site site = await Site.OpenAsync();
        await site.SeeAsync(5, 4, Customers.Wilma("crm", "customer_id:17"));
        await site.SeeAsync(4, 4, Customers.Wilma("pos", "loyalty_card:9001"));
        site.Time.Advance(TimeSpan.FromHours(1));
        DateTimeOffset before = site.Time.GetUtcNow();
        site.Time.Advance(TimeSpan.FromHours(1));
        await site.AnswerAsync((await site.ReviewsAsync()).Reviews[0].ReviewId, Verdict.Together);
        site.Time.Advance(TimeSpan.FromHours(1));

        Guid now = (await site.ProfileAsync("loyalty_card:9001")).PersonId;

        Assert.Equal(now, (await PersonAtAsync(site, site.Time.GetUtcNow())));
        Assert.NotEqual(now, (await PersonAtAsync(site, before)));
    }

    [Fact]
    public async Task Evidence_that_was_held_back_for_months_is_put_before_a_steward()
    {
        await using Site site = await Site.OpenAsync();
        for (int month = 4; month >= 0; month--)
        {
            await site.SeeAsync(month * 30 * 24 * 60, 4, "email:anna@example.org", "device_id:tablet");
            await site.SeeAsync((month * 30 * 24 * 60) + 1, 4, "email:a.bakker@example.org", "device_id:tablet");
        }

        Review review = Assert.Single((await site.ReviewsAsync()).Reviews);

        Assert.Equal("BRIDGE", review.Reason);
        Assert.Equal(5, review.Seen?.Count);
        Assert.Equal(["email", "email"], [review.A.Namespace, review.B.Namespace]);
        await site.AnswerAsync(review.ReviewId, Verdict.Together);
        Assert.Equal(
            (await site.ProfileAsync("email:anna@example.org")).PersonId,
            (await site.ProfileAsync("email:a.bakker@example.org")).PersonId);
        Assert.Empty((await site.ReviewsAsync()).Reviews);
    }

    [Fact]
    public async Task What_was_held_back_for_a_day_or_was_only_claimed_is_put_before_nobody()
    {
        await using Site site = await Site.OpenAsync();
        for (int hour = 0; hour < 10; hour++)
        {
            await site.SeeAsync(hour * 60, 4, "email:anna@example.org", "device_id:tablet");
            await site.SeeAsync((hour * 60) + 1, 4, "email:a.bakker@example.org", "device_id:tablet");
            await site.SeeAsync(hour * 30 * 24 * 60, 2, "?email:claimed@example.org", "device_id:tablet");
        }

        Assert.Empty((await site.ReviewsAsync()).Reviews);
    }

    [Fact]
    public async Task Reviews_come_in_pages_without_gaps()
    {
        await using Site site = await Site.OpenAsync();
        for (int number = 1; number <= 5; number++)
        {
            await site.SeeAsync(5, 4, Customers.Wilma("crm", $"loyalty_card:{number}"));
        }

        string[] all = [.. (await site.ReviewsAsync()).Reviews.Select(review => review.ReviewId)];
        var paged = new List<string>();
        string token = "";
        do
        {
            ReviewPage page = await site.ReviewsAsync(3, token);
            paged.AddRange(page.Reviews.Select(review => review.ReviewId));
            token = page.NextPageToken;
        }
        while (token.Length > 0);

        Assert.Equal(10, all.Length);
        Assert.Equal(all, paged);
    }

    [Fact]
    public async Task Who_may_not_see_personal_data_sees_no_values_in_reviews()
    {
        await using Site site = await Site.OpenAsync();
        await site.SeeAsync(5, 4, Customers.Wilma("crm", "customer_id:17"));
        await site.SeeAsync(4, 4, Customers.Wilma("pos", "loyalty_card:9001"));
        (KeyRecord key, _) = await site.Directory.AddKeyAsync(
            site.Admin.Workspace.Number, empty => empty with { Name = "desk", Scopes = [Scopes.Steward] },
            TestContext.Current.CancellationToken);
        Caller desk = site.Admin with { Key = key };

        Review review = Assert.Single((await site.ReviewsAsync(caller: desk)).Reviews);

        Assert.All([review.A, review.B], end => Assert.True(end.Value is null && end.Fields.Count == 0));
        await Assert.ThrowsAsync<RefusedException>(() => site.FindAsync("Terpstra", caller: desk).AsTask());
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("00000000000000000000000000000000ffffffffffffffffffffffffffffffff")]
    public async Task An_answer_to_no_review_is_refused(string review)
    {
        await using Site site = await Site.OpenAsync();
        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(
            () => site.AnswerAsync(review, Verdict.Apart).AsTask());
        Assert.Equal(RefusalReasons.ReviewNotFound, refused.Refusal.Reason);
    }

    [Theory]
    [InlineData("Terpstra")]
    [InlineData("terpstra wilhelmina")]
    [InlineData("Wilhelmina Terpsta")]
    [InlineData("3511ab")]
    [InlineData("3511 AB 12")]
    [InlineData("05-03-1971")]
    [InlineData("Terpstra 3511 AB")]
    [InlineData("customer_id:17")]
    [InlineData("17")]
    [InlineData("w.terpstra@example.org")]
    public async Task A_person_is_found_by_what_is_known(string query)
    {
        await using Site site = await Site.OpenAsync();
        await site.SeeAsync(5, 4, Customers.Wilma("crm", "customer_id:17", "email:w.terpstra@example.org"));
        await site.SeeAsync(5, 4, Customers.Joost("crm", "customer_id:18"));

        FoundProfiles found = await site.FindAsync(query);

        Assert.True(found.IsComplete);
        Assert.NotEmpty(found.Profiles);
        Assert.Equal((await site.ProfileAsync("customer_id:17")).PersonId, found.Profiles[0].PersonId);
        Assert.DoesNotContain(
            (await site.ProfileAsync("customer_id:18")).PersonId, found.Profiles.Select(item => item.PersonId));
    }

    [Theory]
    [InlineData("Vermeulen")]
    [InlineData("1234 XZ")]
    [InlineData("!?")]
    public async Task Nobody_is_found_where_nobody_is(string query)
    {
        await using Site site = await Site.OpenAsync();
        await site.SeeAsync(5, 4, Customers.Wilma("crm", "customer_id:17"));
        Assert.Empty((await site.FindAsync(query)).Profiles);
    }

    [Fact]
    public async Task Who_is_found_comes_in_pages_without_gaps()
    {
        await using Site site = await Site.OpenAsync();
        for (int number = 1; number <= 7; number++)
        {
            await site.SeeAsync(5, 4, Customers.Wilma("crm", $"customer_id:{number}"));
        }

        var paged = new List<Guid>();
        string token = "";
        do
        {
            FoundProfiles page = await site.FindAsync("Terpstra", 3, token);
            paged.AddRange(page.Profiles.Select(item => item.PersonId));
            token = page.NextPageToken;
        }
        while (token.Length > 0);

        Assert.Equal((await site.FindAsync("Terpstra")).Profiles.Select(item => item.PersonId), paged);
        Assert.Equal(7, paged.Distinct().Count());
    }

    private static VisitorQuery Vouched(string identifier) => new()
    {
        Identifiers = [Site.Parse(identifier)],
        Authenticated = true,
    };

    private static async Task<bool> AreOneAsync(Site site) =>
        (await site.ProfileAsync("customer_id:17")).PersonId == (await site.ProfileAsync("loyalty_card:9001")).PersonId;

    private static async Task<Guid> PersonAtAsync(Site site, DateTimeOffset moment) => (await site.ProfileAsync(
        new ProfileQuery { Identifier = Site.Parse("loyalty_card:9001"), AsOf = moment })).PersonId;
}
