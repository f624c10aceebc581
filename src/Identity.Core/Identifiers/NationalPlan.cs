using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Identity.Core.Identifiers;

/// <summary>
/// A country's numbering plan, by first digits and length; the facts are those of libphonenumber's metadata, made
/// wider where plans are being filled. A number below is without its trunk zero.
/// </summary>
internal abstract class NationalPlan
{
    public static readonly NationalPlan Dutch = new DutchPlan();
    public static readonly NationalPlan Belgian = new BelgianPlan();

    public abstract string CountryCode { get; }

    public static bool TryGet(string countryCode, [NotNullWhen(true)] out NationalPlan? plan)
    {
        plan = countryCode switch { "31" => Dutch, "32" => Belgian, _ => null };
        return plan is not null;
    }

    /// <summary>Whether the plan has such a number, dialled with a zero before it.</summary>
    public abstract bool Holds(string number);

    /// <summary>
    /// Whether the digits are a number of this plan though no zero came before them: numbers that have none, and
    /// mobile numbers, whose zero spreadsheets eat. A geographic number would be a guess.
    /// </summary>
    public abstract bool HoldsWithoutTrunk(string number);

    private static bool StartsWith(string number, string prefix) => number.StartsWith(prefix, StringComparison.Ordinal);

    private sealed class DutchPlan : NationalPlan
    {
        private static readonly FrozenSet<string> AreaCodes = InternationalNumber.Words("""
            10 111 113 114 115 117 118 13 15 161 162 164 165 166 167 168 172 174 180 181 182 183 184 186 187
            20 222 223 224 226 227 228 229 23 24 251 252 255 26 294 297 299
            30 313 314 315 316 317 318 320 321 33 341 342 343 344 345 346 347 348 35 36 38
            40 411 412 413 416 418 43 45 46 475 478 481 485 486 487 488 492 493 495 497 499
            50 511 512 513 514 515 516 517 518 519 521 522 523 524 525 527 528 529 53 541 543 544 545 546 547 548
            55 561 562 566 570 571 572 573 575 576 577 578 58 591 592 593 594 595 596 597 598 599
            70 71 72 73 74 75 76 77 78 79
            """);

        public override string CountryCode => "31";

        public override bool Holds(string number) => number.Length switch
        {
            9 => IsMobile(number) || IsGeographic(number) || IsVirtual(number) || IsService(number),
            7 or 8 or 10 => IsService(number),
            11 => StartsWith(number, "97"), // Between machines.
            _ => false,
        };

        public override bool HoldsWithoutTrunk(string number) => IsMobile(number) || IsMunicipal(number);

        private static bool IsMobile(string number) => number.Length == 9 && number[0] == '6' && number[1] != '0';

        private static bool IsGeographic(string number) =>
            AreaCodes.Contains(number[..2]) || AreaCodes.Contains(number[..3]);

        // Numbers that follow their holder: personal, internet telephony, companies.
        private static bool IsVirtual(string number) => number[..2] is "82" or "84" or "85" or "87" or "88" or "91";

        // Free and paid services have four to seven digits behind the prefix.
        private static bool IsService(string number) => number[..3] is "800" or "900" or "906" or "909";

        // 14 and an area code, its zero included, calls the town hall.
        private static bool IsMunicipal(string number) =>
            number.Length is 5 or 6 && StartsWith(number, "140") && AreaCodes.Contains(number[3..]);
    }

    private sealed class BelgianPlan : NationalPlan
    {
        // The first two of eight digits: zones (those of 2, 3, 4 and 9 have one digit), then 70, 78, 80 and 90,
        // which are services.
        private static readonly FrozenSet<string> Beginnings = InternationalNumber.Words("""
            10 11 12 13 14 15 16 19 22 23 24 25 26 27 28 32 33 34 35 36 37 38 42 43 50 51 52 53 54 55 56 57 58 59
            60 61 63 64 65 67 68 69 70 71 78 80 81 82 83 84 85 86 87 89 90 92 93 94
            """);

        public override string CountryCode => "32";

        public override bool Holds(string number) =>
            IsMobile(number) || (number.Length == 8 && Beginnings.Contains(number[..2]));

        public override bool HoldsWithoutTrunk(string number) => IsMobile(number);

        private static bool IsMobile(string number) =>
            number.Length == 9 && number[0] == '4' && number[1] is >= '4' and <= '9';
    }
}
