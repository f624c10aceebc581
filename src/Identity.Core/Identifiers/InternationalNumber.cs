using System.Collections.Frozen;

namespace Identity.Core.Identifiers;

/// <summary>
/// Numbers that begin with a country code (ITU-T E.164). Which codes are assigned, and where a trunk zero is dialled,
/// are facts from the metadata of libphonenumber.
/// </summary>
internal static class InternationalNumber
{
    public const int DigitsMin = 8;
    public const int DigitsMax = 15;

    private static readonly FrozenSet<string> CountryCodes = Words("""
        1 7 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66
        81 82 84 86 90 91 92 93 94 95 98
        211 212 213 216 218 220 221 222 223 224 225 226 227 228 229 230 231 232 233 234 235 236 237 238 239
        240 241 242 243 244 245 246 247 248 249 250 251 252 253 254 255 256 257 258 260 261 262 263 264 265 266
        267 268 269 290 291 297 298 299 350 351 352 353 354 355 356 357 358 359 370 371 372 373 374 375 376 377
        378 380 381 382 383 385 386 387 389 420 421 423 500 501 502 503 504 505 506 507 508 509 590 591 592 593
        594 595 596 597 598 599 670 672 673 674 675 676 677 678 679 680 681 682 683 685 686 687 688 689 690 691
        692 800 808 850 852 853 855 856 870 878 880 881 882 883 886 888 960 961 962 963 964 965 966 967 968 970
        971 972 973 974 975 976 977 979 992 993 994 995 996 998
        """);

    // Countries without a plan here where a zero is dialled inside the country only, and no number begins with one.
    // Elsewhere a zero belongs to the number.
    private static readonly FrozenSet<string> TrunkZeroCodes = Words("""
        20 27 54 55 60 61 62 63 64 66 81 82 84 86 90 91 92 93 94 95 98
        212 213 233 234 249 251 254 255 256 355 373 374 380 381 382 383 387 389 423
        590 594 596 880 886 961 962 963 964 966 967 970 971 972 977 994 995 996
        """);

    /// <summary>The number with its plus and without a trunk zero; null when there can be no such number.</summary>
    public static string? E164(string digits)
    {
        string? code = CountryCodeOf(digits);
        if (code is null) { return null; }

        string national = digits[code.Length..];
        if (NationalPlan.TryGetByCode(code, out NationalPlan? plan)) { return plan.E164(national); }

        if (TrunkZeroCodes.Contains(code))
        {
            national = WithoutTrunkZero(national);
            if (national.StartsWith('0')) { return null; }
        }

        return code.Length + national.Length is >= DigitsMin and <= DigitsMax ? $"+{code}{national}" : null;
    }

    /// <summary>Whether a text is a number as <see cref="E164"/> gives it, of a country whose plan is known.</summary>
    public static bool IsPlanned(ReadOnlySpan<char> text)
    {
        if (text.Length is < DigitsMin or > DigitsMax + 1 || text[0] != '+'
            || text[1..].ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        for (int length = 1; length <= 3; length++)
        {
            if (NationalPlan.TryGetByCode(text.Slice(1, length), out NationalPlan? plan))
            {
                return plan.Holds(text[(length + 1)..]);
            }
        }

        return false;
    }

    private static FrozenSet<string> Words(string text) =>
        text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .ToFrozenSet(StringComparer.Ordinal);

    private static string WithoutTrunkZero(string national) => national.StartsWith('0') ? national[1..] : national;

    // No country code begins another.
    private static string? CountryCodeOf(string digits)
    {
        for (int length = 1; length <= 3 && length < digits.Length; length++)
        {
            if (CountryCodes.Contains(digits[..length])) { return digits[..length]; }
        }

        return null;
    }
}
