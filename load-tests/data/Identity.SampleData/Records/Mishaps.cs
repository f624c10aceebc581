using System.Globalization;

namespace Identity.SampleData.Records;

/// <summary>Lets go wrong what goes wrong with what a clerk wrote, by the rates.</summary>
internal sealed class Mishaps(Dice dice, RecordRates rates)
{
    // Past this a human would not know the record again.
    private const int ErrorsMax = 3;

    private static readonly DateOnly[] DefaultDates = [new(1900, 1, 1), new(1900, 1, 1), new(1970, 1, 1)];

    public void Befall(Sheet sheet, Resident resident)
    {
        bool keepFirst = resident.Telling.HasFlag(Telling.FirstName);
        bool keepDate = resident.Telling.HasFlag(Telling.BirthDate);
        int errors = 0;
        sheet.LastName = MisspellName(sheet, sheet.LastName, ref errors);
        sheet.FirstName = keepFirst || sheet.FirstName.Length < 3
            ? sheet.FirstName
            : MisspellName(sheet, sheet.FirstName, ref errors);
        sheet.Street = Misspell(sheet, sheet.Street, ref errors);
        sheet.City = Misspell(sheet, sheet.City, ref errors);
        MistypeEmail(sheet, ref errors);
        if (!keepDate) { MistakeDate(sheet, ref errors); }
        MistypePostcode(sheet, ref errors);
        if (sheet.Phone.Length > 0 && Happens(sheet, rates.PhoneDigit, RecordSlips.PhoneDigit))
        {
            // The 1 behind an area code stays, for without it the number might be somebody's.
            sheet.Phone = TextErrors.MistypeDigit(sheet.Phone, dice, from: sheet.Phone.Length - 5);
        }

        if (sheet.Gender is { } sex && Happens(sheet, rates.GenderWrong, RecordSlips.GenderWrong))
        {
            sheet.Gender = sex == Sex.Female ? Sex.Male : Sex.Female;
        }

        if (sheet.Addition.Length > 0 && Happens(sheet, rates.AdditionLost, RecordSlips.AdditionLost))
        {
            sheet.Addition = "";
        }
    }

    private string MisspellName(Sheet sheet, string name, ref int errors)
    {
        name = Misspell(sheet, name, ref errors);
        if (name.Length > 3 && errors < ErrorsMax && Happens(rates.Hearing, sheet))
        {
            name = Changed(sheet, name, TextErrors.Mishear(name, dice), RecordSlips.Hearing, ref errors);
        }

        if (name.Length > 3 && errors < ErrorsMax && Happens(rates.Scanning, sheet))
        {
            name = Changed(sheet, name, TextErrors.Misread(name, dice), RecordSlips.Scanning, ref errors);
        }

        string bare = TextErrors.LoseAccents(name);
        return bare != name && Happens(sheet, rates.AccentsLost, RecordSlips.AccentsLost) ? bare : name;
    }

    private string Misspell(Sheet sheet, string text, ref int errors) =>
        text.Length > 2 && errors < ErrorsMax && Happens(rates.Typing, sheet)
            ? Changed(sheet, text, TextErrors.Mistype(text, dice), RecordSlips.Typing, ref errors)
            : text;

    private static string Changed(Sheet sheet, string old, string now, RecordSlips slip, ref int errors)
    {
        if (now == old) { return old; }
        sheet.Slips |= slip;
        errors++;
        return now;
    }

    private void MistypeEmail(Sheet sheet, ref int errors)
    {
        if (sheet.Email.Length == 0) { return; }
        if (sheet.Habits != Habits.Webshop && Happens(sheet, rates.EmailDefault, RecordSlips.EmailDefault))
        {
            sheet.Email = dice.Pick(Mailboxes.Defaults);
        }
        else if (errors < ErrorsMax && Happens(rates.Typing, sheet))
        {
            // The top-level domain stays, for any other might be somebody's.
            int top = sheet.Email.LastIndexOf('.');
            string before = sheet.Email[..top];
            string after = TextErrors.Mistype(before, dice).ToLowerInvariant();
            sheet.Email = Changed(sheet, before, after, RecordSlips.Typing, ref errors) + sheet.Email[top..];
        }
    }

    private void MistakeDate(Sheet sheet, ref int errors)
    {
        if (sheet.Born is not { } born) { return; }
        if (Happens(sheet, rates.DateDefault, RecordSlips.DateDefault))
        {
            sheet.Born = dice.Pick(DefaultDates);
        }
        else if (born.Day <= 12 && born.Day != born.Month && errors < ErrorsMax
            && Happens(sheet, rates.DayMonthSwapped * 5 / 2, RecordSlips.DayMonthSwapped))
        {
            // Two dates in five have a day that can be a month.
            sheet.Born = new DateOnly(born.Year, born.Day, born.Month);
            errors++;
        }
        else if (errors < ErrorsMax && Happens(sheet, rates.DateDigit, RecordSlips.DateDigit))
        {
            sheet.Born = OneDigitOff(born);
            errors++;
        }
    }

    private DateOnly OneDigitOff(DateOnly born)
    {
        while (true)
        {
            string text = born.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
            string other = TextErrors.MistypeDigit(text, dice, from: 2);
            bool isDate = DateOnly.TryParseExact(
                other, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date);
            if (isDate && date != born && date < RecordOptions.Today) { return date; }
        }
    }

    private void MistypePostcode(Sheet sheet, ref int errors)
    {
        string postcode = sheet.Postcode;
        if (postcode.Length == 0 || errors >= ErrorsMax || !Happens(sheet, rates.Postcode, RecordSlips.Postcode))
        {
            return;
        }

        errors++;
        if (postcode.Length < 7 || dice.Percent(55))
        {
            sheet.Postcode = TextErrors.MistypeDigit(postcode, dice, from: 1);
        }
        else if (postcode[5] != postcode[6] && dice.Percent(50))
        {
            sheet.Postcode = $"{postcode[..5]}{postcode[6]}{postcode[5]}";
        }
        else
        {
            char other = (char)('A' + ((postcode[6] - 'A' + dice.Between(1, 25)) % 26));
            sheet.Postcode = $"{postcode[..6]}{other}";
        }
    }

    private bool Happens(int rate, Sheet sheet) => dice.PerMille(rate * sheet.Habits.Errors / 100);

    private bool Happens(Sheet sheet, int rate, RecordSlips slip)
    {
        bool happens = Happens(rate, sheet);
        sheet.Slips |= happens ? slip : RecordSlips.None;
        return happens;
    }
}
