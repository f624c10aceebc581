using Identity.Application.Resolving;
using Identity.Core.Identifiers;
using Identity.Core.Observations;
using Identity.Core.Recognition;
using Identity.Core.Rules;
using Xunit;

namespace Identity.Application.Tests;

/// <summary>Every visit with every flag and every policy: level, person, released and withheld fields.</summary>
public sealed class LevelTests
{
    private static readonly string[] Fields = ["first_name", "favourite", "birth_date"];

    public static TheoryData<LevelRow> Rows()
    {
        var rows = new TheoryData<LevelRow>();
        foreach (Visit visit in Enum.GetValues<Visit>())
        {
            foreach (ConflictPolicy policy in Enum.GetValues<ConflictPolicy>())
            {
                rows.Add(new LevelRow(visit, false, false, policy));
                rows.Add(new LevelRow(visit, true, false, policy));
                rows.Add(new LevelRow(visit, false, true, policy));
                rows.Add(new LevelRow(visit, true, true, policy));
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_visit_gives_the_level_the_person_and_the_fields_of_the_table(LevelRow row)
    {
        await using Site site = await Site.OpenAsync(RulesWith(row.Policy));
        await PrepareAsync(site, row.Visit);

        VisitorAnswer answer = await site.ResolveAsync(new VisitorQuery
        {
            Identifiers = [Site.Parse("cookie:device"), Site.Parse($"login:{row.Login}")],
            Authenticated = row.Authenticated,
            PersonalLink = row.PersonalLink,
            Fields = Fields,
        });

        Assert.Equal(row.Expected(), await DescribeAsync(site, answer));
        Assert.Equal(answer.Level >= RecognitionLevel.Device, answer.Permissions.PersonalizeSite);
        Assert.Equal(answer.Level >= RecognitionLevel.Remembered, answer.Permissions.ShowName);
        Assert.Equal(answer.Level == RecognitionLevel.Authenticated, answer.Permissions.ChangeAccount);
        Assert.False(answer.Permissions.RetargetEmail);
        Assert.False(answer.Created);
    }

    [Fact]
    public async Task A_key_without_the_scope_is_told_nothing_that_reaches_a_person()
    {
        await using Site site = await Site.OpenAsync();
        await PrepareAsync(site, Visit.LoggedIn);
        var caller = site.Admin with
        {
            Key = site.Admin.Key with { Scopes = [Access.Scopes.Resolve, Access.Scopes.ResolveAuthenticated] },
        };

        VisitorAnswer answer = await site.ResolveAsync(
            new VisitorQuery { Identifiers = [Site.Parse("login:anna")], Authenticated = true, Fields = Fields },
                caller);

        Assert.Equal("Anna", FieldOf(answer, "first_name"));
        Assert.Equal("Scope", FieldOf(answer, "birth_date"));
    }

    private static WorkspaceRules RulesWith(ConflictPolicy policy) => new(
        [.. NamespaceDefaults.All.Select(rule => rule.Name != "cookie" ? rule : new NamespaceRule
        {
            Name = rule.Name, Role = rule.Role, Rank = rule.Rank, SharedAfter = rule.SharedAfter,
            AttachOnly = rule.AttachOnly, ExpiresAfter = rule.ExpiresAfter, OnConflict = policy,
        })]);

    private static async Task PrepareAsync(Site site, Visit visit)
    {
        await site.SeeAsync(90, 4, Site.Of("login:anna", "email:anna@example.nl") with
        {
            Traits = [new Trait("first_name", "\"Anna\""), new Trait("birth_date", "\"1990-01-31\"")],
        });
        await site.SeeAsync(90, 4, Site.Of("login:bram") with { Traits = [new Trait("first_name", "\"Bram\"")] });
        if (visit == Visit.Nothing) { return; }
        await site.SeeAsync(60, 2, Site.Of("cookie:device") with { Traits = [new Trait("favourite", "\"bikes\"")] });
        await (visit switch
        {
            Visit.KnownDevice => Task.CompletedTask,
            Visit.PersonalLink => site.SeeAsync(50, 3, "email:anna@example.nl", "cookie:device"),
            Visit.AddressTyped => site.SeeAsync(50, 2, "?email:anna@example.nl", "cookie:device"),
            _ => site.SeeAsync(50, 4, "login:anna", "cookie:device"),
        });
        if (visit == Visit.LoggedInAsSomebodyElse) { await site.SeeAsync(40, 4, "login:bram", "cookie:device"); }
        if (visit == Visit.AfterForget)
        {
            await site.SeeAsync(40, 4, Site.Of("login:anna", "cookie:device") with
            {
                Event = new RawEvent("logout", [new Trait("forget", "true")]),
            });
        }
    }

    private static async Task<LevelAnswer> DescribeAsync(Site site, VisitorAnswer answer) => new(
        (int)answer.Level,
        await NameOfAsync(site, answer.PersonId),
        FieldOf(answer, "first_name"),
        FieldOf(answer, "favourite"),
        FieldOf(answer, "birth_date"),
        string.Join(',', answer.Claims.Select(claim => claim.Namespace)),
        string.Join(',', answer.Conflicts.Select(conflict => conflict.Namespace)));

    private static async Task<string?> NameOfAsync(Site site, Guid? person)
    {
        if (person is null) { return null; }
        if (person == (await site.ProfileAsync("login:anna")).PersonId) { return "anna"; }
        return person == (await site.ProfileAsync("login:bram")).PersonId ? "bram" : "device";
    }

    private static string FieldOf(VisitorAnswer answer, string name)
    {
        string? value = answer.Fields.SingleOrDefault(field => field.Key == name).Value;
        return value?.Trim('"') ?? answer.Withheld.Single(field => field.Key == name).Value.ToString();
    }
}
