using System.Text;

namespace Identity.Cli.Output;

/// <summary>
/// The shape of a value, which tells what is wrong with it and not what it is: letters become a or A, figures 9, and
/// what is neither stays. Long runs are cut.
/// </summary>
internal static class Mask
{
    private const int RunMax = 4;
    private const int LengthMax = 40;

    public static string Of(string value)
    {
        var mask = new StringBuilder(LengthMax);
        char last = '\0';
        int run = 0;
        foreach (Rune rune in value.EnumerateRunes())
        {
            char shape = ShapeOf(rune);
            run = shape == last ? run + 1 : 1;
            last = shape;
            if (run > RunMax && char.IsAsciiLetterOrDigit(shape))
            {
                if (run == RunMax + 1) { mask.Append('…'); }
                continue;
            }

            mask.Append(shape);
            if (mask.Length >= LengthMax) { return mask.Append('…').ToString(); }
        }

        return mask.ToString();
    }

    private static char ShapeOf(Rune rune)
    {
        if (Rune.IsUpper(rune)) { return 'A'; }
        if (Rune.IsLetter(rune)) { return 'a'; }
        if (Rune.IsNumber(rune)) { return '9'; }
        if (rune.Value == '\t' || rune.Value == '\r' || rune.Value == '\n') { return '␣'; }
        // Of what lies outside of ASCII only that it does: an emoji in a name is as telling as the name.
        return rune.IsAscii && !Rune.IsControl(rune) ? (char)rune.Value : '¤';
    }
}
