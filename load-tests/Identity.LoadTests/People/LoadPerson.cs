using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Google.Protobuf.WellKnownTypes;
using Identity.V1;

namespace Identity.LoadTests.People;

/// <summary>
/// A person of the load, made from a number: a login, a cookie on which they logged in once, and three traits that may
/// be shown to whoever comes back with the cookie. The values are spread over their whole range, so that neighbours by
/// number are no neighbours in an index.
/// </summary>
/// <param name="Number">From 0.</param>
/// <param name="Mark">Tells persons of the same number apart: those who come later from those who were there.</param>
internal readonly record struct LoadPerson(int Number, string Mark = "")
{
    public const string Source = "webshop";

    /// <summary>The fields that a website asks for.</summary>
    public static readonly string[] Fields = ["first_name", "city", "loyalty_tier"];

    private static readonly string[] Tiers = ["bronze", "silver", "gold"];

    public string Cookie => Spread("c");

    public string Login => Spread("l");

    /// <summary>The login on the cookie.</summary>
    /// <param name="at">When.</param>
    public Observation Arrival(DateTimeOffset at)
    {
        var observation = Observed($"arrival-{Mark}{Number}", at, RecognitionLevel.Authenticated);
        observation.Identifiers.Add(new Identifier { Namespace = "login", Value = Login });
        observation.Traits.Add("first_name", Value.ForString($"Name{Number % 1_000}"));
        observation.Traits.Add("city", Value.ForString($"Town{Number % 300}"));
        observation.Traits.Add("loyalty_tier", Value.ForString(Tiers[Number % Tiers.Length]));
        return observation;
    }

    /// <summary>A page that was looked at with the cookie.</summary>
    /// <param name="messageId">Unique.</param>
    /// <param name="at">When.</param>
    public Observation PageView(string messageId, DateTimeOffset at)
    {
        Observation observation = Observed(messageId, at, RecognitionLevel.Device);
        observation.Event = new Event
        {
            Name = "page_viewed",
            Properties = { ["path"] = Value.ForString($"/articles/{Number % 5_000}") },
        };
        return observation;
    }

    /// <summary>A further login on the cookie.</summary>
    /// <param name="messageId">Unique.</param>
    /// <param name="at">When.</param>
    public Observation Return(string messageId, DateTimeOffset at)
    {
        Observation observation = Observed(messageId, at, RecognitionLevel.Authenticated);
        observation.Identifiers.Add(new Identifier { Namespace = "login", Value = Login });
        observation.Traits.Add("loyalty_tier", Value.ForString(Tiers[(Number + 1) % Tiers.Length]));
        return observation;
    }

    /// <summary>Who is it, and what may be shown?</summary>
    public ResolveRequest Question() => new()
    {
        Identifiers = { new Identifier { Namespace = "cookie", Value = Cookie } },
        Fields = new FieldMask { Paths = { Fields } },
    };

    private Observation Observed(string messageId, DateTimeOffset at, RecognitionLevel level) => new()
    {
        MessageId = messageId,
        Source = Source,
        OccurredAt = at.ToTimestamp(),
        Level = level,
        Identifiers = { new Identifier { Namespace = "cookie", Value = Cookie } },
    };

    private string Spread(string kind)
    {
        byte[] text = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{kind}{Mark}{Number}"));
        return kind + Convert.ToHexStringLower(SHA256.HashData(text).AsSpan(0, 12));
    }
}
