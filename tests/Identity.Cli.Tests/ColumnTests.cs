using Identity.Cli.Importing.Planning;
using Xunit;

namespace Identity.Cli.Tests;

public sealed class ColumnTests
{
    private static readonly HashSet<string> Namespaces = ["customer_id", "email", "phone"];

    [Theory]
    [InlineData("customer_id", "Identifier customer_id")]
    [InlineData("CustomerID", "Identifier customer_id")]
    [InlineData("E-Mail", "Identifier email")]
    [InlineData("EMAIL", "Identifier email")]
    [InlineData("First name", "Trait first_name")]
    [InlineData("message_id", "MessageId ")]
    [InlineData("occurred_at", "OccurredAt ")]
    [InlineData("event", "EventName ")]
    [InlineData("property.total", "Property total")]
    [InlineData("consent.email.marketing", "Consent email.marketing")]
    [InlineData("ignore", "Trait ignore")]
    [InlineData("Größe", "Trait grosse")]
    [InlineData("property.total!", "Trait property_total")]
    [InlineData("Geboortedatum", "Trait birth_date")]
    [InlineData("BSN", "Ignored ")]
    [InlineData("", "Ignored ")]
    public void A_header_names_where_its_column_goes(string header, string expected) =>
        Assert.Equal(expected, Text(Plan("phone", header).Targets[1]));

    [Theory]
    [InlineData("大小")]
    [InlineData("!")]
    public void A_header_that_can_name_nothing_is_refused_by_name(string header) =>
        Assert.Contains($"'{header}' can have no name", Refused("customer_id", header), StringComparison.Ordinal);

    // What ties persons together, or permits something, is only taken where it is said in so many words.
    [Theory]
    [InlineData("customer_id,Nieuwsbrief", "Nieuwsbrief")]
    [InlineData("id,voornaam", "id")]
    [InlineData("bezorg kaart,email", "")]
    [InlineData("shop customer no,plaats", "shop customer no")]
    [InlineData("customer_id,email,consent.email.marketing", "")]
    public void Columns_that_somebody_should_look_at_are_named(string headers, string unsure) =>
        Assert.Equal(unsure, string.Join(',', Plan(headers.Split(',')).Unsure.Select(column => column.Header)));

    [Fact]
    public void The_second_column_of_one_name_is_called_so()
    {
        ColumnPlan plan = Plan("email", "city", "email", "city");
        Assert.Equal(["email", "city", "email (2)", "city (2)"], plan.Columns.Select(column => column.Header));
        Assert.Equal("trait:city_2", plan.Targets[3].ToString());
    }

    [Fact]
    public void A_table_without_a_header_is_told_from_one_that_has()
    {
        string message = Refused("7", "ida@shop.example", "Gent");
        Assert.Contains("has no header", message, StringComparison.Ordinal);
        Assert.DoesNotContain("ida", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_written_as_a_mapping_gives_the_same_plan()
    {
        ColumnPlan plan = Plan("id", "E-mail", "Voornaam", "Nieuwsbrief", "BSN", "kleur");
        using var folder = new CommandLineCase();
        folder.Write("map.json", ColumnMap.Write(plan));
        ColumnMap map = ColumnMap.Read(Path.Combine(folder.Folder, "map.json"));
        var head = new TableHead("f", [.. plan.Columns.Select(column => column.Header)], []);
        ColumnPlan again = ColumnPlan.Make(head, map, Namespaces);
        Assert.Equal(plan.Targets, again.Targets);
        Assert.NotEmpty(plan.Unsure);
        Assert.Empty(again.Unsure);
    }

    [Theory]
    [InlineData("identifier:loyalty_card", "Identifier loyalty_card")]
    [InlineData("trait:first_name", "Trait first_name")]
    [InlineData("property:total", "Property total")]
    [InlineData("consent:email.marketing", "Consent email.marketing")]
    [InlineData("message_id", "MessageId ")]
    [InlineData("occurred_at", "OccurredAt ")]
    [InlineData("event", "EventName ")]
    [InlineData("ignore", "Ignored ")]
    public void A_mapping_names_where_a_column_goes(string text, string expected) =>
        Assert.Equal(expected, Text(ColumnTarget.Parse(text)));

    [Theory]
    [InlineData("")]
    [InlineData("identifier")]
    [InlineData("identifier:")]
    [InlineData("identifier:E-Mail")]
    [InlineData("trait:First Name")]
    [InlineData("email")]
    [InlineData("ignore:x")]
    public void A_mapping_that_names_nothing_is_refused(string text) => Assert.Null(ColumnTarget.Parse(text));

    [Fact]
    public void Two_columns_for_one_trait_are_refused_by_name()
    {
        string message = Refused("email", "Kleur", "kleur");
        Assert.Contains("'Kleur' and 'kleur'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_columns_for_one_namespace_are_two_identifiers() =>
        Assert.Equal(2, Plan("email", "Email").Targets
            .Count(target => target.Kind == ColumnKind.Identifier));

    [Fact]
    public void A_table_that_identifies_nobody_is_refused_with_the_namespaces() =>
        Assert.Contains("customer_id, email, phone", Refused("name", "city"), StringComparison.Ordinal);

    private static ColumnPlan Plan(params string[] headers) =>
        ColumnPlan.Make(new TableHead("f", headers, []), ColumnMap.Empty, Namespaces);

    private static string Refused(params string[] headers) =>
        Assert.Throws<WrongUseException>(() => Plan(headers)).Message;

    private static string Text(ColumnTarget? target)
    {
        Assert.NotNull(target);
        return target.Purpose.Length > 0
            ? $"{target.Kind} {target.Name}.{target.Purpose}" : $"{target.Kind} {target.Name}";
    }
}
