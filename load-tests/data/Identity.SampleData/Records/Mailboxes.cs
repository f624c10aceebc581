using System.Globalization;
using Identity.SampleData.Tables;

namespace Identity.SampleData.Records;

/// <summary>
/// Hands out mail addresses as people choose them, none twice: the second Jan de Vries has to add a number. Keeps
/// eight bytes of each address that it gave, some 20 MB for a million. All are under <c>.example</c> (RFC 2606).
/// </summary>
internal sealed class Mailboxes
{
    /// <summary>What clerks type for those who give no address.</summary>
    public static readonly IReadOnlyList<string> Defaults = ["geen@geen.example", "onbekend@winkel.example"];

    private static readonly Weighted<(string Name, int Weight)> Providers = new(
        [
            ("mail.example", 34), ("webmail.example", 22), ("post.example", 16), ("internetpost.example", 8),
            ("brievenbus.example", 7), ("thuis.example", 7), ("voorbeeld.example", 4), ("kabelnet.example", 2),
        ],
        provider => provider.Weight);

    private static readonly string[] Hobbies =
    [
        "zonnebloem", "schaatser", "tuinman", "wandelaar", "zeilboot", "koffieleut", "fietsmaat", "vogelaar",
        "bakkertje", "boekenwurm", "nachtuil", "motormuis", "poesje", "hengelaar", "stoomtrein", "orchidee",
    ];

    private readonly HashSet<ulong> _taken = [];

    public string[] DrawOwn(Dice dice, Kin kin, string familyName)
    {
        string first = Slug.Of(kin.FirstName);
        string last = Slug.Of(familyName);
        string main = Take(dice, Local(dice, first, last, kin.Born.Year), Providers.Draw(dice).Name);
        return dice.Below(100) switch
        {
            < 78 => [main],
            < 90 => [main, Take(dice, Local(dice, first, last, kin.Born.Year), Providers.Draw(dice).Name)],
            _ => [main, Take(dice, $"{first[0]}.{last}", DrawEmployer(dice))],
        };
    }

    /// <summary>A mailbox of a couple or family.</summary>
    public string DrawShared(Dice dice, IReadOnlyList<Kin> readers)
    {
        string last = Slug.Of(FamilyName.Full(readers[0].Surname));
        string local = dice.Below(4) switch
        {
            0 => $"familie.{last}",
            1 => $"fam{last}",
            2 when readers.Count > 1 => $"{Slug.Of(readers[0].FirstName)}en{Slug.Of(readers[1].FirstName)}",
            _ => $"fam.{last}",
        };
        return Take(dice, local, Providers.Draw(dice).Name);
    }

    private static string Local(Dice dice, string first, string last, int year)
    {
        string yy = (year % 100).ToString("D2", CultureInfo.InvariantCulture);
        return dice.Below(100) switch
        {
            < 28 => $"{first}.{last}",
            < 42 => first + last,
            < 56 => $"{first[0]}.{last}",
            < 64 => $"{first[0]}{last}",
            < 72 => $"{first}_{last}",
            < 76 => $"{last}.{first}",
            < 84 => first + last + yy,
            < 90 => $"{first}{yy}{dice.Between(1, 9)}",
            < 96 => $"{first}{last[..Math.Min(3, last.Length)]}{dice.Between(1, 999)}",
            _ => string.Create(CultureInfo.InvariantCulture, $"{dice.Pick(Hobbies)}{dice.Between(1, 9999)}"),
        };
    }

    private static string DrawEmployer(Dice dice)
    {
        string name = Slug.Of(NameTable.DrawAnySurname(dice, belgian: false).Name);
        return $"{name}{dice.Pick(["bv", "groep", "advies", "techniek", "zorg"])}.example";
    }

    private string Take(Dice dice, string local, string domain)
    {
        string email = $"{local}@{domain}";
        while (!_taken.Add(Hash(email)))
        {
            email = string.Create(CultureInfo.InvariantCulture, $"{local}{dice.Between(1, 999)}@{domain}");
        }

        return email;
    }

    // FNV-1a; that two different addresses meet only gives the second a needless number.
    private static ulong Hash(string text)
    {
        ulong hash = 14695981039346656037;
        foreach (char c in text)
        {
            hash = (hash ^ c) * 1099511628211;
        }

        return hash;
    }
}
