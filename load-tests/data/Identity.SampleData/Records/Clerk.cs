namespace Identity.SampleData.Records;

/// <summary>Writes down what a source knows of somebody at a moment, before anything goes wrong.</summary>
internal sealed class Clerk(Dice dice, RecordRates rates)
{
    /// <param name="resident">Whom it is about.</param>
    /// <param name="others">Those who live in the same household.</param>
    /// <param name="isFirst">The first record of this person, which always has what tells them from others.</param>
    public Sheet Fill(Resident resident, IReadOnlyList<Resident> others, bool isFirst)
    {
        int moment = dice.Below(Course.Moments);
        Habits habits = DrawSource(resident.Records);
        Address home = resident.Home.At(moment);
        var sheet = new Sheet(habits) { Country = home.Country };
        FillName(sheet, resident, moment);
        sheet.Gender = dice.Percent(habits.Gender) ? resident.Kin.Sex : null;
        sheet.Born = dice.Percent(habits.BirthDate) ? resident.Kin.Born : null;
        sheet.Email = dice.Percent(habits.Email) ? DrawEmail(resident) : "";
        sheet.Phone = dice.Percent(habits.Phone) ? DrawPhone(resident, moment) : "";
        if (dice.Percent(habits.Address))
        {
            FillAddress(sheet, home);
        }

        Borrow(sheet, others, moment);
        LeaveOut(sheet);
        EnsureTelling(sheet, resident, isFirst);
        EnsureReach(sheet, resident, home);
        return sheet;
    }

    // One who is known once is mostly in the CRM; of many records, many come from elsewhere.
    private Habits DrawSource(int records) => (records, dice.Below(100)) switch
    {
        (1, < 46) or (_, < 36) => Habits.Crm,
        (1, < 80) or (_, < 74) => Habits.Webshop,
        _ => Habits.Till,
    };

    private void FillName(Sheet sheet, Resident resident, int moment)
    {
        Habits habits = sheet.Habits;
        Kin kin = resident.Kin;
        FamilyName name = resident.Name.At(moment);
        (sheet.Prefix, sheet.LastName) = name.Write(DrawUse(name.Use));
        bool hasInitials = dice.Percent(habits.Initials);
        bool hasFirst = dice.Percent(habits.FirstName);
        sheet.Initials = hasInitials || !hasFirst ? DrawInitials(kin, habits) : "";
        if (hasFirst)
        {
            sheet.FirstName = dice.Percent(habits.OfficialName)
                ? dice.Percent(12) ? string.Join(' ', kin.Given) : kin.Given[0]
                : kin.FirstName;
        }

        if (hasFirst && !hasInitials && dice.Percent(5))
        {
            // A form that asks only for the first name gets initials from those who do not give theirs.
            sheet.FirstName = DrawInitials(kin, habits);
        }
    }

    // Who is registered under two names is not always written down under both.
    private NameUse DrawUse(NameUse use) => (use, dice.Below(100)) switch
    {
        (NameUse.PartnerOwn or NameUse.OwnPartner, < 16) => NameUse.Partner,
        (NameUse.PartnerOwn or NameUse.OwnPartner, < 22) => NameUse.Own,
        (NameUse.PartnerOwn, < 30) => NameUse.OwnPartner,
        (NameUse.OwnPartner, < 34) => NameUse.PartnerOwn,
        (NameUse.Partner, < 5) => NameUse.PartnerOwn,
        (NameUse.Partner, < 7) => NameUse.Own,
        _ => use,
    };

    private string DrawInitials(Kin kin, Habits habits)
    {
        bool spoken = dice.Percent(habits == Habits.Crm ? 4 : 20);
        string letters = spoken ? kin.FirstName[..1] : string.Concat(kin.Given.Select(name => name[0]));
        letters = !spoken && dice.Percent(habits == Habits.Crm ? 12 : 50) ? letters[..1] : letters;
        string dot = dice.Percent(habits == Habits.Crm ? 94 : 65) ? "." : "";
        return string.Concat(letters.Select(letter => $"{letter}{dot}"));
    }

    private string DrawEmail(Resident resident) =>
        resident.SharedEmail.Length > 0 && dice.Percent(60) ? resident.SharedEmail
            : dice.Percent(74) ? resident.Emails[0] : resident.Emails[^1];

    private string DrawPhone(Resident resident, int moment)
    {
        string landline = resident.Landline.At(moment);
        return landline.Length > 0 && dice.Percent(42) ? landline : resident.Mobile.At(moment);
    }

    private void FillAddress(Sheet sheet, Address home)
    {
        sheet.Postcode = home.Postcode;
        sheet.HouseNumber = home.HouseNumber;
        sheet.Addition = home.Addition;
        if (dice.Percent(sheet.Habits.Street) || home.Country == "BE")
        {
            // Where a postcode is a whole town, a till has to ask for the street.
            sheet.Street = home.Street;
            sheet.City = home.City;
        }
    }

    private void Borrow(Sheet sheet, IReadOnlyList<Resident> others, int moment)
    {
        if (others.Count is 0 or > 5 || !dice.PerMille(rates.Borrowed * sheet.Habits.Errors / 100)) { return; }
        Resident other = dice.Pick(others);
        if (sheet.Email.Length > 0 && (sheet.Phone.Length == 0 || dice.Percent(50)))
        {
            sheet.Email = other.Emails[0];
        }
        else if (sheet.Phone.Length > 0)
        {
            sheet.Phone = other.Mobile.At(moment);
        }
        else
        {
            return;
        }

        sheet.Slips |= RecordSlips.Borrowed;
    }

    private void LeaveOut(Sheet sheet)
    {
        if (!dice.PerMille(rates.FieldMissing * sheet.Habits.Errors / 100)) { return; }
        switch (dice.Below(5))
        {
            case 0: sheet.Born = null; break;
            case 1: sheet.Phone = ""; break;
            case 2: sheet.Street = ""; break;
            case 3: sheet.Postcode = ""; break;
            default: sheet.City = ""; break;
        }

        sheet.Slips |= RecordSlips.FieldMissing;
    }

    // Without this, nobody could tell a father from a son, or one twin from the other.
    private void EnsureTelling(Sheet sheet, Resident resident, bool isFirst)
    {
        if (resident.Telling.HasFlag(Telling.BirthDate)) { sheet.Born = resident.Kin.Born; }
        if (!resident.Telling.HasFlag(Telling.FirstName) || !sheet.FirstName.All(IsOfInitials)) { return; }
        if (!isFirst && dice.PerMille(rates.Ambiguous))
        {
            sheet.Slips |= RecordSlips.Ambiguous;
            return;
        }

        sheet.FirstName = resident.Kin.FirstName;
    }

    private static bool IsOfInitials(char c) => c == '.' || char.IsUpper(c);

    // A record from which nobody could be known again is not kept by any shop. Those who moved could be known by
    // their name alone, which is not enough: they are asked for more.
    private void EnsureReach(Sheet sheet, Resident resident, Address home)
    {
        bool moved = resident.Home.ChangedAt > 0;
        bool isReached = sheet.Postcode.Length > 0 && sheet.HouseNumber.Length > 0;
        if (isReached && !moved) { return; }
        if (!isReached && dice.Percent(50)) { FillAddress(sheet, home); }
        if (dice.Percent(90)) { sheet.Born = resident.Kin.Born; }
        if (sheet.Born is null) { sheet.Email = resident.Emails[0]; }
    }
}
