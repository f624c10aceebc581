using System.Globalization;
using Identity.Cli.Importing.Planning;
using Identity.Cli.Importing.Running;
using Identity.Core.Observations;
using Xunit;

namespace Identity.Cli.Tests;

public sealed class RowTests
{
    private static readonly HashSet<string> Namespaces = ["customer_id", "email"];
    private static readonly RowMessages Messages = new(new Dictionary<string, int>(), null);

    [Fact]
    public void The_same_row_has_the_same_id_whatever_the_order_of_its_columns()
    {
        RawObservation one = Read(["customer_id", "city", "land"], ["7", "Gent", "BE"]);
        RawObservation same = Read(["land", "city", "customer_id"], ["BE", "Gent", "7"]);
        Assert.Equal(one.MessageId, same.MessageId);
        Assert.StartsWith("sha256-", one.MessageId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("8", "Gent", "crm")]
    [InlineData("7", "Gand", "crm")]
    [InlineData("7", "Gent", "erp")]
    public void Another_row_or_source_has_another_id(string customer, string city, string source)
    {
        RawObservation one = Read(["customer_id", "city"], ["7", "Gent"]);
        RawObservation other = Read(["customer_id", "city"], [customer, city], source);
        Assert.NotEqual(one.MessageId, other.MessageId);
    }

    [Fact]
    public void A_message_id_of_the_row_is_kept() =>
        Assert.Equal("row-1", Read(["customer_id", "message_id"], ["7", "row-1"]).MessageId);

    [Fact]
    public void An_empty_cell_states_nothing()
    {
        RawObservation raw = Read(
            ["customer_id", "email", "city", "event", "occurred_at", "consent.email.marketing"],
            ["7", "", "  ", "", "", ""]);
        Assert.Equal("customer_id", Assert.Single(raw.Identifiers).Namespace);
        Assert.Empty(raw.Traits);
        Assert.Empty(raw.Consents);
        Assert.Null(raw.Event);
        Assert.Null(raw.OccurredAt);
    }

    [Fact]
    public void A_value_stays_a_text_even_when_it_looks_like_a_number() =>
        Assert.Equal("\"0123\"", Assert.Single(Read(["customer_id", "postcode"], ["7", "0123"]).Traits).Json);

    [Theory]
    [InlineData("2025-01-31", "2025-01-31T00:00:00Z")]
    [InlineData("2025-01-31 13:45", "2025-01-31T13:45:00Z")]
    [InlineData("2025-01-31 13:45:10", "2025-01-31T13:45:10Z")]
    [InlineData("2025-01-31T13:45:10Z", "2025-01-31T13:45:10Z")]
    [InlineData("2025-01-31T13:45:10.250+02:00", "2025-01-31T11:45:10.25Z")]
    [InlineData(" 2025-01-31 13:45:10+02:00 ", "2025-01-31T11:45:10Z")]
    [InlineData("2025-01-31T25:00:00Z", null)]
    [InlineData("31/01/2025", null)]
    [InlineData("03-04-2025", null)]
    [InlineData("yesterday", null)]
    public void A_time_is_read_only_where_it_means_one_moment(string cell, string? expected)
    {
        RawObservation? raw = TryRead(["customer_id", "occurred_at"], ["7", cell], "crm", out Problem? defect);
        if (expected is null)
        {
            Assert.Null(raw);
            Assert.Equal(ImportRow.OccurredAtMalformed, defect!.Code);
            Assert.DoesNotContain(cell.Trim(), defect.Detail, StringComparison.Ordinal);
            return;
        }

        Assert.Equal(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture), raw!.OccurredAt);
    }

    [Theory]
    [InlineData("granted", true)]
    [InlineData(" Yes ", true)]
    [InlineData("1", true)]
    [InlineData("denied", false)]
    [InlineData("FALSE", false)]
    [InlineData("0", false)]
    [InlineData("Ja", true)]
    [InlineData("nein", false)]
    public void A_consent_is_granted_or_denied(string cell, bool expected)
    {
        RawConsent consent = Assert.Single(Read(["email", "consent.email.marketing"], ["a@b.example", cell]).Consents);
        Assert.Equal(("email", "marketing", expected), (consent.Channel, consent.Purpose, consent.Granted));
    }

    [Fact]
    public void A_consent_that_is_neither_refuses_its_row()
    {
        string[] headers = ["email", "consent.email.marketing"];
        Assert.Null(TryRead(headers, ["a@b.example", "maybe"], "crm", out Problem? defect));
        Assert.Equal(("consent.email.marketing", ProblemCodes.ConsentMalformed), (defect!.Field, defect.Code));
    }

    [Fact]
    public void Properties_belong_to_the_event()
    {
        RawObservation raw = Read(["email", "event", "property.total"], ["a@b.example", "order_completed", "12.50"]);
        Assert.Equal("total", Assert.Single(raw.Event!.Properties).Name);
        Assert.Null(TryRead(["email", "event", "property.total"], ["a@b.example", "", "12.50"], "crm", out _));
    }

    private static RawObservation Read(string[] headers, string[] cells, string source = "crm") =>
        TryRead(headers, cells, source, out _) ?? throw new InvalidOperationException("The row was refused.");

    private static RawObservation? TryRead(string[] headers, string[] cells, string source, out Problem? defect)
    {
        ColumnPlan plan = ColumnPlan.Make(new TableHead("f", headers, []), ColumnMap.Empty, Namespaces);
        RawObservation? raw = new RowReader(plan, new ImportDefaults(source, 4)).Read(cells, out defect);
        return raw is null ? null : Messages.Complete(raw, out _);
    }
}
