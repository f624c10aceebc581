namespace Identity.SampleData;

/// <summary>
/// The first customers: a few made-up people with readable identifiers, the same for every seed, who show what each
/// recognition level gives. Their observations come first in the stream.
/// </summary>
public sealed class SampleShowcase
{
    /// <summary>How many customers the showcase takes; they have the numbers 1 up to and including this one.</summary>
    public const int Customers = 5;

    internal SampleShowcase()
    {
    }

    /// <summary>
    /// A cookie of which only a device is known: a few page views and the trait <c>favourite_category</c>
    /// (<c>garden</c>). Resolves at level 2.
    /// </summary>
    public string AnonymousCookie { get; } = "demo-device-1";

    /// <summary>The number of the visitor behind <see cref="AnonymousCookie"/>.</summary>
    public int AnonymousNumber { get; } = 1;

    /// <summary>A cookie of the tablet on which Sanne de Vries alone logged in. Resolves at level 3.</summary>
    public string RememberedCookie { get; } = "demo-tablet-sanne";

    /// <summary>The login of Sanne de Vries. Resolves at level 4 when the caller vouches for it.</summary>
    public string Login { get; } = "sanne";

    /// <summary>Her key in the CRM.</summary>
    public string CustomerId { get; } = "demo-customer-sanne";

    /// <summary>Her e-mail address.</summary>
    public string Email { get; } = "sanne.devries@voorbeeld.example";

    /// <summary>Her customer number.</summary>
    public int SanneNumber { get; } = 2;

    /// <summary>
    /// A cookie of a tablet in a family: Kevin logged in first, then Nora, who logged out; what is browsed on it
    /// afterwards without a login is Nora's. Resolves at level 3, to her; it must never make one person of the two.
    /// </summary>
    public string FamilyTabletCookie { get; } = "demo-tablet-family";

    /// <summary>The two logins that were used on <see cref="FamilyTabletCookie"/>, in that order.</summary>
    public IReadOnlyList<string> FamilyLogins { get; } = ["kevin", "nora"];

    /// <summary>The customer numbers that belong to <see cref="FamilyLogins"/>.</summary>
    public IReadOnlyList<int> FamilyNumbers { get; } = [3, 4];

    /// <summary>
    /// A cookie of a device on which somebody else typed <see cref="Email"/> into a form. It stays a device at
    /// level 2, and tells nothing about Sanne.
    /// </summary>
    public string ClaimCookie { get; } = "demo-device-2";

    /// <summary>The address that was typed on <see cref="ClaimCookie"/>: Sanne's.</summary>
    public string ClaimedEmail => Email;

    /// <summary>The number of the visitor behind <see cref="ClaimCookie"/>.</summary>
    public int ClaimNumber { get; } = 5;
}
