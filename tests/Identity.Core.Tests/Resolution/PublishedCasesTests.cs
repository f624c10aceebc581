using Identity.Core.Consents;
using Identity.Core.Observations;
using Identity.Core.Profiles;
using Identity.Core.Rules;
using Identity.Testing;
using Xunit;
using static Identity.Core.Tests.Resolution.Story;

namespace Identity.Core.Tests.Resolution;

/// <summary>
/// The rows of tests/conformance/published-cases.md, each with what ours does, and why where it differs. What rows say
/// on message ids, retries and versions is answered by the application, which folds the same observations.
/// </summary>
public sealed class PublishedCasesTests
{
    [Fact]
    public void C16_two_values_of_a_unique_namespace_refuse_the_observation_and_blocked_values_take_no_part()
    {
        Assert.Null(Clean("customer_id:alice", "customer_id:bob", "cookie:c").Observation);
        foreach (string blocked in new[] { "null", "anonymous", "invalid", "  " })
        {
            Observation taken = Clean($"customer_id:{blocked}", "cookie:c").Observation!;
            Assert.Equal(["cookie"], taken.Identifiers.Select(item => item.Rule.Name));
        }

        // An empty or overlong value is a mistake of the sender, who is told so, rather than skipped in silence.
        Assert.Null(Clean("customer_id:", "cookie:c").Observation);
        Assert.Null(Clean("customer_id:" + new string('x', 1_025), "cookie:c").Observation);
    }

    [Fact]
    public void C18_a_link_lives_as_long_as_one_observation_of_it_and_single_identifiers_stay_persons()
    {
        Story story = new Story().At(1, 4, "login:a", "email:e@x.nl").At(2, 4, "login:a", "email:e@x.nl");
        Assert.Single(story.WithoutLast().Resolve().Persons);

        // Without any evidence of the link, what was seen alone still is somebody.
        Story apart = new Story().At(1, 4, "login:a").At(1, 4, "email:e@x.nl");
        Assert.Equal(2, apart.Resolve().Persons.Count);
    }

    [Fact]
    public void C19_a_new_account_with_a_known_address_takes_the_address_and_leaves_the_old_account_as_it_is()
    {
        // The other system keeps the address with the old profile. Ours gives it to whoever showed it last at level 4,
        // and holds the older link back, so both accounts stay apart in either reading.
        Story story = new Story().At(1, 4, "login:abc123", "email:jane@example1.com")
            .At(2, 4, "login:abc456", "email:jane@example1.com");

        Assert.Equal(["email:jane@example1.com login:abc456", "login:abc123"], story.Resolve().Partition());
    }

    [Fact]
    public void C21_two_devices_that_identify_with_one_address_are_one_person_and_every_id_leads_to_it()
    {
        Story story = new Story().At(1, 2, "cookie:5285").At(2, 3, "cookie:5285", "email:jane.kim@segment.com")
            .At(3, 2, "cookie:b50e");
        Guid second = story.Resolve().PersonOf(Key("cookie:b50e"))!.Value;

        WholeGraph merged = story.At(4, 3, "cookie:b50e", "email:jane.kim@segment.com").Resolve();

        Assert.Equal(Birth("cookie:5285"), Assert.Single(merged.Persons.Values));
        Assert.Equal(Birth("cookie:5285"), merged.Follow(second));
        WholeGraph again = story.At(5, 4, "login:zero").At(6, 4, "login:zero", "email:jane.kim@segment.com").Resolve();
        Assert.Equal(Birth("login:zero"), again.Follow(second));
        Assert.Equal(Birth("login:zero"), again.Follow(Birth("cookie:5285")));
    }

