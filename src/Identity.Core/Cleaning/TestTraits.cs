using System.Text.Json;

namespace Identity.Core.Cleaning;

/// <summary>Values of stored traits that somebody only typed to try a form. Pure and thread-safe.</summary>
public static class TestTraits
{
    /// <summary>Whether the value of a trait is a try, as far as the trait's name tells what it holds.</summary>
    /// <param name="name">The trait.</param>
    /// <param name="json">Its value as JSON text; anything but a text is none.</param>
    public static bool IsTest(string name, string json)
    {
        TraitKind kind = TraitKinds.Of(name);
        if (kind == TraitKind.None || !json.StartsWith('"')) { return false; }
        string text = TextOf(json);
        return kind switch
        {
            TraitKind.PersonName => TestValues.IsText(text) || TestValues.NamesNobody(text),
            TraitKind.PlaceName or TraitKind.Words or TraitKind.Address =>
                TestValues.IsText(text) || TestValues.StatesNothing(text),
            TraitKind.Email => TestValues.IsEmail(text),
            TraitKind.Phone => TestValues.IsPhone(text),
            _ => TestValues.StatesNothing(text),
        };
    }

    private static string TextOf(string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return document.RootElement.GetString() ?? "";
        }
        catch (JsonException)
        {
            return "";
        }
    }
}
