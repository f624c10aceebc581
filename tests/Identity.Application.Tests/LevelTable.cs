using Identity.Core.Identifiers;

namespace Identity.Application.Tests;

/// <summary>How a visitor comes to the site.</summary>
public enum Visit
{
    /// <summary>A device that was never seen.</summary>
    Nothing,

    /// <summary>A device that was seen.</summary>
    KnownDevice,

    /// <summary>A device on which Anna logged in.</summary>
    FormerLogin,

    /// <summary>A device on which Anna landed through a personal link.</summary>
    PersonalLink,

    /// <summary>A device on which Anna's address was typed into a form.</summary>
    AddressTyped,

    /// <summary>A device on which Anna logged in, and she is there again.</summary>
    LoggedIn,

    /// <summary>A device on which Anna logged in, then Bram, and Bram is there.</summary>
    LoggedInAsSomebodyElse,

    /// <summary>A device on which Anna logged in, and logged out for it to forget her.</summary>
    AfterForget,
}

/// <summary>A row of the table: a visit, what the caller vouches for, and the policy of cookies.</summary>
public sealed record LevelRow(Visit Visit, bool Authenticated, bool PersonalLink, ConflictPolicy Policy)
{
    /// <summary>Who is there, as the visitor says.</summary>
    public string Login => Visit == Visit.LoggedInAsSomebodyElse ? "bram" : "anna";

    private bool IsVouchedFor => Authenticated || PersonalLink;

    /// <summary>What must come of it, written from the rule of levels.</summary>
    public LevelAnswer Expected()
    {
        (int level, string? person) = Authenticated ? (4, Login) : PersonalLink ? (3, Login) : ByDevice();
        bool isConflict = IsVouchedFor && Owner() is { } owner && owner != Login;
        return new LevelAnswer(
            level,
            person,
            First(level, person),
            Favourite(level, person),
            level == 4 && person == "anna" ? "1990-01-31" : level == 4 ? "NoValue" : "Level",
            IsVouchedFor ? "" : "login",
            isConflict ? "cookie" : "");
    }

    private (int Level, string? Person) ByDevice() => Visit switch
    {
        Visit.Nothing or Visit.AfterForget => (1, null),
        Visit.KnownDevice or Visit.AddressTyped => (2, "device"),
        _ => Owner() is { } owner ? (3, owner) : (2, "device"),
    };

    // Whose device it is by the rule: of two logins the policy decides.
    private string? Owner() => Visit switch
    {
        Visit.FormerLogin or Visit.PersonalLink or Visit.LoggedIn => "anna",
        Visit.LoggedInAsSomebodyElse => Policy switch
        {
            ConflictPolicy.Latest => "bram",
            ConflictPolicy.Earliest => "anna",
            _ => null,
        },
        _ => null,
    };

    private static string First(int level, string? person) =>
        level < 3 ? "Level" : person == "anna" ? "Anna" : "Bram";

    // It was seen on the device before anybody logged in, so it is whose the first login is; on a device that belongs
    // to nobody it is nobody's, and since somebody did log in there, it is not shown to the next one either.
    private string Favourite(int level, string? person)
    {
        if (level == 1) { return "Level"; }
        if (level == 2) { return Visit == Visit.LoggedInAsSomebodyElse ? "NoValue" : "bikes"; }
        bool isAnnas = Visit is Visit.FormerLogin or Visit.PersonalLink or Visit.LoggedIn or Visit.AfterForget
            || (Visit == Visit.LoggedInAsSomebodyElse && Policy != ConflictPolicy.Quarantine);
        return isAnnas && person == "anna" ? "bikes" : "NoValue";
    }
}

/// <summary>What came of a visit. A field is its value, or the reason why it was withheld.</summary>
public sealed record LevelAnswer(
    int Level, string? Person, string FirstName, string Favourite, string BirthDate, string Claims, string Conflicts);
