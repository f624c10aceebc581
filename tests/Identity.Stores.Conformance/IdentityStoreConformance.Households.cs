using Xunit;
using static Identity.Stores.Conformance.Sample;

namespace Identity.Stores.Conformance;

public abstract partial class IdentityStoreConformance
{
    [Fact]
    public async Task A_residence_is_a_sum_of_first_and_last_in_any_order()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        foreach (int[] days in (int[][])[[1, 2, 3], [3, 2, 1], [2, 3, 1, 2]])
        {
            long subject = days[0] + days.Length;
            await WriteAsync(store, async write =>
            {
                foreach (int day in days)
                {
                    await write.AddResidenceAsync(Workspace, Residence("home", subject, day), Token);
                }
            });

            IReadOnlyList<ResidenceRecord> found = await ReadAsync(
                store, read => read.GetResidencesAsync(Workspace, IdOf("home"), [subject, 99], Token));
            Assert.Equal(
                [new ResidenceRecord(IdOf("home"), subject, Noon.AddDays(1), Noon.AddDays(3))], found);
        }
    }

    [Fact]
    public async Task The_latest_residences_of_an_address_come_first_up_to_the_limit()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        await WriteAsync(store, async write =>
        {
            foreach ((long subject, int day) in ((long, int)[])[(1, 3), (2, 5), (3, 4), (4, 5), (5, 9), (5, 1)])
            {
                string home = subject == 5 && day == 9 ? "other" : "home";
                await write.AddResidenceAsync(Workspace, Residence(home, subject, day), Token);
            }
        });

        IReadOnlyList<ResidenceRecord> found = await ReadAsync(
            store, read => read.GetLatestResidencesAsync(Workspace, IdOf("home"), 4, Token));

        Assert.Equal([4, 2, 3, 1], found.Select(residence => residence.SubjectId));
        Assert.Empty(await ReadAsync(
            store, read => read.GetLatestResidencesAsync(OtherWorkspace, IdOf("home"), 4, Token)));
    }

    [Fact]
    public async Task A_home_stays_while_its_person_is_written_again_and_goes_with_it()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        await WriteAsync(store, async write =>
        {
            await write.PutPersonsAsync(
                Workspace, [(Person("p"), Summary("Bern")), (Person("q"), Summary("Bern"))], Token);
            await write.PutHomesAsync(Workspace, [Home("p", "home"), Home("q", "home"), Home("r", "home")], Token);
            await write.PutPersonsAsync(Workspace, [(Person("p", 4), Summary("Basel"))], Token);
        });

        Assert.Equal([Home("p", "home")], await HomesAsync("p", "r"));
        Assert.Equal(
            new[] { IdOf("p"), IdOf("q") }.Order(),
            await ReadAsync(store, read => read.GetResidentsAsync(Workspace, IdOf("home"), 9, Token)));
        Assert.Equal(
            [new[] { IdOf("p"), IdOf("q") }.Min()],
            await ReadAsync(store, read => read.GetResidentsAsync(Workspace, IdOf("home"), 1, Token)));

        await WriteAsync(store, async write =>
        {
            await write.PutHomesAsync(Workspace, [Home("q", "home", isMultiOccupancy: true)], Token);
            await write.RemovePersonsAsync(Workspace, [IdOf("p")], Token);
            await write.PutPersonsAsync(Workspace, [(Person("p"), Summary("Bern"))], Token);
        });
        Assert.Equal([Home("q", "home", isMultiOccupancy: true)], await HomesAsync("p", "q"));

        await WriteAsync(store, async write => await write.PutHomesAsync(Workspace, [Home("q", null)], Token));
        Assert.Empty(await HomesAsync("p", "q"));
        Assert.Empty(await ReadAsync(store, read => read.GetResidentsAsync(Workspace, IdOf("home"), 9, Token)));

        async Task<IReadOnlyList<HomeRecord>> HomesAsync(params string[] persons) => await ReadAsync(
            store, read => read.GetHomesAsync(Workspace, [.. persons.Select(IdOf)], Token));
    }

    [Fact]
    public async Task A_visitor_is_found_with_the_household_that_may_be_told()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        IdentifierRecord known = Identifier(1) with { PersonId = IdOf("p") };
        await WriteAsync(store, async write =>
        {
            await write.PutIdentifiersAsync(Workspace, [known], Token);
            await write.PutPersonsAsync(Workspace, [(Person("p"), Summary("Bern"))], Token);
        });

        Assert.Null(await ToldAsync());
        await WriteAsync(store, async write => await write.PutHomesAsync(Workspace, [Home("p", "home")], Token));
        Assert.Equal(IdOf("home"), await ToldAsync());
        await WriteAsync(store, async write =>
            await write.PutHomesAsync(Workspace, [Home("p", "home", isMultiOccupancy: true)], Token));
        Assert.Null(await ToldAsync());

        async Task<Guid?> ToldAsync() => (await FindAsync(store, known.Key))?.Person?.HouseholdId;
    }

    [Fact]
    public async Task When_those_at_an_address_were_too_many_is_known_of_every_moment()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        await WriteAsync(store, async write =>
        {
            foreach ((bool isSo, int day) in ((bool, int)[])[(true, 2), (false, 4), (true, 6)])
            {
                await write.PutMultiOccupancyAsync(Workspace, IdOf("home"), isSo, Noon.AddDays(day), Token);
            }

            // So and not so, and so again, in one moment.
            await write.PutMultiOccupancyAsync(Workspace, IdOf("other"), true, Noon, Token);
            await write.PutMultiOccupancyAsync(Workspace, IdOf("other"), false, Noon, Token);
        });
        Assert.Equal([2, 3, 6, 7, 8, 9], await DaysAsync("home"));
        Assert.Empty(await DaysAsync("other"));

        await WriteAsync(store, async write =>
        {
            await write.PutMultiOccupancyAsync(Workspace, IdOf("other"), true, Noon, Token);
            await write.EndMultiOccupanciesAsync(Workspace, Noon.AddDays(8), Token);
            await write.PutMultiOccupancyAsync(Workspace, IdOf("other"), true, Noon.AddDays(8), Token);
        });
        Assert.Equal([2, 3, 6, 7], await DaysAsync("home"));
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], await DaysAsync("other"));

        async Task<IReadOnlyList<int>> DaysAsync(string home)
        {
            var days = new List<int>();
            for (int day = 0; day < 10; day++)
            {
                bool isSo = await ReadAsync(store, read => read.WasMultiOccupancyAsync(
                    Workspace, IdOf(home), Noon.AddDays(day), Token));
                if (isSo) { days.Add(day); }
            }

            return days;
        }
    }
}
