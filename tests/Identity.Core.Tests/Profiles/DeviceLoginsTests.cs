using Identity.Core.Identifiers;
using Identity.Core.Profiles;
using Xunit;
using static Identity.Core.Tests.Resolution.Story;

namespace Identity.Core.Tests.Profiles;

public sealed class DeviceLoginsTests
{
    private static readonly IdentifierKey Kevin = Key("login:kevin");
    private static readonly IdentifierKey Nora = Key("login:nora");

    [Fact]
    public void Without_a_login_nobody_owns_what_happens() => Assert.Null(DeviceLogins.None.OwnerAt(Minute(1)));

    [Theory]
    [InlineData(0, "login:kevin")]
    [InlineData(1, "login:kevin")]
    [InlineData(4, "login:kevin")]
    [InlineData(5, "login:nora")]
    [InlineData(9, "login:nora")]
    public void An_event_is_of_who_logged_in_last_by_then_and_before_the_first_login_of_the_first(
        double minute, string owner)
    {
        DeviceLogins logins = DeviceLogins.Of([Login(5, Nora), Login(1, Kevin), Login(3, Kevin)]);

        Assert.Equal(Key(owner), logins.OwnerAt(Minute(minute)));
        Assert.Equal(
            [new LoginRun(Kevin, Minute(1), Minute(3)), new LoginRun(Nora, Minute(5), Minute(5))], logins.Runs);
    }

    [Fact]
    public void Of_simultaneous_logins_the_strongest_stays()
    {
        IdentifierKey mail = Key("email:e@x.nl");
        Login[] logins = [Login(1, Kevin), Login(1, mail, 40)];
        foreach (Login[] order in new[] { logins, [.. logins.Reverse()] })
        {
            Assert.Equal(Kevin, DeviceLogins.Of(order).OwnerAt(Minute(1)));
        }
    }

    [Fact]
    public void A_login_is_added_where_it_changes_nobodys_earlier_events_and_then_gives_what_all_together_give()
    {
        var random = new Random(7);
        int added = 0;
        int refused = 0;
        for (int round = 0; round < 2_000; round++)
        {
            Login[] all = [.. Enumerable.Range(0, random.Next(1, 6))
                .Select(_ => Login(random.Next(6), random.Next(2) == 0 ? Kevin : Nora))];
            DeviceLogins before = DeviceLogins.Of(all[1..]);
            DeviceLogins whole = DeviceLogins.Of(all);
            if (before.TryAdd(all[0]) is { } after)
            {
                added++;
                Assert.Equal(whole.Runs, after.Runs);
                for (double minute = -1; minute < Math.Min(6, (all[0].At - Start).TotalMinutes); minute++)
                {
                    bool isFirst = before.Runs.Length == 0;
                    bool isSame = before.OwnerAt(Minute(minute)) == after.OwnerAt(Minute(minute));
                    Assert.True(isFirst || isSame, $"round {round}");
                }
            }
            else
            {
                refused++;
            }
        }

        Assert.True(added > 500 && refused > 200, $"{added} added, {refused} refused");
    }

    private static Login Login(double minute, IdentifierKey owner, int rank = 20) => new(Minute(minute), rank, owner);
}
