using Identity.Cli.Importing;
using Xunit;

namespace Identity.Cli.Tests;

public sealed class ColumnTests
{
    private static readonly HashSet<string> Namespaces = ["customer_id", "email", "phone"];

    [Theory]
    [InlineData("customer_id", "Identifier customer_id")]
    [InlineData("CustomerID", "Identifier customer_id")]
    [InlineData("E-Mail", "Trait e_mail")]
    [InlineData("EMAIL", "Identifier email")]
    [InlineData("First name", "Trait first_name")]
    [InlineData("message_id", "MessageId ")]
    [InlineData("occurred_at", "OccurredAt ")]
    [InlineData("event", "EventName ")]
    [InlineData("property.total", "Property total")]
    [InlineData("consent.email.marketing", "Consent email.marketing")]
    [InlineData("ignore", "Trait ignore")]
    [InlineData("", "Ignored ")]
    public void A_header_names_where_its_column_goes(string header, string expected) =>
        Assert.Equal(expected, Text(ColumnTarget.Guess(header, Namespaces)));

    [Theory]
    [InlineData("Größe")]
    [InlineData("consent.email")]
    [InlineData("consent.e mail.marketing")]
    [InlineData("property.")]
    public void A_header_that_can_name_nothing_is_not_guessed_at(string header) =>
        Assert.Null(ColumnTarget.Guess(header, Namespaces));

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
        string message = Refused("email", "First name", "first_name");
        Assert.Contains("'First name' and 'first_name'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_columns_for_one_namespace_are_two_identifiers() =>
        Assert.Equal(2, ColumnPlan.Make("f", ["email", "Email"], ColumnMap.Empty, Namespaces).Targets
            .Count(target => target.Kind == ColumnKind.Identifier));

    [Fact]
    public void A_table_that_identifies_nobody_is_refused_with_the_namespaces() =>
        Assert.Contains("customer_id, email, phone", Refused("name", "city"), StringComparison.Ordinal);

    private static string Refused(params string[] headers) => Assert.Throws<WrongUseException>(
        () => ColumnPlan.Make("f", headers, ColumnMap.Empty, Namespaces)).Message;

    private static string Text(ColumnTarget? target)
    {
        Assert.NotNull(target);
        return target.Purpose.Length > 0
            ? $"{target.Kind} {target.Name}.{target.Purpose}" : $"{target.Kind} {target.Name}";
    }
}
