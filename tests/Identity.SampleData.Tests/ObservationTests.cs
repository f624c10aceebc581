using System.Text;
using Xunit;

namespace Identity.SampleData.Tests;

/// <summary>Every observation is one that the service would take.</summary>
public sealed class ObservationTests
{
    private static readonly HashSet<string> Namespaces = new(StringComparer.Ordinal)
    {
        "customer_id", "login", "loyalty_card", "email", "phone", "order", "device_id", "cookie", "ip", "address",
    };

    private static readonly HashSet<string> Traits = new(StringComparer.Ordinal)
    {
        "first_name", "tussenvoegsel", "last_name", "initials", "gender", "birth_date", "email", "phone", "street",
        "house_number", "house_number_addition", "postcode", "city", "country", "language", "favourite_category",
        "loyalty_tier",
    };

    private static readonly HashSet<string> Events = new(StringComparer.Ordinal)
    {
        "page_viewed", "product_viewed", "basket_updated", "order_completed", "order_returned", "login", "logout",
        "email_sent", "email_delivered", "email_opened", "email_clicked", "email_bounced", "email_unsubscribed",
        "form_submitted", "support_contact",
    };

    private static readonly string[] PersonNamespaces = ["customer_id", "login", "loyalty_card", "email", "phone"];

    [Fact]
    public void Message_ids_are_unique_within_a_source() =>
        Assert.Equal(
            Sample.Observations.Count, Sample.Observations.Select(o => (o.Source, o.MessageId)).Distinct().Count());

    [Fact]
    public void All_lie_in_the_two_years_before_the_end_in_utc() => Assert.All(Sample.Observations, o =>
    {
        Assert.InRange(o.OccurredAt, Sample.End - SampleOptions.Period, Sample.End);
        Assert.Equal(TimeSpan.Zero, o.OccurredAt.Offset);
        Assert.All(o.Consents, consent => Assert.True(consent.StatedAt <= o.OccurredAt));
    });

    [Fact]
    public void One_customer_is_told_in_the_order_of_time() =>
        Assert.All(Sample.Observations.GroupBy(o => o.Truth), customer =>
            Assert.Equal(customer.Select(o => o.OccurredAt).Order(), customer.Select(o => o.OccurredAt)));

    [Fact]
    public void Identifiers_keep_to_the_limits_of_the_service() => Assert.All(Sample.Observations, o =>
    {
        Assert.InRange(o.Identifiers.Count, 1, 20);
        Assert.Equal(o.Identifiers.Count, o.Identifiers.Distinct().Count());
        Assert.All(o.Identifiers, identifier =>
        {
            Assert.Contains(identifier.Namespace, Namespaces);
            Assert.InRange(Encoding.UTF8.GetByteCount(identifier.Value), 1, 1024);
        });
    });

    [Fact]
    public void Unique_namespaces_have_one_value_in_an_observation() => Assert.All(Sample.Observations, o =>
    {
        Assert.InRange(o.Identifiers.Count(i => i.Namespace == "customer_id"), 0, 1);
        Assert.InRange(o.Identifiers.Count(i => i.Namespace == "login"), 0, 1);
    });

    [Fact]
    public void Words_are_those_of_the_vocabulary() => Assert.All(Sample.Observations, o =>
    {
        Assert.Contains(o.Source, new[] { "crm", "webshop", "pos", "esp", "site" });
        Assert.All(o.Traits, trait => Assert.Contains(trait.Key, Traits));
        Assert.All(o.Traits, trait => Assert.IsType<string>(trait.Value));
        Assert.True(o.Event is null || Events.Contains(o.Event.Name));
    });

    [Fact]
    public void Every_word_of_the_vocabulary_is_used()
    {
        Assert.Empty(Namespaces.Except(Sample.Observations.SelectMany(o => o.Identifiers).Select(i => i.Namespace)));
        Assert.Empty(Traits.Except(Sample.Observations.SelectMany(o => o.Traits.Keys)));
        Assert.Empty(Events.Except(Sample.Observations.Select(o => o.Event?.Name ?? "")));
    }

    [Fact]
    public void Level_4_is_a_row_of_a_record_system_or_a_login() => Assert.All(
        Sample.Observations.Where(o => o.Level == 4),
        o => Assert.True(o.Source is "crm" or "pos" || o.Identifiers.Any(i => i.Namespace == "login")));

    [Fact]
    public void Level_3_is_about_an_unclaimed_address() => Assert.All(
        Sample.Observations.Where(o => o.Level == 3),
        o => Assert.Contains(o.Identifiers, i => i is { Namespace: "email", Claimed: false }));

    [Fact]
    public void A_person_beside_a_device_is_a_claim_at_level_2_and_never_elsewhere() =>
        Assert.All(Sample.Observations, o =>
        {
            bool device = o.Identifiers.Any(i => i.Namespace is "cookie" or "device_id");
            Assert.InRange(o.Level, 2, 4);
            Assert.All(o.Identifiers.Where(i => PersonNamespaces.Contains(i.Namespace)), i =>
                Assert.Equal(o.Level == 2 && device, i.Claimed));
            Assert.All(o.Identifiers.Where(i => !PersonNamespaces.Contains(i.Namespace)), i => Assert.False(i.Claimed));
        });

    [Fact]
    public void Mail_addresses_can_belong_to_nobody() => Assert.All(
        Sample.Observations.SelectMany(o => o.Identifiers).Where(i => i.Namespace == "email"),
        i => Assert.Matches(@"^[a-z0-9.]+@[a-z]+\.example$", i.Value));

    [Fact]
    public void Telephone_numbers_are_in_the_form_of_the_two_countries() => Assert.All(
        Sample.Observations.SelectMany(o => o.Identifiers).Where(i => i.Namespace == "phone"),
        i => Assert.Matches(@"^\+(316[1-5][0-9]{7}|31[1-57][0-9]{8}|3247[0-9]{7}|32[0-9]{8})$", i.Value));

    [Fact]
    public void Addresses_name_postcode_number_addition_and_country() => Assert.All(
        Sample.Observations.SelectMany(o => o.Identifiers).Where(i => i.Namespace == "address"),
        i => Assert.Matches(@"^[1-9][0-9]{3} [A-Z]{2}\|[0-9]+\|[0-9A-Za-z]*\|NL$", i.Value));

    [Fact]
    public void Belgian_rows_name_no_address_because_a_postcode_is_a_whole_town() => Assert.All(
        Sample.Observations.Where(o => "BE".Equals(o.Traits.GetValueOrDefault("country"))),
        o => Assert.DoesNotContain(o.Identifiers, i => i.Namespace == "address"));

    [Fact]
    public void Orders_tell_what_was_bought() => Assert.All(
        Sample.Observations.Where(o => o.Event?.Name == "order_completed"),
        o =>
        {
            IReadOnlyDictionary<string, object?> order = o.Event!.Properties;
            object?[] products = Assert.IsType<object?[]>(order["products"]);
            Assert.Equal("EUR", order["currency"]);
            Assert.Contains(o.Identifiers, i => i.Namespace == "order" && i.Value.Equals(order["order_id"]));
            double sum = products.Cast<Dictionary<string, object?>>().Sum(line => (double)line["price"]!);
            Assert.Equal(sum, (double)order["total"]!, precision: 2);
        });

    [Fact]
    public void Product_views_name_product_and_category() => Assert.All(
        Sample.Observations.Where(o => o.Event?.Name == "product_viewed"),
        o => Assert.All(new[] { "product", "category" }, key => Assert.IsType<string>(o.Event!.Properties[key])));
}
