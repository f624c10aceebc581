using System.Collections.Frozen;
using Identity.Core.Identifiers;

namespace Identity.Core.Cleaning;

/// <summary>What was noticed in an e-mail address.</summary>
[Flags]
public enum EmailRemarks
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The domain is one slip away from a well-known one: gmial.com, hotmail.con.</summary>
    TypingError = 1,

    /// <summary>A mailbox of a task, not of a person: info@, sales@.</summary>
    Role = 2,

    /// <summary>The domain hands out addresses for minutes.</summary>
    ThrowAway = 4,
}

/// <summary>
/// How far an e-mail address can be relied upon. It only tells: no address is ever changed, for the owner of a domain
/// that looks like a slip is somebody. Pure and thread-safe; the lists are loaded on first use.
/// </summary>
/// <param name="Remarks">What was noticed.</param>
/// <param name="SuggestedDomain">The domain that was probably meant; null when there is no doubt.</param>
public readonly record struct EmailQuality(EmailRemarks Remarks, string? SuggestedDomain)
{
    private static readonly FrozenSet<string> Roles = """
        info sales noreply donotreply admin administrator administratie webmaster postmaster hostmaster support contact
        service services klantenservice klantcontact boekhouding facturen factuur facturatie receptie office hello
        hallo mail email marketing hr jobs vacatures sollicitatie sollicitaties abuse root billing invoice invoices
        order orders bestelling bestellingen verkoop inkoop secretariaat directie planning team newsletter nieuwsbrief
        help helpdesk ict it press pers privacy security account accounts accounting finance kantoor winkel shop
        webshop bestuur penningmeester secretaris ledenadministratie redactie enquiries reservations reserveringen
        booking bookings customerservice customercare kundenservice kontakt buchhaltung mailerdaemon spam nobody
        compta comptabilite commercial accueil leden school praktijk balie
        """.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Looks at an address.</summary>
    /// <param name="address">An address as it came; anything else has no remarks.</param>
    public static EmailQuality Of(string address) => IsPlain(address) ? OfForm(address)
        : EmailNormaliser.ComparisonForm(address) is { } form ? OfForm(form) : default;

    private static EmailQuality OfForm(ReadOnlySpan<char> form)
    {
        int at = form.LastIndexOf('@');
        EmailRemarks remarks = EmailRemarks.None;
        if (IsRole(form[..at])) { remarks |= EmailRemarks.Role; }

        ReadOnlySpan<char> domain = form[(at + 1)..];
        if (EmailDomains.IsThrowAway(domain)) { remarks |= EmailRemarks.ThrowAway; }

        return EmailDomains.TryMend(domain, out string? meant)
            ? new EmailQuality(remarks | EmailRemarks.TypingError, meant)
            : new EmailQuality(remarks, null);
    }

    /// <summary>Whether a text is an address that is its own comparison form, as most are.</summary>
    internal static bool IsPlain(string address)
    {
        bool hasDot = false;
        int at = -1;
        for (int index = 0; index < address.Length; index++)
        {
            char unit = address[index];
            if (unit == '@' && at >= 0) { return false; }
            if (unit == '@') { at = index; }
            else if (!char.IsAsciiLetterLower(unit) && !char.IsAsciiDigit(unit)
                && unit is not ('.' or '-' or '_' or '+'))
            {
                return false;
            }

            hasDot |= unit == '.' && at >= 0;
        }

        return at > 0 && hasDot && address.Length <= EmailNormaliser.AddressBytesMax;
    }

    private static bool IsRole(ReadOnlySpan<char> local)
    {
        Span<char> plain = stackalloc char[32];
        int length = 0;
        foreach (char unit in local)
        {
            if (unit == '+') { break; }
            if (unit is '.' or '-' or '_') { continue; }
            if (length == plain.Length) { return false; }

            plain[length++] = unit;
        }

        return Roles.GetAlternateLookup<ReadOnlySpan<char>>().Contains(plain[..length]);
    }
}
