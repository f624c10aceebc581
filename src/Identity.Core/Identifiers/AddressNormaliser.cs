using Identity.Core.Cleaning;

namespace Identity.Core.Identifiers;

/// <summary>
/// Postal addresses: the key of <see cref="PostalAddress"/>, so that all spellings of an address are one identifier.
/// A text that is not read as an address keeps the form of the normaliser named <c>text</c>; nothing is refused that
/// this one takes. A country is known by the shape of a Dutch postcode, by the sign before a postcode, or as stated.
/// </summary>
internal sealed class AddressNormaliser : Normaliser
{
    private static readonly TextNormaliser AsText = new();

    public override string Name => "address";

    public override NormalisedValue Normalise(string raw)
    {
        // Read from the form that is shown, since that must give the same key.
        NormalisedValue text = AsText.Normalise(raw);
        return text.Problem is null && PostalAddress.Read(text.Key).Key is { } key
            ? NormalisedValue.Accepted(key, text.Key)
            : text;
    }
}
