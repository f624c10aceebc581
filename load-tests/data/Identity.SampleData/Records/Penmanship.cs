namespace Identity.SampleData.Records;

/// <summary>Puts a sheet into columns, in the ways that people and forms write things.</summary>
internal sealed class Penmanship(Dice dice, RecordRates rates)
{
    private const int VariantPercent = 12;

    private static readonly Dictionary<string, string[]> TownNames = new(StringComparer.Ordinal)
    {
        ["Den Haag"] = ["'s-Gravenhage", "The Hague", "s-Gravenhage"],
        ["'s-Hertogenbosch"] = ["Den Bosch", "s-Hertogenbosch", "DEN BOSCH"],
        ["Alphen aan den Rijn"] = ["Alphen a/d Rijn", "Alphen a.d. Rijn"],
        ["Sint-Niklaas"] = ["St-Niklaas", "Sint Niklaas"],
        ["Antwerpen"] = ["Antwerp"],
    };

    public SampleRecord Write(Sheet sheet)
    {
        Habits habits = sheet.Habits;
        (string prefix, string last) = WritePrefix(sheet);
        string first = sheet.FirstName;
        if (first.Length > 2 && Happens(sheet, rates.NamesSwapped, RecordSlips.NamesSwapped))
        {
            (first, last) = (last, first);
        }

        (string number, string addition) = WriteNumber(sheet);
        var record = new SampleRecord(
            habits.Source, sheet.Initials, first, prefix, last, WriteGender(sheet),
            sheet.BirthDateText(dice.Percent(3) ? !habits.DayFirst : habits.DayFirst), WriteEmail(sheet),
            PhoneStyles.Write(sheet.Phone, habits == Habits.Crm, dice), WriteStreet(sheet), number, addition,
            WritePostcode(sheet), WriteTown(sheet), WriteCountry(sheet));
        record = Happens(sheet, rates.Capitals, RecordSlips.Capitals) ? InCapitals(record)
            : habits == Habits.Webshop && dice.Percent(5) ? InSmallLetters(record)
            : record;
        return record with { Slips = sheet.Slips };
    }

    private (string Prefix, string Last) WritePrefix(Sheet sheet)
    {
        string prefix = sheet.Prefix;
        string last = sheet.LastName;
        if (prefix.Length == 0) { return ("", last); }
        if (!dice.PerMille(rates.Prefix * sheet.Habits.Errors / 100))
        {
            return dice.Percent(sheet.Habits.PrefixColumn) ? (prefix, last) : ("", $"{prefix} {last}");
        }

        sheet.Slips |= RecordSlips.Prefix;
        return dice.Below(100) switch
        {
            < 45 => (Abbreviate(prefix), last),
            < 62 => ("", last),
            < 80 => ("", $"{last}, {prefix}"),
            < 90 => ("", $"{Abbreviate(prefix)} {last}"),
            _ => (char.ToUpperInvariant(prefix[0]) + prefix[1..], last),
        };
    }

    private string Abbreviate(string prefix) => prefix switch
    {
        "van der" => dice.Pick(["v.d.", "vd", "v d", "v/d", "van d"]),
        "van den" or "van de" => dice.Pick(["v.d.", "vd", "v/d", "vd."]),
        "van" => dice.Pick(["v.", "v"]),
        "van 't" => dice.Pick(["v 't", "v.t.", "van t"]),
        "'t" => dice.Pick(["t", "'t", "het"]),
        "ten" or "ter" or "de" or "den" => char.ToUpperInvariant(prefix[0]) + prefix[1..],
        _ => prefix.ToUpperInvariant(),
    };

    private string WriteGender(Sheet sheet)
    {
        if (sheet.Gender is not { } sex) { return ""; }
        bool female = sex == Sex.Female;
        return sheet.Habits.Source switch
        {
            "crm" => female ? "V" : "M",
            "webshop" => female ? "vrouw" : "man",
            _ => female ? dice.Pick(["mevr.", "mw"]) : dice.Pick(["dhr.", "de heer"]),
        };
    }

