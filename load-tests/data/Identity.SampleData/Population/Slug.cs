using System.Text;

namespace Identity.SampleData;

/// <summary>Names as they stand in a mail address.</summary>
internal static class Slug
{
    /// <summary>Small letters without accents; everything else is left out.</summary>
    public static string Of(string name)
    {
        var slug = new StringBuilder(name.Length);
        foreach (char c in name)
        {
            char plain = Plain(char.ToLowerInvariant(c));
            if (char.IsAsciiLetter(plain))
            {
                slug.Append(plain);
            }
        }

        return slug.ToString();
    }

    /// <summary>The letter without its accent.</summary>
    public static char Plain(char c) => c switch
    {
        'é' or 'è' or 'ë' or 'ê' => 'e',
        'ü' => 'u',
        'ö' => 'o',
        'ï' or 'ı' or 'İ' => 'i',
        'ş' => 's',
        'ç' => 'c',
        'ğ' => 'g',
        'ä' => 'a',
        _ => c,
    };
}
