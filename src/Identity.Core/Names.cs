namespace Identity.Core;

/// <summary>The one place that says what names look like.</summary>
public static class Names
{
    /// <summary>The longest name of a namespace, trait, event, source, channel or purpose, in characters.</summary>
    public const int LengthMax = 64;

    /// <summary>1 to 64 characters of a-z, 0-9 and '_'.</summary>
    public static bool IsSnakeCase(string name) => Holds(name, "_");

    /// <summary>1 to 64 characters of a-z, 0-9, '_', '-' and '.'.</summary>
    public static bool IsSource(string name) => Holds(name, "_-.");

    /// <summary>1 to 64 characters of a-z, 0-9, '_' and '-'.</summary>
    public static bool IsChannel(string name) => Holds(name, "_-");

    /// <summary>
    /// An event's name in snake_case: `Order Completed`, `orderCompleted` and `order-completed` become
    /// `order_completed`. Null when nothing usable is left or it is too long.
    /// </summary>
    public static string? ToSnakeCase(string name)
    {
        var result = new System.Text.StringBuilder(name.Length + 4);
        bool afterWord = false;
        foreach (char unit in name)
        {
            if (char.IsAsciiLetterUpper(unit))
            {
                if (afterWord) { result.Append('_'); }
                result.Append(char.ToLowerInvariant(unit));
                afterWord = false;
            }
            else if (char.IsAsciiLetterLower(unit) || char.IsAsciiDigit(unit))
            {
                result.Append(unit);
                afterWord = true;
            }
            else if (unit is ' ' or '_' or '-' or '.' or ':' or '/')
            {
                if (result.Length > 0 && result[^1] != '_') { result.Append('_'); }
                afterWord = false;
            }
            else
            {
                return null;
            }
        }

        string text = result.ToString().Trim('_');
        return text.Length is 0 or > LengthMax ? null : text;
    }

    private static bool Holds(string name, string others)
    {
        if (name.Length is 0 or > LengthMax) { return false; }
        foreach (char unit in name)
        {
            if (!char.IsAsciiLetterLower(unit) && !char.IsAsciiDigit(unit)
                && !others.Contains(unit, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }
}