    private string WriteEmail(Sheet sheet) => dice.Percent(97) || sheet.Email.Length == 0
        ? sheet.Email
        : char.ToUpperInvariant(sheet.Email[0]) + sheet.Email[1..];

    private string WriteStreet(Sheet sheet)
    {
        string street = sheet.Street;
        if (!dice.Percent(VariantPercent)) { return street; }
        return dice.Below(4) switch
        {
            0 => street.Replace("straat", "str.", StringComparison.Ordinal),
            1 => street.Replace("straat", "str", StringComparison.Ordinal),
            2 => street.Replace("Burgemeester", "Burg. ", StringComparison.Ordinal)
                .Replace("Prins ", "Pr. ", StringComparison.Ordinal),
            _ => street.Replace("laan", "ln", StringComparison.Ordinal),
        };
    }

    private (string Number, string Addition) WriteNumber(Sheet sheet)
    {
        (string number, string addition) = (sheet.HouseNumber, sheet.Addition);
        if (number.Length == 0 || addition.Length == 0) { return (number, ""); }
        string written = sheet.Country == "BE" ? WriteBus(addition) : WriteDoor(addition, sheet.Habits == Habits.Crm);
        if (dice.Percent(sheet.Habits.AdditionColumn)) { return (number, written); }
        string gap = sheet.Country == "BE" ? dice.Pick([" ", " ", "/"])
            : char.IsAsciiDigit(written[0]) ? dice.Pick(["-", " ", "/"])
            : dice.Pick(["", "", " ", "-"]);
        return ($"{number}{gap}{written}", "");
    }

    private string WriteDoor(string addition, bool tidy) =>
        dice.Percent(tidy ? 90 : 45) ? addition
            : dice.Percent(60) ? addition.ToLowerInvariant()
            : addition.ToUpperInvariant();

    private string WriteBus(string addition) => dice.Percent(60)
        ? addition
        : addition.Replace("bus ", dice.Pick(["", "b", "Bus ", "bte "]), StringComparison.Ordinal);

    private string WritePostcode(Sheet sheet)
    {
        string postcode = sheet.Postcode;
        if (sheet.Country == "BE" || postcode.Length < 6) { return postcode; }
        int tidyPercent = sheet.Habits == Habits.Crm ? 85 : 40;
        return dice.Percent(tidyPercent) ? postcode
            : dice.Percent(70) ? postcode.Replace(" ", "", StringComparison.Ordinal)
            : postcode.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();
    }

    private string WriteTown(Sheet sheet) => TownNames.TryGetValue(sheet.City, out string[]? names) && dice.Percent(25)
        ? dice.Pick(names)
        : sheet.City;

    private string WriteCountry(Sheet sheet)
    {
        if (!dice.Percent(sheet.Habits.Country)) { return ""; }
        bool dutch = sheet.Country == "NL";
        return sheet.Habits == Habits.Crm || dice.Percent(50) ? sheet.Country
            : dutch ? dice.Pick(["Nederland", "Nederland", "Netherlands", "nl"])
            : dice.Pick(["België", "België", "Belgie", "Belgium"]);
    }

    private static SampleRecord InCapitals(SampleRecord r) => Recase(r, text => text.ToUpperInvariant());

    private static SampleRecord InSmallLetters(SampleRecord r) => Recase(r, text => text.ToLowerInvariant());

    private static SampleRecord Recase(SampleRecord r, Func<string, string> recase) => r with
    {
        Initials = recase(r.Initials),
        FirstName = recase(r.FirstName),
        Prefix = recase(r.Prefix),
        LastName = recase(r.LastName),
        Street = recase(r.Street),
        HouseNumber = recase(r.HouseNumber),
        City = recase(r.City),
    };

    private bool Happens(Sheet sheet, int rate, RecordSlips slip)
    {
        bool happens = dice.PerMille(rate * sheet.Habits.Errors / 100);
        sheet.Slips |= happens ? slip : RecordSlips.None;
        return happens;
    }
}
