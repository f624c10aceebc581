using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Identity.Core.Identifiers;

/// <summary>
/// Turns the spellings of an identifier into the one text under which it is compared. Total: any text gives a value
/// or a problem, never an exception. Idempotent: normalising a key, or what is shown for it, gives that key again.
/// Spellings are joined only where a standard says that they name the same thing; characters that merely look alike
/// (Latin a, Cyrillic а) stay apart, for joining two people is worse than missing one. Immutable and thread-safe.
/// </summary>
public abstract class Normaliser
{
    /// <summary>The longest value, in bytes of UTF-8, as given and once normalised.</summary>
    public const int ValueBytesMax = 1024;

    private static readonly Normaliser[] All =
    [
        new ExactNormaliser(),
        new TextNormaliser(),
        new LowerNormaliser(),
        new EmailNormaliser(),
        new PhoneNormaliser("phone", NationalPlan.Dutch),
        new IpNormaliser(),
        new AddressNormaliser(),
        .. NationalPlan.All.Select(plan => new PhoneNormaliser($"phone_{plan.Country.ToLowerInvariant()}", plan)),
    ];

    private static readonly FrozenDictionary<string, Normaliser> ByName =
        All.ToFrozenDictionary(normaliser => normaliser.Name, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, Normaliser> ByCountry = NationalPlan.All.ToFrozenDictionary(
        plan => plan.Country, plan => ByName[$"phone_{plan.Country.ToLowerInvariant()}"], StringComparer.Ordinal);

    private protected Normaliser()
    {
    }

    /// <summary>The one named <c>exact</c>: the bytes as they are, for cookies and keys of other systems.</summary>
    public static Normaliser Exact { get; } = All[0];

    /// <summary>The names that <see cref="TryGet"/> knows, in a fixed order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(normaliser => normaliser.Name)];

    /// <summary>The name under which rules refer to this normaliser.</summary>
    public abstract string Name { get; }

    /// <summary>Finds a normaliser by its name, which is compared by exact case.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="normaliser">The normaliser, shared by all callers.</param>
    /// <returns>False when there is none of that name.</returns>
    public static bool TryGet(string name, [NotNullWhen(true)] out Normaliser? normaliser) =>
        ByName.TryGetValue(name, out normaliser);

    /// <summary>
    /// The one for telephone numbers that are written as in a country; null when its plan is not known.
    /// </summary>
    /// <param name="country">An alpha-2 code of ISO 3166, in capitals.</param>
    internal static Normaliser? PhoneOf(string country) => ByCountry.GetValueOrDefault(country);

    /// <summary>Normalises one value. Never throws.</summary>
    /// <param name="raw">The value as it came, of any length and content.</param>
    /// <returns>The key, or the problem for which the value is refused.</returns>
    public abstract NormalisedValue Normalise(string raw);
}