    [Theory]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("---")]
    [InlineData("-1")]
    [InlineData("null")]
    [InlineData("anonymous")]
    public void C22_a_blocked_value_stays_in_the_payload_and_ties_nobody(string value)
    {
        CleaningResult cleaned = Clean($"cookie:{value}", "login:a");

        Assert.Equal(["login"], cleaned.Observation!.Identifiers.Select(item => item.Rule.Name));
        Assert.Equal([ProblemCodes.ValueBlocked], cleaned.Problems
            .Where(problem => problem.Kind == ProblemKind.Refused).Select(problem => problem.Code));
    }

    [Fact]
    public void C23_the_latest_statement_holds_on_devices_and_after_a_merge_and_silence_changes_nothing()
    {
        // The other system marks a conflict, and reads an empty object as a refusal. Ours keeps what was said and when;
        // of equally recent ones the refusal holds, and what was not stated is neither granted nor refused.
        var deviceA = new ConsentStatement("site", "advertising", false, Minute(1), "web", "");
        ConsentStatement deviceB = deviceA with { Granted = true, StatedAt = Minute(2) };
        Summary merged = Summary.Empty.With(deviceB).With(Summary.Empty.With(deviceA), WorkspaceRules.Default);

        Assert.True(merged.Consents[new ConsentScope("site", "advertising")].Granted);
        Summary tie = Summary.Empty.With(deviceA with { Granted = true }).With(deviceA);
        Assert.False(tie.Consents[new ConsentScope("site", "advertising")].Granted);
        Assert.False(merged.Consents.ContainsKey(new ConsentScope("site", "analytics")));
    }

    [Fact]
    public void C24_a_device_id_that_survives_a_reset_merges_nobody()
    {
        Story story = new Story().At(1, 4, "login:first", "cookie:a1", "device_id:ga")
            .At(2, 4, "login:second", "cookie:a2", "device_id:ga");

        Assert.Equal(["cookie:a1 login:first", "cookie:a2 device_id:ga login:second"], story.Resolve().Partition());
    }

    [Theory]
    [InlineData(false, false, 1)] // a) neither is known
    [InlineData(true, false, 1)] // b) only the account
    [InlineData(false, true, 1)] // c) only the device, d) e) at level 2
    public void C30_identify_joins_a_device_and_an_account(bool knowsAccount, bool knowsDevice, int persons)
    {
        var story = new Story();
        if (knowsAccount) { story.At(1, 4, "login:new"); }
        if (knowsDevice) { story.At(1, 2, "cookie:old"); }

        Assert.Equal(persons, story.At(2, 4, "login:new", "cookie:old").Resolve().Persons.Count);
    }

    [Fact]
    public void C30_a_device_of_another_account_goes_to_whom_it_was_seen_with_last_and_joins_nobody()
    {
        // f) and g): no merge there either, but the device stays with the first. Ours follows the person who uses it
        // now; nothing is lost, since evidence is not consumed. There is no dangerous merge to call: a steward decides.
        Story story = new Story().At(1, 4, "login:other", "cookie:old").At(2, 4, "login:new", "cookie:old");

        Assert.Equal(["cookie:old login:new", "login:other"], story.Resolve().Partition());
    }

    [Fact]
    public void C31_of_properties_the_most_recent_survives_and_the_others_stay_visible()
    {
        // There is no $set_once: first values are among the candidates, and a rule can prefer them. All in one fold.
        Summary sum = Summary.Empty;
        foreach ((double minute, string name, string json) in new[]
            { (1, "a", "1"), (1, "b", "2"), (2, "b", "3"), (2, "c", "4"), (2, "d", "5"), (3, "d", "6"), (3, "e", "7") })
        {
            sum = sum.With(Says(minute, name, json), WorkspaceRules.Default);
        }

        Assert.Equal(
            ["a=1", "b=3", "c=4", "d=6", "e=7"], sum.Traits.Select(trait => $"{trait.Key}={trait.Value[0].Json}"));
        Assert.Equal(["3", "2"], sum.Traits["b"].Select(candidate => candidate.Json));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("null")]
    [InlineData("undefined")]
    [InlineData("\"undefined\"")]
    [InlineData("[object Object]")]
    [InlineData("false")]
    [InlineData("0")]
    [InlineData("NaN")]
    [InlineData("None")]
    [InlineData("guest")]
    [InlineData("anonymous")]
    [InlineData("id")]
    [InlineData("email")]
    [InlineData("true")]
    [InlineData("not_authenticated")]
    [InlineData("distinct_id")]
    public void C32_values_that_name_nobody_make_no_person(string value)
    {
        Assert.DoesNotContain(
            Clean($"login:{value}", "cookie:c").Observation?.Identifiers ?? [], item => item.Rule.Name == "login");
    }

    [Fact]
    public void C33_no_source_or_target_of_a_merge_can_be_gone_since_nothing_is_moved()
    {
        // a) "anon" was identified before, and again with another account; b) the target is itself merged meanwhile.
        // c), the race, is the store's: one commit decides and the next reads it.
        Story story = new Story().At(1, 4, "login:first", "cookie:anon").At(2, 4, "customer_id:1", "login:first")
            .At(3, 4, "login:second", "cookie:anon").At(4, 4, "email:third@x.nl", "login:first");

        AssertSameInEveryOrder(story);
        Assert.Equal(
            ["cookie:anon login:second", "customer_id:1 email:third@x.nl login:first"], story.Resolve().Partition());
    }

    [Fact]
    public void C34_signup_before_or_after_identify_gives_the_same_person()
    {
        Story story = new Story().At(1, 2, "cookie:anon-1").At(2, 4, "login:Alice")
            .At(3, 4, "login:Alice", "cookie:anon-1");

        AssertSameInEveryOrder(story);
        Assert.Single(story.Resolve().Persons);
    }

    [Fact]
    public void C35_a_chain_of_aliases_gives_the_same_in_every_order()
    {
        Story story = new Story()
            .At(1, 4, "email:a@x.nl", "email:b@x.nl").At(3, 4, "email:c@x.nl", "email:d@x.nl")
            .At(2, 4, "email:b@x.nl", "email:c@x.nl");

        AssertSameInEveryOrder(story);
        Assert.Single(story.Resolve().Persons);
    }

    [Fact]
    public void C36_a_merge_on_an_address_keeps_the_older_id_and_the_other_leads_to_it()
    {
        Story story = new Story().At(1, 4, "email:username@x.nl", "loyalty_card:m").At(2, 2, "cookie:event");
        Guid eventPerson = story.Resolve().PersonOf(Key("cookie:event"))!.Value;

        WholeGraph result = story.At(3, 3, "email:username@x.nl", "cookie:event").Resolve();

        Assert.Equal(result.Persons.Values.Single(), result.Follow(eventPerson));
        Assert.NotEqual(eventPerson, result.Persons.Values.Single());
    }

    [Fact]
    public void C39_a_device_that_is_seen_alone_again_stays_with_whom_it_was_last_the_same_each_time()
    {
        // The other system makes the device a third person. Ours remembers the last who logged in, at level 3.
        Story story = new Story().At(1, 4, "login:alice", "cookie:alice", "device_id:6d92")
            .At(2, 4, "login:bob", "device_id:6d92").At(3, 2, "device_id:6d92");
        WholeGraph once = story.Resolve();
        WholeGraph twice = story.At(4, 2, "device_id:6d92").Resolve();

        Assert.Equal(["cookie:alice login:alice", "device_id:6d92 login:bob"], once.Partition());
        Assert.Equal(once.PersonOf(Key("device_id:6d92")), twice.PersonOf(Key("device_id:6d92")));
        // The plain merge: the older survives.
        Story plain = new Story().At(1, 4, "email:sp1@x.nl").At(2, 4, "email:sp2@x.nl")
            .At(3, 4, "email:sp1@x.nl", "email:sp2@x.nl");
        Assert.Equal(Birth("email:sp1@x.nl"), plain.Resolve().Persons.Values.Single());
    }

    [Fact]
    public void C44_what_is_only_alike_is_no_merge_a_trusted_number_is_and_different_numbers_keep_apart()
    {
        // Alike names, dates and phones are for matching and reviews; identifiers alone never join on them here.
        Story alike = new Story().At(1, 4, "email:skippy@x.nl", "phone:+31301234567")
            .At(2, 4, "email:bob@x.nl", "phone:+31301234567");
        Assert.Equal(2, alike.Resolve().Persons.Count);

        Assert.Single(alike.At(3, 4, "customer_id:1", "email:skippy@x.nl").At(3, 4, "customer_id:1", "email:bob@x.nl")
            .Resolve().Persons);
        Assert.Equal(2, new Story().At(1, 4, "customer_id:1", "email:a@x.nl").At(2, 4, "customer_id:2", "email:b@x.nl")
            .At(3, 4, "email:a@x.nl", "email:b@x.nl").Resolve().Persons.Count);
    }

    [Fact]
    public void C45_a_split_gives_both_the_ids_they_had_and_what_comes_back_is_who_it_was()
    {
        // There the largest part keeps the id and a record that comes back is new. Ours derives ids from the evidence.
        Story story = new Story().At(1, 4, "email:a@x.nl").At(2, 4, "email:b@x.nl")
            .At(3, 4, "email:a@x.nl", "email:b@x.nl");
        Guid joined = story.Resolve().Persons.Values.Single();
        WholeGraph split = story.WithoutLast().Resolve();

        Assert.Equal((Birth("email:a@x.nl"), Birth("email:b@x.nl")),
            (split.PersonOf(Key("email:a@x.nl")), split.PersonOf(Key("email:b@x.nl"))));
        Assert.Equal(joined, story.At(3, 4, "email:a@x.nl", "email:b@x.nl").Resolve().Persons.Values.Single());
    }

    [Fact]
    public void C46_links_above_the_threshold_make_connected_components()
    {
        Story story = new Story().At(1, 4, "email:1@x.nl", "email:2@x.nl").At(2, 4, "email:3@x.nl", "email:2@x.nl")
            .At(3, 4, "email:4@x.nl", "email:5@x.nl").At(4, 4, "email:6@x.nl");

        Assert.Equal(
            ["email:1@x.nl email:2@x.nl email:3@x.nl", "email:4@x.nl email:5@x.nl", "email:6@x.nl"],
            story.Resolve().Partition());
    }

    private static void AssertSameInEveryOrder(Story story)
    {
        WholeGraph expected = story.Resolve();
        Assert.All(story.Orders(), order =>
        {
            WholeGraph result = story.Resolve(order);
            Assert.Equal(expected.Partition(), result.Partition());
            Assert.Equal(expected.Persons.Values.Order(), result.Persons.Values.Order());
        });
    }

    private static CleaningResult Clean(params string[] identifiers) => ObservationCleaner.Clean(
        new RawObservation
        {
            MessageId = "m",
            Source = "published",
            Level = 4,
            Identifiers = [.. identifiers.Select(text => text.Split(':', 2))
                .Select(parts => new RawIdentifier(parts[0], parts[1]))],
        },
        WorkspaceRules.Default, new Arrival(Start, IsPublic: false));

    private static Observation Says(double minute, string name, string json) => ObservationCleaner.Clean(
        new RawObservation
        {
            MessageId = "m",
            Source = "published",
            OccurredAt = Minute(minute),
            Level = 4,
            Identifiers = [new RawIdentifier("login", "a")],
            Traits = [new Trait(name, json)],
        },
        WorkspaceRules.Default, new Arrival(Minute(9), IsPublic: false)).Observation!;
}
