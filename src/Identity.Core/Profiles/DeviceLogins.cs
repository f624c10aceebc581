using System.Collections.Immutable;
using Identity.Core.Identifiers;

namespace Identity.Core.Profiles;

/// <summary>A run of logins of one person on a device, without another's between them.</summary>
/// <param name="Owner">The strongest person-role identifier that was authenticated.</param>
/// <param name="First">The first login of the run.</param>
/// <param name="Last">The last login of the run.</param>
public sealed record LoginRun(IdentifierKey Owner, DateTimeOffset First, DateTimeOffset Last);

/// <summary>
/// Who was authenticated on a device, and when: it decides whose its anonymous events are. A login is an observation at
/// level 3 or 4 with the device and a person, both unclaimed. Immutable.
/// </summary>
public sealed record DeviceLogins
{
    public static DeviceLogins None { get; } = new();

    /// <summary>In the order of time; two neighbours have different owners.</summary>
    public ImmutableArray<LoginRun> Runs { get; init; } = [];

    /// <summary>The runs of all logins of a device.</summary>
    /// <param name="logins">
    /// In any order; of simultaneous ones the later in the order of rank and text counts first.
    /// </param>
    public static DeviceLogins Of(IEnumerable<Login> logins)
    {
        var ordered = new List<Login>(logins);
        ordered.Sort();
        DeviceLogins result = None;
        foreach (Login login in ordered) { result = result.Append(login); }
        return result;
    }

    /// <summary>
    /// Whose an event of the device at a moment is: the last one to have logged in by then, before the first login the
    /// first one; null when nobody ever did.
    /// </summary>
    public IdentifierKey? OwnerAt(DateTimeOffset moment)
    {
        if (Runs.Length == 0) { return null; }
        IdentifierKey owner = Runs[0].Owner;
        foreach (LoginRun run in Runs)
        {
            if (run.First > moment) { break; }
            owner = run.Owner;
        }

        return owner;
    }

    /// <summary>
    /// Adds a login where that only extends what is known: the first ever, one of the same owner as its neighbours, or
    /// one later than all. Null when it would change whose earlier events are; then the runs are made anew.
    /// </summary>
    public DeviceLogins? TryAdd(Login login)
    {
        if (Runs.Length == 0 || login.At > Runs[^1].Last) { return Append(login); }
        for (int index = Runs.Length - 1; index >= 0; index--)
        {
            LoginRun run = Runs[index];
            if (login.At < run.First && index > 0) { continue; }
            bool isInside = login.At >= run.First && login.At <= run.Last;
            bool isBetween = login.At > run.Last || (index == 0 && login.At < run.First);
            if (run.Owner != login.Owner || !(isInside || isBetween)) { return null; }
            return this with { Runs = Runs.SetItem(index, Extended(run, login.At)) };
        }

        return null;
    }

    private DeviceLogins Append(Login login)
    {
        bool continues = Runs.Length > 0 && Runs[^1].Owner == login.Owner;
        return this with
        {
            Runs = continues
                ? Runs.SetItem(Runs.Length - 1, Extended(Runs[^1], login.At))
                : Runs.Add(new LoginRun(login.Owner, login.At, login.At)),
        };
    }

    private static LoginRun Extended(LoginRun run, DateTimeOffset at) => run with
    {
        First = at < run.First ? at : run.First,
        Last = at > run.Last ? at : run.Last,
    };
}

/// <summary>Somebody was authenticated on a device.</summary>
/// <param name="At">When.</param>
/// <param name="Rank">The rank of the owner's namespace.</param>
/// <param name="Owner">The strongest person-role identifier.</param>
public readonly record struct Login(DateTimeOffset At, int Rank, IdentifierKey Owner) : IComparable<Login>
{
    /// <summary>
    /// By time; of simultaneous ones the strongest comes last, and so is the one who stays logged in.
    /// </summary>
    public int CompareTo(Login other)
    {
        int order = At.CompareTo(other.At);
        if (order == 0) { order = other.Rank.CompareTo(Rank); }
        if (order == 0) { order = Utf8Order.Compare(other.Owner.Value, Owner.Value); }
        return order != 0 ? order : other.Owner.Epoch.CompareTo(Owner.Epoch);
    }
}
