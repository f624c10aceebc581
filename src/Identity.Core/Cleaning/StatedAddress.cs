using System.Text.Json;
using Identity.Core.Identifiers;
using Identity.Core.Observations;
using Identity.Core.Rules;

namespace Identity.Core.Cleaning;

/// <summary>
/// The address that the traits of an observation state. Where somebody is named unclaimed at level 3 or 4, it becomes
/// an identifier of the namespace of households, as if the sender had sent it, unless he sent one himself.
/// </summary>
internal static class StatedAddress
{
    /// <summary>
    /// The identifier; null when the traits state no address that can be compared, or nobody lives there.
    /// </summary>
    /// <param name="traits">Cleaned.</param>
    /// <param name="rules">Which namespace is that of households, and what it blocks.</param>
    public static Mentioned? Find(IReadOnlyList<Trait> traits, WorkspaceRules rules)
    {
        if (Household(rules) is not { } rule || KeyOf(traits) is not { } key) { return null; }

        NormalisedValue value = rule.Normaliser is AddressNormaliser
            ? NormalisedValue.Accepted(key) : rule.Normaliser.Normalise(key);
        return value.Problem is null && !rules.IsBlocked(rule.Name, value.Key)
            ? new Mentioned(rule, value.Key, value.Shown, false) : null;
    }

    // Most addresses are Dutch and in their parts; they need no reading.
    private static string? KeyOf(IReadOnlyList<Trait> traits)
    {
        Trait? postcode = Single(traits, TraitKind.Postcode);
        if (postcode is null && Single(traits, TraitKind.Address) is null) { return null; }
        if (postcode is not null && PlainDutch(traits, postcode) is { } plain) { return plain; }
        if (Read(traits) is not { Key: { } key } address || TestValues.IsAddress(address)) { return null; }

        return address.Remarks.HasFlag(AddressRemarks.PostOfficeBox) ? null : key;
    }

    private static string? PlainDutch(IReadOnlyList<Trait> traits, Trait postcode)
    {
        Trait? country = Single(traits, TraitKind.Country);
        Trait? number = Single(traits, TraitKind.HouseNumber);
        bool isDutch = (country is null || country.Json == "\"NL\"")
            && Postcodes.IsDutch(postcode.Json.AsSpan(1, postcode.Json.Length - 2));
        if (!isDutch || number is null || Single(traits, TraitKind.Addition) is not null) { return null; }

        ReadOnlySpan<char> digits = number.Json.AsSpan().Trim('"');
        bool isNumber = digits.Length is > 0 and <= 6 && digits[0] != '0' && !digits.ContainsAnyExceptInRange('0', '9');
        return isNumber && !MayBeSpecial(traits, postcode)
            ? AddressKey.OfDutch(postcode.Json.AsSpan(1, postcode.Json.Length - 2), digits, "") : null;
    }

    // A box, a number within the street, a made-up address: what has to be read.
    private static bool MayBeSpecial(IReadOnlyList<Trait> traits, Trait postcode)
    {
        foreach (Trait trait in traits)
        {
            bool isLine = TraitKinds.Of(trait.Name) == TraitKind.Address
                || (TraitKinds.Of(trait.Name) == TraitKind.PlaceName && IsStreet(trait.Name));
            if (!isLine) { continue; }

            bool isBox = trait.Json.Length < 3 || trait.Json[1] is 'P' or 'p' or 'A' or 'a' or 'B' or 'b';
            bool hasDigits = trait.Json.AsSpan().ContainsAnyInRange('0', '9');
            if (isBox || hasDigits || TestValues.IsText(trait.Json)) { return true; }
        }

        return TestValues.IsFakePostcode(postcode.Json);
    }

    private static Trait? Single(IReadOnlyList<Trait> traits, TraitKind kind)
    {
        for (int index = 0; index < traits.Count; index++)
        {
            if (TraitKinds.Of(traits[index].Name) == kind) { return traits[index]; }
        }

        return null;
    }

    private static NamespaceRule? Household(WorkspaceRules rules)
    {
        foreach (NamespaceRule rule in rules.Namespaces)
        {
            if (rule.Role == NamespaceRole.Household) { return rule; }
        }

        return null;
    }

    private static PostalAddress? Read(IReadOnlyList<Trait> traits)
    {
        var parts = new AddressParts();
        string? whole = null;
        foreach (Trait trait in traits)
        {
            switch (TraitKinds.Of(trait.Name))
            {
                case TraitKind.Postcode: parts = parts with { Postcode = TraitText.Of(trait) }; break;
                case TraitKind.HouseNumber: parts = parts with { HouseNumber = TraitText.Of(trait) }; break;
                case TraitKind.Addition:
                    parts = parts with { Addition = $"{parts.Addition} {TraitText.Of(trait)}".Trim() };
                    break;
                case TraitKind.PlaceName when IsStreet(trait.Name):
                    parts = parts with { Street = TraitText.Of(trait) };
                    break;
                case TraitKind.Country: parts = parts with { Country = TraitText.Of(trait) }; break;
                case TraitKind.Address: whole = trait.Json; break;
            }
        }

        if (parts.Postcode is not null) { return PostalAddress.Read(WithLine(parts, whole)); }

        return whole is null ? null : ReadWhole(whole, parts.Country);
    }

    private static bool IsStreet(string name) => name.Contains("str", StringComparison.Ordinal);

    // "address" beside "postcode" is the line with street and number.
    private static AddressParts WithLine(AddressParts parts, string? whole) =>
        parts.Street is null && whole is not null && TextOf(whole) is { Length: > 0 } line
            ? parts with { Street = line } : parts;

    private static PostalAddress? ReadWhole(string json, string? country)
    {
        if (json[0] == '{') { return ReadMembers(json, country); }

        string? home = country is not null && CountryName.TryRead(country, out string? code) ? code : null;
        return PostalAddress.Read(TextOf(json), home);
    }

    // {"street": …, "postal_code": …}, as the events of analytics tools have it.
    private static PostalAddress ReadMembers(string json, string? country)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        var parts = new AddressParts { Country = country };
        foreach (JsonProperty member in document.RootElement.EnumerateObject())
        {
            if (member.Value.ValueKind is not (JsonValueKind.String or JsonValueKind.Number)) { continue; }

            string text = member.Value.ToString();
            string name = Names.ToSnakeCase(member.Name) ?? "";
            parts = TraitKinds.Of(name) switch
            {
                TraitKind.Postcode => parts with { Postcode = text },
                TraitKind.HouseNumber => parts with { HouseNumber = text },
                TraitKind.Addition => parts with { Addition = text },
                TraitKind.Country => parts with { Country = text },
                TraitKind.PlaceName when IsStreet(name) => parts with { Street = text },
                _ => parts,
            };
        }

        return PostalAddress.Read(parts);
    }

    private static string TextOf(string json) => TraitText.Of(new Trait("", json));
}
