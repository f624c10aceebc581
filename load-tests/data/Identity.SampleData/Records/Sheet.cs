using System.Globalization;

namespace Identity.SampleData.Records;

/// <summary>A record while it is written: what the clerk means to write, before it is put into columns.</summary>
internal sealed class Sheet(Habits habits)
{
    public Habits Habits => habits;

    public string Initials { get; set; } = "";

    public string FirstName { get; set; } = "";

    public string Prefix { get; set; } = "";

    public string LastName { get; set; } = "";

    public Sex? Gender { get; set; }

    public DateOnly? Born { get; set; }

    public string Email { get; set; } = "";

    /// <summary>In E.164 until it is written down.</summary>
    public string Phone { get; set; } = "";

    public string Street { get; set; } = "";

    public string HouseNumber { get; set; } = "";

    public string Addition { get; set; } = "";

    public string Postcode { get; set; } = "";

    public string City { get; set; } = "";

    public required string Country { get; init; }

    public RecordSlips Slips { get; set; }

    public string BirthDateText(bool dayFirst) => Born is not { } born ? ""
        : born.ToString(dayFirst ? "dd-MM-yyyy" : "yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>
/// What a source asks for and how it writes it: in how many of a hundred records a field is filled, and the rest.
/// </summary>
internal sealed record Habits(string Source)
{
    public int Initials { get; init; }

    public int FirstName { get; init; }

    /// <summary>The name in the register, not the one in use.</summary>
    public int OfficialName { get; init; }

    /// <summary>Whether the tussenvoegsel has a column, in how many of a hundred.</summary>
    public int PrefixColumn { get; init; }

    public int Gender { get; init; }

    public int BirthDate { get; init; }

    public int Email { get; init; }

    public int Phone { get; init; }

    /// <summary>Postcode and house number.</summary>
    public int Address { get; init; }

    /// <summary>Street and town, where the address is known.</summary>
    public int Street { get; init; }

    public int Country { get; init; }

    public bool DayFirst { get; init; }

    /// <summary>The addition has a column, in how many of a hundred.</summary>
    public int AdditionColumn { get; init; }

    /// <summary>Errors of this source, in per cent of the rates.</summary>
    public int Errors { get; init; } = 100;

    public static Habits Crm { get; } = new("crm")
    {
        Initials = 94,
        FirstName = 78,
        OfficialName = 35,
        PrefixColumn = 95,
        Gender = 96,
        BirthDate = 93,
        Email = 76,
        Phone = 84,
        Address = 98,
        Street = 100,
        Country = 100,
        AdditionColumn = 88,
        Errors = 80,
    };

    public static Habits Webshop { get; } = new("webshop")
    {
        Initials = 12,
        FirstName = 97,
        OfficialName = 6,
        PrefixColumn = 45,
        Gender = 40,
        BirthDate = 34,
        Email = 100,
        Phone = 62,
        Address = 97,
        Street = 100,
        Country = 90,
        AdditionColumn = 35,
        DayFirst = true,
    };

    public static Habits Till { get; } = new("till")
    {
        Initials = 58,
        FirstName = 55,
        OfficialName = 3,
        PrefixColumn = 80,
        Gender = 22,
        BirthDate = 36,
        Email = 44,
        Phone = 30,
        Address = 90,
        Street = 34,
        Country = 0,
        AdditionColumn = 40,
        DayFirst = true,
        Errors = 150,
    };
}
