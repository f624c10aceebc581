using Identity.Core.Identifiers;
using Identity.Core.Observations;
using Identity.Core.Rules;

namespace Identity.Application.Tests;

/// <summary>Made-up customers as a CRM, a till and a website describe them.</summary>
internal static class Customers
{
    /// <summary>The rules of a workspace in which the CRM and the till are systems of record.</summary>
    public static WorkspaceRules Rules { get; } = new(
        NamespaceDefaults.All,
        sources:
        [
            new SourceRule { Name = "crm", SystemOfRecord = true },
            new SourceRule { Name = "pos", SystemOfRecord = true },
        ]);

    public static RawObservation Wilma(string source, string identifier, params string[] more) =>
        Of(source, [identifier, .. more], "Wilhelmina", "Terpstra", "1971-03-05", "3511 AB", "12");

    public static RawObservation Joost(string source, string identifier) =>
        Of(source, [identifier], "Joost", "Brinkhuis", "1984-07-19", "9712 CP", "7");

    public static RawObservation Of(string source, string[] identifiers, params string[] values)
    {
        string[] names = ["first_name", "last_name", "birth_date", "postcode", "house_number"];
        return Site.Of(identifiers) with
        {
            Source = source,
            Traits = [.. names.Zip(values).Where(pair => pair.Second.Length > 0)
                .Select(pair => new Trait(pair.First, $"\"{pair.Second}\""))],
        };
    }
}
